"""Phrases are found by sound, whatever the recogniser wrote and however the speaker stumbled."""

import math
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.alignment import Match, Speech, allowed, find, find_all
from qa.phonetics.closeness import substitution
from qa.phonetics.edits import digit_of, insertion_costs, omission_cost
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse
from qa.phonetics.programs import book_of
from qa.phonetics.syllables import Syllable, read, syllables
from qa.phonetics.vocabulary import BETWEEN_TURNS

GENEROUS = allowed([1.0] * 256)
STRICT = allowed([0.5] * 256)


def best(pattern: str, text: str) -> Match | None:
    matches = find(parse(pattern), Speech(read(text).said), GENEROUS)
    return min(matches, key=lambda m: m.cost) if matches else None


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [
        ("请不要挂机", "请不要刮几"),
        ("我帮您查询", "我帮您查寻"),
        ("您的余额", "您的余俄"),
        ("请您稍等", "请您少等"),
        ("请您稍等", "请您请您稍等"),
        ("请您稍等", "请您呃稍等一下啊"),
        ("我不知道", "这个我不指导"),
        ("工号{number}", "工号１０2四"),
        ("工号{number}", "共好要零六"),
        ("{number}[个]小时[之]内", "半个小时之内"),
        ("您好{any:0-10}为您服务", "您好，工号1024很高兴为您服务"),
        ("请[您]稍等", "请稍等"),
        ("(感谢|谢谢)您", "谢谢您"),
        ("请您再重复一下", "请您再重复一下儿"),
        ("上午九点半上门", "上午9:30上门"),
    ],
)
def test_a_phrase_is_found_in_what_recognisers_and_speakers_make_of_it(pattern: str, heard: str) -> None:
    match = best(pattern, heard)
    assert match is not None
    assert match.cost <= 0.25


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [
        ("您家住在哪个小区", "您家住在呃住在哪个小区"),
        ("你怎么不早说", "你怎么不那个怎么不早说"),
        ("请保持八米以上", "请保持呃八米保持八米以上"),
        ("我们社保局就这样", "我们社保局而社保局就这样"),
        ("请您在订单页面上传", "请您在丁丹页面，在丁丹页面上传"),
    ],
)
def test_who_begins_anew_has_said_it_once(pattern: str, heard: str) -> None:
    match = best(pattern, heard)
    assert match is not None
    assert match.cost <= 0.1 * (len(heard) - len(pattern)) + 0.01


@pytest.mark.parametrize("heard", ["您家住在后面在哪个小区", "您家不住在哪个小区", "您家住在不住在哪个小区"])
def test_new_words_and_a_negation_are_no_stumble(heard: str) -> None:
    match = best("您家住在哪个小区", heard)
    assert match is None or match.cost > 0.5


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [
        ("你有毛病", "您空调有毛病吗，空调有毛病我们报修"),
        ("你没有预订", "您昨天没有预订，昨天没有预订前天有"),
        ("我办不了", "我同事办不了，同事办不了我来办"),
        ("我们不赔", "我们酒店不赔，酒店不赔平台赔"),
    ],
)
def test_half_of_what_is_said_twice_is_no_stumble(pattern: str, heard: str) -> None:
    once, twice = best(pattern, heard[: heard.index("，")]), best(pattern, heard)
    assert once is None or once.cost >= 1
    assert twice is None or twice.cost >= 1
    again = best(pattern, f"{pattern[:2]}{pattern}")
    assert again is not None
    assert again.cost <= 0.1


@pytest.mark.parametrize(("digits", "words"), [("零九三", "灵就散"), ("五六二", "无留而"), ("幺幺四", "要药死")])
def test_digits_written_as_other_words_are_a_number_that_costs_more(digits: str, words: str) -> None:
    said = (f"工号{number}很高兴为您服务" for number in (digits, words, words[:2]))
    right, alike, short = (best("工号{number}很高兴为您服务", text) for text in said)
    assert right is not None
    assert right.cost == 0
    assert alike is not None
    assert 0 < alike.cost < 0.5
    assert short is None or short.cost > alike.cost + 0.1


@pytest.mark.parametrize(
    ("pattern", "small", "other"),
    [
        ("给我打分", "给我打个分", "给我打高分"),
        ("你等着吧", "你就等着吧", "你快等着吧"),
        ("不归我管", "不归我们管", "不归我叔管"),
        ("我先挂了", "我这边先挂了", "我老板先挂了"),
        ("好评返现", "好评的话返现", "好评电话返现"),
        ("我没办法", "我确实没办法", "我大事没办法"),
        ("别打断我", "别老打断我", "别快打断我"),
    ],
)
def test_a_small_word_put_in_costs_less_than_another(pattern: str, small: str, other: str) -> None:
    cheap, dear = best(pattern, small), best(pattern, other)
    assert cheap is not None
    assert cheap.cost <= 0.3
    assert dear is None or dear.cost > cheap.cost


@pytest.mark.parametrize(
    ("pattern", "heard"),
    [
        ("我不知道", "我知道了"),
        ("我知道", "我不知道"),
        ("你必须", "你不必须"),
        ("我先挂了", "我不先挂了"),
        ("我不知道", "不知我是否将您的问题解释清楚了"),
        ("您好{any:0-2}为您服务", "您好，工号一零二四很高兴为您服务"),
        ("工号{number}", "工号小王"),
        ("工号{number}", "工号是小王的"),
        ("{number}为您服务", "供水热线一流为您服务"),
        ("请稍等", "清华大学"),
    ],
)
def test_a_phrase_is_not_found_where_it_was_not_said(pattern: str, heard: str) -> None:
    match = best(pattern, heard)
    assert match is None or match.cost > 0.5


def test_no_phrase_runs_across_two_turns() -> None:
    apart = Speech([*read("我不").said, BETWEEN_TURNS, *read("知道").said])
    assert find(parse("我不知道"), apart, STRICT) == []
    assert find(parse("我{any:0-6}知道"), apart, STRICT) == []


def test_every_saying_is_found_once() -> None:
    twice = Speech(read("我不知道啊你问别人吧反正我不知道").said)
    assert [(m.start, m.end) for m in find(parse("我不知道"), twice, GENEROUS)] == [(0, 4), (12, 16)]


HAN = st.text(alphabet="您好请稍等我不知道帮查询号码一二三啊呃的是", min_size=1, max_size=12)


@given(before=HAN, phrase=HAN, after=HAN)
def test_what_was_said_word_for_word_costs_nothing(before: str, phrase: str, after: str) -> None:
    # Context can change a reading (长, 还), so the phrase is compared as it is read inside the sentence.
    heard = read(before + phrase + after).said
    assert find(parse(phrase), Speech(heard), GENEROUS)
    assert min(m.cost for m in find(parse(phrase), Speech(heard), GENEROUS)) == 0


@given(text=st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    heard = read(text).said
    for match in find(parse("我不知道"), Speech(heard), GENEROUS):
        assert 0 <= match.start < match.end <= len(heard)
        assert match.cost <= 1


READINGS = st.sampled_from(["zhi", "zi", "chi", "shi", "nin", "lin", "fang", "hang", "yi", "er", "wo", "n", "k"])


@given(a=READINGS, b=READINGS)
def test_closeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert substitution(a, b) == substitution(b, a)
    assert 0 <= substitution(a, b) <= 1
    assert (substitution(a, b) == 0) == (a == b)


PATTERNS = st.sampled_from(
    [
        "您好[，]请稍等",
        "(我|您)不知道",
        "号码{number}",
        "帮您查询{any:0-3}号码",
        "请稍等",
        "是的",
        "不知道",
        "请[您|帮我]{any:1-4}(查询|查号码|等)[的]",
        "(请(您|帮)|帮您)(查|问)[一下]号码",
    ]
)


def ways(sequence: Sequence) -> list[tuple[Sound | Gap, ...]]:
    """Every way through a pattern, without choices."""
    found: list[tuple[Sound | Gap, ...]] = [()]
    for part in sequence:
        options = [way for o in part.options for way in ways(o)] if isinstance(part, Choice) else [(part,)]
        found = [(*way, *option) for way in found for option in options]
    return found


def as_numbers(heard: tuple[Syllable, ...]) -> list[float]:
    """What each syllable costs that stands for a digit; one that only sounds like it does so in a row of three."""
    costs = [0.0 if s.number else 0.15 if digit_of(s.reading, s.other) else math.inf for s in heard]
    rows = [list(row) for _, row in groupby(costs, math.isfinite)]
    return [math.inf if len(row) < 3 and cost else cost for row in rows for cost in row]


def cost_of(way: tuple[Sound | Gap, ...], heard: tuple[Syllable, ...]) -> float:
    """What the way costs where it is cheapest: as `qa.phonetics.alignment`, but one step after the other."""
    best, numbers = dict.fromkeys(range(len(heard) + 1), 0.0), as_numbers(heard)
    extras = insertion_costs([(one.reading, one.other) for one in heard])
    for part in way:
        steps: list[tuple[int, float]] = []
        for at, cost in best.items():
            if isinstance(part, Gap):
                lengths = range(part.least, part.most + 1)
                steps += [(at + n, cost + (sum(numbers[at : at + n]) if part.digits else 0.0)) for n in lengths]
                continue
            steps.append((at, cost + omission_cost(part.reading)))
            if at < len(heard):
                near = min(substitution(part.reading, heard[at].reading), substitution(part.reading, heard[at].other))
                steps.append((at + 1, cost + near))
        best = {}
        for at, cost in sorted(steps, key=lambda step: step[1]):
            best.setdefault(at, cost)
        for at in range(len(heard)):
            if at in best:
                extra = best[at] + extras[at]
                best[at + 1] = min(extra, best.get(at + 1, extra))
    return min((cost for at, cost in best.items() if at <= len(heard)), default=9.9)


# Nothing is said twice, and no hesitation: both cost less.
IN_ORDER = "您请帮我们不知道稍等查询号码的话一二三灵就散啊呃是可以"
DIFFERENT = st.lists(st.sampled_from(IN_ORDER), unique=True, max_size=15).map("".join)
TEXTS = DIFFERENT | DIFFERENT.map(lambda text: "".join(sorted(text, key=IN_ORDER.index)))


@given(text=TEXTS, pattern=PATTERNS, most=st.sampled_from([0.0, 0.2, 0.5, 0.9]))
def test_a_phrase_is_found_where_a_way_through_it_is_cheap_enough(text: str, pattern: str, most: float) -> None:
    cheapest = min(cost_of(way, syllables(text)) for way in ways(parse(pattern)))
    found = find(parse(pattern), Speech(read(text).said), allowed([most] * 256))
    assert min((m.cost for m in found), default=None) == (pytest.approx(cheapest) if cheapest <= most else None)


@given(text=HAN, more=HAN, patterns=st.lists(PATTERNS, min_size=1, max_size=6))
def test_phrases_looked_for_together_are_found_as_each_by_itself(text: str, more: str, patterns: list[str]) -> None:
    speech = Speech([*read(text).said, BETWEEN_TURNS, *read(more).said])
    phrases = tuple(parse(pattern) for pattern in patterns)
    alone = {number: find(phrase, speech, STRICT) for number, phrase in enumerate(phrases)}
    assert find_all(book_of(phrases), speech, STRICT) == {number: found for number, found in alone.items() if found}
