"""Plain Chinese that merely sounds like something forbidden accuses nobody; nonsense that sounds like it does."""

from __future__ import annotations

import pytest

from qa.phonetics.pattern import parse_text
from qa.phonetics.syllables import syllables
from qa.phonetics.wording import wording
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import OTHER_WORDS, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import HeardAgain, Party
from tests import builders
from tests.scoring.test_operators import rubric_of


def judged(
    said: str, phrase: str, demand: str = "forbid", sure: float = 0.9, again: tuple[HeardAgain, ...] = ()
) -> tuple[Outcome, str]:
    turns = (
        builders.turn("您好", party=Party.AGENT, start=0.0),
        builders.turn(said, party=Party.AGENT, start=9.0, probability=sure),
    )
    call = Call(builders.transcript(turns=turns, again=again), builders.measures(), builders.metadata())
    (line,) = evaluate(
        rubric_of(f'{{said: "{phrase}", by: agent}}', demand), call, Stamp("", ""), Thresholds()
    ).criteria
    return line.outcome, line.reason


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("您是不是自己来的", "(你|您)识不识字"),
        ("您是不是自提的", "(你|您)(是|识)不识字"),
        ("总阀关不了您就别动", "管不了"),
        ("煤气关不了您马上打燃气公司电话", "管不了"),
    ],
)
def test_plain_words_that_sound_alike_go_to_a_person(said: str, phrase: str) -> None:
    assert judged(said, phrase) == (Outcome.CANNOT_JUDGE, OTHER_WORDS)


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("你识不识字啊", "(你|您)(是|识)不识字"),
        ("这个我不指导", "我不知道"),
        ("我哪小德啊", "我哪晓得"),
        ("这个管步料", "管不了"),
        ("你去营业听闻", "你去营业厅问"),
        ("我指负责回访", "我只负责回访"),
        ("工资的贵金就是这样", "公司的规定就是这样"),
        ("你在那等着吧，哪儿也别去", "你在那等着吧"),
        ("罚你5,334块", "罚你五千三百三十四块"),
    ],
)
def test_what_makes_no_sense_is_the_phrase_misheard(said: str, phrase: str) -> None:
    assert judged(said, phrase)[0] is Outcome.VIOLATED


def test_points_are_earned_by_sound_alone() -> None:
    assert judged("您是不是自己来的", "(你|您)识不识字", demand="require")[0] is Outcome.MET


def test_where_the_sound_was_asked_it_has_answered() -> None:
    asked = HeardAgain("(你|您)识不识字", Party.AGENT, 9.0, 12.0, 0.9)
    assert judged("您是不是自己来的", "(你|您)识不识字", again=(asked,))[0] is Outcome.VIOLATED


def test_words_that_the_recogniser_hardly_believes_prove_nothing() -> None:
    assert judged("您是不是自提的", "(你|您)(是|识)不识字", sure=0.6)[0] is Outcome.VIOLATED


def test_of_alternatives_that_sound_alike_the_one_that_was_written_down_is_meant() -> None:
    heard = "你识不识字"
    assert wording(parse_text("(你|您)(是|识)不识字"), heard, syllables(heard)) == heard
