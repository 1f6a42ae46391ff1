"""L014."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, every, rule
from qa.errors import Text
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound
from qa.rubric.operators.said import Said
from qa.rubric.operators.topic import Topic

LEAST: Final = 2
"""Syllables."""


@rule("L014")
def short(material: Material) -> Iterator[Told]:
    """短语只有一个音，数字、姓名以外的音也只有一个：同音的字太多，谁也分不清说的是不是它，总要人去听。

    请写成两个字以上，例如不写“喂”，写“喂您好”；不写 `{number}元`，写 `(一共|合计){number}元`。
    """
    for _, criterion in material.rubric.criteria():
        sayings: list[Said | Topic] = [*every(criterion, Said), *every(criterion, Topic)]
        for phrase, pattern in (one for said in sayings for one in said.patterns):
            if _least(pattern) < LEAST or _own(pattern) < LEAST:
                what = Text(f"“{phrase}”可以只有一个音", f"“{phrase}” may be one syllable")
                yield criterion.id, what, material.page.mark(criterion.id, phrase)


def _least(pattern: Sequence) -> int:
    """Syllables of the shortest way through, digits and names included."""
    count = 0
    for part in pattern:
        if isinstance(part, Choice):
            count += min(map(_least, part.options))
        else:
            count += part.least if isinstance(part, Gap) else 1
    return count


def _own(pattern: Sequence) -> int:
    """Syllables that are named, of the way with the most of them."""
    return sum(
        max(map(_own, part.options)) if isinstance(part, Choice) else isinstance(part, Sound) for part in pattern
    )
