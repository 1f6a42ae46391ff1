"""The guide for new authors: what they type from it does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qa.authoring.cases import load_cases, uncovered
from qa.authoring.checks import hints_of
from qa.authoring.trial import run
from qa.cli import COMMANDS, load
from qa.rubric.source import load_rubric, load_rubrics
from qa.scoring.scorecard import Thresholds

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "rubric-guide.zh-CN.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """The rubric and its cases, copied from the guide with the line that step 4 adds."""
    rubric, cases = (block for kind, block in BLOCKS if kind == "yaml" and block.startswith(("rubric:", "cases:")))
    (added,) = (block for kind, block in BLOCKS if kind == "yaml" and block.startswith(" "))
    behind = "            - 这个我没办法\n"
    assert rubric.count(behind) == 1
    path = tmp_path / "我的热线.yaml"
    path.write_text(rubric.replace(behind, behind + added), encoding="utf-8")
    (tmp_path / "我的热线.cases.yaml").write_text(cases, encoding="utf-8")
    return path


def test_the_rubric_of_the_guide_is_read_and_tested_without_a_hint(typed: Path) -> None:
    loaded = load_rubric(typed)
    cases = load_cases(typed.with_name("我的热线.cases.yaml"), loaded.rubric)
    assert uncovered(loaded.rubric, cases) == ()
    assert [result.surprises for result in run(loaded.rubric, cases, Thresholds())] == [()] * 3
    assert hints_of(loaded, ()) == ()


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
