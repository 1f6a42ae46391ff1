"""`metadata`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from qa.rubric.operators.form import FromYaml, Phrases


class Metadata(FromYaml):
    """清单中的一列是其中一个值（随录参数：queue、direction、site、team、agent 以及清单的任何一列）。

    ```yaml
    when: {metadata: {queue: [宽带, 话费], direction: inbound}}
    ```
    """

    metadata: Annotated[dict[str, Phrases], Field(min_length=1)]
    """列名，和允许的一个或几个值；写几列则都要符合。"""
