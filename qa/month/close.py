"""Closing a month: the mart's rows in, `<months>/2026-10/close-<revision>.json` out, never changed once written.

The files are canonical: keys sorted, floats with six decimals, nothing that depends on the clock or the machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa.errors import Text, UsageError
from qa.month.effect import did_it_help, lots_followed
from qa.month.errors import DamagedClose, NoClose
from qa.month.fairness import Ranking
from qa.month.figures import MonthRows, counts, figures, machine_groups, ranking
from qa.month.gate import standings
from qa.month.heard_calls import scored_twice
from qa.month.machine_bias import machine_biases
from qa.month.naming import groups, homes
from qa.month.shape import Help, MonthClose
from qa.month.waiting import draw_lots, keep_lots
from qa.people.heard import HeardByLot
from qa.people.reviews import Review
from qa.settings import MonthSettings
from qa.storage import write_atomically
from qa.warehouse.mart import Mart

QUOTES = 5
"""Quotes a focus agent, at most."""

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NO_MONTH = Text("不是月份。", "not a month.")
_MONTH_FORM = Text("请写年和月，例如 2026-10。", "Write year and month, such as 2026-10.")
_FILE = re.compile(r"close-([1-9]\d*)\.json")
_CLOSE = TypeAdapter(MonthClose)
_DECIMALS = 6
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
    quotes = mart.rows("month_quotes", month=month, agents=focus, quotes=QUOTES)
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
    return _save(replace(close, lot_seed=seed, helped=_helped(before, close, coached)), months)


def close_before(months: Path, month: str) -> MonthClose | None:
    """The latest close of the month before `month`; None where it was not closed."""
    year, number = int(month[:4]), int(month[5:])
    name = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"
    return read_close(months, name) if _revisions(months, name) else None


def _named(  # noqa: PLR0917
    ranked: Ranking,
    month: str,
    rows: MonthRows,
    settings: MonthSettings,
    months: Path,
    before: MonthClose | None,
) -> tuple[Ranking, int | None]:
    """The ranking with lots, where the centre draws them, and their seed. Lots that were drawn once stand."""
    earlier = (read_close(months, month, revision) for revision in _revisions(months, month))
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


def _save(close: MonthClose, months: Path) -> MonthClose:
    revisions = _revisions(months, close.month)
    latest = revisions[-1] if revisions else 0
    if latest and _encoded(replace(close, revision=latest)) == _path(months, close.month, latest).read_bytes():
        return read_close(months, close.month, latest)
    path = _path(months, close.month, latest + 1)
    write_atomically(path, _encoded(replace(close, revision=latest + 1)))
    return read_close(months, close.month, latest + 1)


def read_close(months: Path, month: str, revision: int | None = None) -> MonthClose:
    """A closed month; without `revision` the latest.

    Raises:
        UsageError: `month` is not a month.
        NoClose: the month was not closed, or has no such revision.
        DamagedClose: the file cannot be read.
    """
    revisions = _revisions(months, month)
    if not revisions or (revision is not None and revision not in revisions):
        raise NoClose(str(months / month), month=month)
    path = _path(months, month, revision or revisions[-1])
    try:
        return _CLOSE.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DamagedClose(str(path), reason=str(error).splitlines()[0]) from error


def list_closes(months: Path) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every closed month with its revisions, oldest first."""
    names = sorted(folder.name for folder in months.glob("*") if _MONTH.fullmatch(folder.name))
    return tuple((month, revisions) for month in names if (revisions := _revisions(months, month)))


def _encoded(close: MonthClose) -> bytes:
    """The canonical JSON of a close."""
    plain = _rounded(_CLOSE.dump_python(close, mode="json"))
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def _rounded(value: Any) -> Any:
    match value:
        case float():
            # Adding zero turns -0.0 into 0.0.
            return round(value, _DECIMALS) + 0.0
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list():
            return [_rounded(item) for item in value]
    return value


def _path(months: Path, month: str, revision: int) -> Path:
    return months / month / f"close-{revision}.json"


def _revisions(months: Path, month: str) -> tuple[int, ...]:
    check_month(month)
    files = (_FILE.fullmatch(path.name) for path in (months / month).glob("close-*.json"))
    return tuple(sorted(int(file.group(1)) for file in files if file))


def check_month(month: str) -> None:
    """Raise UsageError where `month` is not written like 2026-10."""
    if not _MONTH.fullmatch(month):
        raise UsageError(month, problem=_NO_MONTH, fix=_MONTH_FORM)


def _hash(inputs: dict[str, Any]) -> str:
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
