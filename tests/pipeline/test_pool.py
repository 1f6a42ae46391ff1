"""A recording that kills its process is found and set aside; its neighbours are done. One night at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa.people.store import FILE
from qa.pipeline.lock import NightUnderWay, night_lock
from qa.pipeline.night import run_night
from qa.pipeline.plan import plan_night
from qa.pipeline.pool import ShardPool
from qa.pipeline.shards import cut, named
from qa.pipeline.unfinished import NightUnfinished
from qa.settings import NightSettings, Settings, SpeechSettings, load_settings
from tests import builders
from tests.faults.inbox import centre
from tests.faults.quick_night import quick_shard
from tests.pipeline.children import dies_over_c3, fails_over_c3, no_room_for_c2, sleeps_for_a_minute, tells_its_card

DAY = date(2026, 10, 12)


def test_only_the_recording_that_kills_its_process_is_set_aside() -> None:
    recordings = [builders.recording(call_id=f"C{i}") for i in range(6)]
    (shard,) = cut(recordings, 10)
    with ShardPool(Settings(), dies_over_c3) as pool:
        outcome = pool.run(shard)
    assert set(outcome.scored) == {r.recording_id for r in recordings if r.metadata.call_id != "C3"}
    ((guilty, notice),) = outcome.quarantined
    assert guilty.metadata.call_id == "C3"
    assert notice.code == "P002"


def test_workers_are_dealt_to_the_graphics_cards_in_turn() -> None:
    speech = SpeechSettings(device="cuda", device_index=(0, 3))
    settings = Settings(speech=speech, night=NightSettings(workers=4))
    shards = [named(DAY, (builders.recording(call_id=f"C{i}"),)) for i in range(4)]
    with ShardPool(settings, tells_its_card) as pool, ThreadPoolExecutor(4) as threads:
        cards = [card for outcome in threads.map(pool.run, shards) for card in outcome.scored]
    assert sorted(cards) == ["0", "0", "3", "3"]


def test_a_child_that_begins_when_all_are_stopped_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    begins = threading.Event()

    class SlowToBegin(ProcessPoolExecutor):
        def submit(self, *work: Any) -> Future[Any]:  # type: ignore[override]
            begins.set()
            time.sleep(0.2)
            return super().submit(*work)

    monkeypatch.setattr("qa.pipeline.pool.ProcessPoolExecutor", SlowToBegin)
    shard = named(DAY, (builders.recording(),))
    with ShardPool(Settings(), sleeps_for_a_minute) as pool, ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(pool.run, shard)
        begins.wait()
        pool.stop()
        with pytest.raises(BrokenProcessPool):
            under_way.result(timeout=20)


def test_a_shard_that_fails_leaves_the_others_done_and_is_taken_up_again(tmp_path: Path) -> None:
    settings = load_settings(centre(tmp_path, calls=6))
    with pytest.raises(NightUnfinished) as unfinished:
        run_night(settings, work=fails_over_c3)
    assert unfinished.value.record.scored == 4
    assert run_night(settings, work=quick_shard).scored == 2


def test_a_full_disk_is_told_with_its_remedy_and_the_next_night_finishes(tmp_path: Path) -> None:
    settings = load_settings(centre(tmp_path, calls=6))
    with pytest.raises(NightUnfinished) as unfinished:
        run_night(settings, work=no_room_for_c2)
    assert "the disk is full" in unfinished.value.message.en
    assert unfinished.value.record.scored == 4
    assert not list((tmp_path / "data").rglob("*.tmp"))
    assert run_night(settings, work=quick_shard).scored == 2


def test_shards_hold_one_day_and_are_named_by_content() -> None:
    days = [builders.START.replace(day=d) for d in (1, 2, 1, 2, 1)]
    recordings = [builders.recording(call_id=f"C{i}", start=start) for i, start in enumerate(days)]
    shards = cut(recordings, 2)
    assert [(s.day.day, len(s.recordings)) for s in shards] == [(1, 2), (1, 1), (2, 2)]
    assert cut(reversed(recordings), 2) == shards


def test_the_night_after_a_killed_one_tells_of_all_its_calls(tmp_path: Path) -> None:
    settings = load_settings(centre(tmp_path, calls=6))
    plan = plan_night(settings)
    with ShardPool(settings, quick_shard) as pool:
        pool.run(plan.shards[0])  # and then the power went
    record = run_night(settings, work=quick_shard)
    assert (record.scored, record.already_done, len(record.recordings)) == (6, 0, 6)
    report = (settings.data / "reports" / "night.html").read_text(encoding="utf-8")
    assert all(f"call-{i:02}" in report for i in range(6))
    again = run_night(settings, work=quick_shard)
    assert (again.scored, again.already_done) == (0, 6)
    assert not (settings.data / FILE).exists(), "no month is closed: the database of people is not opened"


def test_a_second_night_on_the_same_data_waits_its_turn(tmp_path: Path) -> None:
    settings = load_settings(centre(tmp_path, calls=1))
    with night_lock(settings), pytest.raises(NightUnderWay), night_lock(settings):
        pass
    with night_lock(settings):
        pass
