"""What only one side of a service call tends to say, with its weight. Data, no logic.

The weights are log-odds, set by hand: a phrase that the published phrase lists prescribe to agents (服务规范用语) and
that a customer has no reason to say weighs 2 to 3; one that customers say now and then weighs .5 to 1.5; they are
rounded on purpose. They were looked at on the development scripts (sample_audio/scripts/dev), never on the sample
calls. Once labelled calls of a real centre are at hand, refit them (logistic regression on the same evidence) and
keep the script in models/.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AGENT: Mapping[str, float] = MappingProxyType(
    {
        # opening
        "为您服务": 2.5,
        "请问有什么[可以]帮[到]您": 3.0,
        "有什么可以帮": 2.5,
        "感谢您的来电": 3.0,
        "感谢您{any:0-4}致电": 2.5,
        "欢迎致电": 2.5,
        "您的电话已接通": 3.0,
        "[这里|我]是{any:1-8}(客服|营业厅|客户服务|服务中心|公司的)": 2.0,
        "工号{number}": 2.0,
        "打扰您": 1.5,
        "做[一]个回访": 2.0,
        "请问您是{name}(先生|女士)吗": 2.5,
        # listening and checking
        "请问您(贵姓|的|是|需要|现在)": 1.5,
        "您反映的(问题|情况)": 2.0,
        "跟您(核对|确认|核实)": 2.0,
        "我帮您": 1.5,
        "(给|为)您(查询|查一下|办理|登记|转接|处理|安排)": 1.5,
        "(跟|与|和)您联系": 1.5,
        "(号码|户号|地址|姓名|身份证号)(是多少|说一下|报一下)": 1.0,
        "(您这边|我这边)": 0.7,
        "请您(提供|说一下|重复|记一下)": 1.5,
        # waiting
        "请[您]稍(等|候)": 1.0,
        "请不要挂机": 2.5,
        "让您久等": 2.5,
        "感谢您的耐心等待": 2.5,
        # apology
        "给您带来不便": 2.5,
        "非常抱歉": 1.0,
        "理解您的心情": 2.5,
        # closing
        "还有[其他]什么可以帮": 2.5,
        "感谢您的": 1.0,
        "应该做的": 1.5,
        "为我的服务{any:0-3}评价": 3.0,
        "祝您": 1.5,
        # the wrong tone (服务禁用语): customers use it as well, so it weighs little
        "不归我管": 0.7,
        "我怎么知道": 0.5,
        "你不要搞错": 0.7,
        "你(去问|找|打){any:1-6}(吧|去)": 0.5,
        "有完没完": 0.5,
        "公司(政策|规定)": 0.7,
    }
)

CUSTOMER: Mapping[str, float] = MappingProxyType(
    {
        "我想(问|查|办|咨询|取消|了解|反映)": 1.5,
        "我要(投诉|取消|退|办|查)": 1.5,
        "帮我(查|看|办|取消|问|登记|修)": 1.5,
        "我家": 1.5,
        "我们家": 1.5,
        "我们(小区|这儿|这里|楼)": 1.0,
        "我(的|这个)(手机|号码|话费|宽带|套餐|水费|水表|账单)": 1.0,
        "你们(公司|怎么|这个|那边|能不能)": 1.0,
        "怎么回事": 1.0,
        "怎么(这么|还|又)": 0.7,
        "什么时候能": 0.7,
        "麻烦你": 0.7,
        "我{any:0-1}这个月": 1.0,
        "是不是": 0.3,
        "我不需要": 1.0,
        "我姓": 1.0,
    }
)

PROMPT: Mapping[str, float] = MappingProxyType(
    {
        "请按{any:0-1}(一|二|三|四|五|六|七|八|九|零)": 3.0,
        "(人工服务|普通话|粤语|英语){any:0-2}请按": 3.0,
        "请按(星号|井号)": 3.0,
        "(通话|来电|电话){any:0-3}(将被|会被|可能){any:0-2}录音": 3.0,
        "(排队|前面还有){any:0-6}(位|人)": 2.5,
        "坐席(全忙|忙|正忙)": 2.5,
        "正在为您(接通|转接)人工": 2.0,
        "请对{any:0-6}服务{any:0-3}评价": 1.5,
        "请输入您的": 2.0,
    }
)
"""What a recorded prompt says, which is neither party: it must earn nobody points. For voices that share a channel."""
