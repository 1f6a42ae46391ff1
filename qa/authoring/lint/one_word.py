"""L020."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, every, rule
from qa.errors import Text
from qa.rubric.operators.topic import Topic


@rule("L020")
def one_word(material: Material) -> Iterator[Told]:
    """`topic` 只有一个词：随口提到，或一个词听错，整通电话就算谈这件事。

    请多写几个词，让 `different:` 至少为 2；真是说到就算的，请用 `said`。
    """
    for _, criterion in material.rubric.criteria():
        for topic in every(criterion, Topic):
            if len(topic.topic) == 1:
                (word,) = topic.topic
                what = Text(f"说到“{word}”一个词就算谈这件事", f"“{word}” alone makes it the topic")
                yield criterion.id, what, material.page.mark(criterion.id, word)
