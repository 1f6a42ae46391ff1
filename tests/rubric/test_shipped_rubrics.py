"""The shipped rubrics: forbidden phrases are found, courteous speech is not accused, chance earns nothing."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from qa.measures.shape import Silence
from qa.rubric.model import Rubric
from qa.rubric.operators.measure import Measure
from qa.rubric.phrase_lists import LISTS, PHRASES
from qa.rubric.source import load_rubric
from qa.rubric.yaml_tree import compose, construct
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party, Turn
from tests import builders

RUBRICS = Path(__file__).parents[2] / "rubrics"
TELECOM, WATER, OUTBOUND = "telecom_hotline", "water_utility", "outbound"
ALL = (TELECOM, WATER, OUTBOUND)
A, C = Party.AGENT, Party.CUSTOMER
MET, MISSED, VIOLATED, CLEAR = Outcome.MET, Outcome.MISSED, Outcome.VIOLATED, Outcome.CLEAR

GREETING = (A, "您好，很高兴为您服务")
ASKS = (C, "你好我想问一下")


@cache
def shipped(rubric: str) -> Rubric:
    return load_rubric(RUBRICS / f"{rubric}.yaml").rubric


def outcomes(rubric: str, turns: tuple[Turn, ...], silences: tuple[Silence, ...] = ()) -> dict[str, Outcome]:
    call = Call(builders.transcript(turns=turns), builders.measures(silences=silences), builders.metadata())
    evaluation = evaluate(shipped(rubric), call, Stamp("r", "m"), Thresholds())
    return {result.criterion: result.outcome for result in evaluation.criteria}


def forbidding(rubric: str) -> list[str]:
    """Criteria that forbid something on every call."""
    return [c.id for _, c in shipped(rubric).criteria() if c.forbid is not None and c.when is None]


# What the agent must not say, with the criterion that catches it in each of ALL; the published lists come first.
FORBIDDEN = [
    ("我不知道", "evasive", "evasive", "evasive"),
    ("这个我没办法", "evasive", "evasive", "evasive"),
    ("公司政策就是这样", "retort", "evasive", "evasive"),
    ("你想怎么样", "retort", "commanding", "evasive"),
    ("你说怎么办", "retort", "commanding", "evasive"),
    ("你不要搞错", "commanding", "commanding", "pressure"),
    ("你这样不对", "retort", "commanding", "evasive"),
    ("你不明白", "retort", "commanding", "evasive"),
    ("你肯定弄错了", "retort", "commanding", "evasive"),
    ("你必须今天交钱", "commanding", "commanding", "pressure"),
    ("我们不可能给你退", "evasive", "evasive", "evasive"),
    ("你去投诉啊", "provoke", "insult", "insult"),
    ("随便投诉哪都行", "provoke", "insult", "insult"),
    ("您找领导去", "provoke", "insult", "insult"),
    ("我还怕你", "provoke", "insult", "insult"),
    ("我就这态度", "retort", "commanding", "evasive"),
    ("你问我，我问谁", "evasive", "evasive", "evasive"),
    ("我怎么知道", "evasive", "evasive", "evasive"),
    ("不会用就别用", "retort", "commanding", "evasive"),
    ("这么简单都不知道", "retort", "commanding", "evasive"),
    ("公司绝对不会出错", "retort", "commanding", "evasive"),
    ("怎么不说话", "commanding", "commanding", "pressure"),
    ("再不说话我就挂了", "commanding", "commanding", "pressure"),
    ("听不到，大声一点", "commanding", "commanding", "pressure"),
    ("你快点讲", "commanding", "commanding", "pressure"),
    ("你不要说话，听我讲完", "commanding", "commanding", "pressure"),
    ("你的电话声很刺耳", "commanding", "commanding", "pressure"),
    ("不是我受理的", "evasive", "evasive", "evasive"),
    ("不可能的吧", "evasive", "evasive", "evasive"),
    ("完全不可以", "evasive", "evasive", "evasive"),
    ("听懂了吧", "commanding", "commanding", "pressure"),
    ("不归我管", "evasive", "evasive", "evasive"),
    ("刚才不是说过了吗", "retort", "commanding", "evasive"),
    ("不是告诉你了吗", "retort", "commanding", "evasive"),
    ("有完没完", "retort", "commanding", "evasive"),
    ("你到底要干什么", "retort", "commanding", "evasive"),
    ("下班了明天再打", "retort", "evasive", "evasive"),
    ("自己上网查", "retort", "evasive", "evasive"),
    ("急什么", "retort", "commanding", "evasive"),
    ("谁说的你找谁", "evasive", "first_contact", "evasive"),
    ("你烦不烦", "retort", "commanding", "evasive"),
    ("爱办不办", "provoke", "insult", "insult"),
    ("少啰嗦", "insult", "insult", "insult"),
    ("没看我正忙", "retort", "commanding", "evasive"),
    ("我有什么办法", "evasive", "evasive", "evasive"),
    ("你打一零零八六吧", "evasive", "first_contact", "evasive"),
    ("你打物业电话吧", "evasive", "first_contact", "evasive"),
    ("这个你要找营业厅", "evasive", "first_contact", "evasive"),
    ("这不是我们部门的", "evasive", "first_contact", "evasive"),
    # other wordings, and what recognisers make of the words
    ("这个我不指导", "evasive", "evasive", "evasive"),
    ("我怎么指导", "evasive", "evasive", "evasive"),
    ("再不说话我就刮了", "commanding", "commanding", "pressure"),
    ("这個我不知道", "evasive", "evasive", "evasive"),
    ("呃这个我我不知道啊", "evasive", "evasive", "evasive"),
    ("这个我也不清楚", "evasive", "evasive", "evasive"),
    ("你肯定是弄错了", "retort", "commanding", "evasive"),
    ("你急什么呀", "retort", "commanding", "evasive"),
    ("你必须先看好自己的水表再打", "commanding", "commanding", "pressure"),
    ("我还怕你不成", "provoke", "insult", "insult"),
    ("我还怕你去投诉啊", "provoke", "insult", "insult"),
    ("要是不满意你去投诉啊", "provoke", "insult", "insult"),
    ("你神经病啊", "insult", "insult", "insult"),
    ("神经病啊你", "insult", "insult", "insult"),
    ("你是不是傻啊", "insult", "insult", "insult"),
    ("你有病吧", "insult", "insult", "insult"),
]


@pytest.mark.parametrize(
    ("rubric", "text", "criterion"),
    [(rubric, text, where) for text, *criteria in FORBIDDEN for rubric, where in zip(ALL, criteria, strict=True)],
)
def test_a_forbidden_phrase_counts_against_the_agent_alone(rubric: str, text: str, criterion: str) -> None:
    by_agent = outcomes(rubric, builders.dialogue(GREETING, ASKS, (A, text)))
    by_customer = outcomes(rubric, builders.dialogue(GREETING, (C, text), (A, "好的我帮您看一下")))
    assert by_agent[criterion] is VIOLATED
    assert {name: by_customer[name] for name in forbidding(rubric)} == dict.fromkeys(forbidding(rubric), CLEAR)


COURTEOUS = [
    "不知我是否将您的问题解释清楚了",
    "我不是不知道您着急",
    "不会让您没办法用的",
    "您要是不知道密码可以重置",
    "您是说没办法办理对吗",
    "您是说“我没办法办理”对吗",
    "您是说您家里的宽带一直连不上我不知道密码是吗",
    "你必须先关阀门",
    "你必须现在就把总阀门关掉",
    "你必须马上关闭进户总阀",
    "你必须马上把家里的电闸断开",
    "您必须先离开房间到安全的地方",
    "您赶快将总阀门关上",
    "您别着急，什么时候断的网",
    "您别着急，什么问题我都帮您处理",
    "您不用着急，什么地方漏水呢",
    "您这么急，什么时候要用呢",
    "您哪里不明白我再给您解释",
    "您还有哪里不明白吗",
    "您要是有不明白的地方可以随时问",
    "我有什么办法可以帮您呢",
    "您可以自己上网查询明细",
    "您也可以在网上自己查",
    "你不打算换号吧",
    "你打开APP看一下吧",
    "您打电话过来是想问什么",
    "您的物业电话方便说一下吗",
    "您打物业电话了吗",
    "您的手机号码是这个吧",
    "您大概要等十分钟吧",
    "感谢您的配合，请您保持电话畅通",
    "我们给您打电话的时候您没接",
    "我不知道您是否收到短信",
    "不知道您现在方便吗",
    "我不清楚您那边有没有停电",
    "我知道了",
    "如果你去投诉的话我们也会受理",
    "您要去投诉的话我帮您登记",
    "我还怕你等久了",
    "我还怕你们不方便",
    "我还怕您没收到短信",
    "神经病医院这一站停水",
    "您是不是刷卡缴的费",
    "您是不是啥都没看到",
    "您是不是上午来过电话",
    "您是不是下载了软件",
    "他下班了，明天再打给您可以吗",
    "您想怎么样处理呢",
    "您说怎么办理都可以",
    "我刚才告诉您了吗",
    "这个套餐完全可以办理",
    "您说的完全可以",
    "您不必须今天交",
    "对不起，我没有听清楚，请您重复一遍，好吗",
    "请您说大点声好吗",
    "很抱歉，这项业务目前还未开办",
    "很抱歉，这超出我们的服务范围",
    "这项业务您需要带身份证到营业厅办理",
]


@pytest.mark.parametrize("rubric", ALL)
@pytest.mark.parametrize("text", COURTEOUS)
def test_courteous_speech_is_not_accused(rubric: str, text: str) -> None:
    found = outcomes(rubric, builders.dialogue(GREETING, ASKS, (A, text)))
    assert {name: found[name] for name in forbidding(rubric)} == dict.fromkeys(forbidding(rubric), CLEAR)


UNHAPPY = (C, "我要投诉你们家里停水了")
Lines = list[tuple[Party, str]]
STANDARD: list[tuple[tuple[str, ...], Lines, str, Outcome]] = [
    # 开头
    ((TELECOM, WATER), [(A, "您好，一零二四号话务员很高兴为您服务")], "greeting", MET),
    ((TELECOM, WATER), [(A, "您好，请问有什么可以帮您")], "greeting", MET),
    ((TELECOM, WATER), [(A, "您好请问有什么可以绑银")], "greeting", MET),
    ((TELECOM, WATER), [(A, "祝您节日快乐")], "greeting", MET),
    ((TELECOM, WATER), [(A, "祝您春节快乐，请讲")], "greeting", MET),
    ((TELECOM, WATER), [(A, "您的电话已接通，请讲")], "greeting", MET),
    ((TELECOM, WATER), [(A, "早上好，一零二四号为您服务")], "greeting", MET),
    ((TELECOM, WATER), [(A, "喂你好什么事")], "greeting", MISSED),
    ((TELECOM, WATER), [(C, "您好很高兴为您服务"), (A, "什么事你说")], "greeting", MISSED),
    ((OUTBOUND,), [(A, "您好，这里是移动客户服务中心")], "greeting", MET),
    ((OUTBOUND,), [(A, "请问您是张先生吗")], "right_person", MET),
    ((OUTBOUND,), [(A, "您现在方便接听电话吗")], "convenient", MET),
    ((OUTBOUND,), [(A, "打扰您几分钟可以吗")], "convenient", MET),
    ((OUTBOUND,), [(A, "想跟您回访一下上次的报修")], "purpose", MET),
    # 核实
    ((TELECOM, WATER), [(A, "请问您的号码是多少")], "identity", MET),
    ((TELECOM, WATER), [(A, "请问您贵姓")], "identity", MET),
    ((TELECOM,), [(A, "为核实身份请您提供证件号")], "identity", MET),
    ((TELECOM, WATER), [(A, "你找我们营业厅的号码是多少")], "identity", MISSED),
    ((TELECOM, WATER), [(A, "我帮您重复一下")], "restate", MET),
    ((TELECOM, WATER), [(A, "您看是明天上午上门对吧")], "restate", MET),
    ((TELECOM, WATER), [(A, "您的意思是想退掉这个业务，对不对")], "restate", MET),
    # 致歉、受理
    ((TELECOM, WATER), [UNHAPPY, (A, "给您带来不便非常抱歉")], "apology", MET),
    ((TELECOM, WATER), [UNHAPPY, (A, "非常理解您的心情")], "apology", MET),
    ((TELECOM, WATER), [UNHAPPY, (A, "我们套餐包千兆宽带")], "apology", MISSED),
    ((TELECOM, WATER), [(A, "您反映的问题我已详细记录下来")], "recorded", MET),
    ((TELECOM, WATER), [(A, "我帮您登记一下")], "recorded", MET),
    ((TELECOM, WATER), [(A, "稍后我会回复给您，您看可以吗")], "recorded", MET),
    ((TELECOM, WATER), [(A, "您现在的等级是四星")], "recorded", MISSED),
    ((TELECOM, WATER), [(A, "您现在可以去营业厅办理")], "recorded", MISSED),
    ((TELECOM, WATER), [(A, "这个业务可以办理")], "recorded", MISSED),
    ((TELECOM, WATER), [(A, "已经给您提交了")], "recorded", MET),
    ((TELECOM, WATER), [(A, "我马上给您派单，两小时之内跟您联系")], "recorded", MET),
    ((OUTBOUND,), [(C, "我建议多开窗口"), (A, "我会登记好您的建议")], "recorded", MET),
    ((OUTBOUND,), [(C, "我建议多开窗口"), (A, "好的我给您反馈上去")], "recorded", MET),
    ((OUTBOUND,), [(C, "我建议多开窗口"), (A, "您的等级是四星")], "recorded", MISSED),
    # 满意
    ((OUTBOUND,), [(A, "您对上次的服务满意吗")], "satisfied", MET),
    ((OUTBOUND,), [(A, "您给师傅打几分")], "satisfied", MET),
    ((OUTBOUND,), [(A, "您的问题解决了没有")], "satisfied", MET),
    ((OUTBOUND,), [(A, "您慢一点说")], "satisfied", MISSED),
    ((OUTBOUND,), [(A, "打扰您几分钟")], "satisfied", MISSED),
    # 结束
    ((TELECOM, WATER), [(A, "请问还有什么可以帮您")], "anything_else", MET),
    ((TELECOM, WATER), [(A, "不知我是否将您的问题解释清楚了")], "anything_else", MET),
    ((TELECOM, WATER), [(A, "您还有其他问题吗")], "anything_else", MET),
    ((TELECOM, WATER), [(A, "还需要什么别的服务吗")], "anything_else", MET),
    ((TELECOM, WATER), [(A, "您好，有什么可以帮您")], "anything_else", MISSED),
    ((TELECOM, WATER), [(A, "您好，请问有什么可以帮您")], "anything_else", MISSED),
    ((TELECOM, WATER), [(A, "您还需要带什么证件")], "anything_else", MISSED),
    ((TELECOM, WATER), [(A, "您还有什么材料需要准备的")], "anything_else", MISSED),
    ((TELECOM, WATER), [(A, "感谢您的来电，再见")], "farewell", MET),
    ((TELECOM, WATER), [(A, "感谢您，再见")], "farewell", MET),
    ((TELECOM, WATER), [(A, "请稍后为我的服务做出评价")], "farewell", MET),
    ((TELECOM, WATER), [(A, "请对我的服务进行评价")], "farewell", MET),
    ((TELECOM, WATER), [(C, "感谢您的来电再见"), (A, "嗯")], "farewell", MISSED),
    ((OUTBOUND,), [(A, "再见")], "farewell", MET),
    ((OUTBOUND,), [(A, "祝您身体健康，万事如意")], "farewell", MET),
    ((OUTBOUND,), [(A, "现在建议您重启光猫")], "farewell", MISSED),
    ((OUTBOUND,), [(A, "师傅正在检修")], "farewell", MISSED),
    ((OUTBOUND,), [(A, "感谢您的配合")], "thanks", MET),
    ((OUTBOUND,), [(C, "好的"), (A, "打扰您了")], "thanks", MET),
    ((OUTBOUND,), [(A, "打扰您几分钟可以吗")], "thanks", MISSED),
    ((OUTBOUND,), [(A, "耽误您几分钟时间可以吗")], "thanks", MISSED),
]


@pytest.mark.parametrize(
    ("rubric", "lines", "criterion", "outcome"),
    [(rubric, *row) for rubrics, *row in STANDARD for rubric in rubrics],
)
def test_standard_phrases_earn_and_chance_does_not(rubric: str, lines: Lines, criterion: str, outcome: Outcome) -> None:
    assert outcomes(rubric, builders.dialogue(*lines))[criterion] is outcome


HOLD = Silence(10, 20)
AROUND_HOLD = [
    ("请您稍候片刻，我帮您核实一下好吗", "hold_announced", MET),
    ("请您少等", "hold_announced", MET),
    ("请您呃稍等一下啊", "hold_announced", MET),
    ("正在为您查询，请不要挂机", "hold_announced", MET),
    ("请不要刮几", "hold_announced", MET),
    ("请稍候，我马上为您转接", "hold_announced", MET),
    ("嗯我看看", "hold_announced", MISSED),
    ("对不起，让您久等了", "hold_thanked", MET),
    ("不好意思久等了", "hold_thanked", MET),
    ("感谢您的耐心等待", "hold_thanked", MET),
    ("查到了您的余额是十元", "hold_thanked", MISSED),
]


@pytest.mark.parametrize("rubric", (TELECOM, WATER))
@pytest.mark.parametrize(("text", "criterion", "outcome"), AROUND_HOLD)
def test_a_hold_is_announced_and_thanked_for(rubric: str, text: str, criterion: str, outcome: Outcome) -> None:
    start = 4.0 if criterion == "hold_announced" else 20.5
    turns = (builders.turn("您好很高兴为您服务"), builders.turn(text, start=start))
    assert outcomes(rubric, turns, (HOLD,))[criterion] is outcome


@pytest.mark.parametrize("rubric", ALL)
@pytest.mark.parametrize("text", ["谢谢观看", "请不吝点赞", "字幕由志愿者提供", "谢谢你"])
def test_what_recognisers_invent_over_music_earns_nothing(rubric: str, text: str) -> None:
    found = outcomes(rubric, (builders.turn(text, start=4.0), builders.turn(text, start=20.5)), (HOLD,))
    by_words = {
        criterion.id for _, criterion in shipped(rubric).criteria() if not isinstance(criterion.require, Measure)
    }
    assert MET not in {result for name, result in found.items() if name in by_words}


def written_lists(node: object, key: str = "") -> Iterator[list[str]]:
    """Every list of phrases as it stands in the file."""
    if isinstance(node, dict):
        for inner, value in node.items():
            yield from written_lists(value, key if key == LISTS else str(inner))
    elif key in PHRASES or key == LISTS:
        yield node if isinstance(node, list) else [str(node)]
    elif isinstance(node, list):
        for value in node:
            yield from written_lists(value)


@pytest.mark.parametrize("rubric", ALL)
def test_no_three_phrases_stand_together_twice(rubric: str) -> None:
    lists = list(written_lists(construct(compose((RUBRICS / f"{rubric}.yaml").read_text(encoding="utf-8"), rubric))))
    assert len(lists) > 50
    for one, other in combinations(lists, 2):
        shared = {phrase for phrase in one if phrase in other and not phrase.startswith("$")}
        assert len(shared) < 3, f"{shared}: write them under {LISTS}: and use them by name"
