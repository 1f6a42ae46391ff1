"""What stands right before a phrase says whether it is the agent's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.framing import is_asked, is_denied, is_framed, is_negated
from qa.scoring.heard import Call
from qa.scoring.outcome import RETOLD, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party
from tests import builders
from tests.scoring.test_operators import call_of, rubric_of

A, C = Party.AGENT, Party.CUSTOMER
RUDE = "你去投诉好了"
REPORTED = (
    "他跟您说",
    "师傅当时是不是说了",
    "师傅跟我说",
    "同事告诉我",
    "师傅说他",
    "后台说",
    "您先生说",
    "您刚才反映说",
    "您是说他讲的是",
    "您说我们",
    "上次那位客服对您讲，",
    "他怎么能跟您说",
    "原话是“",
    "师傅让您",
    "我没有说",
    "我没说过",
    "我怎么可能说",
    "我不是说",
    "不能对客户说",
    "客户说",
    "用户跟我讲，",
    "不会让您",
    "怎么能让客户",
    "我不是",
    "这不是我",
    "不需要您",
    "没有要求客户",
    "我们没有说过要",
    "您是说，定损员当时叫您先",
    "您的意思是",
    "快递员跟您说",
    "您是说他跟你讲我怎么知道，",
    "还说",
    "他态度很差，还跟您说",
    "您不要把",
    "千万别把",
    "您不能随便将",
    "一定要来，千万不能觉得",
    "您不要以为我们",
    "酒店跟您说",
    "他是怎么说您的，是说",
    "您是说，网点的人跟您讲，我怎么知道，",
    "您问",
    "您是想问",
    "您别管",
)
OWN = (
    "",
    "我跟您说",
    "我告诉你，",
    "我都说了",
    "你听我说，",
    "你别说了，",
    "你别跟我说，",
    "他说了算，",
    "您先听我说完，",
    "师傅说他来不了。",
    "我不是说了吗，",
    "我不是跟你说",
    "不是，我跟您说，",
    "没办法，我跟您说，",
    "不能退我跟您说",
    "特别跟您说",
    "你要这么说，",
    "随你怎么说，",
    "你有什么话快说，",
    "你问我，",
    "我不管",
    "您直接说，",
    "我就是客服，你说，",
    "师傅跟您说的",
    "我还说",
    "您是说这个，我跟您讲，",
    "您要不要把",
    "能不能把",
    "您特别把",
    "他说的",
    "您刚才说的",
    "工作人员会给您回复，",
    "同事那边还没有回复，",
    "你去找物业说，",
    "谁让你",
    "我不能理解，我觉得",
    "要不要我认为",
    "您还有其他要说的",
    "看他怎么说",
    "是不是我",
    "不是，",
    "还不是",
    "您是说话费吗？",
    "您是说，上个月的账单，",
    "不用，",
    "没有，",
)


@pytest.mark.parametrize("before", REPORTED)
def test_what_others_said_or_nobody_goes_to_a_person(before: str) -> None:
    assert is_framed(before, RUDE, "")
    assert judged((A, before + RUDE)) == (Outcome.CANNOT_JUDGE, RETOLD)


@pytest.mark.parametrize("before", OWN)
def test_what_the_agent_says_is_the_agents_own(before: str) -> None:
    assert not is_framed(before, RUDE, "")
    assert judged((A, before + RUDE))[0] is Outcome.VIOLATED


@pytest.mark.parametrize(
    "after",
    [
        "的都别信",
        "的，您千万不要相信",
        "都是骗子",
        "的那都是诈骗",
        "这些都不能跟您透露",
        "和身份证号不方便透露",
        "这种话我们是不能说的",
        "这样的话，谁都不该对客户讲",
    ],
)
def test_what_is_disowned_at_once_goes_to_a_person(after: str) -> None:
    assert judged((A, RUDE + after)) == (Outcome.CANNOT_JUDGE, RETOLD)


@pytest.mark.parametrize(
    "after",
    [
        "",
        "，这个我们不能办",
        "，我不信",
        "，信不信由你",
        "，您爱信不信",
        "，这种事我们不会管",
        "，他住哪儿我不能透露",
        "，我说的都是真的",
        "。都别信",
        "，您别相信他",
    ],
)
def test_what_is_said_further_takes_nothing_back(after: str) -> None:
    assert judged((A, RUDE + after))[0] is Outcome.VIOLATED


@pytest.mark.parametrize("before", (*REPORTED, "我不会"))
def test_a_word_that_reaches_into_the_phrase_is_read_as_well(before: str) -> None:
    """A recogniser writes 不是 as one word; that the phrase begins within it hides nothing."""
    assert outcome_of(glued(before), f"{{said: {RUDE}, by: agent}}", "forbid")[0] is Outcome.CANNOT_JUDGE


@pytest.mark.parametrize("before", OWN[1:])
def test_a_word_that_reaches_into_the_phrase_excuses_nothing(before: str) -> None:
    assert outcome_of(glued(before), f"{{said: {RUDE}, by: agent}}", "forbid")[0] is Outcome.VIOLATED


def test_what_is_quoted_begins_where_the_phrase_does() -> None:
    (line,) = evaluate(rubric_of(f"{{said: {RUDE}}}"), glued("那您就"), Stamp("", ""), Thresholds()).criteria
    assert [finding.text for finding in line.findings] == [RUDE]


def test_a_number_is_quoted_as_a_whole() -> None:
    words = [builders.word(text, start=at) for at, text in enumerate(("那就", "24", "小时", "内", "回复"))]
    turn = replace(builders.turn("那就24小时内回复", party=A, end=5.0), words=tuple(words))
    call = Call(builders.transcript(turns=(turn,)), builders.measures(), builders.metadata())
    (line,) = evaluate(rubric_of("{said: '{number}小时内回复'}"), call, Stamp("", ""), Thresholds()).criteria
    assert [finding.text for finding in line.findings] == ["24小时内回复"]


NOT_OURS = "不归我们管"
SEEK = "您找开发商"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (NOT_OURS, "谁说不归我们管，归我们管"),
        (NOT_OURS, "怎么可能不归我们管"),
        (NOT_OURS, "怎么会不归我们管呢"),
        (NOT_OURS, "是谁告诉您不归我们管的"),
        (NOT_OURS, "谁跟您说的不归我们管"),
        (NOT_OURS, "是不是不归我们管，我要先核实一下"),
        (NOT_OURS, "如果不归我们管，我也会帮您转过去"),
        (NOT_OURS, "就算不归我们管我也给您登记"),
        (NOT_OURS, "虽然不归我们管，但是我帮您转给物业"),
        (NOT_OURS, "您担心不归我们管是吗"),
        (NOT_OURS, "您觉得是不归我们管，其实是归我们管的"),
        (NOT_OURS, "不存在不归我们管的情况"),
        (NOT_OURS, "您说的不归我们管这句话是哪位同事说的"),
        (NOT_OURS, "不会说不归我们管的"),
        (NOT_OURS, "不归我们管的部分，我们也会帮您协调"),
        (NOT_OURS, "不归我们管也会帮您"),
        (SEEK, "这个我们帮您找开发商处理"),
        (SEEK, "我给您找开发商"),
        (SEEK, "我陪您找开发商"),
        (SEEK, "需要您找开发商开个证明"),
        (SEEK, "等您找开发商签完字我们就处理"),
        ("今天一定能修好", "我不能保证今天一定能修好"),
        ("今天一定能修好", "没办法承诺今天一定能修好"),
        ("今天一定能修好", "我不敢说今天一定能修好"),
        ("今天一定能修好", "不好说今天一定能修好"),
        ("今天一定能修好", "能不能保证今天一定能修好，我问一下"),
        ("今天一定能修好", "您是要求今天一定能修好对吧"),
        ("我怎么知道", "我怎么知道的呢，系统里有记录"),
        ("我怎么知道", "我怎么知道您家地址呢，是因为您登记过"),
        ("你急什么", "您急什么时候用水"),
        ("你没看公告没", "你没看公告没关系"),
        ("有完没完", "师傅问您有完没完是吧"),
        ("您有完没完", "师傅问您有完没完是吧"),
        (SEEK, "您找开发商了吗"),
        ("不是跟您说了吗", "师傅不是跟您说了吗"),
        ("不知道", "他不知道您换了号码"),
        (SEEK, "不能让您找开发商"),
        (SEEK, "免得您找开发商"),
        (SEEK, "怎么能让您找开发商"),
        ("押金不退", "从来没发生过押金不退的情况"),
        ("押金不退", "没有说押金不退"),
        ("你尽管去告", "您尽管去告诉前台"),
        ("你住口", "您住口岸大酒店对吗"),
        ("你想怎样", "您想怎样改日期"),
    ],
)
def test_what_is_asked_supposed_or_of_others_goes_to_a_person(phrase: str, said: str) -> None:
    call = call_of([(A, "您好"), (C, "你好"), (A, said)])
    assert outcome_of(call, f"{{said: {phrase}, by: agent}}", "forbid") == (Outcome.CANNOT_JUDGE, RETOLD)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (NOT_OURS, "您帮我跟他说声，不归我们管"),
        (NOT_OURS, "这事我给您说清楚，不归我们管"),
        (NOT_OURS, "我跟您讲了不归我们管"),
        (NOT_OURS, "如果您家漏水，那不归我们管"),
        (NOT_OURS, "你要是来问这个，不归我们管"),
        (NOT_OURS, "是不归我们管啊"),
        (NOT_OURS, "我不是说了不归我们管吗"),
        (NOT_OURS, "怎么跟您说都没用，不归我们管"),
        (NOT_OURS, "师傅不归我们管"),
        (NOT_OURS, "不归我们管，我也没办法"),
        (NOT_OURS, "没有办法，不归我们管"),
        (SEEK, "您帮帮忙，您找开发商去"),
        (SEEK, "那您找开发商去"),
        (SEEK, "请稍等，您找开发商"),
        ("今天一定能修好", "我跟您保证今天一定能修好"),
        ("今天一定能修好", "不要紧，今天一定能修好"),
        ("我怎么知道", "我怎么知道呢"),
        ("我怎么知道", "我怎么知道什么时候来"),
        ("你急什么", "你急什么呀"),
        ("不是跟您说了吗", "我不是跟您说了吗"),
        ("不知道", "我也不知道"),
        ("你有病", "你是不是你有病"),
    ],
)
def test_what_the_agent_says_besides_takes_nothing_back(phrase: str, said: str) -> None:
    call = call_of([(A, "您好"), (C, "你好"), (A, said)])
    assert outcome_of(call, f"{{said: {phrase}, by: agent}}", "forbid")[0] is Outcome.VIOLATED


@pytest.mark.parametrize("before", REPORTED)
def test_what_a_customer_tells_of_others_is_what_the_call_is_about(before: str) -> None:
    assert judged((C, before + RUDE), by="customer", demand="require")[0] is Outcome.MET
    assert judged((C, before + RUDE), by="customer")[0] is Outcome.VIOLATED


@pytest.mark.parametrize("before", ["他说过", "师傅让您", "原话是", "我没说过", "上次那位客服对您讲，"])
def test_what_others_did_or_nobody_earns_no_points_without_a_person(before: str) -> None:
    assert judged((A, before + RUDE), demand="require") == (Outcome.CANNOT_JUDGE, RETOLD)
    assert judged((A, before + RUDE), (C, "对"), (A, RUDE), demand="require")[0] is Outcome.MET


@pytest.mark.parametrize("before", ["您是想问", "如果不行，", "您觉得是不是", "您刚才说", "您是说", "这个"])
def test_points_are_earned_by_what_is_asked_supposed_or_taken_up(before: str) -> None:
    assert judged((A, before + RUDE), demand="require")[0] is Outcome.MET


def test_one_saying_of_his_own_is_enough() -> None:
    outcome, _ = judged((A, "他跟您说" + RUDE), (C, "对"), (A, "那" + RUDE))
    assert outcome is Outcome.VIOLATED


def test_a_pause_ends_what_others_said() -> None:
    told, own = builders.turn("看看他跟您说", party=A, start=1.0), builders.turn(RUDE, party=A, start=9.0)
    turn = builders.turn(told.text + own.text, party=A, start=1.0)
    words = (*told.words, *own.words)
    long = replace(turn, words=words, end=own.end)
    call = Call(builders.transcript(turns=(long,)), builders.measures(), builders.metadata())
    assert outcome_of(call, f"{{said: {RUDE}, by: agent}}", "forbid")[0] is Outcome.VIOLATED


@pytest.mark.parametrize(
    ("before", "said", "negated"),
    [
        ("我不能", "办理", True),
        ("千万别", "办理", True),
        ("要不", "办理", False),
        ("您看有没", "需要帮您的", False),
        ("特别", "办理", False),
        ("我不", "我不知道", False),
        ("不", "不知道", False),
        ("不我不", "我不知道", True),
        ("我不能办", "办", True),
        ("我不是", "报修", True),
        ("我不是来", "报修", True),
        ("不是", "漏水", True),
        ("我没法", "保证今天修好", True),
        ("是不是", "漏水", False),
        ("还不是", "漏水", False),
        ("不是，", "漏水", False),
        ("我不能跟您", "保证有房", True),
        ("没办法向您", "保证有房", True),
        ("我跟您", "保证有房", False),
        ("我没有要", "投诉你们", True),
        ("我又不想", "投诉你们", True),
        ("不是", "我要报修", False),
    ],
)
def test_a_negation_is_no_part_of_another_word_and_no_false_start(before: str, said: str, negated: bool) -> None:
    assert is_negated(before, said) is negated


def glued(before: str) -> Call:
    """A call of one turn, where the last character of `before` and the first of the phrase are one word."""
    turn, at = builders.turn(before + RUDE, party=A), len(before) - 1
    one, other = turn.words[at : at + 2]
    both = builders.word(one.text + other.text, start=one.start, end=other.end)
    words = (*turn.words[:at], both, *turn.words[at + 2 :])
    return Call(builders.transcript(turns=(replace(turn, words=words),)), builders.measures(), builders.metadata())


def judged(*lines: tuple[Party, str], by: str = "agent", demand: str = "forbid") -> tuple[Outcome, str]:
    call = call_of([(A, "您好"), (C, "你好"), *lines])
    return outcome_of(call, f"{{said: {RUDE}, by: {by}}}", demand)


def outcome_of(call: Call, condition: str, demand: str) -> tuple[Outcome, str]:
    (line,) = evaluate(rubric_of(condition, demand), call, Stamp("", ""), Thresholds()).criteria
    return line.outcome, line.reason


@pytest.mark.parametrize(
    ("written", "said", "denied"),
    [
        ("也不会把您的订单取消", "我们把您的订单取消", True),
        ("我没解到通知", "我已接到通知", True),
        ("请您少等", "请您稍等", False),
        ("非常不好于此", "非常不好意思", False),
        ("我不，知到", "我不知道", False),
        ("我知道", "我不知道", False),  # the recogniser drops syllables
    ],
)
def test_a_negation_that_the_phrase_has_not(written: str, said: str, denied: bool) -> None:
    assert is_denied(written, said) is denied


@pytest.mark.parametrize(
    ("before", "said", "asked"),
    [
        ("您问归", "不归我管", True),
        ("您知", "不知道", True),
        ("我不知", "不知道", False),
        ("这", "不归我管", False),
        ("", "不知道", False),
        ("不", "不", False),
        ("我", "我管", False),
    ],
)
def test_half_a_question_is_no_statement(before: str, said: str, asked: bool) -> None:
    assert is_asked(before, said) is asked
