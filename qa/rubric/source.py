"""A rubric file read with care: YAML 1.2, no aliases, no duplicate keys, and every value knows its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from ruamel.yaml.nodes import Node

from qa.errors import Text
from qa.rubric.across import across
from qa.rubric.diagnostics import Diagnostic, RubricError, refused
from qa.rubric.explanation import diagnose
from qa.rubric.model import Rubric
from qa.rubric.overlay import FOLDER, overlay_key
from qa.rubric.phrase_lists import LISTS, written_out
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


def parse_rubric(text: str, file: str) -> Rubric:
    """Read a rubric from its text; errors as `load_rubric`."""
    root = compose(text, file)
    if (key := overlay_key(root)) is not None:
        place = key.start_mark
        raise refused(file, "R008", _OVERLAY, text, line=place.line + 1, column=place.column + 1, remedy=_OVERLAYS)
    root, found = written_out(root, text, file)
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


_OVERLAY: Final = Text("这是月度调整，不是质检表。", "this is a month's overlay and no rubric.")
_OVERLAYS: Final = Text(
    f"月度调整请放进质检表旁边的 {FOLDER}/ 文件夹；检查它用 qa rubric lint。",
    f"Put a month's overlay into the folder {FOLDER}/ beside the rubrics; qa rubric lint checks it.",
)


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
