"""The rubrics as they stand in each month: those of a folder, and the overlays in `overlays/` beside them, applied.

An overlay that is refused concerns the calls of one month and mostly of one rubric. It does not keep the rest from
being used: `RefusedOverlay` says which calls it may be for, and those are not to be judged without it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, RubricError, line_of
from qa.rubric.folder import load_rubrics, misnamed, yaml_files
from qa.rubric.overlay import FOLDER, Overlay, overlaid, parse_overlay
from qa.rubric.source import LoadedRubric, read_text

_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_SAYS_MONTH: Final = re.compile(rf"^overlay\s*[:：]\s*[\"'“”]?({_MONTH.pattern})", re.MULTILINE)
_SAYS_RUBRIC: Final = re.compile(r"^rubric\s*[:：]\s*[\"'“”]?([a-z0-9_]+)", re.MULTILINE)
_SAYS_OVERLAY: Final = re.compile(r"^overlay\s*[:：]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RefusedOverlay:
    """An overlay that cannot be used, and the calls it may be for."""

    file: str
    months: frozenset[str]
    """YYYY-MM, as its name and its text have it; none: it could be any."""
    rubrics: frozenset[str]
    """Ids; none: it could be any."""
    diagnostics: tuple[Diagnostic, ...]

    def may_concern(self, month: str, rubric: str) -> bool:
        """Whether calls of this month under this rubric may be meant."""
        return self.may_be_of(month) and (not self.rubrics or rubric in self.rubrics)

    def may_be_of(self, month: str) -> bool:
        """Whether any calls of this month may be meant."""
        return not self.months or month in self.months


@dataclass(frozen=True, slots=True)
class MonthRubrics:
    """The rubrics as they stand in each month."""

    rubrics: tuple[LoadedRubric, ...]
    overlays: Mapping[tuple[str, str], LoadedRubric] = field(default_factory=dict)
    """By month and rubric."""
    accepted: tuple[Overlay, ...] = ()
    """Those of `overlays` as they are written; by the name of the file, as those in `refused`."""
    refused: tuple[RefusedOverlay, ...] = ()

    def of(self, month: str) -> tuple[LoadedRubric, ...]:
        """The rubrics of a month, YYYY-MM, overlaid where it has an overlay."""
        return tuple(self.overlays.get((month, loaded.rubric.rubric), loaded) for loaded in self.rubrics)

    def every(self) -> tuple[LoadedRubric, ...]:
        """The rubrics as their files have them, and each as an overlay changes it."""
        return (*self.rubrics, *self.overlays.values())

    @property
    def defects(self) -> tuple[Diagnostic, ...]:
        """Of all overlays that are refused."""
        return tuple(defect for one in self.refused for defect in one.diagnostics)

    def waits_for(self, month: str, rubric: str) -> RefusedOverlay | None:
        """The refused overlay without which calls of this month under this rubric must not be judged."""
        return next((one for one in self.refused if one.may_concern(month, rubric)), None)


def load_month_rubrics(folder: Path) -> MonthRubrics:
    """The rubrics of a folder and its overlays; one that is refused stands in `refused`, with every defect.

    Raises:
        RubricError: a rubric is refused.
    """
    return with_overlays(load_rubrics(folder), folder)


def with_overlays(rubrics: Sequence[LoadedRubric], folder: Path) -> MonthRubrics:
    """The rubrics of a folder with its overlays.

    An overlay is refused that cannot be read, names no such rubric or criterion, changes the total, changes too much,
    or is the second of one month for one rubric.
    """
    known = {loaded.rubric.rubric: loaded for loaded in rubrics}
    found: dict[tuple[str, str], LoadedRubric] = {}
    accepted: list[Overlay] = []
    refused: list[RefusedOverlay] = []
    for path in overlay_files(folder):
        try:
            overlay, loaded = load_overlay(path, known)
            place = overlay.overlay, overlay.rubric
            if place in found:
                raise _refused(path, "R032", _SECOND, _ONE_FILE, "overlay")
        except RubricError as error:
            refused.append(_concerned(path, error, known))
        else:
            found[place] = loaded
            accepted.append(overlay)
    return MonthRubrics(tuple(rubrics), found, tuple(accepted), tuple(refused))


def overlay_files(folder: Path) -> tuple[Path, ...]:
    """Everything in the `overlays/` of a folder of rubrics that is, or is meant as, an overlay; by name."""
    return yaml_files(folder / FOLDER)


def is_overlay(path: Path) -> bool:
    """Whether a file is meant as an overlay: it lies in `overlays/`, or has the key `overlay:`."""
    if path.resolve().parent.name == FOLDER:
        return True
    try:
        return bool(_SAYS_OVERLAY.search(read_text(path)))
    except RubricError:
        return False


def load_overlay(path: Path, known: Mapping[str, LoadedRubric]) -> tuple[Overlay, LoadedRubric]:
    """One overlay, and the rubric as it changes it; `known` are the rubrics by id.

    Only in `overlays/` does the name of the file count: elsewhere it is a draft.

    Raises:
        RubricError: it is refused.
    """
    if path.suffix != ".yaml":
        raise RubricError(str(path), (misnamed(path),))
    text = read_text(path)
    overlay = parse_overlay(text, str(path))
    if overlay.rubric not in known:
        what = Text(f"没有质检表 {overlay.rubric}。", f"there is no rubric {overlay.rubric}.")
        raise _refused(path, "R030", what, _ids(known), "rubric")
    if path.resolve().parent.name == FOLDER and not path.name.startswith(overlay.overlay):
        what = Text(f"文件名应以 {overlay.overlay} 开头。", f"the file's name should begin with {overlay.overlay}.")
        raise _refused(path, "R031", what, _NAME, "overlay")
    base = known[overlay.rubric]
    together = hashlib.sha256(f"{base.hash}\n{text}".encode()).hexdigest()
    return overlay, LoadedRubric(overlaid(base.rubric, overlay, str(path), text), together, base.file)


_SECOND: Final = Text("这张质检表本月已有另一份调整。", "the rubric has another overlay in this month.")
_ONE_FILE: Final = Text("请合成一份，删去另一份。", "Make one of them and remove the other.")
_NAME: Final = Text("请改文件名，或改 overlay: 的月份。", "Rename the file, or mend the month in overlay:.")


def _ids(known: Mapping[str, LoadedRubric]) -> Text:
    return Text(f"rubric: 写 {'、'.join(known)} 之一。", f"Write one of {', '.join(known)} as rubric:.")


def _refused(path: Path, code: str, what: Text, remedy: Text, key: str) -> RubricError:
    text = read_text(path)
    line = next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key}:")), 1)
    return RubricError(str(path), (Diagnostic(code, str(path), line, 1, what, remedy, line_of(text, line)),))


def _concerned(path: Path, error: RubricError, known: Mapping[str, LoadedRubric]) -> RefusedOverlay:
    """Which calls a refused overlay may be for: what its name and its text say, however little of it can be read."""
    try:
        text = read_text(path)
    except RubricError:
        text = ""
    named = _MONTH.match(path.name)
    months = {found for found in (named and named[0], *_SAYS_MONTH.findall(text)) if found}
    own = known.keys() & set(_SAYS_RUBRIC.findall(text))
    return RefusedOverlay(str(path), frozenset(months), frozenset(own), error.diagnostics)
