"""What both pages say, in Chinese and English: names of outcomes, parties and flags, and the frame around a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qa.errors import Text
from qa.recording import Flag
from qa.scoring.evaluation import Outcome
from qa.transcript import Party

PARTY: Final[Mapping[Party, Text]] = {
    Party.AGENT: Text("坐席", "Agent"),
    Party.CUSTOMER: Text("客户", "Customer"),
    Party.UNKNOWN: Text("未知", "Unknown"),
}

FLAG: Final[Mapping[Flag, Text]] = {
    Flag.SHORTER_THAN_STATED: Text("短于应有时长", "shorter than stated"),
    Flag.MONO: Text("单声道", "mono"),
    Flag.FAKE_STEREO: Text("两声道相同", "both channels alike"),
    Flag.CROSS_TALK: Text("串音", "cross-talk"),
    Flag.CHANNELS_EXCHANGED: Text("左右声道对调", "channels exchanged"),
    Flag.NO_SPEECH: Text("无人说话", "no speech"),
    Flag.CLIPPED: Text("削波失真", "clipped"),
    Flag.UNKNOWN_AGENT: Text("坐席不在名册", "agent not in roster"),
    Flag.SIMULATED: Text("模拟，并非真实通话", "simulated, no real call"),
}

OUTCOME: Final[Mapping[Outcome, Text]] = {
    Outcome.MET: Text("做到", "met"),
    Outcome.MISSED: Text("未做到", "missed"),
    Outcome.VIOLATED: Text("违规", "violated"),
    Outcome.CLEAR: Text("未违规", "clear"),
    Outcome.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Outcome.CANNOT_JUDGE: Text("无法判定", "cannot judge"),
}

MARK: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "✓",
    Outcome.MISSED: "○",
    Outcome.VIOLATED: "✕",
    Outcome.CLEAR: "✓",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.CANNOT_JUDGE: "?",
}


class SharedTexts:
    """The frame of a page and the words that both pages use."""

    product = Text("听衡", "Tingheng")
    choose_language = Text("页面语言", "Language of this page")
    agent = PARTY[Party.AGENT]
    site = Text("站点", "Site")
    score = Text("得分", "Score")
    mean_score = Text("平均得分", "Mean score")
    coverage = Text("覆盖率", "Coverage")
    band = Text("等级", "Band")
    distribution = Text("得分分布", "Scores")
    distribution_axis = Text("得分，每档 10 分", "Score, bins of 10 points")
    fatal = Text("致命", "fatal")
    how_to_read = Text("怎样读这份报告", "How to read this report")
    sure = Text("可信度", "probability")
    criterion = Text("质检项", "Criterion")
    rubric = Text("评分标准", "Rubric")
    without_score = Text("没有得分", "Without a score")
    coverage_meaning = Text(
        "能够判定的分值占适用分值的比例。覆盖率低的得分只反映通话的一部分，请先听再用。",
        "The part of the applicable points that could be judged. A score with low coverage speaks for only a part of "
        "the call: listen before using it.",
    )
    cannot_judge = Text("无法判定 ?", "Cannot judge ?")
    cannot_judge_meaning = Text(
        "录音不清、分不清谁在说话或识别把握不足时不下结论：既不给分也不扣分，留给人听。",
        "Where the sound is bad, the party unknown or the words unsure, nothing is concluded: no points given, none "
        "taken, and a person is asked to listen.",
    )
    masked = Text("隐去的号码 *", "Hidden numbers *")
    masked_meaning = Text(
        "引文与通话文本中的电话、身份证、银行卡号和户号以 * 代替，听漏几位的也一样。",
        "Telephone, identity, card and account numbers in quotes and transcripts are replaced by *, also where some "
        "digits were not heard.",
    )
    footer = Text(
        "本文件由听衡在本机离线生成，不含脚本，也不读取任何网络内容。其中有通话内容，请按内部资料保管。",
        "Made by Tingheng on this machine, offline; it holds no script and fetches nothing. It contains parts of "
        "calls: keep it as internal.",
    )
