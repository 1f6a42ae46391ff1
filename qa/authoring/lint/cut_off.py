"""L007."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text


@rule("L007")
def cut_off(material: Material) -> Iterator[Told]:
    """空格后面的 `#` 被当成注释：`- 请按 #键` 只剩“请按”，`name: 服务 #标准` 只剩“服务”，用例里的话也一样。

    请给整句话加上引号；真是注释的，在 `#` 后面空一格。
    """
    for one in (*material.page.phrases, *material.page.values, *material.cases.values):
        if one.cut:
            what = f"“{one.text}”后面的“{one.cut}”被当成注释去掉了"
            yield one.criterion, Text(what, f"“{one.cut}” behind “{one.text}” was taken for a comment"), one.mark
