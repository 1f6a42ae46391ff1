"""Searching the transcripts of some days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from qa.transcript import Party
from qa.warehouse.parquet import write_shard
from qa.warehouse.phrases import find_said
from tests import builders as make

DAY = date(2026, 11, 2)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    for i in range(4):
        heard = make.transcript(
            turns=make.dialogue((Party.AGENT, f"这个我不知道{i}"), (Party.CUSTOMER, "我也不知道（笑）"))
        )
        call = make.call_result(call=make.recording(call_id=f"C{i}"), heard=heard)
        write_shard(tmp_path, DAY + timedelta(days=10 * i), "night", [call])
    return tmp_path


def test_a_phrase_is_found_in_the_days_asked_the_newest_first(truth: Path) -> None:
    said = find_said(truth, "不知道[0-9]", first=DAY + timedelta(days=10), last=DAY + timedelta(days=20))
    assert [one.text for one in said] == ["这个我不知道2", "这个我不知道1"]
    assert said[0].party == "agent"


def test_by_one_party_and_not_more_than_asked(truth: Path) -> None:
    find = partial(find_said, truth, "不知道", first=DAY, last=DAY + timedelta(days=90))
    assert len(find()) == 8
    assert {one.party for one in find(party="customer")} == {"customer"}
    assert len(find(limit=3)) == 3


def test_nothing_said_and_no_days(truth: Path, tmp_path: Path) -> None:
    assert find_said(truth, "余额", first=DAY, last=DAY) == ()
    assert find_said(tmp_path / "none", "余额", first=DAY, last=DAY) == ()


def test_a_wrong_pattern_is_said(truth: Path) -> None:
    with pytest.raises(ValueError, match="missing"):
        find_said(truth, "(", first=DAY, last=DAY)
