"""Copies of recordings for the browser: who asks while one is being made waits for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.audio.playback import opus
from qa.audio.samples import Samples
from qa.web import playback
from qa.web.playback import Playback
from tests.web.centre import Centre, calls


def test_readers_who_ask_for_the_same_copy_at_once_cost_one(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def slowly(samples: Samples) -> bytes:
        made.append(1)
        time.sleep(0.2)
        return opus(samples)

    monkeypatch.setattr(playback, "opus", slowly)
    recording, hidden = calls()[0].recording, ((0.25, 0.75),)
    sounds = Playback(centre.settings)
    with ThreadPoolExecutor(4) as readers:
        heard = list(readers.map(lambda _: sounds.sound(recording, hidden), range(4)))
    sounds.close()
    assert len(made) == 1
    assert len(set(heard)) == 1
    assert heard[0].path.read_bytes().startswith(b"OggS")
