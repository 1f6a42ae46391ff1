"""Lint as a command or a page asks for it: the rubric's file, the cases beside it, the newest transcripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from qa.authoring.cases import cases_file, load_cases, uncovered
from qa.authoring.lint import Hint, Material, hints, read_page
from qa.rubric.source import LoadedRubric, read_text
from qa.scoring.heard import Call
from qa.warehouse.parquet import read_newest

TRANSCRIPTS: Final = 300
"""The newest ones, on which lint estimates what ordinary speech sounds like."""


def newest_calls(truth: Path) -> tuple[Call, ...]:
    """The centre's newest calls as the judge gets them; none before the first night."""
    newest = read_newest(truth, TRANSCRIPTS)
    return tuple(Call(r.transcript, r.measures, r.recording.metadata) for r in newest)


def hints_of(loaded: LoadedRubric, calls: Sequence[Call]) -> tuple[Hint, ...]:
    """What an author should look at again.

    Raises:
        RubricError: the cases beside the rubric are refused.
    """
    file = Path(loaded.file)
    bare = uncovered(loaded.rubric, load_cases(cases_file(file), loaded.rubric))
    return hints(Material(loaded.rubric, bare, calls, read_page(read_text(file), loaded.file)))
