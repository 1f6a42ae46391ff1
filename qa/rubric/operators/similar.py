"""`similar`."""

from __future__ import annotations

from qa.rubric.operators.form import Phrases
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Share


class Similar(Where):
    """说了差不多的一句：主要的词都说到了，次序、个别字词不同（用词和读音合起来比较）。

    ```yaml
    require: {similar: 请问还有其他可以帮您的吗, at_least: 60 %, by: agent, within: last 4 turns}
    ```

    比 `said` 宽，适合要求“说到了这个意思”；不宜单独用来扣分。换了词的说法（“还有什么需要帮助的吗”）认不出，请一并列出；
    意思相反的（“可以办理”与“不可以办理”）不算，也不据此扣分。
    配了句向量模型（`qa.toml` 的 `[scoring] sentence_model`，见 docs/sentence-model.md），用词完全不同的说法也能找到。
    """

    similar: Phrases
    """一句或几句话，与其中一句相近即可。"""
    at_least: Share = 0.6
    """要多像；默认 `60 %`。100 % 是一字不差；低于 40 % 时很多普通的话也会算。"""
