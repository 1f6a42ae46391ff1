"""Which lists of phrases mean more than these words, and what else they then mean."""

from __future__ import annotations

import pytest

from qa.authoring.case import Bounds, Case, Line
from qa.authoring.staging import stage
from qa.phonetics.alignment import Speech, find
from qa.phonetics.budget import ALLOWED
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import parse
from qa.phonetics.syllables import read
from qa.rubric.operators.said import Said
from qa.rubric.usual import meaning, other_demands, other_offences
from qa.rubric.usual_wordings import COURTESIES, OFFENCES
from qa.scoring.confidence import probability
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import rubric_of

WAIT = ("请您稍等", "麻烦您稍候")
EVERY = [one for table in (COURTESIES, OFFENCES) for group in table.values() for one in group]


def allows(patterns: tuple[str, ...], said: str) -> bool:
    """Whether one of them is heard in this, as surely as points take."""
    speech = Speech(read(said).said)
    return any(
        probability(match.cost, match.length, 0.95, distinctiveness(pattern)) >= Thresholds().credit
        for pattern in patterns
        for match in find(parse(pattern), speech, ALLOWED)
    )


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (WAIT, "您等我一小会"),
        (("请您稍等[一下]", "请[您]不要挂机"), "您先别挂断"),
        (("感谢您的耐心等待", "谢谢您的等候"), "多谢您这么有耐心"),
        (("让您久等了", "抱歉让您久等"), "不好意思叫您等了半天"),
        (("请问您还有其他问题吗", "[请问]还有什么可以帮[到]您[的]吗"), "还有哪儿需要帮忙的吗"),
        (("您先别着急", "请您消消气"), "您别急啊慢慢说"),
        (("实在抱歉", "给您添麻烦了"), "真不好意思"),
        (("感谢您的等待", "谢谢您耐心等候"), "感谢等待"),
        (("让您久等了", "抱歉让您久等"), "久等了"),
        (("请问您还有其他问题吗", "还有什么可以帮您"), "您还有别的事吗"),
        (("请问您还有其他问题吗", "还有什么可以帮您"), "还需要别的帮助吗"),
        (("工号{number}", "{number}号客服为您服务"), "我是八零六号专员"),
        (("请提供一下您的房号", "请问您的门牌号是多少"), "您的房间号是多少"),
        (("请问您贵姓", "请问怎么称呼您"), "您怎么称呼"),
        (("非常理解您的心情", "您先别着急"), "换了谁都会着急"),
        (("非常抱歉给您带来不便", "很抱歉"), "跟您赔个不是"),
        (("感谢您的来电", "祝您{any:0-4}愉快"), "祝您一切顺利"),
        (("请您做个评价", "麻烦您给我的服务打个分"), "辛苦您给打个分"),
        (("您现在方便接电话吗", "请问您方便吗"), "这会您方便吗"),
        (("请您再说一遍", "麻烦您重复一遍"), "您能再讲一遍"),
        (("不客气", "不用谢"), "这是我们应该做的"),
        (("工号{number}为您服务", "我的工号是{number}"), "我是零五六号客服"),
        (("请问有什么可以帮您", "您想了解什么"), "您想咨询点什么"),
        (("请提供一下订单号", "请问您的订单号是多少"), "订单号您方便报一下吗"),
        (("请您报一下手机号", "您的联系电话是多少"), "您先把预留的手机号报给我"),
        (WAIT, "您等我半分钟"),
        (("请您别挂机", "麻烦您不要挂断"), "您电话先别放"),
        (("感谢您的耐心等待", "谢谢您的等候"), "谢谢您没挂啊"),
        (("请问您还有其他问题吗", "还有什么可以帮您"), "还有要我办的事没有"),
        (("很理解您的心情", "换了我也会着急"), "这事搁谁身上都着急"),
        (("非常抱歉", "给您添麻烦了"), "请您多多原谅"),
        (("我跟您核对一下", "我给您复述一遍"), "我再跟您确认一遍"),
        (("请您做个评价", "麻烦您给我的服务打个分"), "后面有个调查，请您参与一下满意度评价"),
        (("{number}个工作日内回复您", "最晚明天给您回电"), "四十八小时之内会给您一个答复"),
    ],
)
def test_other_usual_wordings_fulfil_a_demand(listed: tuple[str, ...], said: str) -> None:
    assert allows(other_demands(listed), said)


MORE = ("请问您还有其他问题吗", "还有什么可以帮您的吗")
PHONE = ("请您报一下手机号", "您的联系电话是多少")
ANSWER = ("{number}个工作日内回复您", "最晚明天给您回电")


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (WAIT, "等一下"),
        (WAIT, "您先别挂断"),
        (WAIT, "您稍后会收到一条短信"),
        (WAIT, "您等会儿会收到短信"),
        (("感谢您的耐心等待", "谢谢您的等候"), "让您久等了"),
        (("感谢您的耐心等待", "谢谢您的等候"), "谢谢您，请等待短信通知"),
        (("让您久等了", "抱歉让您久等"), "师傅让您等了三天"),
        (WAIT, "您先等师傅的电话"),
        (("让您久等了", "抱歉让您久等"), "您就先等短信"),
        (("工号{number}", "{number}号客服为您服务"), "工号八零六的同事给您回电"),
        (MORE, "还有别的证件吗"),
        (MORE, "还有什么证件没带"),
        (MORE, "您家里还有什么人在家"),
        (("请问您贵姓", "请问怎么称呼您"), "户主姓什么"),
        (("非常抱歉", "给您添麻烦了"), "您别着急"),
        (("非常抱歉", "给您添麻烦了"), "不好意思麻烦您报一下地址"),
        (("感谢您的来电", "祝您生活愉快"), "再见"),
        (("感谢您的来电", "祝您生活愉快"), "您住平安小区"),
        (("感谢您的来电", "祝您生活愉快"), "谢谢您，那您电话是多少"),
        (("您方便接电话吗", "请问您方便吗"), "您取件方便吗"),
        (("请您再说一遍", "麻烦您重复一遍"), "您不用再说一遍"),
        (("工号{number}为您服务", "我的工号是{number}"), "上次工号零五六那位"),
        (("工号{number}为您服务", "我的工号是{number}"), "我是五号给您登记的"),
        (("请问有什么可以帮您", "您想咨询什么"), "您有什么问题再打过来"),
        (MORE, "没别的事就这样吧"),
        (WAIT, "您等几分钟再重启路由器"),
        (("请您别挂机", "麻烦您不要挂断"), "手机不要放在充电器上"),
        (("我跟您核对一下", "我给您复述一遍"), "我帮您确认一下库存"),
        (("非常抱歉", "给您添麻烦了"), "如果是我们的错我们会赔偿"),
        (("感谢您的耐心等待", "谢谢您的等候"), "辛苦您明天等我电话"),
        (("很理解您的心情", "换了我也会着急"), "我知道您不着急"),
        (("我跟您核对一下", "我给您复述一遍"), "您自己核对一下账单"),
        (("很理解您的心情", "换了我也会着急"), "谁家着急谁先来"),
        (PHONE, "您的订单号是多少"),
        (PHONE, "您留的电话打不通"),
        (PHONE, "您手机多少钱买的"),
        (PHONE, "跟您核对一下手机号"),
        (ANSWER, "两个工作日内到账"),
        (ANSWER, "今天有人联系您了吗"),
        (ANSWER, "三天内没回复的话您再打"),
    ],
)
def test_what_is_no_wording_of_the_same(listed: tuple[str, ...], said: str) -> None:
    assert other_demands(listed)
    assert not allows(other_demands(listed), said)


@pytest.mark.parametrize(
    "listed",
    [
        ("请您稍等",),
        ("请您稍等", "请关闭总阀", "请打开窗户"),
        ("请稍等[，]马上为您转接", "请别挂机[，]现在转给同事"),
        (*WAIT, *(f"请稍等{number}号" for number in range(11))),
        ("我们先断电", "请打开窗户"),
    ],
)
def test_a_list_of_certain_words_means_these(listed: tuple[str, ...]) -> None:
    assert other_demands(listed) == ()


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (("我怎么知道",), "我上哪知道"),
        (("您问我我怎么知道呀", "我怎么知道呢"), "我哪能知道"),
        (("这[个]不归我管",), "不归我们部门管"),
        (("我跟您说了多少遍了",), "跟你说过八百遍"),
        (("您有完没完",), "你还问个没完"),
        (("随便您投诉",), "你爱投诉投诉"),
        (("你究竟想怎么样",), "您到底想怎么着"),
        (("我怎么知道",), "我咋知道"),
        (("我怎么知道",), "我哪里知道啊"),
        (("跟你说了多少遍了",), "我跟你说过好几遍了"),
        (("跟你说了多少遍了",), "我都说了八百遍了"),
        (("你有完没完",), "你烦不烦"),
        (("你急什么",), "催什么催"),
        (("我怎么知道",), "你问我，我问谁啊"),
        (("不归我管",), "这关我们什么事"),
        (("你有完没完",), "少啰嗦"),
        (("你给我闭嘴",), "你能不能把嘴给闭上"),
        (("爱投诉就投诉",), "你投诉到哪儿都没用"),
        (("你尽管去告",), "有本事你就去投诉"),
        (("你有毛病",), "你脑子是不是有问题"),
        (("你给我等着",), "咱们走着瞧"),
        (("不行就是不行",), "这事没啥好商量的"),
        (("我打包票",), "包在我身上"),
        (("密码是多少告诉我",), "那您把收到的验证码念给我"),
        (("加我微信",), "钱你就转到我个人"),
    ],
)
def test_what_is_forbidden_is_forbidden_in_other_words(listed: tuple[str, ...], said: str) -> None:
    assert allows(other_offences(listed), said)


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (("我怎么知道",), "我们那会儿知道这个问题就报上去了"),
        (("不归我管",), "这个不属于我们部门负责，我帮您转接一下"),
        (("跟你说了多少遍了",), "您跟他们说了多少次他们都没来"),
        (("跟你说了多少遍了",), "跟您讲了好几回今天来"),
        (("你有完没完",), "给您没完没了地发短信"),
        (("随便你投诉",), "您要去投诉吧，我帮您登记"),
        (("你到底想怎么样",), "您想干什么业务"),
        (("跟你说了多少遍了",), "您都说了多少遍了，真抱歉"),
        (("你急什么",), "您着急的话我催一下"),
        (("不归我管",), "不关您的事，是我们的错"),
        (("你给我闭嘴",), "您把阀门闭上"),
        (("爱投诉就投诉",), "您要投诉的话我给您登记"),
        (("你有毛病",), "您有病历吗"),
        (("你给我等着",), "您在家等着师傅"),
        (("不行就是不行",), "您跟家里人商量一下"),
        (("我打包票",), "我不敢保证"),
        (("密码是多少告诉我",), "您输一下密码，后面按井号"),
        (("加我微信",), "您加一下我们的官方微信"),
        (("加我微信",), "钱到时候会打到我这边给您退"),
        (("爱投诉就投诉",), "有什么情况您尽管告诉我"),
        (("爱投诉就投诉",), "您尽管投诉我们会处理的"),
        (("我打包票",), "我可以给您退保证金"),
        (("密码是多少告诉我",), "验证码您念一下后四位"),
        (("不行就是不行",), "系统不行就是没办法登录"),
        (("你有完没完",), "推销电话确实烦死人了"),
        (("你有完没完",), "短信没完没了是吧"),
        (("你有毛病",), "这种人真没素质"),
    ],
)
def test_what_is_near_an_offence_and_none(listed: tuple[str, ...], said: str) -> None:
    assert other_offences(listed)
    assert not allows(other_offences(listed), said)


def test_what_is_forbidden_is_no_courtesy() -> None:
    assert other_offences(("请您给我打满分", "麻烦您评价一下")) == ()


@pytest.mark.parametrize(
    "pattern", [one for table in (COURTESIES, OFFENCES) for group in table.values() for one in group]
)
def test_every_wording_can_be_sought(pattern: str) -> None:
    assert parse(pattern)


def said_of(condition: str, demand: str = "require") -> tuple[str, ...]:
    (criterion,) = (criterion for _, criterion in rubric_of(condition, demand).criteria())
    found = criterion.require or criterion.forbid
    assert isinstance(found, Said)
    return found.wordings


def test_authors_may_ask_for_certain_words() -> None:
    asked = "said: [请您稍等, 麻烦您稍候], by: agent"
    assert set(said_of(f"{{{asked}}}")) > set(WAIT)
    assert said_of(f"{{{asked}, as_written: true}}") == WAIT
    assert said_of(f"{{{asked}, different: 2}}") == WAIT
    assert said_of(f"{{{asked}, times: {{at_most: 1}}}}") == WAIT


def test_courtesies_that_are_forbidden_are_forbidden_as_they_stand() -> None:
    listed = ("请您给我打满分", "麻烦您评价一下")
    assert said_of(f"{{said: [{', '.join(listed)}], by: agent}}", "forbid") == listed


def test_a_usual_wording_is_told_from_the_authors_own() -> None:
    assert {meaning(pattern) for pattern in EVERY} == {*COURTESIES, *OFFENCES}
    assert not any(meaning(phrase) for phrase in WAIT)


@pytest.mark.parametrize(
    ("said", "outcome"), [("您等我一小会", "clear"), ("您等他一小会", "cannot_judge"), ("师傅来过一小会", "violated")]
)
def test_a_usual_wording_excuses_as_well(said: str, outcome: str) -> None:
    silent = "{longer_than: 8 s}, unless_after: {said: [请您稍等, 麻烦您稍候], by: agent, within: 10 s}"
    case = Case(
        name="等",
        turns=(Line(agent=said), Line.model_validate({"silence": "20 s"}), Line(agent="好了")),
        score=Bounds(at_least=0.0),
    )
    form = rubric_of(f"{{silence: {silent}}}", "forbid")
    (line,) = evaluate(form, stage(case), Stamp("", ""), Thresholds()).criteria
    assert line.outcome.value == outcome
