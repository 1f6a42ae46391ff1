"""What each measure is and in which unit: the one table that the documentation, the rubrics and the pages go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from qa.errors import Text

Unit = Literal["s", "percent", "字/分", "dBFS", "dB", "Hz", "半音", "次", "party"]
"""`percent` is stored as a share from 0 to 1; 半音 are semitones; 次 counts; `party` is a name and no number."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure."""

    unit: Unit
    name: Text
    meaning: Text


def _each(stem: str, unit: Unit, name: tuple[str, str], meaning: tuple[str, str]) -> Iterable[tuple[str, Definition]]:
    """The same measure of the agent and of the customer; `{}` stands for the party."""
    for party, zh, en in (("agent", "坐席", "agent"), ("customer", "客户", "customer")):
        names = Text(name[0].format(zh), name[1].format(en.capitalize()))
        yield f"{party}_{stem}", Definition(unit, names, Text(meaning[0].format(zh), meaning[1].format(en)))


def _one(name: str, unit: Unit, zh: tuple[str, str], en: tuple[str, str]) -> tuple[str, Definition]:
    return name, Definition(unit, Text(zh[0], en[0]), Text(zh[1], en[1]))


DEFINITIONS: Mapping[str, Definition] = MappingProxyType(
    dict(
        (
            _one("call_seconds", "s", ("通话时长", "录音的总长度。"), ("Call length", "Length of the recording.")),
            _one(
                "speech_seconds",
                "s",
                ("有声时长", "任何一方在说话的时间，重叠只算一次。"),
                ("Speech", "Time in which anybody speaks; overlap counts once."),
            ),
            _one(
                "non_talk_seconds",
                "s",
                ("无人说话时长", "没有人说话的时间，含保持音乐。"),
                ("Non-talk time", "Time in which nobody speaks; hold music is no speech."),
            ),
            _one(
                "silence_share",
                "percent",
                ("无人说话占比", "无人说话时长 ÷ 通话时长。"),
                ("Non-talk share", "Non-talk time ÷ call length."),
            ),
            _one(
                "longest_silence",
                "s",
                ("最长静默", "最长一段无人说话的时间；第一句话之前的不算，全程无人说话则为通话时长。"),
                ("Longest silence", "Longest stretch without speech, the one before the first word left out."),
            ),
            *_each(
                "talk_seconds",
                "s",
                ("{}说话时长", "{} talk time"),
                (
                    "{}实际出声的时间，由语音检测得出，停顿不计。",
                    "Time in which the {} really speaks; pauses left out.",
                ),
            ),
            _one(
                "agent_talk_share",
                "percent",
                ("坐席说话占比", "坐席说话时长 ÷（坐席说话时长 + 客户说话时长）。"),
                ("Agent talk share", "Agent talk time ÷ (agent talk time + customer talk time)."),
            ),
            _one(
                "turn_count",
                "次",
                ("话轮数", "双方话轮的总数；单独的“嗯”“好的”不算。"),
                ("Turns", "Turns of both parties; a mere 嗯 or 好的 is none."),
            ),
            _one(
                "overlap_seconds",
                "s",
                ("重叠时长", "双方同时说话的时间。"),
                ("Overtalk", "Time in which both speak."),
            ),
            _one(
                "overlap_share",
                "percent",
                ("重叠占比", "重叠时长 ÷ 有声时长。"),
                ("Overtalk share", "Overtalk ÷ speech."),
            ),
            *_each(
                "interruptions",
                "次",
                ("{}抢话次数", "{} interruptions"),
                (
                    "{}开口时对方还要说 2 秒以上，且说了 4 个字以上；“嗯”“对”“好的”之类的附和不算。",
                    "How often the {} starts while the other goes on for over 2 s, and says 4 characters or more; "
                    "back-channels (嗯, 对, 好的) are none.",
                ),
            ),
            _one(
                "agent_interruption_seconds",
                "s",
                ("坐席抢话时长", "坐席抢话时双方同时说话的时间之和。"),
                ("Agent interruption time", "Summed time of the agent's interruptions in which both speak."),
            ),
            _one(
                "hold_count",
                "次",
                ("等待次数", "客户被要求等待的次数：3 秒以上无人说话，期间有音乐，或之前 10 秒内坐席请客户稍等。"),
                (
                    "Holds",
                    "Silences of 3 s or more with music in them, or for which the agent asked to wait within the 10 s "
                    "before.",
                ),
            ),
            _one(
                "hold_seconds", "s", ("等待总时长", "各次等待时长之和。"), ("Hold time", "Summed length of the holds.")
            ),
            _one("longest_hold", "s", ("最长等待", "最长一次等待。"), ("Longest hold", "Length of the longest hold.")),
            _one(
                "hold_share",
                "percent",
                ("等待占比", "等待总时长 ÷ 通话时长。"),
                ("Hold share", "Hold time ÷ call length."),
            ),
            _one(
                "unannounced_holds",
                "次",
                ("未告知的等待", "有音乐而坐席之前 10 秒内没有请客户稍等的等待次数；没有听清是否说了的不计。"),
                (
                    "Unannounced holds",
                    "Holds with music before which the agent did not ask to wait within 10 s; where nobody can "
                    "tell, it is none.",
                ),
            ),
            _one(
                "time_to_greeting",
                "s",
                ("应答时间", "从录音开始到坐席开口。"),
                ("Time to greeting", "From the start of the recording to the agent's first speech."),
            ),
            _one(
                "response_latency",
                "s",
                ("应答间隔", "客户说完到坐席接话的停顿，取中位数；重叠算 0，附和不算接话。"),
                (
                    "Response latency",
                    "Median pause between the end of a customer's turn and the agent's next one; 0 where they overlap, "
                    "back-channels passed over.",
                ),
            ),
            _one(
                "longest_response",
                "s",
                ("最长应答间隔", "上述停顿中最长的一个。"),
                ("Longest response", "The longest of those pauses."),
            ),
            _one(
                "last_speech_to_end",
                "s",
                ("挂机前静默", "从最后一句话结束到录音结束。"),
                ("Last speech to hang-up", "From the last speech of anybody to the end of the recording."),
            ),
            _one(
                "last_speaker",
                "party",
                ("最后说话方", "说最后一句话的一方。"),
                ("Last speaker", "Who said the last word."),
            ),
            _one(
                "ended_by",
                "party",
                ("挂机方", "挂机的一方：其声道先于另一声道归于数字静音；线路上看不出则为未知。"),
                (
                    "Ended by",
                    "Who hung up: whose channel turns to digital silence while the other goes on; unknown where the "
                    "line does not tell.",
                ),
            ),
            *_each(
                "speech_rate",
                "字/分",
                ("{}语速", "{} speech rate"),
                (
                    "{}说出的汉字和数字 ÷ 识别出文字的实际出声时间；不足 10 个字不计。",
                    "Han characters and digits of the {} ÷ the time really spoken in which words were recognised; "
                    "undefined under 10 characters.",
                ),
            ),
            _one(
                "agent_fastest_rate",
                "字/分",
                ("坐席最快语速", "坐席语速曲线（10 秒窗口）的最大值。"),
                ("Agent fastest rate", "Maximum of the agent's speech-rate curve (windows of 10 s)."),
            ),
            *_each(
                "loudness",
                "dBFS",
                ("{}响度", "{} loudness"),
                ("{}各段话响度的中位数，按时长加权。", "Median level of the {}'s speech, per second spoken."),
            ),
            *_each(
                "loudness_range",
                "dB",
                ("{}响度起伏", "{} loudness range"),
                (
                    "{}每秒响度的第 95 与第 10 百分位之差。",
                    "Difference between the 95th and the 10th percentile of the {}'s level per second.",
                ),
            ),
            *_each(
                "pitch",
                "Hz",
                ("{}音高", "{} pitch"),
                ("{}浊音段基频的中位数。", "Median fundamental frequency of the {}'s voiced speech."),
            ),
            *_each(
                "pitch_range",
                "半音",
                ("{}音高起伏", "{} pitch range"),
                (
                    "{}基频第 90 与第 10 百分位之间的半音数，因人而异的高低已消去。",
                    "Semitones between the 10th and the 90th percentile of the {}'s fundamental frequency: the "
                    "speaker's own height cancels out.",
                ),
            ),
            *_each(
                "unclear_share",
                "percent",
                ("{}不清晰字占比", "{} unclear words"),
                (
                    "{}识别概率低于 0.5 的词所占比例。",
                    "Share of the {}'s words that the recogniser gives a probability under .5.",
                ),
            ),
            *_each(
                "signal_to_noise",
                "dB",
                ("{}信噪比", "{} signal to noise"),
                (
                    "{}说话时的声级与同一声道无人说话时声级之差。",
                    "Level of the {}'s speech over the level of the same channel where nobody speaks.",
                ),
            ),
        )
    )
)
"""Of every scalar of `qa.measures.shape.Measures`, by its name."""


def table() -> str:
    """The definitions as a Markdown table: what docs/measures.md holds."""
    lines = ["| 名称 name | 量 measure | 单位 unit | 定义 definition |", "|---|---|---|---|"]
    for name, d in DEFINITIONS.items():
        lines.append(f"| `{name}` | {d.name.zh} {d.name.en} | {d.unit} | {d.meaning.zh} {d.meaning.en} |")
    return "\n".join(lines) + "\n"
