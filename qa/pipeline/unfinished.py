"""A night in which not everything could be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from qa.errors import Text, TinghengError
from qa.night import NightRecord

NAMED_SHARDS = 5
"""A message names no more; the log has all."""


class NightUnfinished(TinghengError):
    """Some shards failed for good. All others are done, and the next night takes these up again."""

    code = "F002"
    what = Text(
        "这些录音批次未能完成（共 {count} 批）：{reason}。", "could not be finished ({count} in all): {reason}."
    )
    remedy = Text(
        "其余批次均已完成入库。排除原因后重新运行同一命令，只会补做这些批次。",
        "All others are done and in the mart. Mend the cause and run the same command again: only these are redone.",
    )
    record: NightRecord
    """What the night did all the same."""

    @classmethod
    def of(cls, failures: Mapping[str, Exception], record: NightRecord) -> Self:
        """From what ended each shard, by name."""
        # Messages of errors that are not ours may hold anything, a customer's words too: only their kind is named.
        reasons = {
            str(error) if isinstance(error, TinghengError) else type(error).__name__ for error in failures.values()
        }
        some = [*list(failures)[:NAMED_SHARDS], *(["…"] if len(failures) > NAMED_SHARDS else [])]
        unfinished = cls(", ".join(some), count=len(failures), reason="; ".join(sorted(reasons)))
        unfinished.record = record
        return unfinished
