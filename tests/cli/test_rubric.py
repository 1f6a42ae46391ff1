"""`qa rubric` as an author meets it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from qa.cli import app
from qa.cli.process import _print_scorecard
from qa.errors import UsageError
from qa.rubric.diagnostics import RubricError
from qa.scoring.evaluation import PartScore
from tests import builders
from tests.authoring.test_backtest import GREETING, HEAD
from tests.scoring.test_totals import NESTED

SWALLOWED = "        require:\n          by: agent\n          said:\n            - 请您按 #键\n"


def test_explain_reads_a_rubric_aloud(tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text(NESTED, encoding="utf-8")
    done = CliRunner().invoke(app, ["rubric", "explain", str(file)])
    assert done.exit_code == 0
    assert done.output.startswith("# 分层（1）\n")
    assert "犯了本节 0 分" in done.output


def test_explain_refuses_what_is_no_rubric(tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text(NESTED.replace("points: 60", "points: 61"), encoding="utf-8")
    assert isinstance(CliRunner().invoke(app, ["rubric", "explain", str(file)]).exception, RubricError)


def test_the_manual_says_which_operator_was_meant() -> None:
    error = CliRunner().invoke(app, ["rubric", "manual", "anwsers"]).exception
    assert "Did you mean answers?" in str(error)


def test_the_schema_of_cases_is_printed_or_written(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["rubric", "schema", "--cases"]).output
    assert "expect" in json.loads(printed)["$defs"]["Case"]["properties"]
    file = tmp_path / "cases.schema.json"
    assert CliRunner().invoke(app, ["rubric", "schema", "--cases", "--out", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8") == printed


def test_a_rubric_that_is_not_there_is_refused_with_what_to_check(tmp_path: Path) -> None:
    error = CliRunner().invoke(app, ["rubric", "explain", str(tmp_path / "nosuch.yaml")]).exception
    assert isinstance(error, RubricError)
    assert error.diagnostics[0].remedy.zh == "请检查文件名和所在的文件夹。"


def test_the_critical_total_stands_under_the_score(capsys: pytest.CaptureFixture[str]) -> None:
    judged = builders.evaluation()
    parts = replace(judged, critical=PartScore(0, 9, 1.0), non_critical=PartScore(18, 77, 0.5))
    _print_scorecard(replace(builders.call_result(), evaluation=parts))
    written = capsys.readouterr().out
    assert "关键项 critical 0 / 9 · 覆盖 coverage 100%" in written
    assert "非关键项 non-critical 18 / 77 · 覆盖 coverage 50%" in written


def test_lint_says_in_which_line_to_look_again(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(HEAD + "      - id: keys\n        name: 按键\n        points: 40\n" + SWALLOWED, encoding="utf-8")
    config = tmp_path / "qa.toml"
    config.write_text('data = "data"\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["rubric", "lint", str(file), "--config", str(config)])
    assert done.exit_code == 0
    assert "L001 没有用例的质检项 criteria without a case: keys" in done.output
    assert "L006 录音听过 20 通（qa nightly，现有 0 通）后再查一次" in done.output
    assert f"L007 {file}:17:15 keys：“请您按”后面的“#键”被当成注释去掉了" in done.output
    as_json = CliRunner().invoke(app, ["rubric", "lint", str(file), "--config", str(config), "--json"])
    (told,) = json.loads(as_json.output)["rubrics"]
    assert [hint["code"] for hint in told["hints"]] == ["L019", "L001", "L007"]


def test_lint_names_some_of_many_criteria_without_a_case(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    more = "".join(f"      - id: more{n}\n        name: 项{n}\n        points: 5\n{SWALLOWED}" for n in range(8))
    file.write_text(HEAD + more, encoding="utf-8")
    config = tmp_path / "qa.toml"
    config.write_text('data = "data"\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["rubric", "lint", str(file), "--config", str(config)])
    assert "case: more0、more1、more2、more3、more4、more5 …… 共 8 项 in all" in done.output.replace("\n", "")


def test_the_trial_of_cases_tells_programs_what_was_expected_and_found(tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text(NESTED, encoding="utf-8")
    cases = tmp_path / "nested.cases.yaml"
    cases.write_text(
        "cases:\n  - name: 不问候\n    turns:\n      - agent: 喂\n    expect: {hello: met}\n    noise: 0.1\n"
        "  - name: 问候\n    turns:\n      - agent: 您好\n    expect: {hello: met}\n",
        encoding="utf-8",
    )
    config = tmp_path / "qa.toml"
    config.write_text('data = "data"\n', encoding="utf-8")
    done = CliRunner().invoke(app, ["rubric", "test", str(file), "--config", str(config), "--json"])
    (told,) = json.loads(done.output)
    assert done.exit_code == 1
    (failed,) = told["failed"]
    assert (failed["case"], failed["line"], failed["noise"]) == ("不问候", 2, 0.1)
    (surprise,) = failed["surprises"]
    assert (surprise["criterion"], surprise["expected"], surprise["found"]) == ("hello", "met", "missed")
    assert told["over_noise"] == [{"case": "不问候", "file": str(cases), "line": 2, "noise": 0.1, "held": 0.0}]


def test_cases_that_are_refused_do_not_make_the_rubric_refused(tmp_path: Path) -> None:
    file = tmp_path / "nested.yaml"
    file.write_text(NESTED, encoding="utf-8")
    file.with_name("nested.cases.yaml").write_text(
        "cases:\n  - name: 甲\n    metadata: {direction: 呼入}\n    turns: [{agent: 喂}]\n    score: {at_most: 0}\n",
        encoding="utf-8",
    )
    config = tmp_path / "qa.toml"
    config.write_text('data = "data"\n', encoding="utf-8")
    error = CliRunner().invoke(app, ["rubric", "test", str(file), "--config", str(config)]).exception
    assert isinstance(error, RubricError)
    assert (error.where, error.message.zh) == (str(file)[:-5] + ".cases.yaml", "用例文件有 1 处错误，没有运行。")
    linted = CliRunner().invoke(app, ["rubric", "lint", str(file), "--config", str(config)])
    assert linted.exit_code == 1


OVERLAY = 'overlay: "2026-12"\nrubric: small\nsampling: {greeting: 20 %}\n'


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """A folder of rubrics that is in use, with nothing wrong in it."""
    rubrics = tmp_path / "rubrics"
    (rubrics / "overlays").mkdir(parents=True)
    (rubrics / "small.yaml").write_text(HEAD + GREETING, encoding="utf-8")
    (rubrics / "overlays" / "2026-12.yaml").write_text(OVERLAY, encoding="utf-8")
    (tmp_path / "qa.toml").write_text('data = "data"\n[scoring]\nrubrics = "rubrics"\n', encoding="utf-8")
    return tmp_path


def lint(centre: Path, *files: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["rubric", "lint", *map(str, files), "--config", str(centre / "qa.toml")])
    return done.exit_code, done.stdout, done.stderr


def test_lint_of_a_folder_passes_its_rubrics_and_overlays(centre: Path) -> None:
    code, said, refused = lint(centre)
    assert (code, refused) == (0, "")
    assert f"{centre}/rubrics/small.yaml: 小质检表 1 · 1 项 criteria · ok" in said
    assert f"{centre}/rubrics/overlays/2026-12.yaml: 2026-12 小质检表 · 月度调整 overlay" in said
    assert lint(centre, centre / "rubrics") == (code, said, refused)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("zz.yaml", HEAD + GREETING, "R006: 编号 small 已用于 {folder}/small.yaml。"),
        ("zz.yaml", (HEAD + GREETING).replace("rubric: small", "rubric: other"), "R007: 有的通话同时适用"),
        ("zz.yml", HEAD + GREETING, "R005: 这样的文件名不会被读取。"),
        ("overlays/2026-11.yml", OVERLAY, "R005: 这样的文件名不会被读取。"),
        ("overlays/2026-12.small.yaml", OVERLAY, "R032: 这张质检表本月已有另一份调整。"),
        ("overlays/2026-11.yaml", OVERLAY + "points：{}\n", "--> {folder}/overlays/2026-11.yaml:4:7"),
        ("overlays/2026-11.yaml", OVERLAY.replace("12", "11").replace("greeting", "nosuch"), "R033"),
    ],
)
def test_lint_of_a_folder_tells_what_the_night_would_refuse(centre: Path, file: str, text: str, told: str) -> None:
    (centre / "rubrics" / file).write_text(text, encoding="utf-8")
    code, said, refused = lint(centre)
    assert code == 1
    assert told.format(folder=centre / "rubrics") in refused
    assert "small.yaml: 小质检表 1" in said


def test_lint_of_a_folder_without_a_rubric_says_so(centre: Path) -> None:
    (centre / "rubrics" / "small.yaml").unlink()
    (centre / "rubrics" / "overlays" / "2026-12.yaml").unlink()
    code, _, refused = lint(centre)
    assert (code, "R004: 文件夹里没有质检表（*.yaml）。" in refused) == (1, True)


@pytest.mark.parametrize("command", ["lint", "test"])
@pytest.mark.parametrize("name", ["small.cases.yml", "small.cases.YAML", "Small.cases.yaml"])
def test_cases_that_would_not_be_read_are_told(centre: Path, command: str, name: str) -> None:
    (centre / "rubrics" / name).write_text(CASES, encoding="utf-8")
    done = trial(centre, command, "small.yaml")
    told = f"{done.stderr}{done.exception}"
    assert done.exit_code == 1
    assert "R005: 这样的文件名不会被读取。" in told
    assert "请改名为 small.cases.yaml。" in told


@pytest.mark.parametrize("command", ["lint", "test"])
def test_a_file_of_cases_in_place_of_the_rubric_is_told_once(centre: Path, command: str) -> None:
    (centre / "rubrics" / "small.cases.yaml").write_text(CASES, encoding="utf-8")
    error = trial(centre, command, "small.cases.yaml").exception
    assert isinstance(error, UsageError)
    assert (error.message.zh, error.advice.zh) == (
        "这是用例文件。",
        f"请写质检表的文件名 {centre}/rubrics/small.yaml。",
    )
    assert trial(centre, command, "small.cases.yaml", "small.yaml").exit_code == 0  # rubrics/*.yaml


CASES = "cases:\n  - name: 问候\n    turns: [{agent: 您好}]\n    score: {at_least: 0}\n"


def trial(centre: Path, command: str, *names: str) -> Result:
    files = (str(centre / "rubrics" / name) for name in names)
    return CliRunner().invoke(app, ["rubric", command, *files, "--config", str(centre / "qa.toml")])


def test_lint_of_a_folder_tells_everything_at_once(centre: Path) -> None:
    for name, text in {
        "bad.yaml": HEAD.replace("bands", "bnads") + GREETING,
        "zz.yaml": HEAD + GREETING,
        "zz.yml": HEAD + GREETING,
        "overlays/2026-11.yaml": OVERLAY,
        "overlays/2026-10.yaml": OVERLAY.replace("12", "10").replace("small", "of_the_bad_one"),
    }.items():
        (centre / "rubrics" / name).write_text(text, encoding="utf-8")
    _, _, refused = lint(centre)
    assert all(code in refused for code in ("R020", "R006", "R005", "R031"))
    assert "R030" not in refused  # its rubric may be the one that is refused


@pytest.mark.parametrize("place", ["rubrics/overlays/2026-11.yaml", "draft.yaml"])
def test_lint_knows_an_overlay_by_its_place_and_by_its_key(centre: Path, place: str) -> None:
    file = centre / place
    file.write_text(OVERLAY.replace("12", "11"), encoding="utf-8")
    code, said, _ = lint(centre, file)
    assert (code, "2026-11 小质检表 · 月度调整 overlay" in said) == (0, True)
    file.write_text('overlay: "2026-11"\nrubric: small\npoints：{greeting: 2}\n', encoding="utf-8")
    code, _, refused = lint(centre, file)
    assert code == 1
    assert f"R040: 键的后面是全角冒号“：”。 / a full-width colon behind a key.\n  --> {file}:3:7\n" in refused
    assert "R020" not in refused  # not read as a rubric


def test_lint_of_an_overlay_tells_the_points_before_and_after(centre: Path) -> None:
    second = "      - id: bye\n        name: 道别\n        points: 40\n        require: {said: 再见, by: agent}\n"
    (centre / "rubrics" / "small.yaml").write_text(HEAD + GREETING + second, encoding="utf-8")
    file = centre / "rubrics" / "overlays" / "2026-12.yaml"
    file.write_text(OVERLAY + "points: {bye: 60, greeting: 20}\nbecause: {bye: 客诉多}\n", encoding="utf-8")
    code, said, _ = lint(centre, file)
    assert (code, said.splitlines()[1:]) == (
        0,
        ["  问候 greeting：40 → 20 分", "  道别 bye：40 → 60 分（客诉多）"],
    )


@pytest.mark.parametrize("command", ["lint", "test", "explain"])
@pytest.mark.parametrize("place", ["2026-12.yaml", "overlays/2026-12.yaml"])
def test_an_overlay_that_is_given_for_a_rubric_is_told_once(centre: Path, command: str, place: str) -> None:
    file = centre / "rubrics" / place
    file.write_text(OVERLAY, encoding="utf-8")
    config = () if command == "explain" else ("--config", str(centre / "qa.toml"))
    done = CliRunner().invoke(app, ["rubric", command, str(file), *config])
    if command == "lint" and place.startswith("overlays"):
        assert done.exit_code == 0
        return
    told = f"{done.stderr}{done.exception}"
    assert done.exit_code == 1
    assert re.findall(r"^R\d+: .*? /", told, re.MULTILINE) == ["R008: 这是月度调整，不是质检表。 /"]


def test_doctor_tells_a_wrong_overlay_with_its_line(centre: Path) -> None:
    def rubrics() -> str:
        done = CliRunner().invoke(app, ["doctor", "--config", str(centre / "qa.toml")])
        return done.output[done.output.index("质检表 rubrics") :]

    assert rubrics().startswith("质检表 rubrics: 1 · 月度调整 overlays 1 · ok")
    (centre / "rubrics" / "overlays" / "2026-11.yaml").write_text(OVERLAY + "points：{}\n", encoding="utf-8")
    assert f"--> {centre}/rubrics/overlays/2026-11.yaml:4:7" in rubrics()
