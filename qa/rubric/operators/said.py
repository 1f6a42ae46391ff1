"""`said`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pydantic import PrivateAttr, field_validator, model_validator

from qa.phonetics.pattern import Sequence
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.form import Count, Phrases, patterns, readable
from qa.rubric.operators.where import Where

MOST: Final = 12
"""Phrases of a list that leaves anything unsaid: who lists more than a dozen has said what counts."""


class Said(Where):
    """说了其中一句（按读音比对，错别字、口音和口头语不影响）。

    ```yaml
    require: {said: ['您好[，]很高兴为您服务', '工号{number}为您服务'], by: agent, within: first 2 turns}
    forbid: {said: 我不知道, by: agent, unless: {said: 不知我是否}}
    require: {said: [姓名, 地址, 电话], different: 2, by: agent}
    ```

    句式：`[可有可无]`、`(甲|乙)`、`{number}`（数字）、`{name}`（姓名）、`{any:0-6}`（任意 0 到 6 个字）；标点不影响。
    要求说的列了两句以上礼貌用语（占一半以上），或禁止说的列了常见的禁语，惯用的别的说法也算（见“惯用说法”）。
    所列不超过十二句的，一句里的词都说到了，只是换了次序或中间多说了几个字（“插头您先给拔掉”），要求说的也算说了；
    禁止说的交人工复核。
    一共说了几次用 `times: {at_least: 2}`。要求说而没有听到时，该方语音清楚才算“未做到”；
    语音不清则为“无法判断”，交人工复核，不扣分。坐席若像是在转述或否认（“他跟您说……”“我没有说……”），要求的、禁止的都交
    人工复核；禁止说的，“不能对客户说……”“谁说……”这样的也是。常见的说法不必另写 `unless`。
    """

    said: Phrases
    """一句或几句话，说了其中一句即可。"""
    different: Count = 1
    """至少说到其中不同的几句；默认 1。"""
    as_written: bool = False
    """`true`：只认所列的句子，不认惯用的别的说法，也不认换了次序的；默认 `false`。"""
    _usual: tuple[str, ...] = PrivateAttr(default=())
    _rearranged: bool = PrivateAttr(default=False)

    _readable = field_validator("said")(readable)

    @model_validator(mode="after")
    def _enough(self) -> Said:
        if self.different > len(self.said):
            count, wanted = len(self.said), self.different
            raise Wrong(
                f"different: {wanted} 多于所列的 {count} 句，永远不成立",
                f"different: {wanted} is more than the {count} phrases listed, which never holds",
                kind=USELESS,
                at=("different",),
            )
        return self

    @property
    def patterns(self) -> tuple[tuple[str, Sequence], ...]:
        """Each phrase as written, and read."""
        return patterns(self.wordings)

    @property
    def usual(self) -> tuple[str, ...]:
        """Patterns of other usual wordings that count as well."""
        return self._usual

    @property
    def wordings(self) -> tuple[str, ...]:
        """The phrases as written, and the other usual wordings that count as well."""
        return (*self.said, *self.usual)

    @property
    def rearranged(self) -> bool:
        """Whether a phrase counts whose words stand in another order."""
        return self._rearranged

    def with_usual(self, usual: Callable[[tuple[str, ...]], tuple[str, ...]], *, rearranged: bool) -> Said:
        """The same, counting other usual wordings as well (`qa.rubric.usual`), and perhaps its own in another order.

        Not where the author rules it out: where it matters which phrase was said, or that few were.
        """
        if len(self.said) > MOST or self.as_written or self.different > 1 or self.times.at_most is not None:
            return self
        same = self.model_copy()
        same._usual, same._rearranged = usual(self.said), rearranged
        return same
