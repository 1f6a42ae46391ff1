"""`topic`."""

from __future__ import annotations

from pydantic import field_validator

from qa.phonetics.pattern import Sequence
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

    @property
    def patterns(self) -> tuple[tuple[str, Sequence], ...]:
        """Each word as written, and read."""
        return patterns(self.topic)
