"""The file of cases beside a rubric: where it is, how it is read, and of which criteria it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from qa.authoring.case import Case, Cases
from qa.authoring.case_defects import defects, listed
from qa.errors import Text
from qa.rubric.diagnostics import RubricError
from qa.rubric.explanation import diagnose
from qa.rubric.model import Rubric
from qa.rubric.source import read_text
from qa.rubric.yaml_tree import compose, construct


class CasesError(RubricError):
    """The cases beside a rubric are refused; the rubric itself may be sound."""

    what = Text("用例文件有 {count} 处错误，没有运行。", "the file of cases has {count} defect(s) and is not run.")


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case and where it stands."""

    case: Case
    file: str
    line: int


def cases_file(rubric: Path) -> Path:
    """`telecom_hotline.yaml` → `telecom_hotline.cases.yaml`."""
    return rubric.with_name(f"{rubric.stem}.cases.yaml")


def load_cases(path: Path, rubric: Rubric) -> tuple[PlacedCase, ...]:
    """The cases of a rubric; none where the file does not exist.

    Raises:
        CasesError: with file, line, column and remedy for every defect, in the order of the file.
    """
    if not path.exists():
        return ()
    try:
        return _read(path, rubric)
    except RubricError as error:
        in_order = sorted(error.diagnostics, key=lambda one: (one.line, one.column))
        raise CasesError(error.where, tuple(in_order)) from error


def _read(path: Path, rubric: Rubric) -> tuple[PlacedCase, ...]:
    text, file = read_text(path), str(path)
    node = compose(text, file)
    try:
        read = Cases.model_validate(construct(node))
    except ValidationError as error:
        raise RubricError(file, tuple(diagnose(e, node, Cases, text, file) for e in error.errors())) from error
    if found := defects(node, read, rubric, text, file):
        raise RubricError(file, found)
    lines = (case.start_mark.line + 1 for case in listed(node))
    return tuple(PlacedCase(case, file, line) for case, line in zip(read.cases, lines, strict=True))


def uncovered(rubric: Rubric, cases: tuple[PlacedCase, ...]) -> tuple[str, ...]:
    """Criteria that no case speaks of, in the form's order."""
    spoken_of = {criterion for one in cases for criterion in one.case.expect}
    return tuple(criterion.id for _, criterion in rubric.criteria() if criterion.id not in spoken_of)
