"""A rubric file read with care: YAML 1.2, no aliases, no duplicate keys, and every value knows its line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from qa.errors import Text
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import Diagnostic, RubricError, Wrong
from qa.rubric.model import Rubric

LARGEST = 256 * 1024
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class LoadedRubric:
    """A rubric with the hash of the bytes it was read from; every evaluation carries the hash."""

    rubric: Rubric
    hash: str
    file: str


def load_rubric(path: Path) -> LoadedRubric:
    """Read one rubric.

    Raises:
        RubricError: with file, line, column and remedy for every defect.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(path, "R001", Text("文件无法读取。", f"cannot be read: {error.strerror}.")) from error
    if len(raw) > LARGEST:
        raise _refused(path, "R002", Text("文件超过 256 KB。", "is larger than 256 KB."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            path, "R003", Text("不是 UTF-8 编码，请另存为 UTF-8。", "is not UTF-8: save it as UTF-8.")
        ) from error
    rubric = parse_rubric(text, str(path))
    return LoadedRubric(rubric, hashlib.sha256(raw).hexdigest(), str(path))


def load_rubrics(folder: Path) -> tuple[LoadedRubric, ...]:
    """Every rubric of a folder, by name of the file; `*.cases.yaml` are not rubrics.

    Raises:
        RubricError: of the first file that is refused, or when the folder holds no rubric.
    """
    files = sorted(p for p in folder.glob("*.yaml") if not p.name.endswith(".cases.yaml"))
    if not files:
        raise _refused(folder, "R004", Text("文件夹里没有质检表（*.yaml）。", "holds no rubric (*.yaml)."))
    return tuple(load_rubric(path) for path in files)


def parse_rubric(text: str, file: str) -> Rubric:
    """Read a rubric from its text; errors as `load_rubric`."""
    node, values = _compose(text, file)
    try:
        return Rubric.model_validate(values)
    except ValidationError as error:
        found = tuple(_diagnose(e, node, text, file) for e in error.errors())
        raise RubricError(file, found) from error


def _compose(text: str, file: str) -> tuple[Node, object]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    try:
        for event in yaml.parse(text):
            if isinstance(event, AliasEvent):
                mark = event.start_mark
                what = Text("不允许使用别名（*）。", "aliases (*) are not allowed.")
                raise _refused(file, "R011", what, text, line=mark.line + 1, column=mark.column + 1)
        node = yaml.compose(text)
        if node is None or _depth(node) > DEEPEST:
            raise _refused(file, "R012", Text("文件为空或嵌套过深。", "is empty or nested too deeply."), text)
        return node, yaml.load(text)
    except DuplicateKeyError as error:
        raise _marked(file, text, error, "R013", Text("同一个键写了两次。", "a key stands twice.")) from error
    except MarkedYAMLError as error:
        raise _marked(file, text, error, "R010", _NOT_YAML) from error
    except YAMLError as error:
        raise _refused(file, "R010", _NOT_YAML, text) from error


_NOT_YAML = Text(
    "YAML 写法有误；常见原因：用了全角冒号“：”、少了空格，或含 { [ # 的文字没有加引号。",
    "not valid YAML; often a full-width colon, a missing space, or text with { [ # that needs quotes.",
)


def _depth(node: Node) -> int:
    if isinstance(node, MappingNode):
        return 1 + max((_depth(value) for _, value in node.value), default=0)
    if isinstance(node, SequenceNode):
        return 1 + max((_depth(value) for value in node.value), default=0)
    return 1


def _diagnose(error: ErrorDetails, root: Node, text: str, file: str) -> Diagnostic:
    mark, where = _place(root, error["loc"])
    why = _explain(error)
    return Diagnostic(
        "R020",
        file,
        mark.line + 1,
        mark.column + 1,
        Text(f"{where}：{why.zh}。", f"{where}: {why.en}."),
        Text("写法见 rubrics/README.md。", "See rubrics/README.md for how to write it."),
        _line(text, mark.line + 1),
    )


_EXPLAINED = {
    "missing": Text("缺少这一项", "is missing"),
    "extra_forbidden": Text("不认识的键，请检查拼写", "unknown key, check its spelling"),
    "string_type": Text("应为文字；数字或时间请加引号", "should be text; put numbers and times in quotes"),
    "string_pattern_mismatch": Text("只能用小写英文字母、数字和下划线", "only lower-case letters, digits, underscores"),
    "condition": Text(
        f"条件必须且只能有一个操作：{'、'.join(OPERATORS)}", f"needs one operator of {', '.join(OPERATORS)}"
    ),
    "too_short": Text("不能为空", "must not be empty"),
}


def _explain(error: ErrorDetails) -> Text:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Wrong):
        return cause.text
    return _EXPLAINED.get(error["type"], Text(error["msg"], error["msg"]))


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
            if part not in ("sections", "criteria"):
                names.append(str(part))
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
            names = _own_id(node) or names
    return mark, ".".join(names) or "rubric"


def _own_id(node: Node) -> list[str]:
    entries = node.value if isinstance(node, MappingNode) else []
    return [str(value.value) for key, value in entries if key.value == "id"]


def _marked(file: str, text: str, error: MarkedYAMLError, code: str, what: Text) -> RubricError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _refused(file, code, what, text, line=line, column=column)


def _refused(file: str | Path, code: str, what: Text, text: str = "", *, line: int = 1, column: int = 1) -> RubricError:
    remedy = Text("请修改这一处后重试。", "Mend this place and try again.")
    return RubricError(str(file), (Diagnostic(code, str(file), line, column, what, remedy, _line(text, line)),))


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
