"""检查与回测: what lint has to say of a rubric, and what its last backtest found; loaded into the rubric's page."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

from qa.authoring.backtest_page import BacktestPage, CallRow, CriterionRow, Example, backtest_page
from qa.authoring.backtest_record import BacktestRecord, backtest_file, last_backtest
from qa.authoring.checks import hints_of, newest_calls
from qa.authoring.lint import Hint
from qa.authoring.lint.common import LEAST_CALLS
from qa.people.roles import Permission
from qa.rubric.diagnostics import Diagnostic, RubricError
from qa.rubric.source import LoadedRubric
from qa.web.errors import NotAllowed, NothingHere
from qa.web.standards import State, rubrics_in, state
from qa.web.visit import SignedIn, Visit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Lint:
    """What lint has to say of one state of the files, on the transcripts of one mart."""

    hints: tuple[Hint, ...]
    defects: tuple[Diagnostic, ...]
    """Of the cases beside the rubric, where they are refused."""
    transcripts: int

    @property
    def estimated(self) -> bool:
        """Whether there were enough transcripts to say what ordinary speech sounds like."""
        return self.transcripts >= LEAST_CALLS


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """All that `rubric_checks.html` is given."""

    rubric: LoadedRubric
    names: dict[str, str]
    """Of criteria."""
    lint: Lint
    commands: tuple[str, ...]
    """How to backtest it, to be typed as they stand."""
    record: BacktestRecord | None
    backtest: BacktestPage | None
    """As far as the reader may see the calls and agents in it."""
    standing: str
    """Key of how the backtest's versions stand to the rubric in use."""
    ranks: bool
    """Whether the reader may see whose place moves."""


@router.get("/rubrics/{rubric}/checks")
def show(visit: SignedIn, rubric: str) -> Response:
    """Lint and the last backtest of one rubric."""
    if not (visit.may(Permission.REVIEW) or visit.may(Permission.SEE_MONTH)):
        raise NotAllowed(Permission.REVIEW.value)
    settings = visit.viewer.settings
    found = _in_use(settings.scoring.rubrics, rubric)
    file = Path(found.file)
    record = _kept(settings.data, rubric, _changed(backtest_file(settings.data, rubric)))
    # Places are those of the whole centre, which somebody of one site does not see.
    ranks = visit.may(Permission.SEE_MONTH) and not visit.user.site
    page = ChecksPage(
        rubric=found,
        names={criterion.id: criterion.name for _, criterion in found.rubric.criteria()},
        lint=_lint(file.parent, state(file.parent), rubric, settings.truth, visit.mart.name),
        commands=_commands(visit, file),
        record=record,
        backtest=_seen(visit, backtest_page(record), ranks=ranks) if record else None,
        standing=_standing(record, found),
        ranks=ranks,
    )
    if record is not None:
        visit.note("rubrics.backtest", rubric, month=record.month)
    return visit.page("rubric_checks.html", page=page)


def _commands(visit: Visit, file: Path) -> tuple[str, ...]:
    """A copy to change, and its backtest on the newest month: wherever they are typed, the files are found."""
    day, config = visit.mart.one("web_newest", **visit.scope)["day"] or visit.now.date(), visit.viewer.config
    compared = ["qa", "rubric", "backtest", str(file.resolve()), "new.yaml", "--month", f"{day:%Y-%m}"]
    if config is not None:
        compared += ["--config", str(config)]
    return shlex.join(["cp", str(file.resolve()), "new.yaml"]), shlex.join(compared)


def _in_use(folder: Path, rubric: str) -> LoadedRubric:
    found = next((one for one in rubrics_in(folder) if one.rubric.rubric == rubric), None)
    if found is None:
        raise NothingHere("rubric")
    return found


@lru_cache(maxsize=32)
def _lint(folder: Path, _state: State, rubric: str, truth: Path, _mart: str) -> Lint:
    loaded, calls = _in_use(folder, rubric), newest_calls(truth)
    try:
        return Lint(hints_of(loaded, calls), (), len(calls))
    except RubricError as error:
        return Lint((), error.diagnostics, len(calls))


@lru_cache(maxsize=32)
def _kept(data: Path, rubric: str, _changed_at: int) -> BacktestRecord | None:
    return last_backtest(data, rubric)


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _standing(record: BacktestRecord | None, loaded: LoadedRubric) -> str:
    if record is None:
        return ""
    if record.new.hash == loaded.hash:
        return "rubrics.backtest_live"
    return "rubrics.backtest_draft" if record.old.hash == loaded.hash else "rubrics.backtest_stale"


def _seen(visit: Visit, page: BacktestPage, *, ranks: bool) -> BacktestPage:
    """The page without the calls and agents that the reader may not see."""
    wanted = {call.recording_id for call in page.calls} | {example.recording_id for example in _examples(page.criteria)}
    rows = visit.mart.rows("web_some_calls", recordings=sorted(wanted), **visit.scope)
    allowed = {row["recording_id"] for row in rows}
    return replace(
        page,
        agents=page.agents if ranks else (),
        criteria=tuple(_without(criterion, allowed) for criterion in page.criteria),
        calls=tuple(call for call in page.calls if _may(call, allowed)),
    )


def _examples(criteria: Iterable[CriterionRow]) -> Iterable[Example]:
    return (example for criterion in criteria for way in criterion.ways for example in way.examples)


def _without(criterion: CriterionRow, allowed: set[str]) -> CriterionRow:
    ways = (replace(way, examples=tuple(e for e in way.examples if _may(e, allowed))) for way in criterion.ways)
    return replace(criterion, ways=tuple(ways))


def _may(one: CallRow | Example, allowed: set[str]) -> bool:
    return one.recording_id in allowed
