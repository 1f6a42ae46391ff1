"""L003."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, demanded, rule
from qa.errors import Text
from qa.phonetics.pattern import Sequence, parse


@rule("L003")
def twice(material: Material) -> Iterator[Told]:
    """同一句话在一个列表里写了两次（读音相同）：多余，删去一个。"""
    for _, criterion in material.rubric.criteria():
        for said in demanded(criterion):
            seen: dict[Sequence, str] = {}
            for phrase in said.said:
                earlier = seen.get(parse(phrase, as_written=True))
                if earlier is None:
                    seen[parse(phrase, as_written=True)] = phrase
                else:
                    what = Text(f"“{phrase}”与“{earlier}”读音相同", f"“{phrase}” sounds like “{earlier}”")
                    yield criterion.id, what, material.page.mark(criterion.id, phrase, listed=False)
