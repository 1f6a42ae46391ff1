"""The YAML under a rubric: version 1.2 without aliases, tags, double keys or depth; every defect with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, RubricError, line_of, refused
from qa.rubric.traps import traps

DEEPEST = 20


def compose(text: str, file: str) -> Node:
    """The tree of nodes, each knowing its line.

    Raises:
        RubricError: no YAML, or more of YAML than a rubric needs.
    """
    try:
        node: Node | None = _yaml().compose(text)
        if node is None:
            raise refused(file, "R012", Text("文件是空的。", "is empty."), text, remedy=_BEGIN)
        found = tuple(_defects(node, text, file))
        if found:
            raise RubricError(file, found)
        return node
    except _Refused as error:
        raise _refusal(error, text, file) from error
    except MarkedYAMLError as error:
        found = traps(text, file)
        raise (RubricError(file, found) if found else _marked(file, text, error)) from error
    except ReaderError as error:
        raise _unprintable(file, text, error) from error
    except YAMLError as error:
        raise refused(file, "R010", _NOT_YAML, text) from error


def construct(root: Node) -> object:
    """The values that a tree of `compose` stands for; no two places share one that could be changed."""
    values: object = _yaml().constructor.construct_document(root)
    return values


def entries(node: Node | None) -> Sequence[tuple[Node, Node]]:
    """The keys of a mapping, each with its value; none of all else."""
    return node.value if isinstance(node, MappingNode) else ()


def entry(node: Node | None, wanted: int | str) -> tuple[Node, Node] | None:
    """A key of a mapping, with its value."""
    return next((found for found in entries(node) if found[0].value == wanted), None)


def under(node: Node | None, wanted: str) -> Node | None:
    """The value under a key of a mapping."""
    found = entry(node, wanted)
    return None if found is None else found[1]


_NOT_YAML = Text(
    "YAML 写法有误；常见原因：缩进没有对齐、用了全角冒号“：”、少了空格，或含 { [ # 的文字没有加引号。",
    "not valid YAML; often lines that do not align, a full-width colon, a missing space, or text with { [ # that needs "
    "quotes.",
)
_LOOK_ABOVE = Text("请改这一行或上一行，与同级的行对齐。", "Mend this line or the one above; align lines of one level.")
_BEGIN = Text("从 rubrics/README.md 的骨架开始写。", "Begin with the outline in rubrics/README.md.")


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.Parser = _PlainParser
    yaml.allow_duplicate_keys = True  # told with all others, by `_defects`
    return yaml


class _Refused(Exception):
    """YAML of a kind that no rubric needs."""

    def __init__(self, code: str, what: Text, mark: StreamMark) -> None:
        super().__init__(code)
        self.code, self.what, self.mark = code, what, mark


class _PlainParser(Parser):
    """Refuses aliases, tags and depth before anything is built of them."""

    _depth = 0

    def get_event(self) -> Event:
        event: Event = super().get_event()
        if isinstance(event, AliasEvent):
            raise _Refused("R011", _NO_ALIAS, event.start_mark)
        if isinstance(event, NodeEvent) and getattr(event, "tag", None):
            raise _Refused("R014", _NO_TAG, event.start_mark)
        self._depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if self._depth > DEEPEST:
            raise _Refused("R012", _DEEP, event.start_mark)
        return event


_NO_ALIAS = Text("不允许使用别名（*）。", "aliases (*) are not allowed.")
_NO_TAG = Text("不允许使用标签（!）。", "tags (!) are not allowed.")
_DEEP = Text("嵌套过深。", "is nested too deeply.")
_FLATTER = Text(f"最多 {DEEPEST} 层。", f"At most {DEEPEST} levels.")
_WRITE_OUT = Text("请把内容照写一遍。", "Write out what it stands for.")


def _refusal(error: _Refused, text: str, file: str) -> RubricError:
    if error.what is _DEEP:
        return RubricError(file, (_at(error.mark, error.code, error.what, text, file, remedy=_FLATTER),))
    # A sign that YAML takes for its own: mostly a phrase that begins with it.
    found = traps(text, file)
    return RubricError(file, found or (_at(error.mark, error.code, error.what, text, file, remedy=_WRITE_OUT),))


def _defects(node: Node, text: str, file: str) -> Iterator[Diagnostic]:
    """Keys that are no text or stand twice, merge keys, and dates and numbers that cannot be."""
    if isinstance(node, MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            yield from _key_defects(key, seen, text, file)
            yield from _defects(value, text, file)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _defects(value, text, file)
    elif isinstance(node, ScalarNode) and not _can_be(node):
        what = Text("没有这样的日期、数字或字符；文字请加引号。", "no such date, number or character.")
        yield _at(node.start_mark, "R016", what, text, file)


def _key_defects(key: Node, seen: dict[str, int], text: str, file: str) -> Iterator[Diagnostic]:
    """Of one key; `seen` holds the lines of those before it."""
    mark = key.start_mark
    if not isinstance(key, ScalarNode):
        what = Text("键只能是文字。", "a key must be text, not a list or a mapping.")
        yield _at(mark, "R015", what, text, file)
    elif key.value == "<<":
        what = Text("不允许合并（<<）。", "merge keys (<<) are not allowed.")
        yield _at(mark, "R011", what, text, file, remedy=_WRITE_OUT)
    elif key.value in seen:
        line = seen[key.value]
        what = Text(
            f"{key.value}: 写了两次，前一次在第 {line} 行。", f"{key.value}: stands twice, first in line {line}."
        )
        remedy = Text("请删去其中一个，或合成一个列表。", "Leave one out, or make one list of both.")
        yield _at(mark, "R013", what, text, file, remedy=remedy)
    else:
        seen[key.value] = mark.line + 1
        yield from _defects(key, text, file)


def _can_be(node: ScalarNode) -> bool:
    try:
        node.value.encode()
        if not str(node.tag).endswith(":str"):
            _yaml().constructor.construct_document(node)
    except ValueError:
        return False
    return True


_MEND = Text("请修改这一处后重试。", "Mend this place and try again.")


def _at(mark: StreamMark, code: str, what: Text, text: str, file: str, *, remedy: Text = _MEND) -> Diagnostic:
    line = mark.line + 1
    return Diagnostic(code, file, line, mark.column + 1, what, remedy, line_of(text, line))


def _marked(file: str, text: str, error: MarkedYAMLError) -> RubricError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "another document" in str(error.problem):
        what = Text("“---”后面又是一份。", "another document behind “---”.")
        remedy = Text("一个文件只写一份，请分成两个文件。", "One file holds one: make two files of it.")
        return refused(file, "R017", what, text, line=line, column=column, remedy=remedy)
    return refused(file, "R010", _NOT_YAML, text, line=line, column=column, remedy=_LOOK_ABOVE)


def _unprintable(file: str, text: str, error: ReaderError) -> RubricError:
    before = text[: error.position]
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    what = Text("有看不见的控制字符。", "an invisible control character.")
    remedy = Text("请删去这一处，重新打字。", "Delete it and type again.")
    return refused(file, "R018", what, text, line=line, column=column, remedy=remedy)
