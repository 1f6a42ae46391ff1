"""L004."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, rule
from qa.errors import Text

LEAST: Final = 0.01
"""Share of the form's points."""


@rule("L004")
def light(material: Material) -> Iterator[tuple[str, Text]]:
    """分值不到满分的 1 %：无论怎样都看不出差别。请提高分值，或把它并入别的质检项。"""
    for _, criterion in material.rubric.criteria():
        if not criterion.fatal and criterion.points < LEAST * material.rubric.scale.points:
            points, full = criterion.points, material.rubric.scale.points
            yield criterion.id, Text(f"{points:g} 分，满分 {full:g}", f"{points:g} of {full:g} points")
