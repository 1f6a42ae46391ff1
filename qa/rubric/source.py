"""A rubric file read with care: YAML 1.2, no aliases, no duplicate keys, and every value knows its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml.nodes import Node

from qa.errors import Text
from qa.rubric.across import across
from qa.rubric.diagnostics import Diagnostic, RubricError, line_of, refused
from qa.rubric.explanation import diagnose
from qa.rubric.model import Rubric
from qa.rubric.phrase_lists import LISTS, written_out
from qa.rubric.selection import rivals
from qa.rubric.yaml_tree import compose, construct

LARGEST = 256 * 1024


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
    text = read_text(path)
    rubric = parse_rubric(text, str(path))
    return LoadedRubric(rubric, hashlib.sha256(text.encode()).hexdigest(), str(path))


def read_text(path: Path) -> str:
    """The text of a YAML file of people.

    Raises:
        RubricError: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = Text(f"文件无法读取（{error.strerror}）。", f"cannot be read ({error.strerror}).")
        remedy = Text("请检查文件名和所在的文件夹。", "Check the file's name and folder.")
        raise refused(path, "R001", what, remedy=remedy) from error
    if len(raw) > LARGEST:
        remedy = Text(
            "请分成几张，用 applies_to: 各管一些通话。", "Make several of it, each for some calls by applies_to:."
        )
        raise refused(path, "R002", Text("文件超过 256 KB。", "is larger than 256 KB."), remedy=remedy)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, raw, error.start) from error
    return text


def _not_utf8(path: Path, raw: bytes, at: int) -> RubricError:
    """Mostly GBK, which Notepad calls ANSI: its line is shown as it was meant."""
    line = raw[:at].count(b"\n") + 1
    text = raw.decode("gb18030", errors="replace")
    column = len(raw[raw.rfind(b"\n", 0, at) + 1 : at].decode("gb18030", errors="replace")) + 1
    return refused(
        path,
        "R003",
        Text("不是 UTF-8 编码，多半是 GBK（ANSI）。", "is not UTF-8, probably GBK (ANSI)."),
        text,
        line=line,
        column=column,
        remedy=Text("请在编辑器里“另存为”，编码选 UTF-8。", "Save it again, as UTF-8."),
    )


def load_rubrics(folder: Path) -> tuple[LoadedRubric, ...]:
    """Every rubric of a folder, by name of the file; `*.cases.yaml` are not rubrics.

    Raises:
        RubricError: of the first file that is refused, when two have one id or could both have one call, or when the
            folder holds no rubric.
    """
    for path in sorted(folder.glob("*")):
        if path.suffix != ".yaml" and path.suffix.lower() in (".yaml", ".yml"):
            name = f"{path.stem}.yaml"
            raise refused(path, "R005", Text(f"请改名为 {name}。", f"is not read: rename it to {name}."))
    files = sorted(p for p in folder.glob("*.yaml") if not p.name.endswith(".cases.yaml"))
    if not files:
        raise refused(folder, "R004", Text("文件夹里没有质检表（*.yaml）。", "holds no rubric (*.yaml)."))
    known: dict[str, LoadedRubric] = {}
    for path in files:
        loaded = load_rubric(path)
        name = loaded.rubric.rubric
        if name in known:
            other = known[name].file
            what = Text(f"编号 {name} 已用于 {other}。", f"the id {name} is already used in {other}.")
            raise refused(path, "R006", what)
        known[name] = loaded
    contested = tuple(_contested(known[one.rubric], known[other.rubric]) for one, other in _rivals(known))
    if contested:
        raise RubricError(str(folder), contested)
    return tuple(known.values())


def _rivals(known: Mapping[str, LoadedRubric]) -> Iterator[tuple[Rubric, Rubric]]:
    return rivals([loaded.rubric for loaded in known.values()])


def _contested(one: LoadedRubric, other: LoadedRubric) -> Diagnostic:
    text = read_text(Path(other.file))
    begins = (n for n, line in enumerate(text.splitlines(), 1) if line.startswith(("applies_to:", "rubric:")))
    line = max(begins, default=1)
    return Diagnostic(
        "R007",
        other.file,
        line,
        1,
        Text(
            f"有的通话同时适用 {one.rubric.rubric} 与 {other.rubric.rubric}，条件一样多，分不出用哪一张。",
            f"some calls fit {one.rubric.rubric} and {other.rubric.rubric}, which ask for equally many columns.",
        ),
        Text(
            "请在 applies_to: 里各写不同的队列，或多写一列，或用 valid: 把日期错开。",
            "Name other queues in each under applies_to:, ask for one more column, or part their days with valid:.",
        ),
        line_of(text, line),
    )


def parse_rubric(text: str, file: str) -> Rubric:
    """Read a rubric from its text; errors as `load_rubric`."""
    root, found = written_out(compose(text, file), text, file)
    try:
        rubric = Rubric.model_validate(construct(root))
    except ValidationError as error:
        told = (*found, *_diagnosed(error, root, text, file, found))
        codes = {one.code for one in told}
        more = (one for one in across(root, text, file) if one.code not in codes)
        raise RubricError(file, (*told, *more)) from error
    if found:
        raise RubricError(file, found)
    return rubric


def _diagnosed(
    error: ValidationError, root: Node, text: str, file: str, names: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """Every defect; that of a phrase in a list once, not for each place that uses it, and none of the wrong `names`."""
    told = {(name.line, name.column) for name in names}
    for each in error.errors():
        found = diagnose(each, root, Rubric, text, file)
        place = (found.line, found.column)
        if each["loc"][:1] == (LISTS,):
            told.add(place)
        elif place in told:
            continue
        yield found
