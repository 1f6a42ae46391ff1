"""The author's manual of conditions, made from the operators' own docstrings and the notes under their fields."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from qa.rubric.condition import OPERATORS
from qa.rubric.field_notes import field_notes
from qa.rubric.model import Criterion, Deduct, Rubric, Scale, Section, Validity
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where

FORM = {
    "质检表": Rubric,
    "计分 `scale`": Scale,
    "有效期 `valid`": Validity,
    "节 `sections`": Section,
    "质检项 `criteria`": Criterion,
    "扣分 `deduct`": Deduct,
}
"""The parts of a rubric around its conditions, as the manual calls them."""

_HEAD = """# 质检条件手册

> 由 `qa rubric manual` 生成；`qa rubric manual said` 只看一个操作。

一个条件就是一个操作加上它的参数，或用 `all`、`any`、`not` 组合起来的几个条件。
写在质检项的 `when:`（什么时候适用）、`require:`（要求）或 `forbid:`（禁止）之下。

数量都带单位：`8 s`、`3 turns`、`60 %`、`280 字/分`、`8 dB`。

没有证据就不下结论：录音不清、分不清谁在说话时，结果是“无法判定”，交给人听；扣分要求的把握高于给分。
"""


def manual() -> str:
    """The whole manual as Markdown."""
    where = f"## 位置、次数与例外\n\n{inspect.getdoc(Where)}\n\n{_notes(field_notes(Where))}"
    form = (f"### {title}\n\n{_notes(field_notes(kind))}" for title, kind in FORM.items())
    return "\n".join((_HEAD, *(page(name) for name in OPERATORS), where, "## 条件以外的键\n", *form))


def page(name: str) -> str:
    """The page of one operator.

    Raises:
        KeyError: there is no such operator.
    """
    kind = OPERATORS[name]
    own = dict(field_notes(kind))
    arguments = arguments_of(name)
    if arguments is not None:
        del own[name]
        own = {**field_notes(arguments), **own}
    shared = tuple(field_notes(Where)) if issubclass(kind, Where) else ()
    notes = _notes({key: note for key, note in own.items() if key not in shared})
    also = f"- 位置、次数与例外：{'、'.join(f'`{key}`' for key in shared)}。\n" if shared else ""
    return f"## `{name}`\n\n{inspect.getdoc(kind)}\n\n{notes}{also}"


def arguments_of(name: str) -> type[FromYaml] | None:
    """The keys under an operator, such as `longer_than` under `silence`; None where phrases or conditions follow."""
    (field,) = (f for key, f in OPERATORS[name].model_fields.items() if (f.alias or key) == name)
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, FromYaml) else None


def _notes(notes: Mapping[str, str]) -> str:
    return "".join(f"- `{key}`：{note}\n" for key, note in notes.items())
