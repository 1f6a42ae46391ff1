"""Copies of recordings for the browser: who asks while one is being made hears what is there, and costs nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.audio.playback import opus
from qa.audio.samples import Samples
from qa.web import playback
from qa.web.making import Making
from qa.web.playback import Playback
from tests.web.centre import Centre, calls

HIDDEN = ((0.25, 0.75),)
OTHER = calls()[2].recording.recording_id


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[int], threading.Event]]:
    """Copies stop after their first piece until the event is set; how many were begun."""
    made: list[int] = []
    go_on = threading.Event()

    def slowly(samples: Samples) -> Iterator[bytes]:
        made.append(1)
        pieces = opus(samples)
        yield next(pieces)
        assert go_on.wait(20)
        yield from pieces

    monkeypatch.setattr(playback, "opus", slowly)
    yield made, go_on
    go_on.set()


def test_readers_who_ask_for_the_same_copy_at_once_cost_one(
    centre: Centre, held: tuple[list[int], threading.Event]
) -> None:
    made, go_on = held
    recording = calls()[0].recording
    sounds, asked = Playback(centre.settings), threading.Barrier(5, timeout=60)

    def listen(_: int) -> tuple[int, bytes]:
        making = sounds.sound(recording, HIDDEN).making
        asked.wait()
        assert making is not None
        return making.size, b"".join(making.read(0, making.size))

    with ThreadPoolExecutor(4) as readers:
        heard = readers.map(listen, range(4))
        asked.wait()  # on a busy machine the copy would be made before the last one asks
        go_on.set()
        found = set(heard)
    assert len(made) == 1
    ((size, whole),) = found
    assert len(whole) == size
    after = Playback(centre.settings).sound(recording, HIDDEN)
    sounds.close()
    assert after.making is None
    assert after.path.read_bytes() == whole


def test_the_first_sound_does_not_wait_for_the_last(centre: Centre, held: tuple[list[int], threading.Event]) -> None:
    _, go_on = held
    sounds = Playback(centre.settings)
    making = sounds.sound(calls()[0].recording, ((0.5, 0.75),)).making
    sounds.close()
    assert making is not None
    pieces = making.read(0, making.size)
    assert next(pieces).startswith(b"OggS")
    assert not making.path.exists()
    go_on.set()
    assert sum(map(len, pieces)) > 0


def test_pieces_of_a_copy_in_the_making_are_those_of_the_copy(
    centre: Centre, held: tuple[list[int], threading.Event]
) -> None:
    _, go_on = held
    address = f"/calls/{OTHER}/sound"
    expert = centre.client("expert")
    for copy in (centre.settings.data / "playback").glob(f"{OTHER}-*.opus"):
        copy.unlink()
    begun = threading.Timer(0.3, go_on.set)
    begun.start()
    first = expert.get(address, headers={"Range": "bytes=0-"})
    begun.join()
    whole = expert.get(address)
    assert (first.status_code, whole.status_code) == (206, 200)
    assert first.content == whole.content
    assert first.headers["content-range"] == f"bytes 0-{len(whole.content) - 1}/{len(whole.content)}"


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("", 200, b"0123456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=5-99", 206, b"56789"),
        ("bytes=10-", 416, b""),
        ("bytes=4-2", 416, b""),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("lines=0-1", 200, b"0123456789"),
    ],
)
def test_what_a_range_gets(centre: Centre, asked: str, status: int, content: bytes) -> None:
    making = Making(centre.settings.data / "playback" / "x", 10)
    making.make(iter([b"0123", b"456789"]), lambda: None)
    answer = making.answer(asked, "audio/ogg")
    assert answer.status_code == status
    if status != 416:
        span = answer.headers.get("content-range", "bytes 0-9/10").removeprefix("bytes ").partition("/")[0]
        first, last = map(int, span.split("-"))
        assert b"".join(making.read(first, last + 1)) == content
        assert answer.headers["content-length"] == str(len(content))


def test_a_copy_that_comes_to_nothing_ends_its_readers(centre: Centre) -> None:
    making = Making(centre.settings.data / "playback" / "y", 10)
    with pytest.raises(ValueError, match="4 bytes instead of 10"):
        making.make(iter([b"0123"]), lambda: None)
    with pytest.raises(EOFError):
        b"".join(making.read(0, 10))
    assert not making.path.exists()
