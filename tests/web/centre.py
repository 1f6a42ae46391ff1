"""A small centre for the viewer's tests: calls with sound in a warehouse, and people of every role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.measures.shape import Curve, CurveKind, Overlap, Silence
from qa.month.close import close_month
from qa.people import users
from qa.people.roles import Role
from qa.people.store import People, sqlite_address
from qa.recording import Flag
from qa.scoring.evaluation import PartScore
from qa.settings import InboxSettings, Settings
from qa.transcript import Party, Turn
from qa.warehouse.build import build_mart
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult
from qa.web.app import create_app
from tests import builders as make
from tests.audio.audio_files import write_audio
from tests.report import scenes

A, C = Party.AGENT, Party.CUSTOMER
PASSWORD = "correct horse battery"
HERE = "http://testserver"
ORIGIN = {"Origin": HERE}
START = datetime(2026, 11, 2, 9, 30, tzinfo=make.SHANGHAI)
EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|'/C calc'!A0"
PEOPLE: dict[str, tuple[Role, dict[str, str]]] = {
    "agent": (Role.AGENT, {"agent": "1001"}),
    "other_agent": (Role.AGENT, {"agent": "1002"}),
    "leader": (Role.TEAM_LEADER, {"team": "一组"}),
    "other_leader": (Role.TEAM_LEADER, {"team": "二组"}),
    "analyst": (Role.ANALYST, {}),
    "second_analyst": (Role.ANALYST, {}),
    "expert": (Role.EXPERT, {}),
    "manager": (Role.MANAGER, {}),
    "admin": (Role.ADMIN, {}),
}


@dataclass(frozen=True)
class Centre:
    """The centre and its viewer."""

    settings: Settings
    people: People
    app: FastAPI

    def client(self, name: str | None = None) -> TestClient:
        """A browser, signed in as one of `PEOPLE` where named."""
        client = TestClient(self.app, headers=ORIGIN, follow_redirects=False)
        if name:
            answer = client.post("/signin", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
        return client

    def post(self, client: TestClient, address: str, **fields: str) -> int:
        """Post a form with the session's token, as a page of ours would; the status."""
        return client.post(address, data={**fields, "csrf": self.token(client)}).status_code

    def token(self, client: TestClient) -> str:
        """The token that every page of this session carries."""
        page = client.get("/").text
        return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def calls() -> tuple[CallResult, ...]:
    """A good call, a poor one, one of another team, and many small ones."""
    good = _call("C0001", "1001", "一组", scenes.GOOD)
    evil = ((C, EVIL), *scenes.POOR)
    poor = _call("C0002", "1001", "一组", evil, queue=FORMULA, minutes=30, fatal=True)
    other = _call("C0003", "1002", "二组", scenes.GOOD, minutes=60)
    small = tuple(
        make.call_result(
            call=make.recording(
                about=make.metadata(
                    call_id=f"S{n:04d}", agent="1003", team="三组", start=START - timedelta(days=1, minutes=n)
                )
            ),
            judged=make.evaluation(score=60.0 + n % 40),
        )
        for n in range(60)
    )
    return (good, poor, other, *small)


def _call(
    call_id: str,
    agent: str,
    team: str,
    lines: tuple[tuple[Party, str], ...],
    *,
    queue: str = "宽带报障",
    minutes: int = 0,
    fatal: bool = False,
) -> CallResult:
    turns = make.dialogue(*lines)
    seconds = turns[-1].end + 6.0
    about = make.metadata(
        call_id=call_id, agent=agent, team=team, queue=queue, start=START + timedelta(minutes=minutes)
    )
    call = make.recording(about=about, seconds=seconds, flags=(Flag.CLIPPED,) if fatal else ())
    card = scenes.poor_card(turns) if fatal else scenes.good_card(turns)
    rate = Curve(CurveKind.SPEECH_RATE, A, 5.0, tuple(240.0 if i % 3 else None for i in range(int(seconds // 5))))
    loud = Curve(CurveKind.LOUDNESS, C, 5.0, tuple(-26.0 for _ in range(int(seconds // 5))))
    return make.call_result(
        call=call,
        heard=make.transcript(turns=turns, seconds=seconds),
        measured=replace(
            make.measures(call_seconds=seconds, silences=(Silence(seconds - 6, seconds),), curves=(rate, loud)),
            overlaps=(Overlap(turns[1].start, turns[1].start + 0.5),),
        ),
        judged=replace(
            make.evaluation(
                score=0.0 if fatal else 88.0, fatal=fatal, band="不合格" if fatal else "合格", criteria=card
            ),
            critical=PartScore(9.0, 12.0, 0.75),
            non_critical=PartScore(79.0, 88.0, 1.0),
        ),
    )


def sound(turns: tuple[Turn, ...], seconds: float) -> Samples:
    """A tone under every word, the agent's on the left, the customer's on the right."""
    samples = np.zeros((2, int(seconds * SAMPLE_RATE)), np.float32)
    for turn in turns:
        first, last = int(turn.start * SAMPLE_RATE), int(turn.end * SAMPLE_RATE)
        tone = 0.4 * np.sin(2 * np.pi * (300 if turn.party is A else 500) * np.arange(last - first) / SAMPLE_RATE)
        samples[0 if turn.party is A else 1, first:last] = tone
    return samples


def make_centre(folder: Path) -> Centre:
    """Write the centre below `folder` and make its viewer."""
    settings = Settings(data=folder / "data", models=folder / "models", inbox=InboxSettings(folder=folder / "inbox"))
    settings.inbox.folder.mkdir(parents=True)
    for result in calls():
        if result.recording.metadata.call_id.startswith("C"):
            path = settings.inbox.folder / result.recording.file
            write_audio(path, sound(result.transcript.turns, result.recording.seconds), "pcm_s16le", 8000)
    write_shard(settings.truth, START.date(), "night", calls())
    build_mart(settings.truth, settings.data / "mart")
    with open_mart(settings.data / "mart") as mart:
        close_month("2026-11", mart, settings.month, settings.data / "months")
    people = People(sqlite_address(settings.data))
    with people.writing() as db:
        for name, (role, links) in PEOPLE.items():
            users.add_user(db, name, role, PASSWORD, now=datetime.now(UTC), **links)
    return Centre(settings, people, create_app(settings, people=people))
