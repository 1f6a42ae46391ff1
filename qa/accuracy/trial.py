"""The settings of a trial: another inbox, results that are thrown away, and single values tried out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from qa.errors import Text, UsageError
from qa.settings import Settings

SHARD_SIZE = 4
"""Small, so that all workers have something to do to the end."""


def trial_settings(settings: Settings, folder: Path, manifest: str, data: Path) -> Settings:
    """The same settings on another inbox."""
    inbox = settings.inbox.model_copy(
        update={"folder": folder.resolve(), "manifest": manifest, "name_pattern": None, "columns": {}}
        | {"settle_seconds": 0.0, "agent_channel": "auto", "roster": None}
    )
    night = settings.night.model_copy(update={"shard_size": SHARD_SIZE})
    return settings.model_copy(update={"inbox": inbox, "data": data, "night": night})


def with_values(settings: Settings, assignments: Sequence[str]) -> Settings:
    """`settings` with values as `speech.beam_size=1`, written as in qa.toml; a bare word is text.

    Raises:
        UsageError: no such setting, or not a value for it.
    """
    changed = settings.model_dump()
    for assignment in assignments:
        key, _, value = assignment.partition("=")
        section, _, name = key.strip().rpartition(".")
        place = changed.get(section) if section else changed
        if not isinstance(place, dict) or name not in place:
            raise _wrong(assignment, Text("没有这个设置。", "no such setting."))
        place[name] = _value(value.strip())
    try:
        return Settings.model_validate(changed)
    except ValidationError as error:
        problem = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise _wrong(
            ", ".join(assignments), Text(f"值不合适：{problem}。", f"not a value for it: {problem}.")
        ) from error


def _value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _wrong(where: str, problem: Text) -> UsageError:
    fix = Text("请对照 qa.toml，例如 speech.beam_size=1。", "Compare with qa.toml; for example speech.beam_size=1.")
    return UsageError(where, problem=problem, fix=fix)
