from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import UsageError
from qa.intake.names import name_template
from qa.recording import CallMetadata

ZONE = ZoneInfo("Asia/Shanghai")
PATTERN = "{start}_{agent}_{queue}_{call_id}"


@pytest.mark.parametrize(
    ("pattern", "file", "expected"),
    [
        (PATTERN, "20261003091200_1001_bill_c1.wav", ("1001", "bill", "c1")),
        (PATTERN, "day/20261003-091200_1001_宽带_c1_2.wav", ("1001", "宽带", "c1_2")),
        (PATTERN, "20261003T091200_1001_bill_c.1.wav", ("1001", "bill", "c.1")),
        ("{start}-{agent}", "20261003-091200-1001.wav", ("1001", "", "20261003-091200-1001")),
        ("{start}{agent}[{queue}]", "20261003091200工号7[bill].mp3", ("工号7", "bill", "20261003091200工号7[bill]")),
        ("rec_{agent}@{start}", "rec_7@20261003091200.wav", ("7", "", "rec_7@20261003091200")),
    ],
)
def test_a_name_by_the_template_is_understood(pattern: str, file: str, expected: tuple[str, str, str]) -> None:
    metadata = name_template(pattern).metadata_of(file, ZONE)
    assert isinstance(metadata, CallMetadata)
    assert (metadata.agent, metadata.queue, metadata.call_id) == expected
    assert metadata.start.astimezone(UTC) == datetime(2026, 10, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "file",
    [
        "a.wav",
        "20261003_1001_bill_c1.wav",
        "20261399091200_1001_bill_c1.wav",
        "20261003091200__bill_c1.wav",
        "_" * 250 + ".wav",
    ],
)
def test_another_name_is_set_aside_with_the_template(file: str) -> None:
    fault = name_template(PATTERN).metadata_of(file, ZONE)
    assert not isinstance(fault, CallMetadata)
    assert fault.code == "I209"
    assert PATTERN in fault.message.zh


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{start}",
        "{agent}",
        "{start}_{agent}_{agent}",
        "{start}_{agent}{queue}",
        "{start}_{agent:>3}",
        "{start}_{agent",
        "{start}_{agent}_{}",
    ],
)
def test_a_template_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError) as raised:
        name_template(pattern)
    assert "name_pattern" in str(raised.value)


WORD = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters="_/."), min_size=1, max_size=12)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), WORD, WORD, WORD)
def test_a_name_made_by_the_template_is_read_back(start: datetime, agent: str, queue: str, call_id: str) -> None:
    name = f"{start:%Y%m%d%H%M%S}_{agent}_{queue}_{call_id}.wav"
    metadata = name_template(PATTERN).metadata_of(name, ZONE)
    assert isinstance(metadata, CallMetadata)
    assert (metadata.agent, metadata.queue, metadata.call_id) == (agent, queue, call_id)
    assert metadata.start == start.replace(microsecond=0, tzinfo=ZONE)
