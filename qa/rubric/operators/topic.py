"""`topic`."""

from __future__ import annotations

from pydantic import field_validator, model_validator

from qa.phonetics.pattern import Sequence
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.form import Count, FromYaml, Phrases, patterns, readable


class Topic(FromYaml):
    """通话谈的是某件事：双方一共说到其中至少几个不同的词。

    ```yaml
    when: {topic: [停水, 没水, 水压, 抢修, 水管], different: 2}
    ```
    """

    topic: Phrases
    """这件事常用的词；每个词的写法与 `said` 相同。"""
    different: Count = 2
    """不同的词要说到几个；默认 2。"""

    _readable = field_validator("topic")(readable)

    @model_validator(mode="after")
    def _enough(self) -> Topic:
        if self.different > len(self.topic):
            count, wanted = len(self.topic), self.different
            raise Wrong(
                f"要说到 {wanted} 个不同的词，只列了 {count} 个，永远不成立；请补上几个词，或写 different: {count}",
                f"{wanted} different words have to be said and {count} stands here, which never holds: add words, or "
                f"write different: {count}",
                kind=USELESS,
                at=("different",) if "different" in self.model_fields_set else ("topic",),
            )
        return self

    @property
    def patterns(self) -> tuple[tuple[str, Sequence], ...]:
        """Each word as written, and read."""
        return patterns(self.topic)
