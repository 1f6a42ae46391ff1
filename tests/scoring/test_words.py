"""Words as recognisers write them, several characters long: a phrase may begin within one, and places may touch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.recording import Seconds
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.doubt import doubts
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.sought import sought_by
from qa.transcript import HeardAgain, Party, Turn, Word
from tests import builders
from tests.scoring.test_operators import rubric_of

A, C = Party.AGENT, Party.CUSTOMER
CUSTOMER = builders.turn("你好", party=C, start=0.5)


def turn(text: str, start: Seconds = 3.0, *, party: Party = A) -> Turn:
    """A turn whose words are cut at `|`."""
    words: list[Word] = []
    for part in text.split("|"):
        words.append(builders.word(part, start=words[-1].end if words else start, probability=0.95))
    return Turn(party, start, words[-1].end, tuple(words))


def call(*turns: Turn, again: tuple[HeardAgain, ...] = ()) -> Call:
    heard = replace(builders.transcript(turns=(CUSTOMER, *turns)), again=again)
    return Call(heard, builders.measures(), builders.metadata())


def line(condition: str, heard: Call, demand: str = "forbid") -> CriterionResult:
    return lines(rubric_of(condition, demand), heard)[0]


def lines(rubric: Rubric, heard: Call) -> tuple[CriterionResult, ...]:
    return evaluate(rubric, heard, Stamp("", ""), Thresholds()).criteria


def answered(condition: str, one: Turn, sure: float) -> CriterionResult:
    """The criterion where a second listening answers this for each of its places."""
    rubric = rubric_of(condition, "forbid")
    places = doubts(call(one), sought_by(rubric))
    assert places
    return lines(rubric, call(one, again=tuple(HeardAgain(d.phrase, d.party, d.start, d.end, sure) for d in places)))[0]


@pytest.mark.parametrize("text", ["这个|不是|林|字|得|温|地", "这个|不|是|林|字|得|温|地"])
def test_what_only_the_sound_shows_begins_where_its_phrase_does(text: str) -> None:
    found = answered("{said: 是您自己的问题, by: agent}", turn(text), 0.97)
    assert (found.outcome, found.findings[0].text) == (Outcome.CANNOT_JUDGE, "是林字得温地")


@pytest.mark.parametrize("text", ["这|不|是我|管不着|的", "这|不|是|我|管|不|着|的"])
def test_an_expression_begins_where_it_fits(text: str) -> None:
    found = line("{matches: '我管不着', by: agent}", call(turn(text)))
    assert (found.outcome, found.findings[0].text) == (Outcome.CANNOT_JUDGE, "我管不着")


def test_an_answer_about_one_party_is_none_about_the_other() -> None:
    customers = turn("请|您|少|登", 3.1, party=C)
    answer = HeardAgain("请您稍等", C, customers.start, customers.end, 0.12)
    heard = call(turn("请您|稍等"), customers, again=(answer,))
    assert line("{said: 请您稍等}", heard, "require").outcome is Outcome.MET


def test_an_answer_about_a_place_beside_it_leaves_a_certain_one_certain() -> None:
    one = turn("我|不知|道不|吃到|这个")
    assert answered("{said: 不知道, by: agent}", one, 0.1).outcome is Outcome.VIOLATED


def joined(*turns: Turn) -> Turn:
    return Turn(A, turns[0].start, turns[-1].end, tuple(word for one in turns for word in one.words))


def test_behind_a_pause_nothing_is_denied_disowned_or_a_part_of_a_number() -> None:
    denied = joined(turn("您|说|的|是|这个|没有"), turn("请您|稍等", 7.0))
    assert line("{said: 请您稍等, by: agent}", call(denied), "require").outcome is Outcome.MET
    disowned = joined(turn("你去|投诉|好了"), turn("都是|骗子", 7.0))
    assert line("{said: 你去投诉好了, by: agent}", call(disowned)).outcome is Outcome.VIOLATED
    numbers = joined(turn("工号|是|1001"), turn("24|小时|内|回复", 7.0))
    found = line("{said: '{number}小时内回复', by: agent}", call(numbers), "require")
    assert [one.text for one in found.findings] == ["24小时内回复"]


@pytest.mark.parametrize(
    ("phrase", "said"), [("马上", "立刻"), ("知道", "晓得"), ("其他", "别的"), ("二十", "20"), ("OK", "ok")]
)
def test_two_syllables_are_believed_in_words_for_the_same(phrase: str, said: str) -> None:
    assert line(f"{{said: {phrase}, by: agent}}", call(turn(f"我|{said}|给您|办理")), "require").outcome is Outcome.MET


def test_words_without_length_at_the_end_of_a_turn_keep_what_frames_them() -> None:
    told = turn("师傅|说")
    at = told.end
    rude = tuple(Word(text, at, at, 0.95) for text in ("你去", "投诉", "好了"))
    heard = call(Turn(A, told.start, at, told.words + rude))
    assert line("{said: 你去投诉好了, by: agent}", heard).outcome is Outcome.CANNOT_JUDGE


TWO = """\
rubric: two
name: 两项
version: "1"
bands: {{优: 90}}
sections:
  - id: one
    name: 一
    criteria:
      - {{id: a, name: 甲, points: 50, forbid: {{said: 稍等, by: agent, unless: {{said: 请您稍等}}}}}}
      - {{id: b, name: 乙, points: 50, require: {{said: 请您稍等, by: agent{where}}}}}
"""


@pytest.mark.parametrize("where", ["", ", within: first 1 turns"])
def test_an_excuse_that_names_nobody_is_found_wherever_others_look_for_it(where: str) -> None:
    heard = call(turn("您好", 2.0), turn("我|查|话费", 3.0, party=C), turn("请您|稍等|一下", 5.0))
    found = lines(parse_rubric(TWO.format(where=where), "two.yaml"), heard)
    assert found[0].outcome is Outcome.CLEAR
