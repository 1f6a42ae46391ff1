"""The truth about a folder of calls: `labels.json` beside their manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.errors import Text, UsageError
from qa.recording import Seconds
from qa.scoring.evaluation import Outcome
from qa.transcript import Party


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrueTurn(_Label):
    """What a party really said."""

    party: Party
    start: Seconds
    end: Seconds
    text: str


class TrueFinding(_Label):
    """A phrase that fulfils or breaks a criterion, as said."""

    criterion: str
    effect: Literal["fulfils", "breaks"]
    phrase: str
    party: Party
    start: Seconds
    end: Seconds


class NonSpeech(_Label):
    """Sound that is no speech."""

    kind: str
    start: Seconds
    end: Seconds


class LabelledCall(_Label):
    """The whole truth about one call."""

    call_id: str
    file: str
    rubric: str
    agent_channel: int | None
    """None for a mono file and for a call without speech."""
    seconds: Seconds
    turns: tuple[TrueTurn, ...]
    non_speech: tuple[NonSpeech, ...] = ()
    findings: tuple[TrueFinding, ...] = ()
    outcomes: Mapping[str, Outcome] = Field(default_factory=dict)

    def tells_of(self, criterion: str) -> bool:
        """Whether a person decided on a criterion; where nobody speaks there is nothing to be found by any."""
        return criterion in self.outcomes or not self.turns

    def said_by(self, party: Party) -> str:
        """Everything a party said, in order."""
        return "".join(turn.text for turn in self.turns if turn.party is party)


_SEE_SAMPLE = Text("请参照 sample_audio。", "See sample_audio.")


class _Labels(_Label):
    calls: Annotated[tuple[LabelledCall, ...], Field(min_length=1)]


def read_labels(folder: Path) -> dict[str, LabelledCall]:
    """The labelled calls of a folder by call id.

    Raises:
        UsageError: there is no labels.json, or it has another shape.
    """
    path = folder / "labels.json"
    try:
        labels = _Labels.model_validate(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        fix = Text(
            "请指明含 manifest.csv 和 labels.json 的文件夹（例如 sample_audio），或有 file、transcript 两列的表格。",
            "Name a folder with manifest.csv and labels.json (as sample_audio), or a TSV/CSV of file and transcript.",
        )
        raise UsageError(str(path), problem=Text("没有这个文件。", "no such file."), fix=fix) from error
    except (ValueError, ValidationError) as error:
        first = str(error).splitlines()[0]
        problem = Text(f"格式不符：{first}。", f"not of the expected shape: {first}.")
        raise UsageError(str(path), problem=problem, fix=_SEE_SAMPLE) from error
    by_id = {call.call_id: call for call in labels.calls}
    if len(by_id) < len(labels.calls):
        problem = Text("有的 call_id 出现了两次。", "a call_id stands twice.")
        raise UsageError(str(path), problem=problem, fix=_SEE_SAMPLE)
    return by_id
