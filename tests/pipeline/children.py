"""What children of a night do in tests of their pool. Most load nothing, so that starting one is cheap."""

from __future__ import annotations

import errno
import os
import time
from unittest import mock

from qa.pipeline.shards import Shard, ShardOutcome
from qa.pipeline.worker import worker_number
from qa.settings import Settings


def dies_over_c3(shard: Shard, settings: Settings) -> ShardOutcome:
    """A child that crashes over one recording, whatever shard that is in."""
    del settings
    if any(recording.metadata.call_id == "C3" for recording in shard.recordings):
        os._exit(139)
    return ShardOutcome(tuple(r.recording_id for r in shard.recordings), (), (), 1.0)


def tells_its_card(shard: Shard, settings: Settings) -> ShardOutcome:
    """A child that says which graphics card it would load the model on."""
    time.sleep(0.3)  # so that every worker gets a shard
    return ShardOutcome((str(settings.speech.device_of(worker_number())),), (), (), 0.0)


def sleeps_for_a_minute(shard: Shard, settings: Settings) -> ShardOutcome:
    """A child with long work."""
    del shard, settings
    time.sleep(60)
    return ShardOutcome((), (), (), 0.0)


def fails_over_c3(shard: Shard, settings: Settings) -> ShardOutcome:
    """The stand-in, with a defect that one recording brings to light."""
    from tests.faults.quick_night import quick_shard

    if any(recording.metadata.call_id == "call-02" for recording in shard.recordings):
        raise ZeroDivisionError
    return quick_shard(shard, settings)


def no_room_for_c2(shard: Shard, settings: Settings) -> ShardOutcome:
    """The stand-in on a disk that is full while the results of one recording's shard are written."""
    from tests.faults.quick_night import quick_shard

    if not any(recording.metadata.call_id == "call-02" for recording in shard.recordings):
        return quick_shard(shard, settings)
    with mock.patch("os.fsync", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        return quick_shard(shard, settings)
