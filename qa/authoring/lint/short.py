"""L014."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, every, rule
from qa.errors import Text
from qa.phonetics.pattern import Choice, Gap, Sequence
from qa.rubric.operators.said import Said
from qa.rubric.operators.topic import Topic

LEAST: Final = 2
"""Syllables."""


@rule("L014")
def short(material: Material) -> Iterator[tuple[str, Text]]:
    """短语只有一个音：同音的字太多，谁也分不清说的是不是它。请写成两个字以上，例如不写“喂”，写“喂您好”。"""
    for _, criterion in material.rubric.criteria():
        sayings: list[Said | Topic] = [*every(criterion, Said), *every(criterion, Topic)]
        for phrase, pattern in (one for said in sayings for one in said.patterns):
            if _syllables(pattern) < LEAST:
                yield criterion.id, Text(f"“{phrase}”可以只有一个音", f"“{phrase}” may be one syllable")


def _syllables(pattern: Sequence) -> int:
    """Of the shortest way through, digits and names included."""
    count = 0
    for part in pattern:
        if isinstance(part, Choice):
            count += min(map(_syllables, part.options))
        else:
            count += part.least if isinstance(part, Gap) else 1
    return count
