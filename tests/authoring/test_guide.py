"""The guide for new authors: what they type from it does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.authoring.case import Case
from qa.authoring.cases import load_cases, uncovered
from qa.authoring.checks import hints_of
from qa.authoring.trial import CORRUPTIONS, RIGHT, WRONG, run
from qa.cli import COMMANDS, app, load
from qa.rubric.field_notes import field_notes
from qa.rubric.folder import load_rubrics
from qa.rubric.months import load_month_rubrics
from qa.rubric.source import load_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import A, call_of, rubric_of

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "rubric-guide.zh-CN.md").read_text(encoding="utf-8")
CALL = ROOT / "sample_audio" / "calls" / "T20261013-02.wav"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """The rubric and its cases, copied from the guide with the two lines that step 4 adds."""
    rubric, cases = (block for kind, block in BLOCKS if kind == "yaml" and block.startswith(("rubric:", "cases:")))
    added = [block for kind, block in BLOCKS if kind == "yaml" and block.startswith(" ")]
    for behind, line in zip(("这个我没办法", "您好{any:0-10}为您服务"), added, strict=True):
        above = f"            - {behind}\n"
        assert rubric.count(above) == 1
        rubric = rubric.replace(above, above + line)
    path = tmp_path / "我的热线.yaml"
    path.write_text(rubric, encoding="utf-8")
    (tmp_path / "我的热线.cases.yaml").write_text(cases, encoding="utf-8")
    return path


@pytest.mark.speech
def test_what_step_four_prints_is_what_the_two_lines_do(typed: Path) -> None:
    printed = [block for kind, block in BLOCKS if not kind and "规范问候" in block]
    plain = typed.with_name("plain.yaml")
    plain.write_text(next(block for kind, block in BLOCKS if kind == "yaml" and block.startswith("rubric:")), "utf-8")
    for rubric, told in zip((plain, typed), printed, strict=True):
        done = CliRunner().invoke(
            app, ["process", str(CALL), "--rubric", str(rubric), "--config", str(ROOT / "qa.toml")]
        )
        assert done.exit_code == 0
        assert lines(told) == lines(done.output)


def lines(printed: str) -> list[tuple[str, str, str]]:
    """Sign, criterion and points of each line of a scorecard."""
    return re.findall(r"^ ([✓○✕?])  (\S+) +(\d+/\d+)?", printed, re.MULTILINE)


def test_how_sure_the_machine_must_be_is_what_the_manual_says() -> None:
    manual = (ROOT / "rubrics" / "README.md").read_text(encoding="utf-8")
    told = re.search(r"扣分要求的把握（([\d.]+)）高于给分（([\d.]+)）", manual)
    assert told is not None
    assert (float(told[1]), float(told[2])) == (Thresholds().accuse, Thresholds().credit)


def test_the_rubric_of_the_guide_is_read_and_tested_without_a_hint(typed: Path) -> None:
    loaded = load_rubric(typed)
    cases = load_cases(typed.with_name("我的热线.cases.yaml"), loaded.rubric)
    assert uncovered(loaded.rubric, cases) == ()
    assert [result.surprises for result in run(loaded.rubric, cases, Thresholds())] == [()] * 3
    assert hints_of(loaded, ()) == ()


def test_the_overlay_of_the_guide_changes_its_rubric_as_it_prints(typed: Path) -> None:
    (overlay,) = (block for kind, block in BLOCKS if kind == "yaml" and block.startswith("overlay:"))
    (printed,) = (block for kind, block in BLOCKS if not kind and "月度调整" in block)
    folder = typed.parent
    file, config = folder / "overlays" / "2026-12.yaml", folder / "qa.toml"
    file.parent.mkdir()
    file.write_text(overlay, encoding="utf-8")
    config.write_text('data = "data"\n', encoding="utf-8")
    months = load_month_rubrics(folder)
    assert months.refused == ()
    (december,) = months.of("2026-12")
    points = {criterion.id: criterion.points for _, criterion in december.rubric.criteria()}
    assert points == {"greeting": 40, "farewell": 20, "evasive": 40}
    done = CliRunner().invoke(app, ["rubric", "lint", str(file), "--config", str(config)])
    assert done.stdout.replace(str(folder), "rubrics") == printed


def test_the_rule_of_noise_is_told_with_its_numbers() -> None:
    guide, note = GUIDE.replace("\n", ""), field_notes(Case)["noise"]
    assert f"再按 {CORRUPTIONS} 种听错的样子" in guide
    assert f"至少 {RIGHT} 遍判对、至多 {WRONG} 遍判错，才算通过" in guide
    assert f"至少 {RIGHT} 遍对、至多 {WRONG} 遍错才通过" in note


@pytest.mark.parametrize(
    ("demand", "condition", "said", "outcome"),
    [
        ("require", "said: '大概{number}个工作日'", "大概三到五个工作日", Outcome.MET),
        ("require", "said: '大概{number}个工作日', as_written: true", "大概三到五个工作日", Outcome.MISSED),
        ("forbid", "said: '大概{number}个工作日'", "大概三到五个工作日", Outcome.CANNOT_JUDGE),
        ("require", "said: '{number}(到|至){number}个工作日', as_written: true", "三到五个工作日", Outcome.MET),
        ("require", "said: '{number}小时'", "您等半小时", Outcome.MET),
        ("require", "said: '{number}分钟'", "您等几分钟", Outcome.MISSED),
    ],
)
def test_what_the_guide_says_of_numbers(demand: str, condition: str, said: str, outcome: Outcome) -> None:
    rubric = rubric_of(f"{{{condition}, by: agent}}", demand)
    (result,) = evaluate(rubric, call_of([(A, said)]), Stamp("", ""), Thresholds()).criteria
    assert result.outcome is outcome


def test_its_list_of_phrases_is_the_same_rubric_written_once(typed: Path) -> None:
    (lists,) = (block for kind, block in BLOCKS if kind == "yaml" and block.startswith("phrases:"))
    plain, text = load_rubric(typed).rubric, typed.read_text(encoding="utf-8")
    copied = "            - 我不知道\n            - 这个我没办法\n"
    assert text.count(copied) == 1
    text = text.replace(copied, "            - $slips\n").replace("sections:\n", f"{lists}sections:\n")
    typed.write_text(text, encoding="utf-8")
    assert load_rubric(typed).rubric.sections == plain.sections


def test_it_can_be_put_beside_the_shipped_rubrics(typed: Path) -> None:
    for path in (ROOT / "rubrics").glob("*.yaml"):
        (typed.parent / path.name).write_bytes(path.read_bytes())
    assert len(load_rubrics(typed.parent)) == 4


def test_the_commands_of_the_guide_are_there() -> None:
    commands = [
        line.split()[1:3]
        for _, block in BLOCKS
        for line in block.splitlines()
        if re.match(r"qa (rubric|process)", line)
    ]
    assert len(commands) >= 4
    known = load("rubric").commands
    assert all(second in known if first == "rubric" else first in COMMANDS for first, second in commands)
