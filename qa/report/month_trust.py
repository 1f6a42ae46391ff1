"""Which criteria counted in a month's ranking and which stood out of it, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qa.errors import Text, printable
from qa.month.shape import CriterionStanding, MonthClose, Trust
from qa.report import figures

TRUST: Final[Mapping[Trust, Text]] = {
    Trust.TRUSTED: Text("可信", "trusted"),
    Trust.ADVISORY: Text("仅供参考", "advisory"),
    Trust.FOR_REVIEW: Text("待人判定", "for review"),
    Trust.NOT_REVIEWED: Text("尚未充分复核", "not yet reviewed enough"),
}


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One criterion."""

    name: str
    rubric: str
    standing: Text
    counts: bool
    reviews: str
    alpha: str
    """With its interval."""


def trust_note(close: MonthClose) -> Text | None:
    """How many criteria counted, how many of them on credit, and how many stood out; None where that is not known."""
    if not close.criteria:
        return None
    out, total = len(close.left_out), len(close.criteria)
    credit = sum(one.counts and one.trust is Trust.NOT_REVIEWED for one in close.criteria)
    if out == total:
        return Text(
            f"{total} 个质检项都没有经人复核可信，因此没有排名。请安排盲评，或把 month.trust 设为 when_reviewed。",
            f"None of the {total} criteria has been found trustworthy by people, so there is no ranking. Have calls "
            "scored blind, or set month.trust to when_reviewed.",
        )
    left = Text(f"，{out} 项不计入", f", {out} stood out of it") if out else Text("", "")
    told = (
        Text(
            f"；计入的项目中有 {credit} 项尚未充分复核，机器判得如何还不知道，请安排盲评",
            f"; {credit} of those that count have not been reviewed enough: how well the machine judges them is not "
            "known yet; have calls scored blind",
        )
        if credit
        else Text("", "")
    )
    return Text(
        f"排名依据 {total - out} 个质检项（共 {total} 项）{left.zh}{told.zh}。",
        f"The ranking rests on {total - out} of {total} criteria{left.en}{told.en}.",
    )


def trust_lines(close: MonthClose) -> tuple[Text, ...]:
    """One line a criterion that stood out of the ranking, with the reason."""
    return tuple(
        Text(
            f"  不计入排名：{one.name}，{TRUST[one.trust].zh}，{_measured(one)}",
            f"({TRUST[one.trust].en}, out of the ranking)",
        )
        for one in close.left_out
    )


def trust_rows(close: MonthClose) -> tuple[TrustRow, ...]:
    """What a table shows: what stood out of the ranking, and what counts on credit though some reviews are there."""
    shown = [one for one in close.criteria if not one.counts or (one.trust is Trust.NOT_REVIEWED and one.reviews)]
    return tuple(
        TrustRow(
            name=printable(one.name),
            rubric=printable(one.rubric),
            standing=TRUST[one.trust],
            counts=one.counts,
            reviews=figures.count(one.reviews),
            alpha=_measured(one, n=False),
        )
        for one in sorted(shown, key=lambda one: (one.counts, one.rubric, one.criterion))
    )


def _measured(one: CriterionStanding, *, n: bool = True) -> str:
    if one.alpha is None or one.low is None or one.high is None:
        said = figures.NONE
    else:
        said = f"{one.alpha:.2f} ({one.low:.2f}–{one.high:.2f})"
    return f"α {said}, n {one.reviews}" if n else said
