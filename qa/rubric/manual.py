"""The author's manual of conditions, made from the operators' own docstrings."""

from __future__ import annotations

import inspect

from qa.rubric.condition import OPERATORS
from qa.rubric.operators.where import Where

_HEAD = """# 质检条件手册

> 由 `qa rubric manual` 生成；`qa rubric manual said` 只看一个操作。

一个条件就是一个操作加上它的参数，或用 `all`、`any`、`not` 组合起来的几个条件。
写在质检项的 `when:`（什么时候适用）、`require:`（要求）或 `forbid:`（禁止）之下。

数量都带单位：`8 s`、`3 turns`、`60 %`、`280 字/分`、`8 dB`。

没有证据就不下结论：录音不清、分不清谁在说话时，结果是“无法判定”，交给人听；扣分要求的把握高于给分。
"""


def manual() -> str:
    """The whole manual as Markdown."""
    where = f"## 位置、次数与例外\n\n{inspect.getdoc(Where)}\n"
    return "\n".join((_HEAD, *(page(name) for name in OPERATORS), where))


def page(name: str) -> str:
    """The page of one operator.

    Raises:
        KeyError: there is no such operator.
    """
    kind = OPERATORS[name]
    also = "\n- 位置、次数与例外：`by`、`within`、`before`、`after`、`around`、`times`、`unless`、`unless_after`。"
    return f"## `{name}`\n\n{inspect.getdoc(kind)}{also if issubclass(kind, Where) else ''}\n"
