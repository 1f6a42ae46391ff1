"""Defects that the models of a rubric found, in the author's terms and with their place in the file."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from pydantic_core import ErrorDetails
from ruamel.yaml.nodes import Node, ScalarNode

from qa.errors import Text
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import Diagnostic, Wrong, line_of, quoted
from qa.rubric.kinds import EMPTY, MISSING, OPERATOR, TYPE, VALUE, Kind
from qa.rubric.shape import Form, Spot, scalars, spot
from qa.rubric.spelling import nearest
from qa.rubric.strange_keys import strange_key
from qa.rubric.traps import FULL_WIDTH_COLON, NO_BLANK, Trap
from qa.rubric.yaml_tree import entries

_Why: TypeAlias = tuple[Kind, Text]


def diagnose(error: ErrorDetails, root: Node, form: Form, text: str, file: str) -> Diagnostic:
    """What pydantic found in a `form`, as its author should read it."""
    path = error["loc"]
    of_a_key = error["type"] in ("extra_forbidden", "missing")
    at = spot(root, form, path[:-1] if of_a_key else path)
    mark, names = at.mark, at.names
    swallowed = _swallowed_colon(error, at)
    if swallowed is not None:
        trap, node, column = swallowed
        line = node.start_mark.line + 1
        column += node.start_mark.column + 1
        return Diagnostic(trap.code, file, line, column, trap.what, trap.remedy, line_of(text, line))
    remedy = None
    if error["type"] == "extra_forbidden":
        key = str(path[-1])
        kind, why, remedy = strange_key(key, at.form, form)
        names = [*names, key]
        mark = next((k.start_mark for k, _ in entries(at.value) if k.value == key), mark)
    else:
        kind, why = _explain(error)
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        kind, why, remedy = cause.kind, cause.text, cause.remedy
        mark = _where(at, cause).start_mark if cause.about is not None else _led(at, cause).mark
    line = line_of(text, mark.line + 1)
    if error["input"] is None and "#" in line:
        remedy = _COMMENT
    what = Text(f"{_joined(names, '：')}{why.zh}", f"{_joined(names, ': ')}{why.en}")
    what = Text(what.zh if what.zh[-1] in "。？" else f"{what.zh}。", what.en if what.en[-1] in ".?" else f"{what.en}.")
    return Diagnostic(kind.code, file, mark.line + 1, mark.column + 1, what, remedy or kind.remedy, line)


def _joined(names: list[str], colon: str) -> str:
    return f"{'.'.join(names)}{colon}" if names else ""


_COMMENT: Final = Text(
    "“#”后面的都是注释；要写进话里，请给整句话加英文引号。",
    "What follows # is a comment: put the whole text in quotes.",
)


def _led(at: Spot, cause: Wrong) -> Spot:
    """Where the keys of a mistake lead, from the part of the rubric that raised it."""
    there = Spot(at.value, at.key)
    for part in cause.at:
        if not there.step(part):
            break
    return there


def _where(at: Spot, cause: Wrong) -> Node:
    """The last place where the wrong one of several values stands."""
    there = _led(at, cause)
    found = [scalar for scalar in scalars(there.value) if scalar.value == cause.about]
    return found[-1] if found else there.key or there.value


def _swallowed_colon(error: ErrorDetails, at: Spot) -> tuple[Trap, Node, int] | None:
    """What was typed in place of a colon with a blank, and its place in the text that it became a part of."""
    last, keys = error["loc"][-1:], [key for key, _ in entries(at.value)]
    texts = [key for key in (*keys, at.key) if key is not None and (key.value,) == last]
    if error["type"] in _OF_KEYS:
        texts += [*keys, at.value]
    for node in texts:
        plain = isinstance(node, ScalarNode) and node.style is None
        begin = _KEYED.match(node.value) if plain else None
        if begin is not None:
            return (FULL_WIDTH_COLON if begin[1] == "：" else NO_BLANK), node, begin.start(1)
    return None


_OF_KEYS: Final = ("condition", "model_type", "model_attributes_type", "dict_type", "by_criterion")
_KEYED: Final = re.compile(r"[\w一-鿿]+\s*([：:])")


def _explain(error: ErrorDetails) -> _Why:
    match error["type"], error["input"]:
        case "missing", _:
            key = error["loc"][-1]
            return MISSING, Text(f"缺少 {key}: 这一键", f"{key}: is missing")
        case "condition", value:
            return OPERATOR, _no_condition(value)
        case ("too_short", _) | ("too_long", _):
            return _length(error)
        case "string_type", dict():
            return TYPE, _PARTED
        case "literal_error", _:
            return VALUE, _one_of(str(error.get("ctx", {}).get("expected", "")).replace("'", ""))
    kind, text = _EXPLAINED.get(error["type"], (VALUE, _UNUSABLE))
    return kind, text.format(**error.get("ctx", {}))


_PARTED: Final = Text(
    "话里的“: ”把它分成了键和值；请给整句话加英文引号", "“: ” parts it into key and value: put it in quotes"
)


def _one_of(expected: str) -> Text:
    listed = expected.replace(" or ", " 或 ").replace(", ", "、")
    return Text(f"只能写 {listed}", f"should be {expected}")


_KEYS_WITH_VALUES: Final = (TYPE, Text("应为“键: 值”的形式", "should be keys with values"))
_WHOLE: Final = (TYPE, Text("应为整数，不带单位，也不加引号", "should be a whole number, without unit and quotes"))
_NUMBER: Final = (TYPE, Text("应为数字，不带单位，也不加引号", "should be a number, without unit and quotes"))
_LIST: Final = (TYPE, Text("应为列表，每项以“- ”开头", "should be a list, each item after “- ”"))
_UNUSABLE: Final = Text("这个值不能用", "this value cannot be used")
_EXPLAINED: Final[dict[str, _Why]] = {
    "string_type": (TYPE, Text("应为文字；数字或时间请加引号", "should be text; put numbers and times in quotes")),
    "string_pattern_mismatch": (
        VALUE,
        Text("只能用小写英文字母、数字和下划线，以字母开头", "only lower-case letters, digits, underscores"),
    ),
    "string_too_short": (EMPTY, Text("不能为空", "must not be empty")),
    "string_too_long": (VALUE, Text("最多 {max_length} 个字", "should have {max_length} characters or fewer")),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _KEYS_WITH_VALUES,
    "model_attributes_type": _KEYS_WITH_VALUES,
    "dict_type": _KEYS_WITH_VALUES,
    "by_criterion": (
        TYPE,
        Text(
            "应为“质检项编号: 值”，例如 {key}: {{greeting: {example}}}；编号是质检表里各项的 id:",
            "should be ids of criteria with values, such as {key}: {{greeting: {example}}}",
        ),
    ),
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": (VALUE, Text("只能写 true 或 false", "write true or false")),
    "date_type": (TYPE, Text("应为日期，例如 2026-11-01", "should be a date, such as 2026-11-01")),
    "invalid_key": (TYPE, Text("键只能是文字", "a key must be text")),
    "greater_than": (VALUE, Text("应大于 {gt:g}", "should be more than {gt:g}")),
    "greater_than_equal": (VALUE, Text("不得小于 {ge:g}", "should be {ge:g} or more")),
    "less_than_equal": (VALUE, Text("不得大于 {le:g}", "should be {le:g} or less")),
}


def _length(error: ErrorDetails) -> _Why:
    of = error.get("ctx", {})
    if error["type"] == "too_long":
        return VALUE, Text("最多 {max_length} 项", "should have {max_length} items or fewer").format(**of)
    if of["min_length"] == 1:
        return EMPTY, Text("不能为空", "must not be empty")
    return VALUE, Text(
        "至少要写 {min_length} 项，这里有 {actual_length} 项", "needs {min_length} items, here are {actual_length}"
    ).format(**of)


def _no_condition(value: object) -> Text:
    if not isinstance(value, dict):
        return Text(
            "应为一个条件，例如 {said: 您好, by: agent}", "should be a condition, such as {said: 您好, by: agent}"
        )
    named = [name for name in OPERATORS if name in value]
    if named:
        several, both = "、".join(named), "[{…}, {…}]"
        return Text(
            f"一个条件只能有一个操作，这里有 {several}；都要成立写 all: {both}，成立一个即可写 any: {both}",
            f"one condition has one operator, here are {', '.join(named)}; write all: {both} or any: {both}",
        )
    for key in value:
        meant = nearest(str(key), OPERATORS)
        if meant is not None:
            return Text(
                f"没有操作{quoted(key)}；是不是 {meant}:？",
                f"there is no operator {quoted(key)}; did you mean {meant}:?",
            )
    return _ONE_OPERATOR


_ONE_OPERATOR: Final = Text(
    f"条件必须且只能有一个操作：{'、'.join(OPERATORS)}", f"needs one operator of {', '.join(OPERATORS)}"
)
