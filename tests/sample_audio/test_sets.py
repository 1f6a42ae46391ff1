"""Development and exam dialogues are kept apart: what is tuned on one says nothing about the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sample_audio.studio.script import Call, Speech, read_calls, read_roster, read_rosters
from tests.sample_audio.test_calls import kinds

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "sample_audio" / "scripts"
EVERYBODY = SCRIPTS / "agents.yaml"
SAMPLE = read_calls(SCRIPTS, read_roster(EVERYBODY))
DEV = read_calls(SCRIPTS / "dev", read_rosters(EVERYBODY, SCRIPTS / "dev" / "agents.yaml"))
EXAM = read_calls(SCRIPTS / "exam", read_roster(SCRIPTS / "exam" / "agents.yaml"))


def voices(calls: list[Call]) -> set[str]:
    return {speaker.voice for call in calls for speaker in (call.agent.speaker, call.customer)}


def clauses(calls: list[Call]) -> set[str]:
    """Clauses of eight characters and more: shorter ones are set phrases that every hotline shares."""
    spoken = [event.text for call in calls for event in call.events if isinstance(event, Speech)]
    return {clause for text in spoken for clause in re.split("[，。？！、；：…]", text) if len(clause) >= 8}


def test_no_voice_of_the_exam_is_heard_elsewhere() -> None:
    assert len(voices(EXAM)) >= 8
    assert not voices(EXAM) & voices(SAMPLE + DEV)


def test_the_exam_repeats_hardly_a_clause_of_the_other_sets() -> None:
    shared = clauses(EXAM) & clauses(SAMPLE + DEV)
    assert len(shared) <= 0.1 * len(clauses(EXAM)), shared


def test_call_ids_differ() -> None:
    ids = [call.id for call in SAMPLE + DEV + EXAM]
    assert len(ids) == len(set(ids))


SETS = [("", call) for call in SAMPLE] + [("dev", call) for call in DEV] + [("exam", call) for call in EXAM]


@pytest.mark.parametrize(("dialogues", "call"), SETS, ids=[call.id for _, call in SETS])
def test_marks_and_outcomes_name_criteria_of_the_rubric(dialogues: str, call: Call) -> None:
    kind = kinds(call.rubric, dialogues)
    assert set(call.outcomes) <= set(kind)
    for event in call.events:
        for mark in event.marks if isinstance(event, Speech) else ():
            wanted = {"breaks": ("forbid",), "fulfils": ("require",), "gives_occasion": ("require", "forbid")}
            assert kind[mark.criterion] in wanted[mark.effect], mark


def test_the_development_calls_hold_enough_to_tune_on() -> None:
    marks = [mark.effect for call in DEV for event in call.events if isinstance(event, Speech) for mark in event.marks]
    assert marks.count("fulfils") >= 350
    assert marks.count("breaks") >= 150


NOTES = [
    (path.name, name)
    for path in sorted((SCRIPTS / "dev").glob("*_people.yaml"))
    for note in re.findall(r"  # not (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    for name in note.split(", ")
]


def test_notes_on_look_alikes_name_criteria() -> None:
    known = {name for rubric in ("telecom_hotline", "water_utility", "outbound") for name in kinds(rubric, "dev")}
    assert len(NOTES) >= 60
    assert not {(path, name) for path, name in NOTES if name not in known}
