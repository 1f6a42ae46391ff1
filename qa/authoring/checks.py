"""Lint as a command or a page asks for it: rubrics with the cases beside them, overlays, and whole folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qa.authoring.cases import cases_file, load_cases, uncovered
from qa.authoring.lint import Hint, Material, Page, hints, read_cases_page, read_page
from qa.rubric.diagnostics import Diagnostic, RubricError
from qa.rubric.folder import disagreements, misnamed, rubric_files, without_rubrics
from qa.rubric.months import is_overlay, load_overlay, overlay_files, with_overlays
from qa.rubric.overlay import FOLDER, Change, changes
from qa.rubric.source import LoadedRubric, load_rubric, read_text
from qa.scoring.heard import Call
from qa.warehouse.parquet import read_newest

TRANSCRIPTS: Final = 300
"""The newest ones, on which lint estimates what ordinary speech sounds like."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of one file, or of a folder as a whole."""

    file: str
    about: str = ""
    """What it is, where it can be read: `通信热线录音质量标准 2026.11 · 32 项 criteria`."""
    is_rubric: bool = False
    hints: tuple[Hint, ...] = ()
    changes: tuple[Change, ...] = ()
    """What an overlay changes."""
    defects: tuple[Diagnostic, ...] = ()


def newest_calls(truth: Path) -> tuple[Call, ...]:
    """The centre's newest calls as the judge gets them; none before the first night."""
    newest = read_newest(truth, TRANSCRIPTS)
    return tuple(Call(r.transcript, r.measures, r.recording.metadata) for r in newest)


def hints_of(loaded: LoadedRubric, calls: Sequence[Call]) -> tuple[Hint, ...]:
    """What an author should look at again.

    Raises:
        RubricError: the cases beside the rubric are refused.
    """
    file = Path(loaded.file)
    beside = cases_file(file)
    bare = uncovered(loaded.rubric, load_cases(beside, loaded.rubric))
    cases = read_cases_page(read_text(beside), str(beside)) if beside.exists() else Page()
    return hints(Material(loaded.rubric, bare, calls, read_page(read_text(file), loaded.file), cases))


def check_folder(folder: Path, calls: Sequence[Call]) -> Iterator[Checked]:
    """Every rubric of a folder, what its rubrics have against each other, and its overlays."""
    files = rubric_files(folder)
    found = [_rubric(path, calls) for path in files.rubrics]
    yield from (checked for checked, _ in found)
    none = () if found or files.misnamed else (without_rubrics(folder),)
    together = (*none, *map(misnamed, files.misnamed), *disagreements([loaded for _, loaded in found if loaded]))
    if together:
        yield Checked(str(folder), defects=together)
    months = with_overlays([loaded for _, loaded in found if loaded], folder)
    refused = {one.file: one.diagnostics for one in months.refused}
    for path in overlay_files(folder):
        # The rubric that an overlay names may be one of those that are refused: it is told once those are mended.
        if len(months.rubrics) == len(found) or {d.code for d in refused.get(str(path), ())} != {"R030"}:
            yield _overlay(path, months.rubrics, refused.get(str(path), ()))


def check_file(path: Path, folder: Path, calls: Sequence[Call]) -> Checked:
    """One rubric or overlay; `folder` holds the rubrics in use, which the overlay of a month changes.

    An overlay beside rubrics is read as they are, by the night as well, and refused for its place.
    """
    place = path.resolve().parent
    if is_overlay(path) and (place.name == FOLDER or not any(_usable(place))):
        return _overlay(path, tuple(_usable(place.parent if place.name == FOLDER else folder)))
    if path.suffix != ".yaml" and place == folder.resolve():
        return Checked(str(path), defects=(misnamed(path),))
    return _rubric(path, calls)[0]


def _rubric(path: Path, calls: Sequence[Call]) -> tuple[Checked, LoadedRubric | None]:
    loaded = None
    try:
        loaded = load_rubric(path)
        about = f"{loaded.rubric.name} {loaded.rubric.version} · {sum(1 for _ in loaded.rubric.criteria())} 项 criteria"
        return Checked(str(path), about, is_rubric=True, hints=hints_of(loaded, calls)), loaded
    except RubricError as error:
        return Checked(str(path), is_rubric=True, defects=error.diagnostics), loaded


def _overlay(path: Path, rubrics: Sequence[LoadedRubric], defects: Sequence[Diagnostic] = ()) -> Checked:
    if defects:
        return Checked(str(path), defects=tuple(defects))
    known = {one.rubric.rubric: one for one in rubrics}
    try:
        overlay, loaded = load_overlay(path, known)
    except RubricError as error:
        return Checked(str(path), defects=error.diagnostics)
    about = f"{overlay.overlay} {loaded.rubric.name} · 月度调整 overlay · {len(overlay.points)} 项 criteria"
    return Checked(str(path), about, changes=changes(known[overlay.rubric].rubric, overlay))


def _usable(folder: Path) -> Iterator[LoadedRubric]:
    """The rubrics of a folder that are not refused, whatever else it holds."""
    for file in rubric_files(folder).rubrics:
        with suppress(RubricError):
            yield load_rubric(file)
