"""L019."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, rule
from qa.authoring.lint.written import Mark
from qa.errors import Text


@rule("L019")
def no_floor(material: Material) -> Iterator[Told]:
    """等级没有写到底：低于最低一级的通话没有等级，报告里是空的。

    请在 `bands:` 里补一个从最低分起的等级，例如 `不合格: 0`。有致命项的表，犯了就是 0 分，不论 `floor:` 是多少。
    """
    form, values = material.rubric, material.page.values
    lowest, name = min((least, name) for name, least in form.bands.items())
    kills = any(criterion.fatal in (True, "rubric") for _, criterion in form.criteria())
    floor = 0.0 if kills else form.scale.floor
    if lowest > floor:
        mark = next((one.mark for one in values if one.key == name), Mark())
        what = Text(f"{floor:g} 到 {lowest:g} 分没有等级", f"no band from {floor:g} to {lowest:g} points")
        yield "bands", what, mark
