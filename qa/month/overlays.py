"""A month's proposed overlays and what a person decides about them: nothing is live before it is accepted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from qa.errors import Text, UsageError
from qa.month.proposal import propose
from qa.month.shape import MonthClose
from qa.people import audit, overlays
from qa.people.kinds import Decision
from qa.people.overlays import OverlayDecision
from qa.people.roles import ROLE_NAME, Permission, may
from qa.people.users import User
from qa.rubric.diagnostics import RubricError
from qa.rubric.model import Rubric
from qa.rubric.overlay import FOLDER, Change, Overlay, changes, overlaid, overlay_text, parse_overlay
from qa.rubric.source import LoadedRubric
from qa.storage import write_atomically

_ONE_RUBRIC: Final = 1
_EACH: Final = re.compile(r"^(?=overlay:)", re.MULTILINE)
"""Where each overlay of a decision begins."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An overlay that a close proposes for one rubric."""

    overlay: Overlay
    name: str
    """Of the rubric."""
    changes: tuple[Change, ...]
    file: str
    """Where it goes below the rubrics once it is accepted."""


def proposals(close: MonthClose, rubrics: tuple[LoadedRubric, ...]) -> tuple[Proposal, ...]:
    """What the close proposes for the next month, by rubric."""
    names = {loaded.rubric.rubric: loaded.rubric for loaded in rubrics}
    found = []
    for overlay in propose(close, names.values()):
        rubric = names[overlay.rubric]
        overlaid(rubric, overlay)
        only = len(rubrics) == _ONE_RUBRIC
        file = f"{FOLDER}/{overlay.overlay}.yaml" if only else f"{FOLDER}/{overlay.overlay}.{overlay.rubric}.yaml"
        found.append(Proposal(overlay, rubric.name, changes(rubric, overlay), file))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal with other points, before anybody accepts it."""

    proposal: Proposal
    problems: tuple[Text, ...]
    """Why it cannot be accepted: another total, too large a change."""
    total_before: float
    total_after: float


def draft(proposed: Proposal, rubric: Rubric, points: Mapping[str, float]) -> Draft:
    """What the proposal becomes with these points, by criterion; those that are not named stay as proposed.

    A criterion that is given the points it has in the rubric is left out: nothing changes for it.
    """
    own = {criterion.id: criterion.points for _, criterion in rubric.criteria()}
    wanted = {**proposed.overlay.points, **points}
    changed = {name: value for name, value in wanted.items() if value != own.get(name)}
    overlay = proposed.overlay.model_copy(update={"points": changed})
    try:
        overlaid(rubric, overlay)
        problems: tuple[Text, ...] = ()
    except RubricError as error:
        problems = tuple(diagnostic.what for diagnostic in error.diagnostics)
    before = math.fsum(own.values())
    after = math.fsum(changed.get(name, value) for name, value in own.items())
    made = replace(proposed, overlay=overlay, changes=changes(rubric, overlay))
    return Draft(made, problems, before, after)


def amend(
    db: sa.Connection, close: MonthClose, drafts: Iterable[Draft], *, folder: Path, reason: str, by: User, now: datetime
) -> tuple[Path, ...]:
    """Accept the proposals with the points of the drafts, one draft for each proposal; the files.

    Raises:
        UsageError: as `accept`; or a draft does not fit, or no reason is given.
    """
    _may_decide(by)
    made = tuple(drafts)
    problem = next((problem for one in made for problem in one.problems), None)
    if problem is not None:
        raise UsageError(close.month, problem=problem, fix=_MEND)
    if not reason.strip():
        problem = Text("修改须写理由。", "a change of the proposal needs a reason.")
        raise UsageError(close.month, problem=problem, fix=Text("请写明理由。", "Give a reason."))
    proposed = tuple(one.proposal for one in made)
    return _write(db, close, proposed, Decision.AMENDED, reason.strip(), folder=folder, by=by, now=now)


def decided_changes(
    decision: OverlayDecision, rubrics: Iterable[LoadedRubric]
) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """The name of each rubric and what changes in it by a decision; nothing where the rubric is gone."""
    names = {loaded.rubric.rubric: loaded.rubric for loaded in rubrics}
    texts = (text for text in _EACH.split(decision.overlay) if text.strip())
    overlays_ = (parse_overlay(text, "overlay") for text in texts)
    return tuple((names[o.rubric].name, changes(names[o.rubric], o)) for o in overlays_ if o.rubric in names)


def decided(db: sa.Connection, month: str) -> OverlayDecision | None:
    """The decision that counts on a month's overlays; None where nobody decided yet."""
    found = overlays.decisions(db, month)
    return found[0] if found else None


def accept(
    db: sa.Connection, close: MonthClose, proposed: tuple[Proposal, ...], *, folder: Path, by: User, now: datetime
) -> tuple[Path, ...]:
    """Write the overlays below the rubrics' `folder` and keep the decision; the files.

    Raises:
        UsageError: the person may not decide, nothing is proposed, or such a file exists already.
        DiskFull: no room.
    """
    _may_decide(by)
    return _write(db, close, proposed, Decision.ACCEPTED, "", folder=folder, by=by, now=now)


def _write(
    db: sa.Connection,
    close: MonthClose,
    proposed: tuple[Proposal, ...],
    decision: Decision,
    reason: str,
    *,
    folder: Path,
    by: User,
    now: datetime,
) -> tuple[Path, ...]:
    if not proposed:
        raise UsageError(close.month, problem=_NOTHING, fix=_NOTHING_TO_DO)
    paths = [folder / proposal.file for proposal in proposed]
    for path in paths:
        if path.exists():
            raise UsageError(str(path), problem=Text("已有这个文件。", "this file exists."), fix=_REMOVE)
    texts = [overlay_text(proposal.overlay) for proposal in proposed]
    _keep(db, close, decision, "\n".join(texts), reason, by, now)
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    return tuple(paths)


def refuse(db: sa.Connection, close: MonthClose, *, reason: str, by: User, now: datetime) -> None:
    """Keep that nothing changes, and why.

    Raises:
        UsageError: the person may not decide, or gives no reason.
    """
    _may_decide(by)
    if not reason.strip():
        problem = Text("拒绝须写理由。", "a refusal needs a reason.")
        raise UsageError(close.month, problem=problem, fix=Text("请加上 --reason。", "Give --reason."))
    _keep(db, close, Decision.REFUSED, "", reason.strip(), by, now)


def _keep(  # noqa: PLR0917
    db: sa.Connection, close: MonthClose, decision: Decision, overlay: str, reason: str, by: User, now: datetime
) -> None:
    overlays.decide(
        db, close.month, close.revision, decision=decision, overlay=overlay, reason=reason, decided_by=by.id, now=now
    )
    details = {"revision": close.revision, "reason": reason}
    audit.note(db, by.name, f"overlay.{decision.value}", close.month, now=now, details=details)


def _may_decide(by: User) -> None:
    if not may(by.role, Permission.CLOSE_MONTH):
        who = ROLE_NAME[by.role]
        problem = Text(
            f"{who.zh}无权决定下月的调整。", f"the role {who.en} may not decide on the next month's overlay."
        )
        raise UsageError(by.name, problem=problem, fix=Text("请由主管决定。", "Ask a manager."))


_NOTHING = Text("本月没有建议调整。", "this month proposes nothing.")
_NOTHING_TO_DO = Text("没有需要接受的内容。", "There is nothing to accept.")
_MEND = Text("请调整分值后重试。", "Adjust the points and try again.")
_REMOVE = Text(
    "请先查看该文件；要改用本月的建议，请删去它再接受。",
    "Look at it first; to take the proposal, remove it and accept again.",
)
