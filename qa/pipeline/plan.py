"""What a night has to do: the recordings that are new, cut into shards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from qa.asr.models import locate, verify
from qa.intake.scan import Scan, scan
from qa.pipeline.shards import Shard, cut
from qa.rubric.months import load_month_rubrics
from qa.settings import Settings
from qa.storage import write_atomically
from qa.warehouse.parquet import done, sweep


@dataclass(frozen=True, slots=True)
class NightPlan:
    """What the inbox holds and what is still to do."""

    night: str
    """When it began, ISO 8601 with time zone; also the name of the night's files."""
    scan: Scan
    already_done: int
    """Recordings of the inbox that an earlier night has told of."""
    resumed: tuple[str, ...]
    """Ids that a night which never ended had finished: this one tells of them."""
    shards: tuple[Shard, ...]


def plan_night(settings: Settings) -> NightPlan:
    """Look at the inbox, leave out what is in the warehouse, and cut the rest into shards.

    Half-written files of a night that was killed are removed first. What would fail every call fails here, at once:
    the speech model is compared with its hashes, the rubrics are read, and so is a sentence model.

    Raises:
        ManifestError: the manifest as a whole cannot be read.
        ModelError: the speech model is missing, or is not what its manifest says; a sentence model cannot be used.
        RubricError: a rubric is refused. A refused overlay only keeps the calls waiting that it may be for.
    """
    verify(locate(settings.speech.model, settings.models))
    load_month_rubrics(settings.scoring.rubrics)
    if settings.scoring.sentence_model is not None:
        # The network's runtime loads slowly, and few centres have one.
        from qa.scoring.sentences import alike_by  # noqa: PLC0415

        alike_by(settings.scoring.sentence_model)
    began = datetime.now(ZoneInfo(settings.inbox.time_zone)).replace(microsecond=0)
    sweep(settings.truth)
    known = done(settings.truth)
    seen = scan(settings)
    fresh = [recording for recording in seen.candidates if recording.recording_id not in known]
    begun = _begun(settings)
    resumed = [r.recording_id for r in seen.candidates if r.recording_id in known and r.recording_id in begun]
    _note_begun(settings, [*resumed, *(recording.recording_id for recording in fresh)])
    shards = cut(fresh, settings.night.shard_size)
    already = len(seen.candidates) - len(fresh) - len(resumed)
    return NightPlan(began.isoformat(), seen, already, tuple(resumed), shards)


def begun_note(settings: Settings) -> Path:
    """Which recordings a night set out to do; it is there until that night has told what became of them."""
    return settings.data / "nights" / "begun.txt"


def _begun(settings: Settings) -> frozenset[str]:
    try:
        return frozenset(begun_note(settings).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()


def _note_begun(settings: Settings, ids: Iterable[str]) -> None:
    write_atomically(begun_note(settings), "".join(f"{recording_id}\n" for recording_id in ids).encode())
