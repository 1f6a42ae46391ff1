"""`hold`."""

from __future__ import annotations

from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Duration


class _Hold(FromYaml):
    longer_than: Duration = 0.0
    announced: bool | None = None
    thanked: bool | None = None
    music: bool | None = None


class Hold(Where):
    """让客户等待（有等待音乐，或先请客户稍等的静默）。

    ```yaml
    forbid: {hold: {longer_than: 60 s}}
    forbid: {hold: {announced: false}}
    ```

    - `announced: false`：之前没有告知；`thanked: false`：之后没有致谢或致歉；`music: true`：有音乐的。
    """

    hold: _Hold
