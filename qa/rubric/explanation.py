"""Defects that the models of a rubric found, in the author's terms and with their place in the file."""

from __future__ import annotations

from pydantic_core import ErrorDetails
from ruamel.yaml.error import StreamMark
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from qa.errors import Text
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import Diagnostic, Wrong, line_of
from qa.rubric.traps import FULL_WIDTH_COLON, NO_BLANK, Trap


def diagnose(error: ErrorDetails, root: Node, text: str, file: str) -> Diagnostic:
    """What pydantic found, as the author of the rubric should read it."""
    mark, where = _place(root, error["loc"])
    swallowed = _swallowed_colon(error)
    if swallowed is not None:
        trap, at = swallowed
        line = line_of(text, mark.line + 1)
        return Diagnostic(trap.code, file, mark.line + 1, mark.column + 1 + at, trap.what, trap.remedy, line)
    why = _explain(error)
    return Diagnostic(
        "R020",
        file,
        mark.line + 1,
        mark.column + 1,
        Text(f"{where}：{why.zh}。", f"{where}: {why.en}."),
        Text("写法见 rubrics/README.md。", "See rubrics/README.md for how to write it."),
        line_of(text, mark.line + 1),
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
    "extra_forbidden": Text("不认识的键，请检查拼写", "unknown key, check its spelling"),
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
    "literal_error": Text("只能写 {expected}", "should be {expected}"),
}


def _explain(error: ErrorDetails) -> Text:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return cause.text
    explained = _EXPLAINED.get(error["type"])
    return explained.format(**error.get("ctx", {})) if explained else Text(error["msg"], error["msg"])


def _place(root: Node, path: tuple[int | str, ...]) -> tuple[StreamMark, str]:
    """Where the deepest node on the path stands, and its name in the author's terms (`greeting.require.by`).

    Pydantic puts the operator's tag into the path; where it names no key of its own it is passed over.
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
    return mark, ".".join(names) or "rubric"


def _own_id(node: Node) -> list[str]:
    entries = node.value if isinstance(node, MappingNode) else []
    return [str(value.value) for key, value in entries if key.value == "id"]
