"""Measures, their definitions, the documentation and what rubrics may ask for cannot drift apart."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from qa.measures.definitions import DEFINITIONS, table
from qa.measures.shape import Measures
from qa.rubric.diagnostics import Wrong
from qa.rubric.operators.measure import MEASURES
from qa.rubric.quantity import parse_quantity
from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.warehouse.tables import SCHEMAS
from tests import builders

DOCS = Path(__file__).parents[2] / "docs" / "measures.md"


def test_every_scalar_is_defined_in_the_order_of_the_shape() -> None:
    scalars = [field.name for field in fields(Measures) if not str(field.type).startswith("tuple")]
    assert list(DEFINITIONS) == scalars


def test_every_field_has_a_column_in_the_truth() -> None:
    assert SCHEMAS["measures"].names == ["recording_id", *(field.name for field in fields(Measures))]


def test_the_documentation_holds_the_table_of_definitions() -> None:
    assert table() in DOCS.read_text(encoding="utf-8"), "docs/measures.md: put in qa.measures.definitions.table()"


def test_a_rubric_may_ask_for_every_number_in_its_own_unit() -> None:
    assert {name: d.unit for name, d in DEFINITIONS.items() if d.unit != "party"} == MEASURES


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("{measure: hold_count, at_most: 0 次}", True),
        ("{measure: agent_loudness, at_least: -30 dBFS}", True),
        ("{measure: agent_loudness, at_least: −20 dBFS}", False),
        ("{measure: agent_pitch_range, at_least: 10 半音}", False),
        ("{measure: agent_signal_to_noise, at_least: 15 dB}", True),
        ("{measure: agent_fastest_rate, at_most: 280 字/分}", True),
        ("{measure: agent_unclear_share, at_most: 10 %}", True),
    ],
)
def test_every_kind_of_measure_can_be_judged(text: str, holds: bool) -> None:
    yaml = f"""\
rubric: small
name: 小
version: "1"
bands: {{优: 90}}
sections:
  - id: all
    name: 全部
    criteria:
      - {{id: it, name: 它, points: 100, require: {text}}}
"""
    call = Call(builders.transcript(), builders.measures(), builders.metadata())
    (line,) = evaluate(parse_rubric(yaml, "small.yaml"), call, Stamp("", ""), Thresholds()).criteria
    assert line.outcome is (Outcome.MET if holds else Outcome.MISSED)


@pytest.mark.parametrize("text", ["-8 s", "-3 次", "−10 %", "- dBFS"])
def test_only_a_level_lies_below_zero(text: str) -> None:
    with pytest.raises(Wrong):
        parse_quantity(text)
