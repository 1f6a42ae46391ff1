"""`metadata: {queue: [宽带, 话费]}`: columns of the manifest have one of the values."""

from __future__ import annotations

from qa.rubric.model import field_of
from qa.rubric.operators.metadata import Metadata
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call


@operator(Metadata)
def metadata(condition: Metadata, call: Call, judge: Judge) -> Verdict:
    """Every named column has one of its values."""
    del judge
    return Verdict.of(all(field_of(call.metadata, name) in values for name, values in condition.metadata.items()))
