"""Names in a funnel: each stands beside its dot and none covers another while there is room."""

from __future__ import annotations

from qa.report.funnel import WIDTH, _Names


def test_names_of_neighbours_do_not_cover_each_other() -> None:
    names = _Names()
    placed = [names.place(name, x, 80.0) for name, x in (("杭州", 60.0), ("宁波", 72.0), ("桂林", 84.0))]
    assert len({(y, anchor) for _, y, anchor in placed}) == 3
    assert all(abs(x - dot) <= 10 for (x, _, _), dot in zip(placed, (60.0, 72.0, 84.0), strict=True))


def test_a_name_at_the_edge_stays_inside() -> None:
    x, _, anchor = _Names().place("模拟站点十二", WIDTH - 2.0, 80.0)
    assert anchor == "end"
    assert x <= WIDTH
