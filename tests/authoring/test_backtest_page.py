"""The page of a backtest, and the record that the viewer shows."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.authoring.backtest import AgentChange, Backtest, CallChange, JudgedCall
from qa.authoring.backtest_page import CALLS_SHOWN, BacktestPage, backtest_page, headline, render_backtest
from qa.authoring.backtest_record import BacktestRecord, Version, keep, last_backtest
from qa.authoring.otherwise import CriterionChange, Quote, Way
from qa.cli import app
from qa.transcript import Party
from qa.warehouse.parquet import write_shard
from tests import builders as make
from tests.authoring.test_backtest import CLOSING, GREETING, HEAD, STRICTER

EVIL = "<script>alert(1)</script>"
FOUND = Backtest(
    calls=1200,
    mean_before=88.14,
    mean_after=86.9,
    changed=(
        CallChange("C1", "r1", "1001", 90.0, None),
        CallChange("C2", "r2", "1001", 90.0, 60.0),
        CallChange(EVIL, "r3", "1002", 80.0, 80.5),
    ),
    criteria=(
        CriterionChange(
            "greeting", "问候", 900, 30, 900, 33, (Way("met", "missed", 3, (Quote("C2", "r2", "您好", 1.2),)),)
        ),
        CriterionChange(
            "closing", "结束语", None, None, 900, 10, (Way("", "missed", 10, (Quote("C2", "r2", "", None),)),)
        ),
    ),
    agents=(
        AgentChange("1001", 12, 80.0, 70.0, 14, 6, focus_before=False, focus_after=True),
        AgentChange("1002", 12, 71.0, 71.2, 10, 11, focus_before=True, focus_after=False),
    ),
)
RECORD = BacktestRecord(
    rubric="small",
    name="小质检表",
    month="2026-10",
    made=datetime(2026, 11, 3, 8, tzinfo=UTC),
    old=Version("small.yaml", "1", "a" * 64),
    new=Version("new.yaml", "2", "b" * 64),
    focus_agents=10,
    found=FOUND,
)


def test_fields_of_the_page() -> None:
    assert [field.name for field in fields(BacktestPage)] == [
        *("rubric", "month", "headline", "remarks", "versions", "figures", "agents", "agents_limited", "criteria"),
        *("histogram", "scoreless", "calls", "calls_limited"),
    ]


def test_the_headline_says_what_would_change_and_for_whom() -> None:
    assert headline(RECORD).zh == (
        "2026-10 的 1,200 通通话里，3 通的得分会变；平均分由 88.1 变为 86.9。1 名坐席进入、1 名离开最弱 10 名。"
    )
    same = replace(RECORD, found=replace(FOUND, agents=()))
    assert headline(same).en.endswith("The weakest 10 stay.")
    nothing = Backtest(0, None, None, (), (), ())
    assert headline(replace(RECORD, found=nothing)).zh == "2026-10 没有一通两版都适用的通话，无从比较。"


def test_what_is_not_compared_and_what_is_judged_all_the_same_stands_first() -> None:
    assert backtest_page(RECORD).remarks == ()
    found = replace(FOUND, only_old=4, only_new=1200, early_or_late_new=17)
    other = replace(RECORD, old=replace(RECORD.old, rubric="small"), new=replace(RECORD.new, rubric="large"))
    page = backtest_page(replace(other, found=found))
    assert [remark.zh for remark in page.remarks] == [
        "两份文件是两张质检表（编号 small 与 large）：按编号比较质检项，编号不同的算新增或删去。",
        "17 通不在新版的有效期（valid:）内，照样评：回测不看有效期。",
        "另有 4 通只适用原版，新版不再评；不在比较之内。",
        "另有 1,200 通只适用新版，原版没有评；不在比较之内。",
    ]
    assert all(remark.en in render_backtest(replace(other, found=found)) for remark in page.remarks)


def test_moves_stand_in_their_columns_and_scores_that_go_are_told() -> None:
    page = backtest_page(RECORD)
    assert [(column.label, column.count) for column in page.histogram.columns if column.count] == [
        ("< −20", 1),
        ("0…2", 1),
    ]
    assert page.scoreless is not None
    assert "1 通由有分变为无分" in page.scoreless.zh
    assert [(call.moved, call.down) for call in page.calls] == [("–", False), ("−30", True), ("+0.5", False)]


def test_criteria_say_how_many_fail_and_in_which_words() -> None:
    greeting, closing = backtest_page(RECORD).criteria
    assert (greeting.before, greeting.after, greeting.difference) == ("30 / 900", "33 / 900", "+3")
    assert greeting.ways[0].examples[0].quote == "您好"
    assert closing.state is not None
    assert (closing.before, closing.difference) == ("–", "")


def test_many_calls_are_limited_and_the_page_says_so() -> None:
    many = tuple(CallChange(f"C{i}", f"r{i}", "1001", 90.0, 80.0) for i in range(CALLS_SHOWN + 5))
    page = backtest_page(replace(RECORD, found=replace(FOUND, changed=many)))
    assert len(page.calls) == CALLS_SHOWN
    assert page.calls_limited is not None
    assert str(CALLS_SHOWN + 5) in page.calls_limited.zh


def test_the_page_runs_nothing_and_asks_nobody() -> None:
    html = render_backtest(RECORD)
    assert EVIL not in html
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert html.count('lang="zh-CN"') == html.count('lang="en"') + 1


def test_what_rests_on_no_words_says_what_was_measured() -> None:
    quote = Quote("C2", "r2", "", None, "实测 0.7 秒")
    way = replace(FOUND.criteria[0].ways[0], quotes=(quote,))
    found = replace(FOUND, criteria=(replace(FOUND.criteria[0], ways=(way,)),))
    html = render_backtest(replace(RECORD, found=found))
    assert "实测 0.7 秒" in html
    assert "（没有说）" not in html


def test_what_is_kept_leaves_out_the_calls_that_nothing_shows(tmp_path: Path) -> None:
    judged = (JudgedCall("C9", "r9", "1001", "both", 90.0, 90.0),)
    keep(replace(RECORD, found=replace(FOUND, judged=judged)), tmp_path)
    assert last_backtest(tmp_path, "small") == RECORD


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    keep(RECORD, tmp_path)
    assert last_backtest(tmp_path, "small") == RECORD
    assert last_backtest(tmp_path, "other") is None
    (tmp_path / "backtests" / "small.json").write_text("{}", encoding="utf-8")
    assert last_backtest(tmp_path, "small") is None


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A month of nine calls in one of which a customer's number is said."""
    results = []
    for i in range(9):
        text = "您好请讲" if i % 3 else "您好一三八零零一三八零零零请讲"
        about = make.metadata(call_id=f"C{i}", agent=f"10{i % 3}", queue="宽带")
        heard = make.transcript(turns=make.dialogue((Party.AGENT, text)))
        results.append(make.call_result(call=make.recording(about=about), heard=heard))
    write_shard(tmp_path / "data" / "truth", make.START.date(), "night", tuple(results))
    (tmp_path / "qa.toml").write_text('data = "data"\n', encoding="utf-8")
    (tmp_path / "old.yaml").write_text(HEAD + GREETING, encoding="utf-8")
    any_number = GREETING.replace("您好", "'您好{any:0-12}请讲'")
    (tmp_path / "new.yaml").write_text(HEAD + any_number.replace("require", "forbid") + CLOSING, encoding="utf-8")
    (tmp_path / "stricter.yaml").write_text(HEAD + STRICTER, encoding="utf-8")
    return tmp_path


def run(centre: Path, new: str, *more: str) -> str:
    files = [str(centre / "old.yaml"), str(centre / new), "--config", str(centre / "qa.toml")]
    done = CliRunner().invoke(app, ["rubric", "backtest", *files, "--month", f"{make.START:%Y-%m}", *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_writes_the_page_and_keeps_the_result(centre: Path) -> None:
    page = centre / "回测.html"
    assert "9 通 calls · 改变 changed 9" in run(centre, "stricter.yaml", "--page", str(page))
    assert "未做到" in page.read_text(encoding="utf-8")
    kept = last_backtest(centre / "data", "small")
    assert kept is not None
    assert (kept.old.file, kept.new.file, kept.found.calls) == ("old.yaml", "stricter.yaml", 9)


def test_a_month_without_calls_says_which_months_there_are(centre: Path) -> None:
    files = [str(centre / "old.yaml"), str(centre / "new.yaml"), "--config", str(centre / "qa.toml")]
    done = CliRunner().invoke(app, ["rubric", "backtest", *files, "--month", "2020-01"])
    assert done.exit_code == 0
    assert f"有转写的月份 months with transcripts: {make.START:%Y-%m}\n" in done.output
    assert last_backtest(centre / "data", "small") is None


def test_customers_numbers_are_masked_wherever_it_is_told(centre: Path) -> None:
    page = centre / "page.html"
    told = run(centre, "new.yaml", "--json", "--page", str(page))
    kept = (centre / "data" / "backtests" / "small.json").read_text(encoding="utf-8")
    for text in (told, kept, page.read_text(encoding="utf-8")):
        assert "您好*" in text
        assert "一三八零" not in text
    assert json.loads(told)["calls"] == 9


def test_json_gives_every_call(centre: Path) -> None:
    told = json.loads(run(centre, "old.yaml", "--json"))
    assert told["changed"] == []
    assert sorted(c["call_id"] for c in told["judged"]) == [f"C{i}" for i in range(9)]
    assert {(c["judged_by"], c["before"], c["after"]) for c in told["judged"]} == {("both", 100.0, 100.0)}


def test_a_version_of_the_future_is_compared_all_the_same(centre: Path) -> None:
    text = (HEAD + STRICTER).replace("scale:", "valid: {from: 2099-01-01}\nscale:")
    (centre / "future.yaml").write_text(text, encoding="utf-8")
    said = run(centre, "future.yaml")
    assert "9 通不在新版的有效期（valid:）内，照样评" in said
    assert "9 通 calls · 改变 changed 9" in said
    assert "–" not in said.splitlines()[1]


def test_another_rubric_is_remarked_and_nothing_is_compared_where_no_call_is_for_both(centre: Path) -> None:
    text = (HEAD + GREETING).replace("rubric: small", "rubric: large").replace("宽带", "话费")
    (centre / "large.yaml").write_text(text, encoding="utf-8")
    said = run(centre, "large.yaml")
    assert "两份文件是两张质检表（编号 small 与 large）" in said
    assert "另有 9 通只适用原版" in said
    assert "没有一通两版都适用的通话" in said
    assert "met" not in said


def test_where_nothing_was_said_the_text_says_what_there_was_instead(centre: Path) -> None:
    late = "      - {id: late, name: 应答, points: 40, require: {measure: time_to_greeting, at_most: 9 s}}\n"
    (centre / "old.yaml").write_text(HEAD + late, encoding="utf-8")
    (centre / "new.yaml").write_text(HEAD + late.replace("9 s", "0.1 s"), encoding="utf-8")
    said = run(centre, "new.yaml")
    assert re.search(r"met→missed 9×，C\d（实测 [\d.]+ 秒）", said)
    assert "“”" not in said
