"""The judge's reasons in English: every wording that scoring has is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qa.scoring
from qa.report.reasons import reason

FOLDER = Path(qa.scoring.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")


def reasons_in_the_source() -> set[str]:
    """The literals that reasons are made of; what is filled in is a number."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    plain = set(re.findall(r'Verdict\.(?:unknown|not_asked)\(f?"([^"]+)"\)', text))
    plain |= set(re.findall(r'Outcome\.\w+, (?:\(\)|[\w.]+), "([^"]+)"', text))
    plain |= set(re.findall(r'reason=?\s?=\s?f?"([^"]+)"', text))
    filled = {re.sub(r"\{NAMES[^}]*\}", "坐席", one) for one in plain}
    return {re.sub(r"\{[^{}]*\}", "3", one) for one in filled if CHINESE.search(one)}


def test_no_reason_of_the_judge_is_left_in_chinese() -> None:
    found = reasons_in_the_source()
    assert len(found) >= 15
    found = {one for one in found if not one.startswith(("实测", "第 3"))}
    assert {one: reason(one).en for one in found if CHINESE.search(reason(one).en.replace("旁", ""))} == {}


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("", ""),
        ("未听到", "not heard"),
        ("实测 0.7 秒", "measured 0.7 s"),
        ("实测 312.0 字/分", "measured 312.0 characters/min"),
        ("实测 41.0 %", "measured 41.0 %"),
        ("第 2、3 步未出现", "step 2, 3 is missing"),
        (
            "12 秒处“有没有”之后没有听到回应；40 秒处等待旁未听到",
            "nothing heard in answer to “有没有” at 12 s; not heard beside 等待 at 40 s",
        ),
        ("15 秒处静默 9.7 秒旁未听到", "not heard beside silence of 9.7 s at 15 s"),
        ("客户语音不清，无法断定没有说", "the customer is too unclear to say that it was not said"),
        ("听证会上说的", "听证会上说的"),
    ],
)
def test_a_reason_in_both_languages(said: str, english: str) -> None:
    assert reason(said).zh == said
    assert reason(said).en == english
