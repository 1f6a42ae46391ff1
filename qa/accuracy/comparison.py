"""A labelled folder against what the night made of it: every label counts, heard or not. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from qa.accuracy.figures import NOTHING_LOST, CallFigures, Figures, figures_of
from qa.accuracy.labels import LabelledCall
from qa.accuracy.lost import SpeechLost
from qa.errors import Text, UsageError
from qa.rubric.model import Rubric
from qa.scoring.outcome import Thresholds
from qa.warehouse.result import CallResult


def check_rubrics(labels: Iterable[LabelledCall], rubrics: Collection[str], folder: Path) -> None:
    """Whether every rubric that the labels name is there.

    Raises:
        UsageError: naming the first call whose rubric is not.
    """
    for label in labels:
        if label.rubric not in rubrics:
            problem = Text(
                f"标注所用的质检表 {label.rubric} 不在 {folder}。",
                f"its label names the rubric {label.rubric}, which is not in {folder}.",
            )
            fix = Text("请修改 labels.json，或加入该质检表。", "Mend labels.json, or add that rubric.")
            raise UsageError(label.call_id, problem=problem, fix=fix)


def compare(
    labels: Iterable[LabelledCall],
    results: Iterable[CallResult],
    rubrics: Mapping[str, Rubric],
    thresholds: Thresholds,
    lost: Mapping[str, SpeechLost] | None = None,
) -> Figures:
    """The figures of every labelled call, by call id; one without a result has everything overlooked.

    `lost` is the speech that the detector let go, by call id, where it was measured.

    Raises:
        UsageError: a call was judged by another rubric than its label's.
    """
    heard = {result.recording.metadata.call_id: result for result in results}
    calls: list[CallFigures] = []
    for label in sorted(labels, key=lambda label: label.call_id):
        result = heard.get(label.call_id)
        _check_same(label, result)
        calls.append(
            figures_of(result, label, rubrics[label.rubric], thresholds, (lost or {}).get(label.call_id, NOTHING_LOST))
        )
    return Figures(tuple(calls))


def _check_same(label: LabelledCall, result: CallResult | None) -> None:
    judged_by = result.evaluation.rubric if result and result.evaluation else label.rubric
    if judged_by == label.rubric:
        return
    problem = Text(
        f"按 {judged_by} 评分，标注却用 {label.rubric}。",
        f"was judged by {judged_by}, its label is for {label.rubric}.",
    )
    fix = Text(
        "请核对 manifest.csv 的队列与质检表的 applies_to。",
        "Compare its row in manifest.csv with applies_to of the two rubrics.",
    )
    raise UsageError(label.call_id, problem=problem, fix=fix)
