from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.server import PrivateServer
from qa.settings import Settings


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (datetime(2026, 12, 1, 6), "2026-11"),
        (datetime(2027, 1, 31, 23, 59), "2026-12"),
        (datetime(2028, 3, 31), "2028-02"),
    ],
)
def test_month_before(now: datetime, before: str, server: PrivateServer) -> None:
    from flows.month_close import month_before

    assert month_before(now) == before


def test_the_month_given_or_the_one_before_now(
    config: Path, server: PrivateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import month_close as flow

    closed: list[str] = []

    def close_month(month: str, _settings: Settings) -> str:
        closed.append(month)
        return month

    monkeypatch.setattr(flow, "close_month", close_month)
    flow.month_close(str(config), "2026-07")
    flow.month_close(str(config))
    assert closed == ["2026-07", flow.month_before(datetime.now(ZoneInfo("Asia/Shanghai")))]
