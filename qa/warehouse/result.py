"""Everything the night found out about one call: one row or more in every truth table."""

from __future__ import annotations

from dataclasses import dataclass

from qa.measures.shape import Measures
from qa.recording import Recording
from qa.scoring.evaluation import Evaluation
from qa.transcript import Transcript


@dataclass(frozen=True, slots=True)
class CallResult:
    """One call, heard, measured and scored. `evaluation` is None where no rubric applies or it waits for one."""

    recording: Recording
    transcript: Transcript
    measures: Measures
    evaluation: Evaluation | None
