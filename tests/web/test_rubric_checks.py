"""Lint and the last backtest of a rubric, as far as each reader may see its calls and agents."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from qa.authoring.backtest import AgentChange, Backtest, CallChange
from qa.authoring.backtest_record import BacktestRecord, Version, backtest_file, keep
from qa.authoring.otherwise import CriterionChange, Quote, Way
from qa.cli import app as cli
from qa.rubric.source import load_rubric
from qa.settings import ScoringSettings
from qa.web.app import create_app
from tests.web.centre import ORIGIN, PASSWORD, Centre, calls

POOR, OTHER = (call.recording.recording_id for call in calls()[1:3])
ADDRESS = "/rubrics/telecom_hotline/checks"
RUBRIC = Path("rubrics/telecom_hotline.yaml")


def record(old: str = "o" * 64, new: str = "n" * 64) -> BacktestRecord:
    """Of a call of the first team, one of the second, and one that the mart does not know."""
    quotes = (Quote("C0002", POOR, "这个我不清楚", 14.0), Quote("C0003", OTHER, "您好请讲", 1.0))
    found = Backtest(
        calls=63,
        mean_before=80.0,
        mean_after=78.0,
        changed=tuple(
            CallChange(call_id, one, "1001", 80.0, 70.0)
            for call_id, one in (("C0002", POOR), ("C0003", OTHER), ("C9999", "gone"))
        ),
        criteria=(CriterionChange("evasive", "推诿", 63, 3, 63, 5, (Way("clear", "violated", 2, quotes),)),),
        agents=(AgentChange("1003", 60, 80.0, 70.0, 14, 6, focus_before=False, focus_after=True),),
    )
    about = Version("telecom_hotline.yaml", "2026.11", old), Version("new.yaml", "2026.12", new)
    made = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    return BacktestRecord("telecom_hotline", "通信热线录音质量标准", "2026-11", made, *about, 10, found)


@pytest.fixture
def tested(centre: Centre) -> Iterator[Centre]:
    keep(record(), centre.settings.data)
    yield centre
    backtest_file(centre.settings.data, "telecom_hotline").unlink()


@pytest.mark.parametrize(("user", "status"), [("manager", 200), ("leader", 200), ("admin", 200), ("agent", 403)])
def test_who_reads_checks(centre: Centre, user: str, status: int) -> None:
    assert centre.client(user).get(ADDRESS).status_code == status
    assert centre.client(user).get("/rubrics/nothing/checks").status_code == (404 if status == 200 else 403)


def test_a_rubric_without_hints_and_backtest_says_so(centre: Centre) -> None:
    page = centre.client("manager").get(ADDRESS).text
    assert "没有值得再看一眼的地方" in page
    assert "按最近 63 通转写估计" in page
    assert "还没有回测过" in page
    assert f"cp {RUBRIC.resolve()} new.yaml" in page
    assert f'hx-get="{ADDRESS}"' in centre.client("manager").get("/rubrics?rubric=telecom_hotline").text


def test_the_command_it_names_runs_wherever_it_is_typed(
    centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "centre" / "qa.toml"
    config.parent.mkdir()
    config.write_text(f'data = "{centre.settings.data}"\n', encoding="utf-8")
    app = create_app(centre.settings, people=centre.people, config=config)
    client = TestClient(app, headers=ORIGIN, follow_redirects=False)
    client.post("/signin", data={"name": "manager", "password": PASSWORD})
    copy, backtest = re.findall(r"<code>((?:cp|qa) .*?)</code>", client.get(ADDRESS).text)
    monkeypatch.chdir(tmp_path)
    shutil.copy(*shlex.split(copy)[1:])
    done = CliRunner().invoke(cli, shlex.split(backtest)[1:])
    # The centre's calls are of other queues: both files and the settings are read, and the month is one it has.
    assert done.exit_code == 0, done.output
    assert f"有转写的月份 months with transcripts: {backtest.split()[6]}\n" in done.output


def test_the_last_backtest_stands_with_its_quotes_and_places(tested: Centre) -> None:
    page = tested.client("manager").get(ADDRESS).text
    assert "63 通通话里，3 通的得分会变" in page
    assert f'<a href="/calls/{POOR}?at=14.0">C0002</a> <span lang="zh-CN">“这个我不清楚”</span>' in page
    assert "14 → 6" in page
    assert "现行版与回测里的两版都不同" in page
    assert "C9999" not in page  # a call that the mart does not have


def test_a_team_leader_sees_the_calls_of_the_team_and_nobodys_place(tested: Centre) -> None:
    mine = tested.client("leader").get(ADDRESS).text
    assert f"/calls/{POOR}" in mine
    assert OTHER not in mine
    assert "您好请讲" not in mine
    assert "14 → 6" not in mine
    assert "名次是全中心的" in mine
    theirs = tested.client("other_leader").get(ADDRESS).text
    assert (POOR in theirs, OTHER in theirs) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "said"), [("", "live", "新版就是现行版"), ("live", "", "新版尚未启用"), ("", "", "两版都不同")]
)
def test_it_says_how_the_backtest_stands_to_the_version_in_use(tested: Centre, old: str, new: str, said: str) -> None:
    live = load_rubric(RUBRIC).hash
    hashes = {"live": live, "": "x" * 64}
    keep(record(hashes[old], hashes[new]), tested.settings.data)
    assert said in tested.client("manager").get(ADDRESS).text


def test_hints_lead_to_their_criterion_and_refused_cases_are_told(centre: Centre, tmp_path: Path) -> None:
    text = RUBRIC.read_text(encoding="utf-8").replace("- 你想怎么样\n", "- 你想怎么样 #真的\n")
    (tmp_path / RUBRIC.name).write_text(text, encoding="utf-8")
    settings = centre.settings.model_copy(update={"scoring": ScoringSettings(rubrics=tmp_path)})
    client = TestClient(create_app(settings, people=centre.people), headers=ORIGIN, follow_redirects=False)
    client.post("/signin", data={"name": "manager", "password": PASSWORD})
    page = client.get(ADDRESS).text
    assert "<code>L001</code>" in page  # no cases beside it
    assert "“你想怎么样”后面的“#真的”被当成注释去掉了" in page
    assert "#c-retort" in page
    (tmp_path / "telecom_hotline.cases.yaml").write_text("cases: []\n", encoding="utf-8")
    assert "telecom_hotline.cases.yaml:1" in client.get(ADDRESS).text
