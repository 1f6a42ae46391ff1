"""The key that an author probably meant by one that nobody knows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final

from qa.rubric.operators.form import FromYaml

MEANT: Final = MappingProxyType(
    {
        "编号": "id",
        "名称": "name",
        "版本": "version",
        "适用": "applies_to",
        "等级": "bands",
        "分值": "points",
        "分数": "points",
        "权重": "weight",
        "要求": "require",
        "必须": "require",
        "禁止": "forbid",
        "扣分": "deduct",
        "致命": "fatal",
        "关键": "critical",
        "说": "said",
        "说了": "said",
        "谁": "by",
        "范围": "within",
        "除非": "unless",
        "条件": "when",
        "坐席": "agent",
        "客户": "customer",
        "静音": "silence",
        "期望": "expect",
        "且": "all",
        "并且": "all",
        "而且": "all",
        "或": "any",
        "或者": "any",
        "and": "all",
        "or": "any",
        "say": "said",
        "says": "said",
        "keyword": "said",
        "keywords": "said",
        "regex": "matches",
        "role": "by",
        "speaker": "by",
        "except": "unless",
        "if": "when",
        "score": "points",
        "title": "name",
    }
)
"""What authors write who take the keys for words of their language, or of another program."""
_LIKE: Final = 0.6
"""Share of a key's letters that stand in the same order."""


def nearest(key: str, among: Collection[str] = ()) -> str | None:
    """The known key most like `key`, of all that a rubric or its cases may have; None where none is like it."""
    known = among or _keys()
    meant = MEANT.get(key.strip())
    if meant is not None and meant in known:
        return meant
    plain = key.strip().lower().replace("-", "_")
    return next(iter(get_close_matches(plain, known, n=1, cutoff=_LIKE)), None)


@cache
def _keys() -> tuple[str, ...]:
    return tuple(
        sorted(
            {field.alias or name.rstrip("_") for kind in _kinds(FromYaml) for name, field in kind.model_fields.items()}
        )
    )


def _kinds(kind: type[FromYaml]) -> Iterator[type[FromYaml]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from _kinds(inner)
