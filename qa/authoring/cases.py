"""The file of cases beside a rubric: where it is, how it is read, and of which criteria it speaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from qa.authoring.case import Case, Cases
from qa.authoring.case_defects import defects, listed
from qa.errors import Text
from qa.rubric.diagnostics import RubricError
from qa.rubric.explanation import diagnose
from qa.rubric.folder import misnamed, yaml_files
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


def is_cases(path: Path) -> bool:
    """Whether a file is named as one of cases."""
    return path.name.lower().endswith((".cases.yaml", ".cases.yml"))


def cases_file(rubric: Path) -> Path:
    """`telecom_hotline.yaml` → `telecom_hotline.cases.yaml`."""
    return rubric.with_name(f"{rubric.stem}.cases.yaml")


def load_cases(path: Path, rubric: Rubric) -> tuple[PlacedCase, ...]:
    """The cases of a rubric; none where the file does not exist.

    Raises:
        CasesError: with file, line, column and remedy for every defect, in the order of the file; or there is a file
            that is meant as this one and has a name that is not read, `x.cases.yml`.
    """
    if not path.exists():
        if meant := _meant_as(path):
            raise CasesError(str(meant[0]), tuple(replace(misnamed(one), remedy=_rename(path)) for one in meant))
        return ()
    try:
        return _read(path, rubric)
    except RubricError as error:
        in_order = sorted(error.diagnostics, key=lambda one: (one.line, one.column))
        raise CasesError(error.where, tuple(in_order)) from error


def _meant_as(path: Path) -> list[Path]:
    names = {path.name.lower(), path.with_suffix(".yml").name.lower()}
    return [one for one in yaml_files(path.parent) if one.name.lower() in names]


def _rename(path: Path) -> Text:
    return Text(f"请改名为 {path.name}。", f"Rename it to {path.name}.")


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
