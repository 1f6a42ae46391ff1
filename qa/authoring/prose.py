"""A condition read aloud: one Chinese sentence that its author can agree with or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatchmethod

from qa.measures.definitions import DEFINITIONS
from qa.rubric.condition import Condition
from qa.rubric.operators.answers import Answers
from qa.rubric.operators.hold import Hold
from qa.rubric.operators.interrupts import Interrupts
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.loudness import Loudness
from qa.rubric.operators.matches import Matches
from qa.rubric.operators.measure import Measure
from qa.rubric.operators.metadata import Metadata
from qa.rubric.operators.order import Order
from qa.rubric.operators.rate import RateOf
from qa.rubric.operators.repeats import Repeats
from qa.rubric.operators.said import Said
from qa.rubric.operators.silence import Silence
from qa.rubric.operators.similar import Similar
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Near, Where
from qa.rubric.quantity import Quantity, Scope
from qa.rubric.usual import meant
from qa.transcript import Party

PARTIES = {Party.AGENT: "坐席", Party.CUSTOMER: "客户", "agent": "坐席", "customer": "客户"}
COLUMNS = {"queue": "队列", "site": "站点", "team": "班组", "agent": "坐席", "direction": "方向"}
VALUES = {"inbound": "呼入", "outbound": "呼出"}
LEAST = 3
"""Phrases of a list that is told by its name; a shorter one is read where it stands."""
_UNITS = {"s": "秒", "turns": "轮"}
_HITS = {"any": "有一处即可", "every": "每一处都要", "first": "只看第一处", "last": "只看最后一处"}
_SLOTS = (
    (re.compile(r"\{number\}"), "〈数字〉"),
    (re.compile(r"\{name\}"), "〈姓名〉"),
    (re.compile(r"\{any:[^}]*\}"), "…"),
    (re.compile(r"\(([^()]*)\)"), r"〔\1〕"),
    (re.compile(r"\[([^\[\]]*)\]"), r"（\1）"),
)


def phrase(pattern: str) -> str:
    """A phrase pattern as people write such things: （可有可无）, 〔甲/乙〕, 〈数字〉 and … for anything."""
    for written, read in _SLOTS:
        pattern = written.sub(read, pattern)
    return f"“{pattern.replace('|', '/')}”"


def amount(quantity: Quantity) -> str:
    """A quantity with its unit in Chinese."""
    if quantity.unit == "percent":
        return f"{quantity.value:g}%"
    return f"{quantity.value:g} {_UNITS.get(quantity.unit, quantity.unit)}"


def columns(asked: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Columns of the manifest with the values they may have."""
    return "，且".join(f"{COLUMNS.get(name, name)}是{_one_of(values)}" for name, values in asked)


def _one_of(values: tuple[str, ...]) -> str:
    *others, last = (VALUES.get(value, value) for value in values)
    return f"{'、'.join(others)}或{last}" if others else last


def _scope(scope: Scope, condition: Where) -> str:
    end = "前" if scope.end == "first" else "最后"
    whose = _who(condition) if scope.amount.unit == "turns" else "通话"
    return f"{whose}{end} {amount(scope.amount)}"


def _who(condition: Where) -> str:
    return PARTIES[condition.by] if condition.by else "任何一方"


def _named(name: str, phrases: tuple[str, ...]) -> str:
    return f"「{name}」{len(phrases)} 句"


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the conditions of a rubric aloud; `lists` are the phrases that it has written once, by name."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shared(self) -> Iterator[tuple[str, str]]:
        """Each list that is told by its name, as it is told, and its phrases."""
        for name, phrases in self._told_by_name():
            yield _named(name, phrases), "、".join(map(phrase, phrases))

    def _told_by_name(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, phrases) for name, phrases in self.lists.items() if len(phrases) >= LEAST]

    def _phrases(self, patterns: tuple[str, ...]) -> str:
        return "、".join(self._stretches(patterns))

    def _stretches(self, patterns: tuple[str, ...]) -> Iterator[str]:
        """The phrases one by one, and the names of lists that stand among them whole, the longest first."""
        known = sorted(self._told_by_name(), key=lambda one: -len(one[1]))
        at = 0
        while at < len(patterns):
            found = next((one for one in known if patterns[at : at + len(one[1])] == one[1]), None)
            yield _named(*found) if found else phrase(patterns[at])
            at += len(found[1]) if found else 1

    def prose(self, condition: Condition) -> str:
        """The whole condition, with where and how often and what excuses it."""
        return self._what(condition) + (self._where(condition) if isinstance(condition, Where) else "")

    def _where(self, condition: Where) -> str:
        parts = []
        if condition.within:
            parts.append(f"限{_scope(condition.within, condition)}")
        for near, side in ((condition.before, "之前"), (condition.after, "之后"), (condition.around, "前后")):
            if near:
                parts.append(f"须在{self._near(near)}{side} {near.within:g} 秒内（{_HITS[near.hit]}）")
        if condition.times.least > 1:
            parts.append(f"至少 {condition.times.least} 次")
        if condition.times.at_most is not None:
            parts.append(f"至多 {condition.times.at_most} 次")
        if condition.unless:
            parts.append(f"但【{self.prose(condition.unless)}】时不计")
        if condition.unless_after:
            parts.append(f"紧接在{self._near(condition.unless_after)}之后 {condition.unless_after.within:g} 秒内的不计")
        return "".join(f"；{part}" for part in parts)

    def _near(self, near: Near) -> str:
        return f"【{self.prose(near.condition)}】"

    @singledispatchmethod
    def _what(self, condition: object) -> str:
        raise TypeError(f"no sentence for {type(condition).__name__}")

    @_what.register
    def _(self, condition: Said) -> str:
        usual = f"，惯用的别的说法也算（{'、'.join(meant(condition.usual))}）" if condition.usual else ""
        if len(condition.said) == 1:
            return f"{_who(condition)}说{phrase(condition.said[0])}{usual}"
        count = f"至少 {condition.different} 句不同的" if condition.different > 1 else "一句"
        return f"{_who(condition)}说下列{count}：{self._phrases(condition.said)}{usual}"

    @_what.register
    def _(self, condition: Matches) -> str:
        but = f"，而不符合 {'、'.join(condition.excludes)}" if condition.excludes else ""
        return f"{_who(condition)}的话符合表达式 {' 或 '.join(condition.matches)}{but}"

    @_what.register
    def _(self, condition: Similar) -> str:
        said = "、".join(f"“{sentence}”" for sentence in condition.similar)
        return f"{_who(condition)}说了与{said}意思相近的话（至少像 {condition.at_least:.0%}）"

    @_what.register
    def _(self, condition: Repeats) -> str:
        asked = condition.repeats
        whose = "自己" if asked.of == "self" else "对方"
        alike = f"像 {asked.at_least:.0%} 以上，{asked.shortest} 个字以上"
        return f"{_who(condition)}重复{whose}前 {asked.last} 轮里的话（{alike}）"

    @_what.register
    def _(self, condition: Answers) -> str:
        asked = condition.answers
        trigger, reply = self.prose(asked.trigger), self.prose(asked.reply)
        return f"每当【{trigger}】，{amount(asked.within)}内【{reply}】（{_HITS[asked.hit]}）"

    @_what.register
    def _(self, condition: Order) -> str:
        apart = f"（相邻两件相隔不超过 {condition.apart:g} 秒）" if condition.apart is not None else ""
        return "依次：" + "，再".join(f"【{self.prose(part)}】" for part in condition.order) + apart

    @_what.register
    def _(self, condition: Silence) -> str:
        asked = condition.silence
        turn = f"轮到{PARTIES[asked.waiting_for]}说话而" if asked.waiting_for else ""
        return f"{turn}无人说话超过 {asked.longer_than:g} 秒"

    @_what.register
    def _(self, condition: RateOf) -> str:
        asked = condition.rate
        how = f"快于 {amount(asked.faster_than)}" if asked.faster_than else ""
        how = how or (f"慢于 {amount(asked.slower_than)}" if asked.slower_than else "")
        return f"{_who(condition)}有一段 {asked.shortest} 个字以上的话{how}"

    @_what.register
    def _(self, condition: Interrupts) -> str:
        asked = condition.interrupts
        limits = {"overrun": f"对方还要说 {asked.overrun:g} 秒以上", "shortest": f"抢了 {asked.shortest} 个字以上"}
        own = "、".join(told for key, told in limits.items() if key in asked.model_fields_set)
        longest = f"，两人同时说话超过 {asked.longer_than:g} 秒" if asked.longer_than else ""
        return f"{_who(condition)}抢话" + (f"（{own}）" if own else "") + longest

    @_what.register
    def _(self, condition: Loudness) -> str:
        asked = condition.loudness
        ways = (
            (asked.raised, "比本人平时高出"),
            (asked.jump, "比本人前一段高出"),
            (asked.above, "高于"),
            (asked.below, "低于"),
        )
        return f"{_who(condition)}的音量" + "".join(f"{how} {amount(level)}" for level, how in ways if level)

    @_what.register
    def _(self, condition: Hold) -> str:
        asked = condition.hold
        longest = f"超过 {asked.longer_than:g} 秒" if asked.longer_than else ""
        ways = (
            (asked.announced, "之前已告知", "之前没有告知"),
            (asked.thanked, "之后已致谢或致歉", "之后没有致谢或致歉"),
            (asked.music, "有等待音乐", "没有等待音乐"),
        )
        return f"让客户等待{longest}" + "".join(f"，{yes if so else no}" for so, yes, no in ways if so is not None)

    @_what.register
    def _(self, condition: Measure) -> str:
        name = DEFINITIONS[condition.measure].name.zh
        if condition.is_:
            return f"{name}是{PARTIES[condition.is_]}"
        bounds = ((condition.at_least, "不小于"), (condition.at_most, "不大于"))
        return name + "，且".join(f"{how} {amount(bound)}" for bound, how in bounds if bound)

    @_what.register
    def _(self, condition: Metadata) -> str:
        return columns(condition.metadata.items())

    @_what.register
    def _(self, condition: Topic) -> str:
        return f"通话说到下列至少 {condition.different} 个不同的词：{self._phrases(condition.topic)}"

    @_what.register
    def _(self, condition: All) -> str:
        return "以下都成立：" + "，且".join(f"【{self.prose(part)}】" for part in condition.all)

    @_what.register
    def _(self, condition: AnyOf) -> str:
        return "以下有一个成立：" + "，或".join(f"【{self.prose(part)}】" for part in condition.any)

    @_what.register
    def _(self, condition: Not) -> str:
        return f"没有出现【{self.prose(condition.not_)}】"
