"""What a later revision of a closed month says otherwise than an earlier one. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from qa.errors import Text
from qa.month.shape import MonthClose

_LEAST = 0.005
"""Points below which a mean has not changed."""


def differences(before: MonthClose, after: MonthClose) -> tuple[Text, ...]:
    """One line a difference that a reader would notice; empty where only the inputs' hash differs."""
    return tuple(_differences(before, after))


def _differences(before: MonthClose, after: MonthClose) -> Iterator[Text]:
    for zh, en, old, new in (
        ("通话", "calls", before.recordings, after.recordings),
        ("评分", "evaluations", before.evaluations, after.evaluations),
        ("坐席", "agents", len(before.agents), len(after.agents)),
    ):
        if old != new:
            yield Text(f"{zh} {old} → {new}（{new - old:+d}）", f"{en} {old} → {new} ({new - old:+d})")
    old_mean, new_mean = before.mean_score, after.mean_score
    if old_mean is not None and new_mean is not None and abs(new_mean - old_mean) >= _LEAST:
        yield Text(f"平均分 {old_mean:.2f} → {new_mean:.2f}", f"mean score {old_mean:.2f} → {new_mean:.2f}")
    yield from _named("重点坐席", "focus agents", [a.agent for a in before.focus], [a.agent for a in after.focus])
    keys = [[f"{i.name}（{i.rubric}）" for i in close.key_indicators] for close in (before, after)]
    yield from _named("重点指标", "key indicators", *keys)
    moved = _moved(before, after)
    if moved:
        yield Text(
            f"另有 {moved} 名坐席的校正分变化 1 分以上", f"{moved} agents' adjusted scores moved by a point or more"
        )


def _named(zh: str, en: str, before: list[str], after: list[str]) -> Iterator[Text]:
    joined, left = [x for x in after if x not in before], [x for x in before if x not in after]
    if joined:
        yield Text(f"{zh}新增 {'、'.join(joined)}", f"{en} in: {', '.join(joined)}")
    if left:
        yield Text(f"{zh}移出 {'、'.join(left)}", f"{en} out: {', '.join(left)}")


def _moved(before: MonthClose, after: MonthClose) -> int:
    scores = {agent.agent: agent.adjusted_score for agent in before.agents}
    return sum(abs(agent.adjusted_score - scores.get(agent.agent, agent.adjusted_score)) >= 1 for agent in after.agents)
