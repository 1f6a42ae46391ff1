"""Read dialogues: who says what, when, over which line, and which criterion a phrase touches.

A text may mark phrases: `<greeting|您好，很高兴为您服务>` fulfils the criterion `greeting`,
`<!dont_know|我不知道>` breaks `dont_know`, `<a,!b|…>` does both; `<?apology|怎么还没修好>` gives
occasion for a criterion that otherwise does not apply. A `/` says that the recording stops there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Seconds = float
_MARK = re.compile(r"<([^|<>]+)\|([^<>]+)>")
_SPOKEN = re.compile(r"[一-鿿，。？！、；：‘’…]+")
_EFFECTS = {"!": "breaks", "?": "gives_occasion"}
_TURN_KEYS = {"agent", "customer", "overlap", "inside", "wait", "speed", "level"}


class ScriptError(ValueError):
    """A dialogue file says something that cannot be recorded; the message names the call."""


@dataclass(frozen=True)
class Speaker:
    """A voice: Kokoro name, speed factor, pitch factor (1.04 is 4 % higher), level in dB."""

    voice: str
    speed: float = 1.0
    pitch: float = 1.0
    level: float = 0.0


@dataclass(frozen=True)
class Agent:
    """One service agent of the roster; `habit` is for people who read the scripts."""

    id: str
    name: str
    team: str
    site: str
    speaker: Speaker
    habit: str = ""


@dataclass(frozen=True)
class Mark:
    """A phrase inside a text: half-open character range, criterion, and `fulfils`, `breaks` or `gives_occasion`."""

    criterion: str
    effect: str
    start: int
    end: int


@dataclass(frozen=True)
class Speech:
    """One turn; `stop` is the character at which the recording ends, or None."""

    party: str
    text: str
    marks: tuple[Mark, ...] = ()
    stop: int | None = None
    overlap: Seconds = 0.0
    inside: float | None = None
    wait: Seconds | None = None
    speed: float = 1.0
    level: float = 0.0


@dataclass(frozen=True)
class Sound:
    """Something other than speech: `hold_music`, `ring`, `dtmf` or `silence`, with its length in seconds."""

    kind: str
    seconds: Seconds
    detail: str = ""
    channel: str = "agent"


@dataclass(frozen=True)
class Line:
    """The telephone line: noise floor in dBFS and its colour; cross-talk in dB (0 means none)."""

    noise: str = "hiss"
    noise_db: float = -58.0
    crosstalk_db: float = 0.0


@dataclass(frozen=True)
class Call:
    """A whole dialogue with its metadata, line, container and the outcomes a person decided."""

    id: str
    agent: Agent
    queue: str
    direction: str
    start: str
    rubric: str
    customer: Speaker
    customer_number: str
    satisfaction: str
    container: str
    layout: str
    line: Line
    events: tuple[Speech | Sound, ...]
    tail: Seconds = 0.8
    outcomes: dict[str, str] = field(default_factory=dict)


def parse_text(text: str) -> tuple[str, tuple[Mark, ...], int | None]:
    """Take the marks out of a text; return plain text, marks, and where the recording stops (or None)."""
    plain, marks, position = "", [], 0
    for found in _MARK.finditer(text):
        plain += text[position : found.start()]
        begin = len(plain)
        plain += found[2]
        for name in found[1].split(","):
            effect = _EFFECTS.get(name[0], "fulfils")
            marks.append(Mark(name.lstrip("!?"), effect, begin, len(plain)))
        position = found.end()
    plain += text[position:]
    stop = plain.find("/")
    plain = plain.replace("/", "")
    if not _SPOKEN.fullmatch(plain):
        raise ScriptError(f"only Chinese characters and punctuation can be spoken: {plain!r}")
    return plain, tuple(marks), None if stop < 0 else stop


def _event(raw: dict[str, Any]) -> Speech | Sound:
    for party in ("agent", "customer"):
        if party in raw:
            if extra := set(raw) - _TURN_KEYS:
                raise ScriptError(f"unknown keys {sorted(extra)}")
            text, marks, stop = parse_text(str(raw[party]))
            options = {key: raw[key] for key in raw if key not in ("agent", "customer")}
            return Speech(party, text, marks, stop, **options)
    kind = next(iter(raw))
    names = {"hold": "hold_music", "ring": "ring", "dtmf": "dtmf", "silence": "silence"}
    if kind not in names:
        raise ScriptError(f"unknown event {kind!r}")
    if kind == "dtmf":
        return Sound("dtmf", 0.2 * len(str(raw[kind])), str(raw[kind]), raw.get("on", "customer"))
    return Sound(names[kind], float(raw[kind]), raw.get("music", ""), raw.get("on", "agent"))


def read_roster(path: Path) -> dict[str, Agent]:
    """Agents by id from `agents.yaml`."""
    rows = YAML(typ="safe").load(path)["agents"]
    return {
        str(row["id"]): Agent(
            str(row["id"]), row["name"], row["team"], row["site"], Speaker(**row["speaker"]), row["habit"]
        )
        for row in rows
    }


def read_rosters(everybody: Path, own: Path) -> dict[str, Agent]:
    """The agents of every set and those that a set's `own` file adds; an absent file adds nobody."""
    return read_roster(everybody) | (read_roster(own) if own.exists() else {})


def read_calls(folder: Path, roster: dict[str, Agent]) -> list[Call]:
    """Every call of the dialogue files in a folder, ordered by id."""
    calls = []
    for path in sorted(folder.glob("*.yaml")):
        for raw in YAML(typ="safe").load(path).get("calls", []):
            try:
                calls.append(_call(raw, roster))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise ScriptError(f"{path.name}, call {raw.get('id')}: {error!r}") from error
    return sorted(calls, key=lambda call: call.id)


def _call(raw: dict[str, Any], roster: dict[str, Agent]) -> Call:
    customer = dict(raw["customer"])
    number = str(customer.pop("number"))
    container, _, layout = raw.get("file", "mulaw agent_left").partition(" ")
    return Call(
        id=raw["id"],
        agent=roster[str(raw["agent"])],
        queue=raw["queue"],
        direction=raw["direction"],
        start=raw["start"].isoformat(),
        rubric=raw["rubric"],
        customer=Speaker(**customer),
        customer_number=number,
        satisfaction=str(raw.get("satisfaction", "")),
        container=container,
        layout=layout,
        line=Line(**raw.get("line", {})),
        events=tuple(_event(event) for event in raw["turns"]),
        tail=raw.get("tail", 0.8),
        outcomes=raw.get("outcomes", {}),
    )
