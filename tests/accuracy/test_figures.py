"""What `qa eval` prints is what a person with a pencil would count."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.accuracy.comparison import check_rubrics, compare
from qa.accuracy.detection import Detection
from qa.accuracy.figures import Figures, figures_of
from qa.accuracy.labels import LabelledCall, TrueFinding, TrueTurn, read_labels
from qa.accuracy.truth import labelled_score
from qa.errors import UsageError
from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import Finding, Outcome
from qa.scoring.outcome import Thresholds
from qa.transcript import AgentChannel, Party
from qa.warehouse.result import CallResult
from tests import builders

RUBRIC = parse_rubric(
    """\
rubric: small
name: 小质检表
version: "1"
bands: {优: 90}
sections:
  - id: all
    name: 全部
    criteria:
      - {id: greeting, name: 问候, points: 40, require: {said: "您好{any:0-8}为您服务", by: agent}}
      - {id: farewell, name: 结束语, points: 40, require: {said: 感谢您的来电, by: agent}}
      - id: evasive
        name: 推诿
        points: 20
        forbid: {said: 我不知道, by: agent}
        deduct: {each: 5, at_most: 20}
      - {id: insult, name: 辱骂, fatal: true, forbid: {said: 神经病, by: agent}}
""",
    "small.yaml",
)

LABEL = LabelledCall(
    call_id="C0001",
    file="C0001.wav",
    rubric="small",
    agent_channel=0,
    seconds=20,
    turns=(
        TrueTurn(party=Party.AGENT, start=0.5, end=2.5, text="您好，很高兴为您服务。"),
        TrueTurn(party=Party.CUSTOMER, start=3, end=5, text="我想查话费"),
        TrueTurn(party=Party.AGENT, start=6, end=7, text="我不知道"),
    ),
    findings=(TrueFinding(criterion="evasive", effect="breaks", phrase="我不知道", party=Party.AGENT, start=6, end=7),),
    outcomes={
        "greeting": Outcome.MET,
        "farewell": Outcome.MISSED,
        "evasive": Outcome.VIOLATED,
        "insult": Outcome.CLEAR,
    },
)


def figures(outcomes: dict[str, Outcome], *, agent_channel: int | None = 0, score: float | None = 55.0) -> Figures:
    lines = [(Party.AGENT, "您好很高兴为您服务"), (Party.CUSTOMER, "我想查花费"), (Party.AGENT, "我不知")]
    heard = builders.transcript(turns=builders.dialogue(*lines), agent=AgentChannel(agent_channel, 0.9))
    criteria = [builders.criterion(criterion=name, outcome=outcome) for name, outcome in outcomes.items()]
    result = builders.call_result(heard=heard, judged=builders.evaluation(criteria=criteria, score=score))
    return Figures((figures_of(result, LABEL, RUBRIC, Thresholds()),))


def test_character_errors_by_party() -> None:
    counted = figures({})
    assert (counted.errors("agent").characters, counted.errors("agent").deletions) == (13, 1)
    assert (counted.errors("customer").characters, counted.errors("customer").substitutions) == (5, 1)
    assert counted.errors("mixed").characters == 0


def test_found_false_overlooked_and_undecided() -> None:
    counted = figures({"greeting": Outcome.CANNOT_JUDGE, "farewell": Outcome.MET, "evasive": Outcome.VIOLATED})
    assert counted.detection("required") == Detection(found=0, false=1, overlooked=1, undecided=1)
    assert counted.detection("forbidden") == Detection(found=1, placed=1, in_place=0)
    assert counted.calls[0].wrong_criteria == ("farewell: missed → met",)


def test_rates() -> None:
    counted = Detection(found=8, false=2, overlooked=8)
    assert (counted.precision, counted.recall) == (0.8, 0.5)
    assert counted.f1 == pytest.approx(8 / 13)
    assert Detection().precision is None


@pytest.mark.parametrize(("channel", "verdict"), [(0, "right"), (1, "wrong")])
def test_roles(channel: int, verdict: str) -> None:
    assert figures({}, agent_channel=channel).roles(verdict) == 1


def test_a_call_in_which_nobody_speaks_has_no_role_to_find() -> None:
    silent = LABEL.model_copy(update={"turns": (), "findings": (), "outcomes": {}})
    heard = builders.transcript(turns=(), agent=AgentChannel(None, 0.5))
    judged = builders.evaluation(criteria=(), score=None)
    counted = figures_of(builders.call_result(heard=heard, judged=judged), silent, RUBRIC, Thresholds())
    assert counted.role == "none"


def test_the_score_of_the_labels_and_of_the_truth() -> None:
    assert labelled_score(LABEL, RUBRIC) == 55.0
    counted = figures({}, score=50.0)
    assert counted.score_error("score_of_labels") == (5.0, 1)
    # The judge on what was really said comes to the labels' verdict here.
    assert counted.score_error("score_of_truth") == (5.0, 1)
    assert figures({}, score=None).score_error("score_of_labels") == (None, 0)


def test_a_criterion_that_the_label_does_not_tell_of_counts_nowhere() -> None:
    silent = LABEL.model_copy(update={"outcomes": {"greeting": Outcome.MET, "evasive": Outcome.VIOLATED}})
    outcomes = {
        "greeting": Outcome.MET,
        "farewell": Outcome.MET,
        "evasive": Outcome.VIOLATED,
        "insult": Outcome.VIOLATED,
    }
    points = {"greeting": (40.0, 40.0), "farewell": (0.0, 40.0), "evasive": (15.0, 20.0), "insult": (0.0, 0.0)}
    criteria = [
        builders.criterion(criterion=name, outcome=outcome, points=points[name][0], max_points=points[name][1])
        for name, outcome in outcomes.items()
    ]
    result = builders.call_result(judged=builders.evaluation(criteria=criteria, score=0.0))
    counted = Figures((figures_of(result, silent, RUBRIC, Thresholds()),))
    assert (counted.detection("required").found, counted.detection("required").false) == (1, 0)
    assert (counted.detection("forbidden").found, counted.detection("forbidden").false) == (1, 0)
    assert (counted.calls[0].score_where_labelled, counted.calls[0].score_of_labels) == (91.67, 91.67)
    assert counted.score_error("score_of_labels") == (0.0, 1)


def test_a_fatal_call_scores_zero_in_the_labels() -> None:
    fatal = LABEL.model_copy(update={"outcomes": {**LABEL.outcomes, "insult": Outcome.VIOLATED}})
    assert labelled_score(fatal, RUBRIC) == 0.0


def test_a_mono_call_has_no_roles_and_mixed_errors() -> None:
    label = LABEL.model_copy(update={"agent_channel": None})
    heard = builders.transcript(turns=builders.dialogue((Party.UNKNOWN, "您好很高兴为您服务")))
    result = builders.call_result(heard=replace(heard, agent=AgentChannel(None, 0.0)))
    counted = figures_of(result, label, RUBRIC, Thresholds())
    assert counted.role == "none"
    assert counted.mixed.errors.characters == 18


def test_a_folder_without_labels_is_told_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        read_labels(tmp_path)
    assert "例如 sample_audio" in error.value.advice.zh
    assert "sample_audio" in error.value.advice.en
    (tmp_path / "labels.json").write_text(json.dumps({"calls": [{"call_id": 1}]}))
    with pytest.raises(UsageError):
        read_labels(tmp_path)
    twice = {"calls": [LABEL.model_dump(mode="json")] * 2}
    (tmp_path / "labels.json").write_text(json.dumps(twice))
    with pytest.raises(UsageError, match="stands twice"):
        read_labels(tmp_path)


def found_at(start: float) -> Detection:
    finding = Finding("我不知道", "我不知道", Party.AGENT, start, start + 0.9, 0.9)
    line = builders.criterion(criterion="evasive", outcome=Outcome.VIOLATED, findings=[finding])
    result = builders.call_result(judged=builders.evaluation(rubric="small", criteria=[line]))
    return figures_of(result, LABEL, RUBRIC, Thresholds()).forbidden


@pytest.mark.parametrize(("start", "in_place"), [(6.1, 1), (7.9, 1), (4.2, 1), (8.1, 0), (4.0, 0)])
def test_evidence_is_in_place_within_a_second_of_the_labelled_phrase(start: float, in_place: int) -> None:
    found = found_at(start)
    assert (found.found, found.placed, found.in_place) == (1, 1, in_place)
    assert found.evidence == float(in_place)


def test_what_was_only_misheard_is_found_in_what_was_really_said() -> None:
    line = builders.criterion(criterion="evasive", outcome=Outcome.CLEAR)
    result = builders.call_result(judged=builders.evaluation(rubric="small", criteria=[line]))
    counted = figures_of(result, LABEL, RUBRIC, Thresholds())
    assert (counted.forbidden.found, counted.forbidden.overlooked) == (0, 1)
    assert (counted.true_forbidden.found, counted.true_forbidden.overlooked) == (1, 0)


def compared(*results: CallResult) -> Figures:
    return compare([LABEL], results, {"small": RUBRIC}, Thresholds())


@pytest.mark.parametrize("results", [(), (builders.call_result(unjudged=True),)], ids=["quarantined", "no rubric"])
def test_a_call_that_was_not_judged_stays_in_the_counts(results: tuple[CallResult, ...]) -> None:
    counted = compared(*results)
    assert (counted.judged, len(counted.calls)) == (0, 1)
    assert counted.detection("required") == counted.detection("exact_required") == Detection(overlooked=1)
    assert counted.detection("forbidden") == Detection(overlooked=1)
    if not results:
        assert counted.errors("agent").deletions == counted.errors("agent").characters > 0
        assert counted.roles("unknown") == 1


def test_a_judged_call_counts_as_judged() -> None:
    assert compared(builders.call_result(judged=builders.evaluation(rubric="small"))).judged == 1


def test_another_rubric_than_the_label_is_named() -> None:
    with pytest.raises(UsageError, match="judged by telecom_hotline, its label is for small") as error:
        compared(builders.call_result(judged=builders.evaluation(rubric="telecom_hotline")))
    assert error.value.where == "C0001"


def test_a_label_with_an_unknown_rubric_is_named() -> None:
    with pytest.raises(UsageError, match="names the rubric small") as error:
        check_rubrics([LABEL], {"other"}, Path("rubrics"))
    assert error.value.where == "C0001"


def test_the_truth_is_judged_by_the_thresholds_of_the_settings() -> None:
    result = builders.call_result(judged=builders.evaluation(rubric="small"))
    unreachable = figures_of(result, LABEL, RUBRIC, Thresholds(2.0, 2.0))
    assert figures_of(result, LABEL, RUBRIC, Thresholds()).score_of_truth == 55.0
    assert unreachable.score_of_truth != 55.0
