"""评分标准: each rubric to read, with what its criteria find and how often people agree; and a phrase to try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.authoring.cases import cases_file, load_cases
from qa.authoring.prose import Reader
from qa.errors import Text
from qa.people import reviews
from qa.people.agreement import CriterionAgreement, agreement
from qa.people.roles import Permission
from qa.phonetics.pattern import PatternError
from qa.phonetics.sounding import phrase_sounding_like
from qa.report.masking import masked_quote
from qa.rubric.criterion import Criterion
from qa.rubric.diagnostics import Diagnostic, RubricError
from qa.rubric.source import LoadedRubric, load_rubric
from qa.warehouse.phrases import Said, find_newest
from qa.web.errors import NotAllowed, NothingHere
from qa.web.standards import State, rubrics_in, state
from qa.web.visit import SignedIn, Visit

router = APIRouter()
_AGREEMENT_OVER = timedelta(days=90)
_DAYS, _SECONDS, _HITS, _SHOWN = 31, 3.0, 300, 30
"""How far a try looks back, how long it may take, how much it looks at and how much it shows."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion."""

    criterion: Criterion
    says: tuple[tuple[str, str], ...]
    """Key of what it is, and the condition read aloud in Chinese."""
    figures: Mapping[str, Any] | None
    """Of the rubric's newest month; None where the machine has not judged it yet."""
    agreement: CriterionAgreement | None
    cases: int


@dataclass(frozen=True, slots=True)
class SectionLines:
    """One section of the form."""

    name: str
    points: float
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a phrase was said."""

    call: Mapping[str, Any]
    said: Said
    """Its text masked."""


@dataclass(frozen=True, slots=True)
class Try:
    """A phrase that was tried."""

    phrase: str
    wrong: Text | None
    """Why it cannot be read."""
    hits: tuple[Hit, ...]
    calls: int
    """Calls it was found in."""
    more: bool
    """Whether there are more places than were looked at."""
    first: date
    last: date
    """The days that were searched."""


@dataclass(frozen=True, slots=True)
class RubricsPage:
    """All that `rubrics.html` is given."""

    rubrics: tuple[LoadedRubric, ...]
    defects: tuple[Diagnostic, ...]
    rubric: LoadedRubric | None
    sections: tuple[SectionLines, ...]
    lists: tuple[tuple[str, str], ...]
    """The lists that conditions tell by their names, with their phrases."""
    month: str
    tried: Try | None


@router.get("/rubrics")
def show(visit: SignedIn) -> Response:
    """The rubric asked for, by default the first; beside it the phrase that is tried."""
    if not (visit.may(Permission.REVIEW) or visit.may(Permission.SEE_MONTH)):
        raise NotAllowed(Permission.REVIEW.value)
    folder = visit.viewer.settings.scoring.rubrics
    known: tuple[LoadedRubric, ...] = ()
    defects: tuple[Diagnostic, ...] = ()
    try:
        known = rubrics_in(folder)
    except RubricError as error:
        defects = error.diagnostics
    wanted = visit.request.query_params.get("rubric", "")
    found = next((one for one in known if one.rubric.rubric == wanted), None) if wanted else next(iter(known), None)
    if wanted and found is None and known:
        raise NothingHere("rubric")
    figures = visit.mart.rows("web_rubric_figures", rubric=found.rubric.rubric) if found else []
    page = RubricsPage(
        rubrics=known,
        defects=defects,
        rubric=found,
        sections=_sections(visit, found, figures) if found else (),
        lists=tuple(Reader(found.rubric.phrases).shared()) if found else (),
        month=figures[0]["month"] if figures else "",
        tried=_tried(visit, visit.request.query_params.get("phrase", "").strip()),
    )
    return visit.page("rubrics.html", page=page)


@lru_cache(maxsize=32)
def _cases(file: Path, _state: State) -> Mapping[str, int]:
    """How many cases speak of each criterion of the rubric in `file`; none where the cases are refused."""
    counts: Counter[str] = Counter()
    beside = cases_file(file)
    with suppress(RubricError):
        if beside.is_file():
            for placed in load_cases(beside, load_rubric(file).rubric):
                counts.update(placed.case.expect.keys())
    return counts


def _sections(visit: Visit, loaded: LoadedRubric, rows: list[dict[str, Any]]) -> tuple[SectionLines, ...]:
    rubric, figures = loaded.rubric, {row["criterion"]: row for row in rows}
    with visit.viewer.people.reading() as db:
        lately = reviews.reviews_since(db, visit.now - _AGREEMENT_OVER)
    agreed = {one.criterion: one for one in agreement(r for r in lately if r.rubric == rubric.rubric)}
    file = Path(loaded.file)
    cases = _cases(file, state(file.parent))
    lines: dict[str, list[CriterionLine]] = {}
    names = {section.id: section.name for section in rubric.all_sections()}
    reader = Reader(rubric.phrases)
    for section, criterion in rubric.criteria():
        line = CriterionLine(
            criterion,
            _says(criterion, reader),
            figures.get(criterion.id),
            agreed.get(criterion.id),
            cases.get(criterion.id, 0),
        )
        lines.setdefault(section.id, []).append(line)
    return tuple(
        SectionLines(names[key], sum(line.criterion.points for line in found), tuple(found))
        for key, found in lines.items()
    )


def _says(criterion: Criterion, reader: Reader) -> tuple[tuple[str, str], ...]:
    parts = (
        ("rubrics.when", criterion.when),
        ("rubrics.require", criterion.require),
        ("rubrics.forbid", criterion.forbid),
    )
    return tuple((key, reader.prose(condition)) for key, condition in parts if condition is not None)


def _tried(visit: Visit, phrase: str) -> Try | None:
    if not phrase:
        return None
    last = visit.mart.one("web_newest", **visit.scope)["day"] or visit.now.date()
    try:
        pattern = phrase_sounding_like(phrase)
        # The shard of a call at midnight may be the next day's.
        found, first = find_newest(
            visit.viewer.settings.truth,
            pattern,
            last=last + timedelta(days=1),
            days=_DAYS + 1,
            seconds=_SECONDS,
            limit=_HITS,
        )
    except PatternError as error:
        return Try(phrase, Text(error.zh, error.en), (), 0, more=False, first=last, last=last)
    visit.note("rubrics.try", phrase=phrase)
    wanted = list(dict.fromkeys(said.recording_id for said in found))
    calls = {row["recording_id"]: row for row in visit.mart.rows("web_some_calls", recordings=wanted, **visit.scope)}
    seen = [said for said in found if said.recording_id in calls]
    hits = tuple(
        Hit(
            calls[said.recording_id],
            Said(said.recording_id, said.party, said.start, said.end, masked_quote(said.text)),
        )
        for said in seen[:_SHOWN]
    )
    return Try(
        phrase,
        None,
        hits,
        len({said.recording_id for said in seen}),
        more=len(found) >= _HITS,
        first=min(first, last),
        last=last,
    )
