"""A month's overlay: other points for some criteria of a rubric, without touching its file.

`rubrics/overlays/2026-12.yaml`, or `2026-12.<rubric>.yaml` where several rubrics have one. The total of the points
stays what it was, and no criterion gets more than `MOST` times its points or less than a `MOST`-th: a month's focus
changes what counts most, not what the standard is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError
from ruamel.yaml.nodes import Node

from qa.errors import Text
from qa.rubric.criterion import Criterion
from qa.rubric.diagnostics import Diagnostic, RubricError, Wrong, line_of, quoted
from qa.rubric.explanation import diagnose
from qa.rubric.kinds import QUANTITY
from qa.rubric.model import Rubric
from qa.rubric.operators.form import FromYaml
from qa.rubric.quantity import parse_quantity
from qa.rubric.values import Identifier, Points
from qa.rubric.yaml_tree import compose, construct, entries, entry

MOST = 2.0
FOLDER = "overlays"


def _share(value: object) -> object:
    """`"20 %"` → 0.2, as shares are written elsewhere in a rubric; what the month proposes is written 0.2."""
    share = -1.0
    if isinstance(value, str):
        with suppress(Wrong):  # which tells of seconds and turns
            quantity = parse_quantity(value)
            share = quantity.value / 100 if quantity.unit == "percent" else -1.0
    elif isinstance(value, int | float) and not isinstance(value, bool):
        share = float(value)
    if not 0 <= share <= 1:
        zh, en = f"{quoted(value)}：请写成 20 % 这样的百分比", f"{quoted(value)}: write a percentage like 20 %"
        raise Wrong(zh, en, kind=QUANTITY)
    return share


Share = Annotated[float, BeforeValidator(_share), Field(ge=0, le=1)]


def _by_criterion(key: str, example: str) -> BeforeValidator:
    """A text or a number says nothing of which criterion it is for: its author is shown how to."""

    def check(value: object) -> object:
        if not isinstance(value, dict):
            about = {"key": key, "example": example}
            raise PydanticCustomError("by_criterion", "should have ids of criteria for keys", about)
        return value

    return BeforeValidator(check)


def _month(value: str) -> str:
    if _MONTH.fullmatch(value) is None:
        raise Wrong(
            f"{quoted(value)}不是月份；请写成 2026-12 这样的月份", f"{quoted(value)} is no month; write it like 2026-12"
        )
    return value


_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Overlay(FromYaml):
    """What changes in one month."""

    overlay: Annotated[str, AfterValidator(_month)]
    """The month, YYYY-MM."""
    rubric: Identifier
    because: Annotated[dict[Identifier, str], _by_criterion("because", "客诉多")] = Field(default_factory=dict)
    """Why, by criterion."""
    points: Annotated[dict[Identifier, Points], _by_criterion("points", "8")] = Field(default_factory=dict)
    """The new points, by criterion."""
    sampling: Annotated[dict[Identifier, Share], _by_criterion("sampling", "20 %")] = Field(default_factory=dict)
    """By criterion, of an agent's calls that lose points in it, the share that people listen to."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference."""

    criterion: str
    name: str
    before: float
    after: float
    because: str


def overlay_key(root: Node) -> Node | None:
    """The key that tells an overlay from a rubric: one that only overlays have, in a file without sections."""
    own = Overlay.model_fields.keys() - {"rubric", "points"}
    keys = [key for key, _ in entries(root)]
    return None if entry(root, "sections") else next((key for key in keys if key.value in own), None)


def parse_overlay(text: str, file: str) -> Overlay:
    """Read an overlay from its text.

    Raises:
        RubricError: with file, line, column and remedy for every defect.
    """
    node = compose(text, file)
    try:
        return Overlay.model_validate(construct(node))
    except ValidationError as error:
        raise RubricError(file, tuple(diagnose(e, node, Overlay, text, file) for e in error.errors())) from error


def overlaid(rubric: Rubric, overlay: Overlay, file: str = "overlay", text: str = "") -> Rubric:
    """The rubric with an overlay's points; `text` is the overlay's file, to show the place of a defect.

    Raises:
        RubricError: the overlay does not fit; every defect with its line.
    """
    text = text or overlay_text(overlay)
    defects = tuple(
        Diagnostic(code, file, line, column, what, _REMEDY, line_of(text, line))
        for code, what, path in _misfits(rubric, overlay)
        for line, column in [_spot(compose(text, file), path)]
    )
    if defects:
        raise RubricError(file, defects)
    sections = tuple(section.with_criteria(lambda c: _with(c, overlay)) for section in rubric.sections)
    return rubric.model_copy(update={"sections": sections})


_REMEDY = Text("请修改这一处后重试。", "Mend this place and try again.")
_Misfit: TypeAlias = tuple[str, Text, tuple[str, ...]]
"""Code, what is wrong, and the keys that lead to it."""


def _misfits(rubric: Rubric, overlay: Overlay) -> Iterator[_Misfit]:
    own = {criterion.id: criterion for _, criterion in rubric.criteria()}
    for key, named in (("because", overlay.because), ("sampling", overlay.sampling)):
        for unknown in (criterion for criterion in named if criterion not in own):
            what = Text(f"{rubric.rubric} 没有质检项 {unknown}。", f"{rubric.rubric} has no criterion {unknown}.")
            yield "R033", what, (key, unknown)
    scored = {c: points for c, points in overlay.points.items() if c in own and not own[c].fatal}
    for strange in (criterion for criterion in overlay.points if criterion not in scored):
        what = Text(f"{rubric.rubric} 没有计分项 {strange}。", f"{rubric.rubric} has no scored criterion {strange}.")
        yield "R033", what, ("points", strange)
    for criterion, points in scored.items():
        before = own[criterion].points
        if not before / MOST - 1e-9 <= points <= before * MOST + 1e-9:
            what = Text(
                f"{criterion} 由 {before:g} 分改为 {points:g} 分，超出 {before / MOST:g} 到 {before * MOST:g}。",
                f"{criterion} goes from {before:g} to {points:g}, outside {before / MOST:g} to {before * MOST:g}.",
            )
            yield "R034", what, ("points", criterion)
    total = math.fsum(points - own[c].points for c, points in scored.items())
    if len(scored) == len(overlay.points) and abs(total) > 1e-6:
        yield (
            "R035",
            Text(f"总分变了 {total:+g}，应保持不变。", f"the total changes by {total:+g}; it has to stay."),
            ("points",),
        )


def _spot(root: Node, path: tuple[str, ...]) -> tuple[int, int]:
    """Line and column, from 1, of the deepest key on the path that the file has."""
    node, mark = root, root.start_mark
    for part in path:
        found = entry(node, part)
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return mark.line + 1, mark.column + 1


def _with(criterion: Criterion, overlay: Overlay) -> Criterion:
    points = overlay.points.get(criterion.id)
    if points is None:
        return criterion
    deduct = criterion.deduct
    if deduct is not None and criterion.points:
        # What a violation costs keeps its part of the whole.
        scale = points / criterion.points
        deduct = deduct.model_copy(update={"each": deduct.each * scale, "at_most": deduct.at_most * scale})
    return criterion.model_copy(update={"points": points, "deduct": deduct})


def changes(rubric: Rubric, overlay: Overlay) -> tuple[Change, ...]:
    """The difference that an overlay makes, in the form's order."""
    return tuple(
        Change(c.id, c.name, c.points, overlay.points[c.id], overlay.because.get(c.id, ""))
        for _, c in rubric.criteria()
        if c.id in overlay.points
    )


def overlay_text(overlay: Overlay) -> str:
    """The overlay as YAML, as `parse_overlay` reads it."""
    lines = [f'overlay: "{overlay.overlay}"', f"rubric: {overlay.rubric}"]
    for name in ("because", "points", "sampling"):
        values: Mapping[str, object] = getattr(overlay, name)
        if values:
            lines.append(f"{name}:")
            lines += [f"  {key}: {_scalar(value)}" for key, value in sorted(values.items())]
    return "\n".join(lines) + "\n"


def _scalar(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
