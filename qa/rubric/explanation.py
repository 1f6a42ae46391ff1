"""Defects that the models of a rubric found, in the author's terms and with their place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import ErrorDetails
from ruamel.yaml.error import StreamMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qa.errors import Text
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import Diagnostic, Wrong, line_of
from qa.rubric.spelling import nearest
from qa.rubric.traps import FULL_WIDTH_COLON, NO_BLANK, Trap


def diagnose(error: ErrorDetails, root: Node, text: str, file: str) -> Diagnostic:
    """What pydantic found, as the author of the rubric should read it."""
    mark, where = _place(root, error["loc"], _about(error))
    swallowed = _swallowed_colon(error)
    if swallowed is not None:
        trap, at = swallowed
        line = line_of(text, mark.line + 1)
        return Diagnostic(trap.code, file, mark.line + 1, mark.column + 1 + at, trap.what, trap.remedy, line)
    why, line = _explain(error), line_of(text, mark.line + 1)
    what = Text(f"{where}：{why.zh}。", f"{where}: {why.en}.")
    remedy = _COMMENT if error["input"] is None and "#" in line else _SEE
    return Diagnostic("R020", file, mark.line + 1, mark.column + 1, what, remedy, line)


_SEE = Text("写法见 rubrics/README.md。", "See rubrics/README.md for how to write it.")
_COMMENT = Text(
    "“#”后面的都是注释；要写进话里，请给整句话加英文引号。",
    "What follows # is a comment: put the whole text in quotes.",
)


def _swallowed_colon(error: ErrorDetails) -> tuple[Trap, int] | None:
    """What was typed in place of a colon with a blank, where it became a part of the key, and its place in the key."""
    key = error["loc"][-1] if error["loc"] else ""
    if not isinstance(key, str):
        return None
    for sign, trap in (("：", FULL_WIDTH_COLON), (":", NO_BLANK)):
        if sign in key:
            return trap, key.index(sign)
    return None


_EXPLAINED = {
    "missing": Text("缺少这一项", "is missing"),
    "string_type": Text("应为文字；数字或时间请加引号", "should be text; put numbers and times in quotes"),
    "string_pattern_mismatch": Text("只能用小写英文字母、数字和下划线", "only lower-case letters, digits, underscores"),
    "condition": Text(
        f"条件必须且只能有一个操作：{'、'.join(OPERATORS)}", f"needs one operator of {', '.join(OPERATORS)}"
    ),
    "too_short": Text("不能为空", "must not be empty"),
    "tuple_type": Text("应为列表，每项以“- ”开头", "should be a list, each item after “- ”"),
    "model_type": Text("应为“键: 值”的形式", "should be keys with values"),
    "dict_type": Text("应为“键: 值”的形式", "should be keys with values"),
    "float_type": Text("应为数字", "should be a number"),
    "bool_type": Text("只能写 true 或 false", "write true or false"),
    "invalid_key": Text("键只能是文字", "a key must be text"),
    "finite_number": Text("应为数字", "should be a number"),
    "greater_than": Text("应大于 {gt:g}", "should be more than {gt:g}"),
    "greater_than_equal": Text("不得小于 {ge:g}", "should be {ge:g} or more"),
    "less_than_equal": Text("不得大于 {le:g}", "should be {le:g} or less"),
    "string_too_short": Text("不能为空", "must not be empty"),
    "string_too_long": Text("最多 {max_length} 个字", "should have {max_length} characters or fewer"),
}


def _explain(error: ErrorDetails) -> Text:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return cause.text
    if error["type"] == "extra_forbidden":
        return _unknown(str(error["loc"][-1]))
    if error["type"] == "condition":
        return _no_condition(error["input"])
    if error["type"] == "string_type" and isinstance(error["input"], dict):
        return Text(
            "话里的“: ”把它分成了键和值；请给整句话加英文引号", "“: ” parts it into key and value: put it in quotes"
        )
    if error["type"] == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", ""))
        return Text(f"只能写 {expected.replace(' or ', ' 或 ')}", f"should be {expected}")
    explained = _EXPLAINED.get(error["type"])
    return explained.format(**error.get("ctx", {})) if explained else Text(error["msg"], error["msg"])


def _unknown(key: str) -> Text:
    meant = nearest(key)
    if meant is None:
        return Text("不认识的键，请检查拼写", "unknown key, check its spelling")
    return Text(f"不认识的键；是不是 {meant}:", f"unknown key; did you mean {meant}:")


def _no_condition(value: object) -> Text:
    if not isinstance(value, dict):
        return Text(
            "应为一个条件，例如 {said: 您好, by: agent}", "should be a condition, such as {said: 您好, by: agent}"
        )
    named = [name for name in OPERATORS if name in value]
    if named:
        several = "、".join(named)
        return Text(
            f"一个条件只能有一个操作，这里有 {several}；都要成立写 all: [{{…}}, {{…}}]，成立一个即可写 any:",
            f"one condition has one operator, here are {', '.join(named)}; write all: [{{…}}, {{…}}], or any:",
        )
    for key in value:
        meant = nearest(str(key), OPERATORS)
        if meant is not None:
            return Text(f"没有操作“{key}”；是不是 {meant}:", f"there is no operator “{key}”; did you mean {meant}:")
    return _EXPLAINED["condition"]


def _about(error: ErrorDetails) -> str:
    cause = error.get("ctx", {}).get("error")
    return cause.about if isinstance(cause, Wrong) else ""


def _place(root: Node, path: tuple[int | str, ...], about: str = "") -> tuple[StreamMark, str]:
    """Where the deepest node on the path stands, and its name in the author's terms (`greeting.require.by`).

    Pydantic puts the operator's tag into the path; where it names no key of its own it is passed over. The place is
    that of `about` in it, the last one, where that is written there.
    """
    node, mark, names = root, root.start_mark, []
    for part, following in zip(path, [*path[1:], None], strict=False):
        if isinstance(node, MappingNode):
            keys = {key.value: (key, value) for key, value in node.value}
            if part in OPERATORS and following in keys:
                continue
            if part in keys:
                mark, node = keys[part][0].start_mark, keys[part][1]
            if part not in ("sections", "criteria") or following is None:
                names.append(str(part))
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
            names = _own_id(node) or names
    marks = [scalar.start_mark for scalar in _scalars(node) if scalar.value == about] if about else []
    return (marks or [mark])[-1], ".".join(names) or "rubric"


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    for part in node.value if isinstance(node, MappingNode | SequenceNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from _scalars(inner)


def _own_id(node: Node) -> list[str]:
    entries = node.value if isinstance(node, MappingNode) else []
    return [str(value.value) for key, value in entries if key.value == "id"]
