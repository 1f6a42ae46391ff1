"""Rubrics by authors who knew the guide alone, and dialogues for them: one half to learn from, one to report on."""

from __future__ import annotations

import pytest

from qa.rubric.folder import load_rubrics
from sample_audio.studio.criteria import read_criteria
from sample_audio.studio.script import Speech, read_calls, read_roster
from tests.sample_audio.test_sets import DEV, EXAM, SAMPLE, SCRIPTS, clauses, voices

FOLDER = SCRIPTS / "newcomers"
OPEN, SEALED = (read_calls(FOLDER / half, read_roster(FOLDER / half / "agents.yaml")) for half in ("open", "sealed"))


def test_the_rubrics_are_whole_and_nobody_else_has_them() -> None:
    rubrics = {loaded.rubric.rubric for loaded in load_rubrics(FOLDER / "rubrics")}
    assert rubrics == {call.rubric for call in OPEN + SEALED}
    assert not rubrics & {call.rubric for call in SAMPLE + DEV + EXAM}


def test_no_agent_of_the_sealed_half_has_a_voice_that_is_heard_elsewhere() -> None:
    agents = {call.agent.speaker.voice for call in SEALED}
    assert len(agents) == 15
    assert not agents & voices(OPEN + SAMPLE + DEV + EXAM)


def test_the_sealed_half_repeats_hardly_a_clause() -> None:
    shared = clauses(SEALED) & clauses(OPEN + SAMPLE + DEV + EXAM)
    assert len(shared) <= 0.1 * len(clauses(SEALED)), shared


@pytest.mark.parametrize("half", ["open", "sealed"])
def test_marks_name_criteria_of_the_rubric(half: str) -> None:
    wanted = {"breaks": ("forbid",), "fulfils": ("require",), "gives_occasion": ("require", "forbid")}
    count = {"fulfils": 0, "breaks": 0, "gives_occasion": 0}
    for call in OPEN if half == "open" else SEALED:
        criteria = read_criteria(FOLDER / "rubrics" / f"{call.rubric}.yaml", FOLDER / half / "criteria.yaml")
        kinds = {one.id: one.kind for one in criteria}
        for mark in [mark for event in call.events if isinstance(event, Speech) for mark in event.marks]:
            assert kinds[mark.criterion] in wanted[mark.effect], (call.id, mark)
            count[mark.effect] += 1
    assert count["fulfils"] >= 170
    assert count["breaks"] >= 80
