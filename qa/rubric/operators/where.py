"""Where in a call a condition is looked for: whose words, which part of the call, beside what, and what excuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import WithJsonSchema, field_validator, model_validator

from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import TOGETHER, USELESS
from qa.rubric.operators.form import Count, FromYaml
from qa.rubric.operators.moment import at_a_moment
from qa.rubric.quantity import Duration, Within
from qa.transcript import Party

if TYPE_CHECKING:
    from qa.rubric.condition import Condition


class Near(FromYaml):
    """Another condition that must lie near in time: `before: {silence: …, within: 10 s, hit: every}`."""

    condition: Condition
    within: Duration
    """相隔多少秒以内，例如 `10 s`。"""
    hit: Literal["any", "every", "first", "last"] = "any"
    """另一个条件的哪一处：`any`（默认）任一处，`every` 每一处都要，`first`、`last` 只看第一处、最后一处。"""

    @model_validator(mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        # `within: 10 s` is of the nearness; `within: first 3 turns` would be of the condition inside.
        if not isinstance(value, dict) or "condition" in value:
            return value
        own = {key: value[key] for key in ("within", "hit") if key in value}
        return {**own, "condition": {k: v for k, v in value.items() if k not in ("within", "hit")}}

    _moment = field_validator("condition")(at_a_moment)


class Times(FromYaml):
    """How often: `times: {at_least: 2}`."""

    at_least: Count | None = None
    """至少几次；默认 1，只写 `at_most` 时一次没有也算。"""
    at_most: Count | None = None
    """至多几次；不写则不限。"""

    @model_validator(mode="after")
    def _possible(self) -> Times:
        if self.at_most is not None and self.at_most < self.least:
            raise Wrong(
                "at_most: 小于 at_least:，永远不成立",
                "at_most: is below at_least:, which never holds",
                kind=USELESS,
                at=("at_most",),
            )
        return self

    @property
    def least(self) -> int:
        """How often at least."""
        if self.at_least is not None:
            return self.at_least
        return 1 if self.at_most is None else 0


class Where(FromYaml):
    """谁的话、通话的哪一段、在什么旁边、几次，以及什么情况例外：凡是指得出是哪几句话、哪一段时间的操作都可以加上。

    `before:`、`after:`、`around:` 三者只能写一个，例如
    `before: {silence: {longer_than: 8 s}, within: 10 s, hit: first}`；
    `hit: any`（默认）任一处，`every` 每一处都要，`first`、`last` 只看第一处、最后一处。
    另一个条件在这通电话里一处也没有时，这个条件不适用，写在 `forbid:` 里也一样。

    一轮话到对方开口说话为止：对方插的“嗯”“啊”“好”“对”“知道了”之类不断开这一轮，被抢了话接着说的也不断开；自己停了 3 秒
    以上，再说就是新的一轮。

    `unless:` 放过多少，看写在哪里。`said`、`matches`、`similar`、`repeats` 以同一方的 `said` 作例外，只放过与它共用字的
    那一处（`any:` 里的几个例外各按各的）；别的例外，以及 `interrupts`、`rate`、`loudness`、`silence`、`hold` 的
    任何例外，在通话里任何一处成立，整个条件就不计。只放过紧接在后面的，写 `unless_after:`。
    """

    by: Annotated[Party, WithJsonSchema({"enum": ["agent", "customer"]})] | None = None
    """谁的话、谁的动作：`agent` 坐席，`customer` 客户。"""
    within: Within | None = None
    """通话的哪一段：`first 3 turns`、`last 30 s`、`first 20 %`；`turns` 只数 `by` 一方真正说了话的轮次，“嗯”不算。"""
    before: Near | None = None
    """在另一个条件之前多少秒内：`{条件, within: 10 s, hit: every}`。"""
    after: Near | None = None
    """在另一个条件之后多少秒内：`{条件, within: 10 s, hit: every}`。"""
    around: Near | None = None
    """在另一个条件前后多少秒内：`{条件, within: 10 s, hit: every}`。"""
    times: Times = Times()
    """次数：`{at_least: 2, at_most: 4}`；不写则一次即可。"""
    unless: Condition | None = None
    """这个条件成立则不计。说的话以同一方的 `said` 作例外时，只豁免与它共用字的那一处命中：把禁语也写进例外里。"""
    unless_after: Near | None = None
    """`{条件, within: 10 s}`：只豁免紧接在它之后的命中，例如先说了“请您稍等”的静默。"""

    @field_validator("by", mode="before")
    @classmethod
    def _party(cls, value: object) -> object:
        if value is None:
            return None
        if value not in ("agent", "customer"):
            marks = "，不加中文引号" if str(value).strip("“”‘’「」") in ("agent", "customer") else ""
            raise Wrong(
                f"{quoted(value)}：只能写 agent 或 customer{marks}", f"{quoted(value)}: write agent or customer"
            )
        return Party(str(value))

    @model_validator(mode="after")
    def _one_side(self) -> Where:
        sides = [key for key in ("before", "after", "around") if getattr(self, key) is not None]
        if len(sides) > 1:
            raise Wrong(
                "before:、after: 与 around: 只能写一个；两个都要时，请在 all: 下写两个条件",
                "write one of before:, after: and around:; for two, write two conditions under all:",
                kind=TOGETHER,
                at=(sides[-1],),
            )
        return self

    @property
    def near(self) -> Near | None:
        """What it must lie near to."""
        return self.before or self.after or self.around

    @property
    def counts_nobody(self) -> bool:
        """Whether `by` would change nothing of what nobody says: no party's turns are counted."""
        return self.by is not None and (self.within is None or self.within.amount.unit != "turns")
