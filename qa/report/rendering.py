"""From what the night and the month found to the text of an HTML file, and from there to the disk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from qa.month.shape import MonthClose
from qa.night import NightRecord
from qa.report.agent_file import AgentFile
from qa.report.month_page import month_page
from qa.report.night_page import night_page
from qa.report.study_page import study_page
from qa.simulate.study import Study
from qa.storage import write_atomically
from qa.warehouse.result import CallResult


def render_night(record: NightRecord, calls: Sequence[CallResult], *, month_file: str | None = None) -> str:
    """The night report; `month_file` is the name of a month report beside it, to link to."""
    return render("night.html", night_page(record, calls, month_link=_link(month_file)))


def render_month(close: MonthClose, *, night_file: str | None = None) -> str:
    """The month report; `night_file` is the name of a night report beside it, to link to."""
    return render("month.html", month_page(close, night_link=_link(night_file)))


def render_study(study: Study) -> str:
    """The page of the ranking's study on simulated months."""
    return render("study.html", study_page(study))


def render_agent(file: AgentFile) -> str:
    """The page of an agent's file."""
    return render("agent.html", file)


def write_report(path: Path, html: str) -> None:
    """Put a report at `path`, whole or not at all.

    Raises:
        DiskFull: no room is left.
    """
    # A transcript may hold half a surrogate pair, which no encoding takes.
    write_atomically(path, html.encode("utf-8", "replace"))


def _link(file: str | None) -> str | None:
    # `./` and quoting keep any name a relative address, whatever it looks like.
    return None if file is None else f"./{quote(file)}"


def render(template: str, page: object) -> str:
    """The HTML of a template that is given `page`."""
    return _environment().get_template(template).render(page=page)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("qa.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
