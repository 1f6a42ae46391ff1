"""Names in a funnel: each stands beside its dot and none covers another while there is room."""

from __future__ import annotations

from itertools import combinations

import pytest

from qa.report.funnel import WIDTH, _Names

LETTER, HEIGHT = 12, 13


def box(name: str, x: float, y: float, anchor: str) -> tuple[float, float, float, float]:
    """Where a name is drawn; all its letters are Chinese."""
    width = LETTER * len(name)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return left, y - HEIGHT + 3, left + width, y + 3


@pytest.mark.parametrize(
    "dots",
    [
        [("杭州", 60.0, 80.0), ("宁波", 72.0, 80.0), ("桂林", 84.0, 80.0)],
        [("模拟一站", 636.0, 84.0), ("模拟二站", 642.0, 81.0)],
        [("模拟站点十二", WIDTH - 2.0, 80.0), ("模拟站点十三", WIDTH - 4.0, 82.0)],
    ],
)
def test_names_of_neighbours_do_not_cover_each_other_and_stay_inside(dots: list[tuple[str, float, float]]) -> None:
    names = _Names()
    boxes = [box(name, *names.place(name, x, y)) for name, x, y in dots]
    for a, b in combinations(boxes, 2):
        assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
    for (_, x, _), (left, _, right, _) in zip(dots, boxes, strict=True):
        assert right <= WIDTH + 40
        assert left - 10 <= x <= right + 10
