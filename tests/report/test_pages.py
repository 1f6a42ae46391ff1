"""The contexts that the templates get: their fields, one golden example of each, and how they come about."""

import json
import os
from dataclasses import asdict, fields, is_dataclass, replace
from pathlib import Path

import pytest

from qa.month.shape import MonthClose, Standing
from qa.recording import Flag
from qa.report import night_page as night_module
from qa.report.headline import headline
from qa.report.month_page import ROWS_AT_MOST, MonthPage, month_page
from qa.report.night_page import NightPage, night_page
from qa.report.spoken import spoken
from qa.scoring.evaluation import Outcome
from qa.transcript import Party
from tests import builders as make
from tests.report import scenes

GOLDEN = Path(__file__).parent / "golden"


def names(page: type) -> list[str]:
    assert is_dataclass(page)
    return [field.name for field in fields(page)]


def test_fields_of_the_night() -> None:
    assert names(NightPage) == [
        *("date", "headline", "counts", "figures", "fatal", "quarantined", "warnings", "left_for_next"),
        *("histogram", "bands", "calls", "limited", "outcomes", "unsure", "month_link"),
    ]


def test_fields_of_the_month() -> None:
    assert names(MonthPage) == [
        *("month", "revision", "inputs", "headline", "next_step", "figures", "distinguishable"),
        *(
            "focus_lead",
            "p_name",
            "p_meaning",
            "focus",
            "waiting",
            "helped",
            "insufficient",
            "unscored_agents",
            "scale",
            "agents",
            "agents_name",
            "case_mix",
            "crowd",
        ),
        *(
            "histogram",
            "bands",
            "share_scale",
            "indicators",
            "site_scale",
            "sites",
            "night_link",
            "trust_note",
            "site_months",
            "team_months",
            "machine_note",
            "machine",
            "trust",
        ),
    ]


def golden(name: str, page: NightPage | MonthPage) -> None:
    """Compare with the stored context; `WRITE_GOLDEN=1 pytest tests/report` writes it anew, to be read in the diff."""
    written = json.dumps(asdict(page), ensure_ascii=False, indent=1) + "\n"
    path = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_golden_night() -> None:
    calls = (scenes.call(23, score=0.0, coverage=0.92, fatal=True), scenes.call(27, score=None, unjudged="yes"))
    golden("night.json", night_page(scenes.night_record(calls), calls, month_link="./month.html"))


def test_golden_month() -> None:
    golden("month.json", month_page(scenes.month(3, focus_size=2), night_link="./night.html"))


def test_calls_come_by_urgency() -> None:
    calls = scenes.night_calls()
    rows = night_page(scenes.night_record(calls), calls).calls
    assert rows[0].fatal
    assert [row.score for row in rows[-2:]] == ["–", "–"]
    scores = [float(row.score) for row in rows[1:-2]]
    assert scores == sorted(scores)
    assert len(rows) == len(calls)


def test_only_some_calls_of_a_large_night_carry_details(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night_module, "DETAILED", 6)
    calls = scenes.night_calls()
    page = night_page(scenes.night_record(calls), calls)
    shown = {row.call_id for row in page.calls if row.card is not None}
    assert len(shown) == 6
    by_coverage = sorted(calls, key=lambda call: call.evaluation.coverage if call.evaluation else 0.0)
    assert {"20261103-0023", "20261103-0024", "20261103-0025"} <= shown, "fatal and lowest scores"
    assert {call.recording.metadata.call_id for call in by_coverage[:2]} <= shown, "lowest coverage"
    assert page.limited is not None
    assert "27" in page.limited.zh and "6" in page.limited.zh
    fatal_links = {row.anchor.split("-")[0] for row in page.fatal}
    assert fatal_links <= {row.anchor for row in page.calls}


def test_scores_on_other_scales_share_the_histogram() -> None:
    call = make.call_result(judged=make.evaluation(score=30.0, max_score=60.0))
    page = night_page(scenes.night_record((call,)), (call,))
    assert [column.count for column in page.histogram.columns] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert "50.0" in {figure.value.en for figure in page.figures}


def test_why_a_call_has_no_score_stands_among_its_flags() -> None:
    calls = (
        make.call_result(judged=make.evaluation(score=None, coverage=0.0), call=make.recording(call_id="A")),
        make.call_result(unjudged=True, call=make.recording(call_id="B", flags=(Flag.NO_SPEECH,))),
    )
    rows = night_page(scenes.night_record(calls), calls).calls
    assert [[flag.en for flag in row.flags] for row in rows] == [
        ["nothing could be judged"],
        ["no rubric applies", "no speech"],
    ]


def test_finding_marks_its_words_of_its_party_only() -> None:
    turns = make.dialogue((Party.CUSTOMER, "我不知道"), (Party.AGENT, "这个我不知道啊"))
    at = turns[1].words
    finding = make.finding("我不知道", start=at[2].start, end=at[5].end)
    judged = make.evaluation(criteria=[make.criterion(outcome=Outcome.VIOLATED, findings=[finding])])
    customer, agent = spoken(turns, judged, anchor="c1").lines
    assert [(s.text, s.outcome, s.mark) for s in customer.segments] == [("我不知道", "", "")]
    assert [(s.text, s.outcome, s.mark) for s in agent.segments] == [
        ("这个", "", ""),
        ("我不知道", "violated", "✕"),
        ("啊", "", ""),
    ]
    assert spoken(turns, judged, anchor="c1").anchor(finding) == "c1-t1"


def test_unsure_words_stand_apart() -> None:
    (turn,) = make.dialogue((Party.AGENT, "请稍等"))
    turn = replace(turn, words=(turn.words[0], replace(turn.words[1], probability=0.3), turn.words[2]))
    (line,) = spoken((turn,), None, anchor="c1").lines
    assert [(s.text, s.unsure) for s in line.segments] == [("请", False), ("稍", True), ("等", False)]


def test_a_quote_hides_the_half_of_a_number_it_holds() -> None:
    turns = make.dialogue((Party.AGENT, "重复一下一三八零零一三八零零零对吗"))
    finding = make.finding("重复一下一三八零", start=turns[0].start, end=turns[0].start + 2)
    assert spoken(turns, None, anchor="c1").quote(finding) == "重复一下****"


@pytest.mark.parametrize(
    ("close", "zh"),
    [
        (scenes.month(), "下月重点关注 10 名坐席：5 名“明确”、4 名“可能”、1 名“补足名额”；另有 1 名样本不足。"),
        (scenes.month(standing=Standing.NOT_DISTINGUISHABLE), "坐席之间的差别没有超出偶然，本月不宜据此点名。"),
        (scenes.nothing(), "2026 年 12 月没有可用的评定。"),
        (replace(scenes.nothing(), evaluations=4, without_score=4), "2026 年 12 月没有可用的评定。"),
        (make.month_close(agents=()), "没有坐席需要列为重点。"),
        (
            make.month_close(agents=[make.agent_month(standing=Standing.NOT_DISTINGUISHABLE)]),
            "坐席不多于重点名额 10 名，因此全部列入。",
        ),
        (make.month_close(agents=[make.agent_month()], indicators=()), "下月重点关注 1 名坐席：1 名“明确”。"),
    ],
)
def test_the_sentence_to_read_aloud(close: MonthClose, zh: str) -> None:
    said = headline(close)
    assert zh in said.zh
    assert "{" not in said.zh + said.en


def test_many_agents_stand_side_by_side() -> None:
    assert month_page(scenes.month(ROWS_AT_MOST - 1)).crowd is None
    crowd = month_page(scenes.month(ROWS_AT_MOST)).crowd
    assert crowd is not None
    assert sum(whisker.marked for whisker in crowd.whiskers) == 10


def test_insufficient_agents_are_shown_once_and_stay_among_all() -> None:
    page = month_page(scenes.month())
    assert [row.agent for row in page.insufficient] == ["1060"]
    assert "1060" in {row.agent for row in page.agents}


def test_agents_and_calls_outside_the_ranking_are_named() -> None:
    page = month_page(replace(scenes.month(), agents_without_score=("1061", "1062"), unknown_agent_calls=12))
    assert page.unscored_agents is not None
    assert "1061、1062" in page.unscored_agents.zh
    assert "12" in {figure.value for figure in page.figures}
    assert month_page(scenes.month()).unscored_agents is None


def test_what_to_do_when_there_is_nothing() -> None:
    empty = month_page(scenes.nothing()).next_step
    unscored = month_page(replace(scenes.nothing(), evaluations=4, without_score=4)).next_step
    assert empty is not None and "qa nightly" in empty.zh
    assert unscored is not None and "夜报" in unscored.zh
    assert month_page(scenes.month()).next_step is None
