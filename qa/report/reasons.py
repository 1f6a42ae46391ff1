"""Why a criterion came out as it did, in both languages: the judge keeps its reasons in Chinese."""

from __future__ import annotations

import re

from qa.errors import Text

_WHO = {"坐席": "the agent", "客户": "the customer", "通话": "the call"}
_UNITS = {"秒": "s", "字/分": "characters/min"}
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"未听到", "not heard"),
    (r"本次通话不涉及", "does not arise in this call"),
    (r"不确定是否涉及，待人工确认", "may or may not arise: for a person"),
    (r"疑似听到，待人工确认", "perhaps heard: for a person"),
    (r"疑似听到禁语，待人工确认", "something forbidden was perhaps heard: for a person"),
    (r"像是转述、否认或在问，待人工确认", "perhaps told of others, denied, or asked: for a person"),
    (r"听起来相同，写下来的却是别的话，待人工确认", "sounds the same, but other words were written down: for a person"),
    (r"“您”和“你”听不清，待人工确认", "您 and 你 cannot be told apart: for a person"),
    (r"没有听到，但语音不清，无法断定没有说", "not heard, but the speech is too unclear to be sure"),
    (r"(坐席|客户|通话)语音不清，无法断定没有说", "{0} is too unclear to say that it was not said"),
    (r"听到了，但分不清是谁说的", "heard, but not clear who said it"),
    (r"没有出现需要回应的话", "nothing was said that asks for it"),
    (r"([\d.]+) 秒处(“.*”)之后没有听到回应", "nothing heard in answer to {1} at {0} s"),
    (r"([\d.]+) 秒处(.*)旁未听到", "not heard beside {1} at {0} s"),
    (r"共 (\d+) 次，要求至少 (\d+) 次", "{0} times, at least {1} are asked for"),
    (r"共 (\d+) 次，最多 (\d+) 次", "{0} times, at most {1} are allowed"),
    (r"听到其中 (\d+) 句，要求 (\d+) 句", "{0} of them heard, {1} are asked for"),
    (r"说到其中 (\d+) 个词", "{0} of the words were said"),
    (r"第 ([\d、]+) 步未出现", "step {0} is missing"),
    (r"顺序不符或相隔太久", "in another order, or too far apart"),
    (r"实测 ([−\d.-]+) (\S+)", "measured {0} {1}"),
    (r"(坐席|客户)", "{0}"),
    (r"本通测不出这一项（话太少，或没有声音可测）", "could not be measured in this call: too little said, or no sound"),
    (r"无法测量（角色不明或没有语音）", "cannot be measured: not clear who is who, or no speech"),
    (r"无法确定哪一方是坐席", "not clear which party is the agent"),
    (r"无法确定是哪一方", "not clear which party it was"),
    (r"无法确定轮到谁说话", "not clear whose turn it was"),
    (r"无法确定等待前后坐席说了什么", "not clear what the agent said around the hold"),
    (r"没有可用的语音", "no usable speech"),
    (r"没有听到(坐席|客户)说话", "{0} was not heard to speak"),
    (r"清单里没有这一列：(.*)", "the manifest has no column {0}"),
    (r"没有对应的时刻", "there is no such moment"),
    (r"没有逐段音量", "no loudness was measured"),
    (r"没有逐段语速", "no speech rate was measured"),
    (r"等待 ([\d.]+) 秒", "hold of {0} s"),
    (r"静默 ([\d.]+) 秒", "silence of {0} s"),
    (r"同时说话 ([\d.]+) 秒", "talked at once for {0} s"),
    (r"([\d.]+) 字/分", "{0} characters/min"),
    (r"比平时高 ([\d.]+) dB", "{0} dB above the usual"),
    (r"比前一段高 ([\d.]+) dB", "{0} dB above the stretch before"),
)
_KNOWN = tuple((re.compile(pattern), english) for pattern, english in _PATTERNS)


def reason(said: str) -> Text:
    """A reason of the judge for readers of both languages; what it quotes, and what is not known, stays as it is."""
    return Text(said, "; ".join(_in_english(part) for part in said.split("；")) if said else "")


def _in_english(part: str) -> str:
    for pattern, english in _KNOWN:
        found = pattern.fullmatch(part)
        if found:
            return english.format(*(_word(group) for group in found.groups()))
    return part


def _word(text: str) -> str:
    return _WHO.get(text) or _UNITS.get(text) or _in_english(text).replace("、", ", ")
