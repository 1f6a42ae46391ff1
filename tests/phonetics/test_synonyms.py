"""A word in a phrase stands for the words that mean the same, and for no others."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from qa.phonetics.pattern import Choice, Sequence, Sound, parse_text
from qa.phonetics.synonyms import GROUPS


def ways(pattern: Sequence) -> set[str]:
    """All that a pattern without slots lets one say."""
    parts = []
    for part in pattern:
        match part:
            case Sound(reading=char):
                parts.append({char})
            case Choice(options=options):
                parts.append(set().union(*map(ways, options)))
    return {"".join(way) for way in product(*parts)}


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("先别说话", {"先别说话", "先别讲话", "先不要说话", "先不要讲话"}),
        ("还有其他需要吗", {f"{still}{other}需要吗" for still in ("还有", "还有没有") for other in ("其他", "别的")}),
        ("(别|不要)挂机", {f"{no}{hang}" for no in ("别", "不要") for hang in ("挂机", "挂电话", "挂断", "挂线")}),
        ("不归我们管", {"不归我们管", "不归咱们管"}),
        ("(说|讲)过", {"说过", "讲过"}),
        ("九点半上班", {"九点半上班", "九点三十上班", "九点三十分上班"}),
        ("9点30分上班", {"9点30分上班", "9点半上班"}),
        ("晚点半天", {"晚点半天"}),
        ("特别小心", {"特别小心"}),
        ("分别办理", {"分别办理"}),
        ("不要脸", {"不要脸"}),
        ("要不要说明", {"要不要说明"}),
        ("听说", {"听说"}),
        ("讲座", {"讲座"}),
        ("对不起", {"对不起"}),
    ],
)
def test_what_may_be_said_for_a_phrase(phrase: str, said: set[str]) -> None:
    assert ways(parse_text(phrase)) == said


def test_as_written_nothing_stands_for_anything_else() -> None:
    assert ways(parse_text("先别说话", as_written=True)) == {"先别说话"}


@pytest.mark.parametrize("file", ["docs/rubric-guide.zh-CN.md", "rubrics/README.md"])
def test_authors_are_told_of_every_group(file: str) -> None:
    told = (Path(__file__).resolve().parents[2] / file).read_text(encoding="utf-8")
    assert [group for group in GROUPS if "/".join(group) not in told] == []


@pytest.mark.parametrize("group", GROUPS)
def test_any_of_a_group_stands_for_all(group: tuple[str, ...]) -> None:
    assert all(ways(parse_text(word)) == {"".join(filter(str.isalnum, each)) for each in group} for word in group)
