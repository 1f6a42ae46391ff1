"""Phrases, expressions and other values as they stand in a file: what YAML made of them, and what is around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qa.rubric.phrase_lists import LISTS, PHRASES
from qa.rubric.yaml_tree import compose

EXPRESSIONS: Final = frozenset({"matches", "excludes"})
_HAN: Final = re.compile("[一-鿿]")


class Mark(NamedTuple):
    """A place in a file."""

    line: int = 0
    """Counted from 1; 0 for none."""
    column: int = 0
    """In characters, from 1; 0 for none."""
    file: str = ""
    """Of the cases; '' for that of the rubric."""


NOWHERE: Final = Mark()


@dataclass(frozen=True, slots=True)
class Written:
    """One phrase or expression, or the name of a list in place of phrases."""

    criterion: str
    """In which it stands; of a phrase in a list `phrases.` and the list's name."""
    key: str
    """Under which it stands, such as `said`, or `phrases` for those of lists."""
    text: str
    """As YAML reads it."""
    cut: str = ""
    """What stands right behind it and was taken for a comment, although no blank follows the `#`."""
    joined: bool = False
    """Whether only a comma, without a blank, parts it from the Chinese text before it."""
    runs_on: bool = False
    """Whether, without quotes, it begins with a dash or goes on in the next line."""
    alone: bool = False
    """Whether it is the one item of a list in brackets, without quotes."""
    mark: Mark = NOWHERE
    """Where it begins."""

    @property
    def is_phrase(self) -> bool:
        """Whether it is listened for, not an expression."""
        return self.key not in EXPRESSIONS


@dataclass(frozen=True, slots=True)
class Page:
    """What a rubric's file has written."""

    phrases: tuple[Written, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Of each criterion, and of each list of phrases, counted from 1."""
    values: tuple[Written, ...] = ()
    """Everything else that is written behind a key."""

    def mark(self, criterion: str, phrase: str, *, listed: bool = True) -> Mark:
        """Where a phrase of a criterion is written, there or in a list that it names; else where the criterion is."""
        same = [one for one in self.phrases if one.text == phrase]
        own = [one.mark for one in same if one.criterion == criterion]
        elsewhere = [one.mark for one in same if one.key == LISTS and listed]
        return next(iter((*own, *elsewhere)), Mark(self.lines.get(criterion, 0)))


def read_page(text: str, file: str) -> Page:
    """The page of a rubric that could be read."""
    lines: dict[str, int] = {}
    root, rows = compose(text, file), text.splitlines()
    phrases = tuple(_walk(root, "", rows, lines))
    return Page(phrases, lines, tuple(_values(root, "", rows)))


def read_cases_page(text: str, file: str) -> Page:
    """The page of the cases beside a rubric: values alone, each with the name of its case."""
    values = _values(compose(text, file), "", text.splitlines(), own="name")
    return Page(values=tuple(replace(one, mark=one.mark._replace(file=file)) for one in values))


def _values(node: Node, place: str, rows: list[str], own: str = "id") -> Iterator[Written]:
    """All but phrases and expressions; each in the part of the file whose key `own` names it."""
    if isinstance(node, SequenceNode):
        for inner in node.value:
            yield from _values(inner, place, rows, own)
    if not isinstance(node, MappingNode):
        return
    place = next((str(value.value) for key, value in node.value if key.value == own), place)
    for key, value in node.value:
        if key.value in PHRASES | EXPRESSIONS | {LISTS}:
            continue
        items = value.value if isinstance(value, SequenceNode) else [value]
        for item in items:
            if isinstance(item, ScalarNode):
                yield Written(place or str(key.value), str(key.value), item.value, _cut(item, rows), mark=_mark(item))
            else:
                yield from _values(item, place, rows, own)


def _walk(node: Node, criterion: str, rows: list[str], lines: dict[str, int]) -> Iterator[Written]:
    if isinstance(node, SequenceNode):
        for inner in node.value:
            yield from _walk(inner, criterion, rows, lines)
    if not isinstance(node, MappingNode):
        return
    own = next((value for key, value in node.value if key.value == "id"), None)
    if isinstance(own, ScalarNode):
        criterion = str(own.value)
        lines.setdefault(criterion, own.start_mark.line + 1)
    for key, value in node.value:
        if key.value in PHRASES | EXPRESSIONS:
            yield from _listed(str(key.value), value, criterion, rows)
        elif key.value == LISTS and isinstance(value, MappingNode):
            yield from _lists(value, rows, lines)
        else:
            yield from _walk(value, criterion, rows, lines)


def _lists(lists: MappingNode, rows: list[str], lines: dict[str, int]) -> Iterator[Written]:
    for key, value in lists.value:
        place = f"{LISTS}.{key.value}"
        lines[place] = key.start_mark.line + 1
        yield from _listed(LISTS, value, place, rows)


def _listed(key: str, value: Node, criterion: str, rows: list[str]) -> Iterator[Written]:
    listed = value.value if isinstance(value, SequenceNode) else [value]
    brackets = isinstance(value, SequenceNode) and bool(value.flow_style)
    scalars = [item for item in listed if isinstance(item, ScalarNode)]
    for before, item in zip([None, *scalars], scalars, strict=False):
        runs_on = item.style is None and (item.value.startswith("-") or item.end_mark.line > item.start_mark.line)
        alone = brackets and len(listed) == 1 and item.style is None
        joined = _joined(before, item, rows)
        yield Written(criterion, key, str(item.value), _cut(item, rows), joined, runs_on, alone, _mark(item))


def _mark(item: ScalarNode) -> Mark:
    return Mark(item.start_mark.line + 1, item.start_mark.column + 1)


def _cut(item: ScalarNode, rows: list[str]) -> str:
    end = item.end_mark
    behind = rows[end.line][end.column :] if item.style is None and end.line < len(rows) else ""
    found = re.match(r"\s+(#\S.*)", behind)
    return found[1].strip() if found else ""


def _joined(before: ScalarNode | None, item: ScalarNode, rows: list[str]) -> bool:
    if before is None or before.style is not None or item.style is not None:
        return False
    end, start = before.end_mark, item.start_mark
    close = end.line == start.line and rows[end.line][end.column : start.column] == ","
    return close and all(_HAN.search(str(one.value)) for one in (before, item))
