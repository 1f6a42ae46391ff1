"""What agents said that broke a criterion, to be quoted beside their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.month.shape import QUOTES
from qa.scoring.evaluation import Measured
from qa.warehouse.mart import Mart


def quote_rows(mart: Mart, month: str, agents: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of the query `month_quotes`, a few an agent; what was measured is nobody's words."""
    return mart.rows("month_quotes", month=month, agents=list(agents), quotes=QUOTES, measured=[*map(str, Measured)])
