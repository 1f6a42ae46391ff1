"""Which calls a benchmark hears, how it deals them out, and what counts as an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.accuracy.labels import LabelledCall, TrueTurn
from qa.bench.calls import BenchCall, blocks, errors_in, read_calls, shares
from qa.transcript import Party


def label(call_id: str = "C1", *, seconds: float = 60.0, agent_channel: int | None = 0) -> LabelledCall:
    turns = (
        TrueTurn(party=Party.AGENT, start=0.0, end=2.0, text="您好请讲"),
        TrueTurn(party=Party.CUSTOMER, start=2.0, end=4.0, text="我查话费"),
    )
    return LabelledCall(
        call_id=call_id,
        file=f"{call_id}.wav",
        rubric="r",
        agent_channel=agent_channel,
        seconds=seconds,
        turns=turns,
    )


def call(seconds: float, *, path: Path = Path("c.wav")) -> BenchCall:
    return BenchCall(path, label(seconds=seconds))


@pytest.mark.parametrize(("minutes", "heard"), [(0.1, 1), (1.0, 1), (1.5, 2), (99.0, 3)])
def test_calls_are_taken_until_they_last_long_enough(tmp_path: Path, minutes: float, heard: int) -> None:
    labels = [json.loads(label(f"C{i}").model_dump_json()) for i in range(3)]
    (tmp_path / "labels.json").write_text(json.dumps({"calls": labels}))
    calls = read_calls(tmp_path, minutes)
    assert [c.path for c in calls] == [tmp_path / f"C{i}.wav" for i in range(heard)]


def test_blocks_hold_every_call_once_and_in_order() -> None:
    calls = [call(float(i + 1)) for i in range(19)]
    cut = blocks(calls, 8)
    assert [c for block in cut for c in block] == calls
    assert [len(block) for block in cut] == [6, 7, 6]


def test_shares_end_together_and_nobody_gets_an_empty_one() -> None:
    dealt = shares([call(s) for s in (10.0, 60.0, 20.0, 30.0)], 2)
    assert [sum(c.seconds for c in share) for share in dealt] == [60.0, 60.0]
    assert len(shares([call(5.0)], 2)) == 1


def test_errors_are_counted_on_the_channel_of_who_spoke() -> None:
    right = {0: "我查话费", 1: "您好，请讲。"}
    assert errors_in(label(agent_channel=1), right).errors == 0
    assert errors_in(label(agent_channel=0), right).errors > 0
    assert errors_in(label(agent_channel=None), {0: "您好请讲我查话费"}).errors == 0
    # Two channels that hold one sound are heard as one.
    assert errors_in(label(agent_channel=0), {0: "您好请讲我查话费"}).errors == 0
