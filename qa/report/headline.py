"""The month in one sentence that a manager can read aloud."""

from __future__ import annotations

from collections import Counter

from qa.errors import Text
from qa.month.shape import MonthClose, Standing
from qa.report import figures
from qa.report.agent_card import standing_text
from qa.report.month_texts import MonthTexts


def headline(close: MonthClose) -> Text:
    """What the month found, who stands in the focus and how surely, and the weakest indicator."""
    if close.mean_score is None:
        return said(MonthTexts.nothing, month=month_name(close))
    parts = [
        said(
            MonthTexts.opening,
            month=month_name(close),
            evaluations=figures.count(close.evaluations),
            mean=figures.number(close.mean_score),
            coverage=figures.percent(close.coverage),
        ),
        _named(close),
    ]
    if few := sum(agent.standing is Standing.INSUFFICIENT and not agent.focus for agent in close.agents):
        parts.append(MonthTexts.insufficient.format(n=few))
    if close.key_indicators:
        weakest = close.key_indicators[0]
        parts.append(MonthTexts.weakest_indicator.format(name=weakest.name, rate=figures.percent(weakest.rate)))
    parts.append(MonthTexts.stop)
    return Text("".join(part.zh for part in parts), "".join(part.en for part in parts))


def month_name(close: MonthClose) -> Text:
    """`2026 年 11 月` and `2026-11`."""
    year, month = close.month.split("-")
    return MonthTexts.month_name.format(year=int(year), month=int(month))


def _named(close: MonthClose) -> Text:
    if not close.detectable:
        return MonthTexts.not_distinguishable
    if not close.focus:
        return MonthTexts.nobody_named
    if all(agent.standing is Standing.NOT_DISTINGUISHABLE for agent in close.focus):
        return MonthTexts.everybody_named.format(size=_places(close))
    standings = Counter(standing_text(agent) for agent in close.focus)
    parts = [said(MonthTexts.part, n=n, standing=standing) for standing, n in standings.items()]
    listed = Text(
        MonthTexts.and_then.zh.join(part.zh for part in parts),
        MonthTexts.and_then.en.join(part.en for part in parts),
    )
    only_one = len(close.focus) == 1
    return said(MonthTexts.named_one if only_one else MonthTexts.named, n=len(close.focus), parts=listed)


def _places(close: MonthClose) -> int:
    return sum(group.size for group in close.focus_groups) if close.focus_groups else close.focus_size


def said(template: Text, **values: Text | str | int) -> Text:
    """A template filled with values that may themselves be in both languages."""
    return Text(
        template.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
        template.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
    )
