"""`qa month show` as a manager reads it at the beginning of a month."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.bench.month import doubt_a_criterion
from qa.cli import app
from qa.errors import UsageError
from qa.month import closes
from qa.month.errors import NoClose
from qa.month.shape import Level, Presence
from qa.people import audit, coaching, users
from qa.people.roles import Role
from qa.people.store import open_people
from qa.settings import load_settings
from tests import builders
from tests.month.test_proposal import MONTH, NOW, rubric_text


def qa(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, UsageError), done.output
    return done.exception.message.zh


def test_last_months_focus_stands_beside_what_chance_would_have_given(tmp_path: Path) -> None:
    config = ("--config", str(tmp_path / "made" / "qa.toml"))
    qa("simulate", str(tmp_path / "made"), "--agents", "12", "--months", "2", "--calls", "20")
    qa("month", "close", "2026-08", *config)
    first = qa("month", "show", *config)
    assert "last focus" not in first
    qa("month", "close", "2026-09", *config)
    second = qa("month", "show", *config)
    assert "2026-08 的重点" in second
    assert "不辅导也会有" in second
    assert "上月没有接受辅导的重点坐席" in second


def test_what_people_found_wanting_stands_out_of_the_ranking(tmp_path: Path) -> None:
    settings = tmp_path / "made" / "qa.toml"
    config = ("--config", str(settings))
    qa("simulate", str(tmp_path / "made"), "--agents", "12", "--months", "1", "--calls", "20")
    assert "20 项尚未充分复核" in qa("month", "close", "2026-08", *config)
    doubt_a_criterion(load_settings(settings), criterion="sim_01")
    closed = qa("month", "close", "2026-08", *config)
    assert "不计入排名：模拟指标1，待人判定" in closed
    assert "待人判定 for review" in qa("month", "trust", "--month", "2026-08", *config)
    (wanting,) = json.loads(qa("month", "trust", "--month", "2026-08", "--json", *config))
    assert (wanting["trust"], wanting["blind"]["n"]) == ("for_review", 100)


def test_the_machines_error_at_a_site_is_told_and_taken_out(tmp_path: Path) -> None:
    config = ("--config", str(tmp_path / "made" / "qa.toml"))
    size = ("--agents", "20", "--months", "1", "--calls", "60")
    qa("simulate", str(tmp_path / "made"), *size, "--machine-bias", "8", "--heard", "0.15")
    said = qa("month", "close", "2026-08", *config)
    assert "机器比人偏低" in said
    assert "排名已按站点校正" in said
    closed = closes.read_close(tmp_path / "made" / "months", "2026-08")
    first, second = (one for one in closed.machine if one.level is Level.SITE)
    assert first.bias == 0
    assert second.low < second.mean + 8 < second.high
    assert first.taken_out > 2 > -2 > second.taken_out


def test_a_manager_accepts_other_points_than_proposed(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "small.yaml").write_text(rubric_text([10, 10, 10, 10]), encoding="utf-8")
    settings = tmp_path / "qa.toml"
    settings.write_text(f'data = "{tmp_path}/data"\n[scoring]\nrubrics = "{tmp_path}/rubrics"\n', encoding="utf-8")
    closes.keep_close(MONTH, tmp_path / "data" / "months")
    with open_people(load_settings(settings)) as people, people.writing() as db:
        users.add_user(db, "zhang", Role.MANAGER, "correct horse battery", now=NOW)
    amend = ("month", "overlay", "amend", "2026-10", "--by", "zhang", "--reason", "先加一半", "--config", str(settings))
    written = tmp_path / "rubrics" / "overlays" / "2026-11.yaml"
    # Proposed: c0 15, c2 and c1 7.5. Less for c0 alone changes the total.
    tried = CliRunner().invoke(app, (*amend, "--set", "c0=12", "--dry-run"))
    assert tried.exit_code == 1
    assert "总分变了" in tried.output
    assert "总分变了" in refused(*amend, "--set", "c0=12")
    assert "没有这个项目" in refused(*amend, "--set", "c9=12")
    assert "没有这个项目" in refused(*amend, "--set", "c0=viel")
    assert not written.exists()
    assert "2026-11.yaml" in qa(*amend, "--set", "c0=12", "--set", "c1=10", "--set", "small:c2=8")
    text = written.read_text(encoding="utf-8")
    assert "c0: 12" in text
    assert "c1" not in text.split("points:")[1].split("sampling:")[0]
    assert "已修改后接受" in qa("month", "overlay", "show", "2026-10", "--config", str(settings))


def test_a_manager_accepts_what_a_month_proposes(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "small.yaml").write_text(rubric_text([10, 10, 10, 10]), encoding="utf-8")
    settings = tmp_path / "qa.toml"
    settings.write_text(f'data = "{tmp_path}/data"\n[scoring]\nrubrics = "{tmp_path}/rubrics"\n', encoding="utf-8")
    closes.keep_close(MONTH, tmp_path / "data" / "months")
    with open_people(load_settings(settings)) as people, people.writing() as db:
        users.add_user(db, "zhang", Role.MANAGER, "correct horse battery", now=NOW)
    config = ("--config", str(settings))
    shown = qa("month", "overlay", "show", "2026-10", *config)
    assert "10 月达标率 60.0 %" in shown
    assert "尚未决定" in shown
    assert "2026-11.yaml" in qa("month", "overlay", "accept", "2026-10", "--by", "zhang", *config)
    assert "c0: 15" in (tmp_path / "rubrics" / "overlays" / "2026-11.yaml").read_text(encoding="utf-8")
    assert "已接受" in qa("month", "overlay", "show", "2026-10", *config)
    qa("month", "overlay", "refuse", "2026-10", "--by", "zhang", "--reason", "下月换新表", *config)
    assert "下月换新表" in qa("month", "overlay", "show", "2026-10", *config)


def test_the_next_months_listening_is_planned_drawn_and_exported(tmp_path: Path) -> None:
    config = ("--config", str(tmp_path / "made" / "qa.toml"))
    qa("simulate", str(tmp_path / "made"), "--agents", "12", "--months", "2", "--calls", "20")
    qa("month", "close", "2026-08", *config)
    csv, book = tmp_path / "plan.csv", tmp_path / "plan.xlsx"
    first = qa("month", "sample", "2026-08", "--export", str(csv), *config)
    assert "2026-09 抽听计划" in first
    assert "整月已抽完" in first
    lines = csv.read_text(encoding="utf-8-sig").splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == {"质检组抽听", "班组长旁听", "专家抽查", "坐席自听"}
    assert "本次新增 added now: 0" in qa("month", "sample", "--export", str(book), *config)
    assert book.read_bytes().startswith(b"PK")
    told = json.loads(qa("month", "sample", "--json", *config))
    base = {"analyst": 4, "team_leader": 2, "expert": 0.25, "agent": 1}
    # Who is in the focus is heard twice as much.
    assert all(one["quota"] == base[one["kind"]] * (12 + one["focus"]) for one in told["plans"])
    assert told["plans"][0]["focus"] > 0
    with open_people(load_settings(tmp_path / "made" / "qa.toml")) as people, people.reading() as db:
        actions = [line.action for line in audit.lines(db)]
    assert actions.count("listening.export") == 2


def test_the_listening_of_a_month_that_is_not_closed_is_refused_with_the_way_out(tmp_path: Path) -> None:
    config = ("--config", str(tmp_path / "qa.toml"))
    (tmp_path / "qa.toml").write_text(f'data = "{tmp_path}/data"\n', encoding="utf-8")
    with pytest.raises(NoClose, match="Run qa month close 2026-10 first"):
        CliRunner().invoke(app, ("month", "sample", "2026-10", *config), catch_exceptions=False)
    closes.keep_close(MONTH, tmp_path / "data" / "months")
    with pytest.raises(UsageError, match="qa month sample 2026-10"):
        CliRunner().invoke(app, ("month", "sample", "2026-11", *config), catch_exceptions=False)
    with pytest.raises(UsageError, match="can be written"):
        CliRunner().invoke(app, ("month", "sample", "--export", "plan.pdf", *config), catch_exceptions=False)


def test_who_is_weak_and_by_rule_not_named_is_told(tmp_path: Path) -> None:
    config = tmp_path / "made" / "qa.toml"
    qa("simulate", str(tmp_path / "made"), "--agents", "3", "--months", "1", "--calls", "20")
    weak, here = builders.agent_month(agent="1011"), builders.agent_month(agent="1004")
    away = replace(weak, presence=Presence.ABSENT, focus=False, adjusted_score=53.96, p_weakest=0.97)
    fresh = replace(weak, agent="1013", presence=Presence.NEW, focus=False, p_weakest=0.4)
    closes.keep_close(builders.month_close(month="2026-08", agents=[here, away, fresh]), tmp_path / "made" / "months")
    shown = qa("month", "show", "2026-08", "--config", str(config))
    assert "按规则不点名" in shown
    assert "1011 长期缺勤 absent 54.0" in shown
    assert "1013" not in shown


def test_sites_name_their_own_and_a_misspelt_site_is_told(tmp_path: Path) -> None:
    config = tmp_path / "made" / "qa.toml"
    qa("simulate", str(tmp_path / "made"), "--agents", "12", "--months", "1", "--calls", "20")
    numbers = '{"模拟站点1" = 2, "模拟站店2" = 1}'
    more = f'[month]\nfocus_agents = 3\nfocus_by = "site"\nfocus_at = {numbers}\n'
    config.write_text(config.read_text(encoding="utf-8") + more, encoding="utf-8")
    told = qa("month", "close", "2026-08", "--config", str(config))
    assert "模拟站店2 本月没有坐席" in told
    assert "模拟站点1 2/6" in told
    assert "模拟站点2 3/6" in told


def test_who_waits_by_lot_is_named_and_what_came_of_it_is_said(tmp_path: Path) -> None:
    config = tmp_path / "made" / "qa.toml"
    qa("simulate", str(tmp_path / "made"), "--agents", "20", "--months", "2", "--calls", "20")
    wait = "[month]\nfocus_agents = 4\nwait_list = true\n"
    config.write_text(config.read_text(encoding="utf-8") + wait, encoding="utf-8")
    first = qa("month", "close", "2026-08", "--config", str(config))
    assert "候补对照，下月暂不辅导" in first
    assert "与候补的" not in first
    assert "说不上辅导有没有用" in qa("month", "close", "2026-09", "--config", str(config))
    talked = [agent.agent for agent in closes.read_close(tmp_path / "made" / "months", "2026-08").focus[:3]]
    with open_people(load_settings(config)) as people, people.writing() as db:
        boss = users.add_user(db, "zhang", Role.MANAGER, "correct horse battery", now=NOW).id
        for agent in talked:
            about = {"criteria": ["greeting"], "goal": "问候", "made_by": boss, "now": NOW}
            plan = coaching.make_plan(db, agent, "2026-09", **about)  # type: ignore[arg-type]
            talk = coaching.plan_session(db, plan, coach=boss, planned_for=NOW)
            coaching.hold_session(db, talk, held_at=NOW, note="一起听了")
    second = qa("month", "close", "2026-09", "--config", str(config))
    assert "抽签定为先辅导的 4 名坐席（3 名有谈话记录）" in second
    assert "与候补的 4 名坐席相比" in second
    shown = qa("month", "show", "--config", str(config))
    assert shown.count("与候补的 4 名坐席相比") == 1
    assert shown.count("候补 waited") == 4
