"""Measures, their definitions, the documentation and what rubrics may ask for cannot drift apart."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from qa.measures.definitions import DEFINITIONS, table
from qa.measures.shape import Measures
from qa.rubric.condition import MEASURES
from qa.warehouse.tables import SCHEMAS

DOCS = Path(__file__).parents[2] / "docs" / "measures.md"


def test_every_scalar_is_defined_in_the_order_of_the_shape() -> None:
    scalars = [field.name for field in fields(Measures) if not str(field.type).startswith("tuple")]
    assert list(DEFINITIONS) == scalars


def test_every_field_has_a_column_in_the_truth() -> None:
    assert SCHEMAS["measures"].names == ["recording_id", *(field.name for field in fields(Measures))]


def test_the_documentation_holds_the_table_of_definitions() -> None:
    assert table() in DOCS.read_text(encoding="utf-8"), "docs/measures.md: put in qa.measures.definitions.table()"


def test_a_rubric_asks_for_measures_in_their_own_unit() -> None:
    asked = {name: DEFINITIONS[name].unit for name in MEASURES}
    assert {name: unit for name, unit in asked.items() if unit in ("s", "percent", "字/分")} == {
        name: unit for name, unit in MEASURES.items() if unit
    }
