"""A key where it may not stand: misspelt, at home in another part of the rubric, or known to nobody. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from qa.errors import Text
from qa.rubric.condition import OPERATORS
from qa.rubric.kinds import UNKNOWN_KEY, Kind
from qa.rubric.operators.answers import Answers
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.order import Order
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Near, Where
from qa.rubric.shape import Form, forms_with, keys_of
from qa.rubric.spelling import nearest

_Told: TypeAlias = tuple[Kind, Text, Text | None]
_PARTS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "Rubric": Text("最外层", "the outermost level"),
        "Section": Text("节", "a section"),
        "Criterion": Text("质检项", "a criterion"),
        "Scale": Text(" scale: ", "scale:"),
        "Deduct": Text(" deduct: ", "deduct:"),
        "Validity": Text(" valid: ", "valid:"),
        "Times": Text(" times: ", "times:"),
        "Answered": Text(" answers: ", "answers:"),
        "Case": Text("用例", "a case"),
        "Line": Text(" turns: 的一句", "a line of turns:"),
        "Bounds": Text(" score: ", "score:"),
    }
)
"""What authors call the parts in which keys stand, by the model that reads them."""
_COMMENTS: Final = frozenset({"note", "notes", "comment", "remark", "desc", "description", "备注", "说明", "注释"})
_EXACTLY: Final = frozenset({"exactly", "exact", "equals", "equal", "is"})


def strange_key(key: str, here: Form | None, root: Form) -> _Told:
    """What is wrong with a key in the part that `here` reads, of a file that `root` reads."""
    own = keys_of(here) if here else ()
    remedy = _allowed(own) if own else None
    meant = nearest(key, own) if own else None
    if here is not None and here.__name__ == "Times" and key in _EXACTLY:
        what = f"没有 {key}:；正好 2 次写 {{at_least: 2, at_most: 2}}"
        return UNKNOWN_KEY, Text(what, f"no {key}:; for twice write {{at_least: 2, at_most: 2}}"), remedy
    if key in _COMMENTS and meant is None:
        return UNKNOWN_KEY, Text("不认识的键；备注请写成 # 开头的注释", "unknown key; write notes behind #"), remedy
    homes = forms_with(key, root)
    if homes and here is not None:
        return UNKNOWN_KEY, _elsewhere(key, here, homes), remedy
    if meant is None:
        return UNKNOWN_KEY, Text("不认识的键，请检查拼写", "unknown key, check its spelling"), remedy
    return UNKNOWN_KEY, Text(f"不认识的键；是不是 {meant}:？", f"unknown key; did you mean {meant}:?"), remedy


def _allowed(keys: tuple[str, ...]) -> Text:
    return Text(f"这里可以写：{'、'.join(keys)}。", f"Here may stand: {', '.join(keys)}.")


def _elsewhere(key: str, here: Form, homes: tuple[Form, ...]) -> Text:
    if key in keys_of(Where) and here in OPERATORS.values():
        return _of_no_place(key, here)
    if key in OPERATORS:
        return Text(
            f"{key}: 是条件的操作，写在 when:、require: 或 forbid: 里面",
            f"{key}: is an operator: write it inside of when:, require: or forbid:",
        )
    if any(issubclass(home, Where) or home is Near for home in homes):
        return Text(
            f"{key}: 写在条件里面，例如 require: {{said: 您好, by: agent}}",
            f"{key}: belongs into a condition, such as require: {{said: 您好, by: agent}}",
        )
    names = [_PARTS[home.__name__] for home in homes if home.__name__ in _PARTS]
    names = names or [Text(f" {name}: ", f"{name}:") for name in _arguments(homes)]
    zh, en = "或".join(n.zh for n in names), " or ".join(n.en for n in names)
    return Text(f"{key}: 不能写在这里，它写在{zh}里", f"{key}: does not stand here, but in {en}")


def _of_no_place(key: str, here: Form) -> Text:
    """Of an operator that has no place in the call."""
    name = next(name for name, kind in OPERATORS.items() if kind is here)
    if issubclass(here, Order | Answers | All | AnyOf | Not):
        return Text(
            f"{name} 不写 {key}:；请写在里面的每个条件里", f"{name} has no {key}:; write it in the conditions inside"
        )
    if here is Topic:
        return Text(
            f"topic 看双方说的话，不写 {key}:；只看一方请用 said: 操作", f"topic has no {key}:; said: is for one party"
        )
    return Text(
        f"{name} 看整通电话，不写 {key}:；请删去", f"{name} is about the whole call and has no {key}:; leave it out"
    )


def _arguments(homes: tuple[Form, ...]) -> list[str]:
    """Operators that have the models in `homes` for their arguments."""
    return [
        name for name, kind in OPERATORS.items() if any(info.annotation in homes for info in kind.model_fields.values())
    ]
