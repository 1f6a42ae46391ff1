"""The flow that closes a month: the weakest agents and indicators become the next month's focus."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger

from qa.month.shape import MonthClose
from qa.pipeline.close import close_month
from qa.settings import load_settings


def month_before(now: datetime) -> str:
    """The calendar month before that of `now`, as "YYYY-MM"."""
    return f"{now.replace(day=1) - timedelta(days=1):%Y-%m}"


@flow(name="month-close", persist_result=False)
def month_close(config: str = "qa.toml", month: str | None = None) -> MonthClose:
    """Close `month` ("YYYY-MM") by the qa.toml `config`; None: the month before now in the inbox's time zone."""
    logger = get_run_logger()
    settings = load_settings(Path(config))
    month = month or month_before(datetime.now(ZoneInfo(settings.inbox.time_zone)))
    logger.info("Month %s: closing", month)
    closed = close_month(month, settings)
    logger.info("Month %s: closed", month)
    return closed
