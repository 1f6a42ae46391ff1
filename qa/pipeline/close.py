"""The month's end: from the mart to a close and its report."""

from __future__ import annotations

from qa.month import close
from qa.month.gate import counted_from
from qa.month.shape import MonthClose
from qa.people.coaching import coached
from qa.people.heard import heard_by_lot
from qa.people.reviews import blind_answers
from qa.people.store import open_people
from qa.report.rendering import render_month, write_report
from qa.settings import Settings
from qa.warehouse.mart import open_mart


def close_month(month: str, settings: Settings) -> MonthClose:
    """Close `month` ("YYYY-MM") and write its report; the same inputs give the same revision.

    Raises:
        StorageError: there is no mart yet, or people's reviews cannot be read.
    """
    with open_people(settings) as people, people.reading() as db:
        reviews, drawn = blind_answers(db, counted_from(month)), heard_by_lot(db, month)
        talked = coached(db, month)
    with open_mart(settings.data / "mart") as mart:
        months = settings.data / "months"
        closed = close.close_month(month, mart, settings.month, months, reviews=reviews, drawn=drawn, coached=talked)
    write_report(settings.data / "reports" / f"month-{month}.html", render_month(closed, night_file="night.html"))
    return closed
