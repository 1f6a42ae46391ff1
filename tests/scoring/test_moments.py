"""When something that several things make up happened: it began with the first of them and was done with the last."""

from __future__ import annotations

import pytest

from qa.measures.shape import Silence
from qa.scoring.conditions import judge
from qa.scoring.heard import Call
from tests import builders
from tests.scoring.test_operators import NOT, SURE, A, C, Lines, call_of, parsed, told

NAME, CHECK, THANKS, HELLO = (A, "请问您贵姓"), (A, "请您核对一下"), (A, "感谢您的来电"), (A, "您好请讲")
BOTH = "{all: [{said: 贵姓, by: agent}, {said: 核对, by: agent}]}"
THEN_THANKS = f"{{order: [{BOTH}, {{said: 感谢您的来电, by: agent}}]}}"
HELLO_THEN = f"{{order: [{{said: 您好请讲, by: agent}}, {BOTH}]}}"
SOON = f"{{order: [{BOTH}, {{said: 感谢您的来电, by: agent}}], apart: 3 s}}"
NESTED = "{order: [{order: [{said: 贵姓}, {said: 核对}]}, {said: 感谢您的来电}]}"
EITHER = f"{{order: [{{any: [{BOTH}, {{said: 工号, by: agent}}]}}, {{said: 感谢您的来电, by: agent}}]}}"
IN_QUEUE = "{order: [{all: [{said: 贵姓}, {metadata: {queue: 移动账单}}, {not: {said: 再见}}]}, {said: 感谢您的来电}]}"
ABOUT_WATER = (
    "{order: [{all: [{topic: [停水, 没水], different: 1}, {metadata: {queue: 移动账单}}]}, {said: 感谢您的来电}]}"
)
REPLY = f"{{answers: {{trigger: {{said: 我要投诉, by: customer}}, reply: {BOTH}, within: 2 turns}}}}"
REPLY_SOON = f"{{answers: {{trigger: {{said: 我要投诉, by: customer}}, reply: {BOTH}, within: 3 s}}}}"
TRIGGER = (
    "{answers: {trigger: {all: [{said: 我要投诉, by: customer}, {said: 太差了, by: customer}]},"
    " reply: {said: 抱歉, by: agent}, within: 1 turns}}"
)
AFTER = "{said: 感谢您的来电, by: agent, after: {all: [{said: 贵姓}, {said: 核对}], within: 5 s}}"
BEFORE = "{said: 您好请讲, by: agent, before: {all: [{said: 贵姓}, {said: 核对}], within: 5 s}}"
ANGRY, BAD, SORRY, LONG = (C, "我要投诉"), (C, "你们太差了"), (A, "非常抱歉"), (C, "那边的路口往前面走就是" * 3)


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        (THEN_THANKS, [NAME, CHECK, THANKS], SURE),
        (THEN_THANKS, [CHECK, NAME, THANKS], SURE),
        (THEN_THANKS, [NAME, THANKS, CHECK], NOT),
        (THEN_THANKS, [NAME, THANKS, CHECK, THANKS], SURE),
        (HELLO_THEN, [HELLO, NAME, CHECK], SURE),
        (HELLO_THEN, [NAME, HELLO, CHECK], NOT),
        (HELLO_THEN, [NAME, HELLO, NAME, CHECK], SURE),
        (HELLO_THEN, [NAME, CHECK, HELLO, NAME, CHECK], SURE),
        (SOON, [NAME, LONG, CHECK, THANKS], SURE),
        (SOON, [NAME, CHECK, LONG, THANKS], NOT),
        (NESTED, [NAME, CHECK, THANKS], SURE),
        (NESTED, [NAME, THANKS, CHECK], NOT),
        (EITHER, [NAME, THANKS, CHECK], NOT),
        (EITHER, [(A, "工号八号"), THANKS, CHECK], SURE),
        (IN_QUEUE, [NAME, THANKS], SURE),
        (ABOUT_WATER, [(C, "我家停水了"), THANKS], SURE),
        (REPLY, [ANGRY, NAME, CHECK], SURE),
        (REPLY, [ANGRY, NAME, LONG, (A, "我先帮您查询"), LONG, CHECK], NOT),
        (REPLY, [NAME, ANGRY, CHECK], NOT),
        (REPLY_SOON, [ANGRY, NAME, CHECK], SURE),
        (REPLY_SOON, [ANGRY, NAME, LONG, CHECK], NOT),
        (TRIGGER, [ANGRY, (A, "请讲一下"), BAD, SORRY], SURE),
        (TRIGGER, [ANGRY, SORRY, BAD, (A, "知道了")], NOT),
        (TRIGGER, [ANGRY, BAD, SORRY, ANGRY, (A, "知道了")], SURE),
        (AFTER, [NAME, LONG, CHECK, THANKS], SURE),
        (AFTER, [NAME, THANKS, LONG, CHECK], NOT),
        (BEFORE, [HELLO, NAME, CHECK], SURE),
        (BEFORE, [NAME, HELLO, CHECK], NOT),
    ],
)
def test_what_several_things_make_up_is_one_step_of_an_order(condition: str, lines: Lines, expected: str) -> None:
    assert told(judge(parsed(condition), call_of([(C, "喂"), *lines]))) == expected


def test_a_silence_is_excused_after_all_that_was_to_be_said_before_it() -> None:
    condition = parsed(
        "{silence: {longer_than: 5 s}, unless_after: {all: [{said: 请您稍等}, {said: 我查一下}], within: 60 s}}"
    )
    lines = [(A, "请您稍等"), (C, "好的好的")]
    half = call_of(lines).transcript.turns[-1].end
    silence = Silence(half + 0.1, half + 0.2 + 8, A)
    said_later = [builders.turn("我查一下", start=silence.end + 1)]
    call = call_of(lines, builders.measures(silences=[silence]))
    turns = [*call.transcript.turns, *said_later]
    assert told(judge(condition, Call(builders.transcript(turns=turns), call.measures, call.metadata))) == SURE


def test_what_a_step_rests_on_is_shown_part_by_part() -> None:
    verdict = judge(parsed(THEN_THANKS), call_of([(C, "喂"), NAME, CHECK, THANKS]))
    assert [hit.phrase for hit in verdict.hits] == ["贵姓", "核对", "感谢您的来电"]
