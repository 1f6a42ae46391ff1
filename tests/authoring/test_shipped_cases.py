"""The cases beside the shipped rubrics come out as written, over noise too, and leave no criterion out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from qa.authoring.cases import PlacedCase, cases_file, load_cases, uncovered
from qa.authoring.trial import run
from qa.rubric.model import Rubric
from qa.rubric.source import load_rubric
from qa.scoring.outcome import Thresholds

FILES = sorted((Path(__file__).parents[2] / "rubrics").glob("*.cases.yaml"))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])


def loaded(file: Path) -> tuple[Rubric, tuple[PlacedCase, ...]]:
    path = file.with_name(file.name.replace(".cases.yaml", ".yaml"))
    rubric = load_rubric(path).rubric
    assert cases_file(path) == file
    return rubric, load_cases(file, rubric)


@every_file
def test_all_cases_come_out_as_written(file: Path) -> None:
    rubric, cases = loaded(file)
    assert [(r.placed.case.name, r.surprises) for r in run(rubric, cases, Thresholds()) if not r.passed] == []


@every_file
def test_every_criterion_is_shown_kept_and_broken(file: Path) -> None:
    rubric, cases = loaded(file)
    assert uncovered(rubric, cases) == ()
    shown: dict[str, set[str]] = defaultdict(set)
    for placed in cases:
        for name, outcome in placed.case.expect.items():
            shown[name].add(outcome)
    for _, criterion in rubric.criteria():
        both = {"met", "missed"} if criterion.require else {"clear", "violated"}
        assert both <= shown[criterion.id], criterion.id


@every_file
def test_a_good_part_of_the_cases_holds_over_noise(file: Path) -> None:
    _, cases = loaded(file)
    assert sum(placed.case.noise is not None for placed in cases) >= len(cases) / 5
    assert len({placed.case.name for placed in cases}) == len(cases)
