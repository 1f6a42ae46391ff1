"""评分标准: rubrics to read with their figures, and a phrase tried on what was said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from qa.people import reviews
from qa.people.kinds import Verdict
from qa.people.reviews import EvaluationKey
from qa.people.tables import REVIEWS
from qa.phonetics.pattern import PatternError
from qa.phonetics.sounding import phrase_sounding_like
from qa.rubric.source import load_rubric
from qa.settings import ScoringSettings
from qa.warehouse.phrases import find_newest
from qa.web.app import create_app
from tests.web.centre import ORIGIN, PASSWORD, START, Centre, calls

RUBRICS = Path(__file__).parents[2] / "rubrics"
POOR = calls()[1].recording.recording_id


@pytest.mark.parametrize(("user", "status"), [("manager", 200), ("leader", 200), ("admin", 200), ("agent", 403)])
def test_who_reads_rubrics(centre: Centre, user: str, status: int) -> None:
    assert centre.client(user).get("/rubrics").status_code == status


def test_a_rubric_is_read_aloud_and_its_failures_lead_to_the_calls(centre: Centre) -> None:
    page = centre.client("manager").get("/rubrics?rubric=telecom_hotline").text
    assert "通信热线录音质量标准" in page
    assert "规范问候" in page
    assert "criterion=telecom_hotline%3Agreeting&amp;outcome=missed" in page
    assert centre.client("manager").get("/rubrics?rubric=nothing").status_code == 404


def test_phrases_that_are_written_once_are_told_by_name_and_read_below(centre: Centre) -> None:
    page = centre.client("manager").get("/rubrics?rubric=telecom_hotline").text
    above, lists = page.split('id="lists"')
    size = len(load_rubric(RUBRICS / "telecom_hotline.yaml").rubric.phrases["identity_asked"])
    assert above.count(f"「identity_asked」{size} 句") == 4
    assert lists.count(f"「identity_asked」{size} 句</summary>") == 1


def test_precision_is_what_reviewers_said(centre: Centre) -> None:
    key = EvaluationKey(POOR, "telecom_hotline", "h", "m")
    with centre.people.writing() as db:
        for n, verdict in enumerate((Verdict.TRUE, Verdict.TRUE, Verdict.TRUE, Verdict.FALSE)):
            reviews.add_review(
                db, key, "greeting", user_id=5, now=datetime.now(UTC), machine="missed", position=n, verdict=verdict
            )
    try:
        page = centre.client("manager").get("/rubrics?rubric=telecom_hotline").text
        row = page.split('id="c-greeting"', 1)[1].split("</tr>", 1)[0]
        assert re.search(r"75 %<br>.*n 4", row)
    finally:
        with centre.people.writing() as db:
            db.execute(REVIEWS.delete())


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("这个我不清楚", True),
        ("这个我(不清楚|不知道)", True),
        ("[那个]我不轻楚", True),
        ("这个{any:0-4}清楚", True),
        ("从来没人说过的话", False),
    ],
)
def test_a_phrase_is_found_with_its_sound(centre: Centre, phrase: str, found: bool) -> None:
    page = centre.client("manager").get("/rubrics", params={"phrase": phrase}).text
    assert (f"/calls/{POOR}/sound#t=" in page) is found


def test_a_phrase_is_found_in_the_calls_that_one_may_see(centre: Centre) -> None:
    assert f"/calls/{POOR}" in centre.client("leader").get("/rubrics?phrase=这个我不清楚").text
    assert POOR not in centre.client("other_leader").get("/rubrics?phrase=这个我不清楚").text


@pytest.mark.parametrize(
    "phrase", ["(不清楚", "{what}", "[您好]", "a" * 300, "<script>alert(1)</script>{", "您好、再见"]
)
def test_a_phrase_that_cannot_be_read_says_why(centre: Centre, phrase: str) -> None:
    answer = centre.client("manager").get("/rubrics", params={"phrase": phrase})
    assert answer.status_code == 200
    assert "读不懂" in answer.text
    assert "<script>alert" not in answer.text


def test_a_refused_rubric_says_where_it_is_wrong(centre: Centre, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("rubric: bad\nname: 坏\n", encoding="utf-8")
    settings = centre.settings.model_copy(update={"scoring": ScoringSettings(rubrics=tmp_path)})
    client = TestClient(create_app(settings, people=centre.people), headers=ORIGIN, follow_redirects=False)
    client.post("/signin", data={"name": "manager", "password": PASSWORD})
    page = client.get("/rubrics").text
    assert "bad.yaml" in page
    assert "R0" in page


def test_a_search_ends_when_there_is_enough_or_the_time_is_up(centre: Centre) -> None:
    truth, last = centre.settings.truth, START.date()
    found, first = find_newest(truth, "您好", last=last, days=31, seconds=60, limit=1)
    assert (len(found), first) == (1, last)
    nothing, first = find_newest(truth, "没有的话", last=last, days=31, seconds=0, limit=9)
    assert (nothing, first) == ((), last)
    assert find_newest(truth, "没有的话", last=last, days=3, seconds=60, limit=9)[1] == date(2026, 10, 31)


@given(st.text("您好请问工号为服务[](){}|number:any0-6 ", max_size=20))
def test_a_phrase_is_refused_or_is_a_pattern(phrase: str) -> None:
    try:
        pattern = phrase_sounding_like(phrase)
    except PatternError:
        return
    re.compile(pattern)


@pytest.mark.parametrize(
    ("phrase", "heard", "found"),
    [
        ("工号{number}为您服务", "你好，工号一零二四，为您服务。", True),
        ("工号{number}为您服务", "工号多少为您服务", False),
        ("请[您]稍等", "请稍等", True),
        ("请[您]稍等", "请你，稍等", True),
        ("您好{any:0-3}服务", "您好，很高兴为您服务", False),
        ("您好{any:0-6}服务", "您好，很高兴为您服务", True),
        ("(请您|麻烦您)稍等", "麻烦您稍等", True),
    ],
)
def test_options_and_slots_in_a_search_by_sound(phrase: str, heard: str, found: bool) -> None:
    assert bool(re.search(phrase_sounding_like(phrase), heard)) is found
