"""One call: what was said, how it was judged, and its sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from qa.errors import printable
from qa.people import appeals, audit, coaching, evaluations, playlists, reviews, unmaskings, users
from qa.people.appeals import Appeal, Window
from qa.people.coaching import CoachingPlan
from qa.people.evaluations import HumanEvaluation
from qa.people.kinds import PlanState
from qa.people.listening import ListeningItem
from qa.people.playlists import Playlist
from qa.people.roles import Permission
from qa.report import figures
from qa.report.call_page import CallView, call_view
from qa.report.masking import masked_name
from qa.web.blind import Answered, answered, still_blind
from qa.web.coaching import coaches
from qa.web.one_call import OneCall, find_call, known_since, machine_evaluations, other_calls
from qa.web.playings import playings
from qa.web.verdicts import Verdicts, verdicts
from qa.web.visit import CHECKED, SignedIn, Visit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class CallPage:
    """All that `call.html` is given."""

    row: Mapping[str, Any]
    view: CallView
    unmasked: bool
    verdicts: Verdicts
    facts: tuple[tuple[str, str], ...]
    """Key of the name, value."""
    earlier: list[dict[str, Any]]
    machine: list[dict[str, Any]]
    """Evaluations by the machine, the first one first."""
    people: tuple[HumanEvaluation, ...]
    appeals: tuple[Appeal, ...]
    names: Mapping[int, str]
    days_left: int | None
    """In which this person may appeal; None for those who do not."""
    appealed: frozenset[str]
    """Criteria that were appealed."""
    forbids: frozenset[str]
    """Criteria that forbid something."""
    reviewing: bool
    playlists: tuple[Playlist, ...]
    """That a clip of the call may be put into."""
    coaching: tuple[CoachingPlan, ...]
    """The agent's plans under way, for who keeps them up: they take clips too."""
    item: ListeningItem | None = None
    plan: int = 0
    left: int = 0
    blind: bool = False
    answered: Answered | None = None
    """How far somebody who scores blind is."""


@router.get("/calls/{recording_id}")
def show(visit: SignedIn, recording_id: str) -> Response:
    """The page."""
    call = find_call(visit, recording_id)
    visit.note("call.view", recording_id, numbers=call.unmasked)
    return visit.page("call.html", page=call_page(visit, call, reviewing=visit.may(Permission.REVIEW)))


def call_page(
    visit: Visit,
    call: OneCall,
    *,
    item: ListeningItem | None = None,
    plan: int = 0,
    left: int = 0,
    reviewing: bool = False,
) -> CallPage:
    """The call with everything around it."""
    with visit.viewer.people.reading() as db:
        blind = still_blind(db, visit.user.id, call.id)
        said = reviews.reviews_of_call(db, call.id)
        by_people = evaluations.evaluations_of_call(db, call.id)
        asked = appeals.list_appeals(db, recording_id=call.id)
        names = users.names(db)
        lists = playlists.playlists(db)
    own = visit.may(Permission.APPEAL) and call.row["agent"] == visit.user.agent and call.key is not None
    return CallPage(
        row=call.row,
        view=call_view(call.result, unmasked=call.unmasked),
        unmasked=call.unmasked,
        verdicts=verdicts(said, visit.user.id, names, call.result.evaluation, blind=blind),
        facts=_facts(visit, call),
        earlier=other_calls(visit, call),
        machine=machine_evaluations(visit, call),
        people=() if blind else by_people,
        appeals=() if blind else asked,
        names=names,
        days_left=window(visit).days_left(known_since(visit, call), visit.now) if own else None,
        appealed=frozenset(appeal.criterion for appeal in asked if appeal.state != "withdrawn"),
        forbids=forbidding(visit, call),
        reviewing=reviewing,
        playlists=lists,
        coaching=_plans(visit, call.row["agent"]),
        item=item,
        plan=plan,
        left=left,
        blind=blind,
        answered=answered(said, visit.user.id, call.result.evaluation) if blind and call.result.evaluation else None,
    )


def _plans(visit: Visit, agent: str) -> tuple[CoachingPlan, ...]:
    if not coaches(visit, agent):
        return ()
    with visit.viewer.people.reading() as db:
        return coaching.coaching_plans(db, agent=agent, state=PlanState.OPEN)


def window(visit: Visit) -> Window:
    """The appeal window that qa.toml sets."""
    web = visit.viewer.settings.web
    return Window(ask=timedelta(days=web.appeal_days), decide=timedelta(days=web.decision_days))


def forbidding(visit: Visit, call: OneCall) -> frozenset[str]:
    """The criteria of the call's rubric that forbid something; the others require something."""
    rubric = call.row["rubric"]
    return frozenset(
        row["criterion"] for row in visit.mart.rows("web_criteria") if row["rubric"] == rubric and row["forbids"]
    )


@router.get("/calls/{recording_id}/outline")
def outline(visit: SignedIn, recording_id: str) -> Response:
    """The waveform's outline, for the player."""
    call = find_call(visit, recording_id)
    playback, recording = visit.viewer.playback, call.result.recording
    path = playback.outline(recording)
    # Whoever looks at a waveform is about to listen: have the copy ready by then.
    hidden = call_view(call.result, unmasked=call.unmasked).hidden
    prepare = BackgroundTask(playback.sound, recording, hidden)
    headers = {"Cache-Control": "private, max-age=600"}
    return FileResponse(path, media_type="application/json", headers=headers, background=prepare)


@router.get("/calls/{recording_id}/sound")
def sound(visit: SignedIn, recording_id: str) -> Response:
    """The recording, its numbers muted unless this person has leave to hear them; pieces of it by Range."""
    call = find_call(visit, recording_id)
    hidden = call_view(call.result, unmasked=call.unmasked).hidden
    found = visit.viewer.playback.sound(call.result.recording, hidden)
    if playings.begins(visit.user.id, f"{recording_id}:{call.unmasked}", visit.now):
        visit.note("audio.play", recording_id, numbers=call.unmasked)
    return found.answer(visit.request)


@router.post("/calls/{recording_id}/unmask", dependencies=[CHECKED])
def unmask(visit: SignedIn, recording_id: str) -> Response:
    """Let this person see and hear the numbers of this call for a while."""
    visit.need(Permission.UNMASK)
    find_call(visit, recording_id)
    with visit.viewer.people.writing() as db:
        unmaskings.unmask(db, visit.user.id, recording_id, now=visit.now)
        audit.note(db, visit.user.name, "call.unmask", recording_id, now=visit.now)
    return visit.go(f"/calls/{recording_id}")


def _facts(visit: Visit, call: OneCall) -> tuple[tuple[str, str], ...]:
    say, m, row = visit.language.say, call.result.measures, call.row
    recording = call.result.recording
    rate = (
        visit.language("call.rate", n=round(m.agent_speech_rate)) if m.agent_speech_rate is not None else figures.NONE
    )
    facts = [
        ("call.site", row["site"]),
        ("call.direction", visit.language(f"call.{row['direction']}")),
        ("call.satisfaction", figures.NONE if row["satisfaction"] is None else f"{row['satisfaction']:g} / 5"),
        ("call.agent_share", figures.percent(m.agent_talk_share)),
        ("call.rate_of_agent", rate),
        ("call.longest_silence", say(figures.duration(m.longest_silence))),
        ("call.holds", figures.NONE if m.hold_count is None else f"{m.hold_count:g}"),
        ("call.interruptions", figures.NONE if m.agent_interruptions is None else f"{m.agent_interruptions:g}"),
        (
            "call.latency",
            figures.NONE
            if m.response_latency is None
            else visit.language("call.seconds", n=f"{m.response_latency:.1f}"),
        ),
        ("call.agent_sure", figures.probability(row["agent_confidence"])),
        ("call.file", masked_name(printable(recording.file))),
        (
            "call.codec",
            visit.language("call.codec_line", codec=recording.codec, rate=recording.sample_rate, n=recording.channels),
        ),
    ]
    if row["rubric"]:
        facts.append(("call.rubric", f"{row['rubric']} · {row['rubric_hash'][:8]}"))
        facts.append(("call.model", str(row["model_hash"])[:8]))
    return tuple((name, value) for name, value in facts if value)
