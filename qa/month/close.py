"""Closing a month: the mart's rows in, a close out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from qa.month.closes import check_month, close_before, keep_close, read_close, revisions_of
from qa.month.effect import did_it_help, lots_followed
from qa.month.fairness import Ranking
from qa.month.figures import MonthRows, counts, figures, machine_groups, ranking
from qa.month.gate import standings
from qa.month.heard_calls import scored_twice
from qa.month.machine_bias import machine_biases
from qa.month.naming import groups, homes
from qa.month.quotes import quote_rows
from qa.month.shape import Help, MonthClose
from qa.month.waiting import draw_lots, keep_lots
from qa.people.heard import HeardByLot
from qa.people.reviews import Review
from qa.settings import MonthSettings
from qa.warehouse.mart import Mart

_QUERIES = ("agents", "criteria", "bands", "histogram", "attendance")
"""The fields of `MonthRows`, in their order."""


def close_month(
    month: str,
    mart: Mart,
    settings: MonthSettings,
    months: Path,
    *,
    reviews: Sequence[Review] = (),
    drawn: Sequence[HeardByLot] = (),
    coached: Collection[str] = (),
) -> MonthClose:
    """Close `month` (YYYY-MM) from the mart and keep it below `months`; the close as it is on disk.

    `reviews` are people's blind answers: they decide which criteria count in the ranking. `drawn` are the calls of the
    month that they scored because chance picked them: these tell the machine's error. `coached` are the agents with a
    coaching talk held in the month.

    A call belongs to the month of its start on the local clock. When the latest revision says the same it stays and is
    returned; otherwise a new one is written beside it. A month without calls closes empty.

    Raises:
        UsageError: `month` is not a month.
        StorageError: the mart or the latest close cannot be read, or the disk is full.
    """
    check_month(month)
    rows = MonthRows(*(mart.rows(f"month_{name}", month=month) for name in _QUERIES))
    counted = counts(rows.criteria)
    criteria = standings(counted, reviews, settings)
    out = [one for one in criteria if not one.counts]
    if out:
        rubrics, names = [one.rubric for one in out], [one.criterion for one in out]
        rows = replace(rows, trusted=mart.rows("month_trusted", month=month, rubrics=rubrics, criteria=names))
    recordings = sorted({item.recording_id for item in drawn})
    sample = scored_twice(
        mart.rows("month_heard", month=month, recordings=recordings) if recordings else (),
        drawn,
        reviews,
        counts=counted,
        left_out={(one.rubric, one.criterion) for one in out},
    )
    machine = machine_biases(machine_groups(rows), sample)
    before = close_before(months, month)
    ranked, seed = _named(ranking(rows, settings, machine), month, rows, settings, months, before)
    focus = [agent.agent for agent in ranked.agents if agent.focus]
    quotes = quote_rows(mart, month, focus)
    inputs = {
        "calls": mart.rows("month_inputs", month=month),
        "rows": asdict(rows),
        "quotes": quotes,
        "scored_twice": sorted(repr(call) for call in sample),
        "criteria": [asdict(one) for one in criteria],
        "settings": settings.model_dump(mode="json"),
        "lots": [[agent.agent, agent.focus, agent.lot] for agent in ranked.agents] if seed is not None else [],
        "lots before": _lots(before, coached),
    }
    close = figures(
        month,
        rows,
        ranked=ranked,
        quotes=quotes,
        settings=settings,
        inputs_hash=_hash(inputs),
        criteria=criteria,
        machine=machine,
    )
    return keep_close(replace(close, lot_seed=seed, helped=_helped(before, close, coached)), months)


def _named(  # noqa: PLR0917
    ranked: Ranking,
    month: str,
    rows: MonthRows,
    settings: MonthSettings,
    months: Path,
    before: MonthClose | None,
) -> tuple[Ranking, int | None]:
    """The ranking with lots, where the centre draws them, and their seed. Lots that were drawn once stand."""
    earlier = (read_close(months, month, revision) for revision in revisions_of(months, month))
    drawn = next((close for close in earlier if close.lot_seed is not None), None)
    if drawn is not None:
        return keep_lots(ranked, drawn), drawn.lot_seed
    if not settings.wait_list:
        return ranked, None
    waited = [agent.agent for agent in before.waiting] if before else []
    own = groups(homes(rows.agents), settings)
    return draw_lots(ranked, month, settings=settings, groups=own, waited=waited), settings.seed


def _helped(before: MonthClose | None, close: MonthClose, coached: Collection[str]) -> Help | None:
    """Whether coaching helped those that the lot of the month before chose."""
    if before is None or before.lot_seed is None:
        return None
    followed = lots_followed(before, {agent.agent: agent.mean_score for agent in close.agents})
    chosen = [one.agent for one in followed if one.coached]
    return replace(did_it_help(followed), drawn=len(chosen), held=sum(agent in coached for agent in chosen))


def _lots(before: MonthClose | None, coached: Collection[str]) -> list[list[object]]:
    """What of the month before a close rests on."""
    if before is None or before.lot_seed is None:
        return []
    lots = [agent for agent in before.agents if agent.lot is not None]
    return [[a.agent, a.lot, a.mean_score, a.expected_mean, a.agent in coached] for a in lots]


def _hash(inputs: dict[str, Any]) -> str:
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
