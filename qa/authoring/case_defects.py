"""What a file of cases says that its rubric cannot answer, each with its place. Pure.

The models of `qa.authoring.case` refuse what no rubric could answer; what is told here hangs on the rubric beside it,
or on another case of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.nodes import Node

from qa.authoring.case import Bounds, Cases
from qa.errors import Text
from qa.rubric.criterion import Criterion
from qa.rubric.diagnostics import Diagnostic, line_of
from qa.rubric.model import Rubric
from qa.rubric.spelling import nearest

_REQUIRED, _FORBIDDEN = ("met", "missed"), ("violated", "clear")
_EITHER: Final = ("not_applicable", "cannot_judge")


@dataclass(frozen=True, slots=True)
class _Page:
    """The file, to point at its lines."""

    text: str
    file: str

    def at(self, node: Node, code: str, what: Text, remedy: Text) -> Diagnostic:
        mark = node.start_mark
        line = mark.line + 1
        return Diagnostic(code, self.file, line, mark.column + 1, what, remedy, line_of(self.text, line))


def listed(root: Node) -> Sequence[Node]:
    """The nodes of the cases, of a file that the models have read."""
    cases: Sequence[Node] = next(value.value for key, value in root.value if key.value == "cases")
    return cases


def defects(root: Node, read: Cases, rubric: Rubric, text: str, file: str) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with cases, as the models have `read` them from the nodes under `root`."""
    page = _Page(text, file)
    known = {criterion.id: criterion for _, criterion in rubric.criteria()}
    found = [*_same_names(root, page)]
    for node, case in zip(listed(root), read.cases, strict=True):
        parts = _parts(node)
        for key, value in parts["expect"].value if "expect" in parts else ():
            found += _expectation(key, value, known, rubric, page)
        if case.score is not None:
            for key, value in parts["score"].value:
                found += _bound(key, value, case.score, rubric, page)
    return tuple(found)


def _parts(case: Node) -> Mapping[str, Node]:
    return {key.value: value for key, value in case.value}


def _same_names(root: Node, page: _Page) -> Iterator[Diagnostic]:
    """A name tells which case failed, and from it the noise is drawn."""
    first: dict[str, int] = {}
    for case in listed(root):
        name = _parts(case)["name"]
        line = first.setdefault(name.value, name.start_mark.line + 1)
        if line != name.start_mark.line + 1:
            what = Text(
                f"用例“{name.value}”重名，前一个在第 {line} 行。",
                f"a case of the name “{name.value}” stands in line {line} already.",
            )
            remedy = Text("请改名，说出两段对话的不同。", "Give it a name that tells the two apart.")
            yield page.at(name, "R051", what, remedy)


def _expectation(
    key: Node, value: Node, known: Mapping[str, Criterion], rubric: Rubric, page: _Page
) -> Iterator[Diagnostic]:
    """A criterion that is expected and not in the rubric, or to come to what it never can."""
    criterion = known.get(key.value)
    if criterion is None:
        meant = nearest(key.value, list(known))
        remedy = Text(f"是不是 {meant}？", f"Did you mean {meant}?") if meant else _LOOK_UP
        what = Text(f"{rubric.rubric} 没有质检项 {key.value}。", f"{rubric.rubric} has no criterion {key.value}.")
        yield page.at(key, "R050", what, remedy)
        return
    own = _REQUIRED if criterion.require is not None else _FORBIDDEN
    if value.value not in (*own, *_EITHER):
        kind = Text("要求", "requires") if criterion.require is not None else Text("禁止", "forbids")
        what = Text(
            f"{key.value} 是{kind.zh}的项，不会判成 {value.value}。",
            f"{key.value} {kind.en} something and never comes to {value.value}.",
        )
        remedy = Text(
            f"请写 {own[0]} 或 {own[1]}（或 {'、'.join(_EITHER)}）。",
            f"Write {own[0]} or {own[1]} (or {', '.join(_EITHER)}).",
        )
        yield page.at(value, "R052", what, remedy)


_LOOK_UP: Final = Text("编号见质检表里的 id:。", "Look up its id: in the rubric.")


def _bound(key: Node, value: Node, bounds: Bounds, rubric: Rubric, page: _Page) -> Iterator[Diagnostic]:
    """A bound that no score of the rubric reaches."""
    scale, bound = rubric.scale, float(getattr(bounds, key.value))
    kills = any(criterion.fatal in (True, "rubric") for _, criterion in rubric.criteria())
    lowest, highest = 0.0 if kills else scale.floor, scale.points if scale.ceiling is None else scale.ceiling
    beyond = bound > highest if key.value == "at_least" else bound < lowest
    if beyond:
        what = Text(
            f"{key.value}: {bound:g} 永远不成立：这张表的得分在 {lowest:g} 到 {highest:g} 之间。",
            f"{key.value}: {bound:g} never holds: scores of this rubric lie between {lowest:g} and {highest:g}.",
        )
        yield page.at(value, "R053", what, Text("请改成这个范围内的分数。", "Write a score in between."))
