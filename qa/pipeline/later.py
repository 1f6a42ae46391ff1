"""Calls that were heard while the overlay of their month was refused: judged by the first night after it is mended.

Scored without it they would have other points than the rest of their month, and nobody would see which. So they are in
the truth without a score, a note says which, shard by shard, and a later night adds their scoring: an overlay changes
points and not what is listened for, so nothing has to be heard again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from qa.errors import Text
from qa.night import Notice
from qa.pipeline.call import Judge, no_rubric
from qa.rubric.diagnostics import RubricError
from qa.rubric.months import RefusedOverlay
from qa.scoring.evaluation import Evaluation
from qa.scoring.heard import Call
from qa.settings import Settings
from qa.storage import write_atomically
from qa.warehouse.layout import Shard, committed
from qa.warehouse.parquet import add_scoring, read_calls_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """The calls of a shard that wait."""

    day: date
    shard: str
    model_hash: str
    """Of what heard them."""
    recordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """What became of the calls that waited."""

    judged: int = 0
    waiting: Mapping[str, int] = field(default_factory=dict)
    """By file of the overlay."""
    let_go: tuple[Notice, ...] = ()
    """Of those that no rubric applies to any more."""


def note_waiting(settings: Settings, waiting: Waiting) -> None:
    """Keep the note. It is written before the shard is: a note too many is harmless, one too few loses scores.

    Raises:
        DiskFull: no room is left.
    """
    write_atomically(_folder(settings) / f"{waiting.shard}.json", _NOTE.dump_json(waiting))


def judge_waiting(settings: Settings, judge: Judge, today: date) -> Later:
    """Judge what need not wait any longer, and count what still has to. The caller holds the night's lock.

    Raises:
        DamagedTruth: a file of the truth cannot be read.
        DiskFull: no room is left.
    """
    known, judged, left, let_go = set(committed(settings.truth)), 0, Counter[str](), list[Notice]()
    for path in waiting_notes(settings):
        note = _NOTE.validate_json(path.read_bytes())
        shard = Shard(note.day, note.shard)
        # A shard that was not finished is worked on again, by another name if the inbox has changed.
        found, still, homeless = _judged(settings, judge, shard, note) if shard in known else ([], {}, [])
        if found:
            add_scoring(settings.truth, shard, today, found)
            judged += len(found)
        left.update(still.values())
        let_go += homeless
        if still:
            write_atomically(path, _NOTE.dump_json(replace(note, recordings=tuple(still))))
        else:
            path.unlink()
    return Later(judged, left, tuple(let_go))


def _judged(
    settings: Settings, judge: Judge, shard: Shard, note: Waiting
) -> tuple[list[Evaluation], dict[str, str], list[Notice]]:
    """The evaluations of a shard's calls, those that still wait with their overlay, and those that nothing judges."""
    found: list[Evaluation] = []
    still: dict[str, str] = {}
    homeless: list[Notice] = []
    for result in read_calls_of(settings.truth, shard, note.recordings):
        about = result.recording.metadata
        overlay, rubric = judge.waits_for(about), judge.rubric_for(about)
        if overlay is not None:
            still[result.recording.recording_id] = overlay.file
        elif result.evaluation is not None:
            continue
        elif rubric is None:
            homeless.append(no_rubric(result.recording))
        else:
            call = Call(result.transcript, result.measures, about, judge.alike)
            found.append(judge.evaluate(rubric, call, note.model_hash))
    return found, still, homeless


def waiting_notes(settings: Settings) -> tuple[Path, ...]:
    """The notes of the calls that wait, by name; none in most centres, always."""
    return tuple(sorted(_folder(settings).glob("*.json")))


def notices(refused: Sequence[RefusedOverlay], later: Later) -> Iterator[Notice]:
    """What the night tells: every overlay that is refused, with the calls that wait for it, and what was made good."""
    for overlay in refused:
        first, n = overlay.diagnostics[0], later.waiting.get(overlay.file, 0)
        what = Text(
            f"月度调整未启用：第 {first.line} 行，{first.what.zh}{n} 通已转写，等它改好再评分。",
            f"the overlay is not used: line {first.line}, {first.what.en} {n} calls are transcribed and wait for it.",
        )
        yield Notice(REFUSED, overlay.file, what, _MEND)
    if later.judged:
        what = Text(
            f"{later.judged} 通以前转写、等待月度调整的通话已补评。",
            f"{later.judged} calls that had waited for an overlay are scored now.",
        )
        yield Notice("P012", "overlays", what, _NOTHING)
    yield from later.let_go


def postponed(error: RubricError, waiting: int) -> Notice:
    """What the night tells where a rubric was spoilt after the night had begun: the calls wait for another night."""
    first = error.diagnostics[0]
    what = Text(
        f"质检表在夜里改坏了：第 {first.line} 行，{first.what.zh}{waiting} 通已转写，等它改好再评分。",
        f"was spoilt during the night: line {first.line}, {first.what.en} "
        f"{waiting} calls are transcribed and wait for it.",
    )
    return Notice(SPOILT, first.file, what, _MEND)


def count_waiting(settings: Settings) -> int:
    """How many calls wait, by the notes."""
    return sum(len(_NOTE.validate_json(path.read_bytes()).recordings) for path in waiting_notes(settings))


REFUSED: Final = "P011"
"""Of an overlay that keeps calls waiting."""
SPOILT: Final = "P013"
"""Of a rubric that does."""
_MEND: Final = Text(
    "请按 qa rubric lint 的提示改好，下一夜自动补评，不必重听。",
    "Mend it as qa rubric lint says: the next night scores them, without hearing them again.",
)
_NOTHING: Final = Text("不必处理。", "Nothing to do.")
_NOTE: Final = TypeAdapter(Waiting)


def _folder(settings: Settings) -> Path:
    return settings.data / "nights" / "waiting"
