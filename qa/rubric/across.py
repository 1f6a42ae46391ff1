"""What is wrong between the parts of a rubric, told also where one of them is refused: ids and the total. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, line_of
from qa.rubric.kinds import SUM, TWICE, Kind
from qa.rubric.yaml_tree import under

_NUMBER: Final = re.compile(r"\d{1,4}(\.\d+)?")
FULL: Final = 100.0
"""Points of a scale that says nothing of them."""


def across(root: Node, text: str, file: str) -> Iterator[Diagnostic]:
    """Ids that stand twice, and points that do not add up where every criterion tells its own."""
    parts = list(_parts(root))
    seen: set[str] = set()
    for part in parts:
        own = _value(part, "id")
        if own is None:
            continue
        if own.value in seen:
            yield _at(own, TWICE, Text(f"编号重复：{own.value}。", f"used twice: {own.value}."), text, file)
        seen.add(own.value)
    scale, points = under(root, "scale"), [_points(part) for part in parts if _is_criterion(part)]
    if not points or any(worth is None for worth in points) or (scale is not None and _value(scale, "start")):
        return
    full = _value(scale, "points") if scale is not None else None
    total, wanted = sum(worth or 0.0 for worth in points), _number(full) if full is not None else FULL
    if wanted is not None and abs(total - wanted) > 1e-6:
        what = f"各项分值合计 {total:g}，应为满分 {wanted:g}。", f"the points add up to {total:g}, not {wanted:g}."
        yield _at(full or root, SUM, Text(*what), text, file)


def _parts(node: Node | None) -> Iterator[Node]:
    """Every section and criterion."""
    for key in ("criteria", "sections"):
        listed = under(node, key)
        for part in listed.value if isinstance(listed, SequenceNode) else ():
            yield part
            yield from _parts(part)


def _is_criterion(part: Node) -> bool:
    return under(part, "criteria") is None and under(part, "sections") is None


def _points(criterion: Node) -> float | None:
    """None where it is not sure what the author means."""
    fatal = _value(criterion, "fatal")
    if fatal is not None:
        return 0.0 if fatal.value in ("true", "rubric", "section") else None
    written = _value(criterion, "points")
    return None if written is None or under(criterion, "weight") else _number(written)


def _number(node: ScalarNode) -> float | None:
    return float(node.value) if _NUMBER.fullmatch(node.value) else None


def _value(node: Node | None, wanted: str) -> ScalarNode | None:
    found = under(node, wanted)
    return found if isinstance(found, ScalarNode) and found.value else None


def _at(node: Node, kind: Kind, what: Text, text: str, file: str) -> Diagnostic:
    line = node.start_mark.line + 1
    return Diagnostic(kind.code, file, line, node.start_mark.column + 1, what, kind.remedy, line_of(text, line))
