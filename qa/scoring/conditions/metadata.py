"""`metadata: {queue: [宽带, 话费]}`: columns of the manifest have one of the values."""

from __future__ import annotations

from qa.rubric.model import field_of, has_field
from qa.rubric.operators.metadata import Metadata
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call


@operator(Metadata)
def metadata(condition: Metadata, call: Call, judge: Judge) -> Verdict:
    """Every named column has one of its values; what a manifest lacks nobody can say."""
    del judge
    lacking = [name for name in condition.metadata if not has_field(call.metadata, name)]
    known = {name: values for name, values in condition.metadata.items() if name not in lacking}
    holds = all(field_of(call.metadata, name) in values for name, values in known.items())
    if lacking and holds:
        return Verdict.not_asked(f"清单里没有这一列：{'、'.join(lacking)}")
    return Verdict.of(holds)
