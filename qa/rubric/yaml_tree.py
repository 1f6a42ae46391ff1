"""The YAML under a rubric: version 1.2 without aliases, tags, double keys or depth; every defect with its line."""

from __future__ import annotations

from collections.abc import Iterable

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qa.errors import Text
from qa.rubric.diagnostics import RubricError, refused
from qa.rubric.traps import traps

DEEPEST = 20


def compose(text: str, file: str) -> tuple[Node, object]:
    """The tree of nodes, each knowing its line, and the values that it stands for.

    Raises:
        RubricError: no YAML, or more of YAML than a rubric needs.
    """
    yaml = _yaml()
    try:
        _check_events(yaml.parse(text), text, file)
        node = yaml.compose(text)
        if node is None:
            raise refused(file, "R012", _EMPTY_OR_DEEP, text)
        _check_scalars(node, text, file)
        return node, yaml.load(text)
    except DuplicateKeyError as error:
        raise _marked(file, text, error, "R013", Text("同一个键写了两次。", "a key stands twice.")) from error
    except MarkedYAMLError as error:
        found = traps(text, file)
        raise (RubricError(file, found) if found else _marked(file, text, error, "R010", _NOT_YAML)) from error
    except YAMLError as error:
        raise refused(file, "R010", _NOT_YAML, text) from error


_NOT_YAML = Text(
    "YAML 写法有误；常见原因：缩进没有对齐、用了全角冒号“：”、少了空格，或含 { [ # 的文字没有加引号。",
    "not valid YAML; often lines that do not align, a full-width colon, a missing space, or text with { [ # that needs "
    "quotes.",
)


_EMPTY_OR_DEEP = Text("文件为空或嵌套过深。", "is empty or nested too deeply.")


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    return yaml


def _check_events(events: Iterable[Event], text: str, file: str) -> None:
    """Refuse aliases, tags and depth before anything is built of them."""
    depth = 0
    for event in events:
        if isinstance(event, AliasEvent):
            raise _at(
                event.start_mark, "R011", Text("不允许使用别名（*）。", "aliases (*) are not allowed."), text, file
            )
        if isinstance(event, NodeEvent) and getattr(event, "tag", None):
            raise _at(event.start_mark, "R014", Text("不允许使用标签（!）。", "tags (!) are not allowed."), text, file)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise _at(event.start_mark, "R012", _EMPTY_OR_DEEP, text, file)


def _check_scalars(node: Node, text: str, file: str) -> None:
    """Refuse keys that are no text, and dates and numbers that cannot be."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                what = Text("键只能是文字。", "a key must be text, not a list or a mapping.")
                raise _at(key.start_mark, "R015", what, text, file)
            _check_scalars(key, text, file)
            _check_scalars(value, text, file)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            _check_scalars(value, text, file)
    elif isinstance(node, ScalarNode):
        try:
            node.value.encode()
            if not str(node.tag).endswith(":str"):
                _yaml().load(node.value)
        except ValueError as error:
            what = Text("没有这样的日期、数字或字符；文字请加引号。", "no such date, number or character.")
            raise _at(node.start_mark, "R016", what, text, file) from error
        except YAMLError:
            return  # read alone it is not what it is in its place


def _at(mark: StreamMark, code: str, what: Text, text: str, file: str) -> RubricError:
    return refused(file, code, what, text, line=mark.line + 1, column=mark.column + 1)


def _marked(file: str, text: str, error: MarkedYAMLError, code: str, what: Text) -> RubricError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return refused(file, code, what, text, line=line, column=column)
