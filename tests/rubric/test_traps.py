"""A text that is no YAML is told by the character that was typed, not by the place where the parser gave up."""

from __future__ import annotations

import pytest

from qa.rubric.diagnostics import RubricError
from qa.rubric.source import parse_rubric

GOOD = """\
rubric: small
name: 小质检表
version: "1"
scale: {start: 100}
bands: {优: 90}
sections:
  - id: s
    name: 全部
    criteria:
      - id: c0
        name: 问候  # 全角：不要紧
        points: 10
        require: {said: 您好, by: agent}
"""
DEMAND = "require: {said: 您好, by: agent}"
BLOCK = "require:\n          said:\n            - {}\n          by: agent"


def told(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(RubricError) as refusal:
        parse_rubric(text, "small.yaml")
    return [(d.code, d.line, d.column) for d in refusal.value.diagnostics]


@pytest.mark.parametrize(
    ("typed", "instead", "expected"),
    [
        ("name: 问候", "name：问候", ("R040", 11, 13)),
        ("- id: c0", "- id：c0", ("R040", 10, 11)),
        ("您好, by", "您好， by", ("R041", 13, 27)),
        (DEMAND, "require: ｛said: 您好, by: agent｝", ("R042", 13, 18)),
        ("said: 您好", "said: {any:0-6}为您服务", ("R043", 13, 25)),
        (DEMAND, BLOCK.replace("{}", "{number}为您服务"), ("R043", 15, 15)),
        ("said: 您好", "said: [您]好", ("R044", 13, 25)),
        (DEMAND, BLOCK.replace("{}", "[您]好"), ("R044", 15, 15)),
        ("        points", "\tpoints", ("R045", 12, 1)),
        ("said: 您好, by: agent", "said：[您好], by: agent", ("R040", 13, 23)),
        ("points: 10", "points:10", ("R047", 12, 15)),
        ("        points", "\u3000\u3000points", ("R046", 12, 1)),
        ("        points", "\u00a0\u00a0points", ("R046", 12, 1)),
        (DEMAND, BLOCK.replace("{}", "@我不知道"), ("R048", 15, 15)),
        (DEMAND, BLOCK.replace("{}", "*我不知道"), ("R048", 15, 15)),
        (DEMAND, BLOCK.replace("{}", "!我不知道"), ("R048", 15, 15)),
        (DEMAND, BLOCK.replace("{}", "%我不知道"), ("R048", 15, 15)),
        (DEMAND, BLOCK.replace("- {}", "- 您好\n            -没办法"), ("R049", 16, 13)),
        (DEMAND, BLOCK.replace("- {}", "- 您好\n            － 没办法"), ("R060", 16, 13)),
        ("points: 10", "points:\t10", ("R061", 12, 16)),
        ("said: 您好", "said: [您好, 早上好{any:0-3}请讲]", ("R062", 13, 33)),
        (DEMAND, BLOCK.replace("{}", "'我'不知道"), ("R063", 15, 18)),
        ('version: "1"', 'version: "1', ("R064", 3, 10)),
        ("by: agent}", "by: agent", ("R065", 13, 18)),
        ("{优: 90}", "{优: 90，差: 0}", ("R041", 5, 14)),
        ("said: 您好", "said: 您的{any:0-4}号码", ("R062", 13, 27)),
        ("said: 您好", "said: 您的[手机]号码", ("R066", 13, 27)),
        ("said: 您好", "said: [您的[手机]号码]", ("R066", 13, 28)),
        ("said: 您好", "said: [您好, 没办法", ("R067", 13, 44)),
        ("{said: 您好, by: agent}", "{said: 您好, by: agent]", ("R067", 13, 38)),
        ("name: 问候", "name: 问候: 开头", ("R068", 11, 17)),
        (DEMAND, BLOCK.replace("{}", "您好{any:0-3}请讲").replace("by: agent", "by: agent: 坐席"), ("R068", 16, 20)),
    ],
)
def test_a_trap_is_told_where_it_stands(typed: str, instead: str, expected: tuple[str, int, int]) -> None:
    assert typed in GOOD
    assert told(GOOD.replace(typed, instead)) == [expected]


def test_all_traps_are_told_at_once() -> None:
    text = GOOD.replace("name: 问候", "name：问候").replace("您好, by", "您好， by")
    assert [code for code, _, _ in told(text)] == ["R040", "R041"]


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("name: 问候", "name： 问候: 开头"), ("points: 10", "- points: 10"), ("points: 10", "points 10")],
)
def test_a_colon_that_is_a_key_is_no_trap(typed: str, instead: str) -> None:
    assert "R068" not in [code for code, _, _ in told(GOOD.replace(typed, instead))]


def test_what_stands_in_quotes_is_no_trap() -> None:
    quoted = GOOD.replace("said: 您好", "said: '[您]好，{any:0-6}：为您服务'")
    assert parse_rubric(quoted, "small.yaml").name == "小质检表"
    assert [code for code, _, _ in told(quoted.replace("points: 10", "points 10"))] == ["R010"]


def test_the_excerpt_points_at_the_character() -> None:
    with pytest.raises(RubricError) as refusal:
        parse_rubric(GOOD.replace("name: 问候", "name：问候"), "small.yaml")
    assert str(refusal.value.diagnostics[0]) == (
        "R040: 键的后面是全角冒号“：”。 / a full-width colon behind a key.\n"
        "  --> small.yaml:11:13\n"
        "  11 |         name：问候  # 全角：不要紧\n"
        "     |             ^\n"
        "  = 请改为半角冒号加空格“: ”。 / Write a plain colon and a space."
    )


@pytest.mark.parametrize(
    ("typed", "instead", "expected"),
    [
        ("{优: 90}", "{优：90}", ("R040", 5, 10)),
        ("{start: 100}", "{start:100}", ("R047", 4, 14)),
        ("by: agent}", "by：agent}", ("R040", 13, 31)),
    ],
)
def test_a_colon_that_became_a_part_of_its_key_is_told_as_what_it_is(
    typed: str, instead: str, expected: tuple[str, int, int]
) -> None:
    assert typed in GOOD
    assert expected in told(GOOD.replace(typed, instead))


def test_a_slot_of_a_phrase_is_no_key_without_a_blank() -> None:
    text = GOOD.replace("said: 您好, by", "said: [您好{any:0-6}], by").replace("name: 问候", "name：问候")
    assert [code for code, _, _ in told(text)] == ["R040", "R062"]  # and no R047
