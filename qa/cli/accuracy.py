"""`qa eval`: how well calls whose truth is known are heard and judged."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.accuracy.comparison import check_rubrics, compare
from qa.accuracy.figures import Figures
from qa.accuracy.labels import read_labels
from qa.asr.error_rate import CharacterErrors
from qa.cli.console import QA_TOML, Config, out, progress
from qa.pipeline import run_night
from qa.rubric.source import load_rubrics
from qa.scoring.scorecard import Thresholds
from qa.settings import Settings, load_settings
from qa.warehouse.parquet import read_calls

Detail = Annotated[bool, typer.Option("--detail", help="Also a line a call: scores and criteria that disagree.")]


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder with manifest.csv and labels.json.")],
    config: Config = QA_TOML,
    detail: Detail = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Hear and judge a labelled folder afresh and compare with the truth.

    Example: qa eval sample_audio
    """
    labels = read_labels(folder)
    settings = load_settings(config)
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(settings.scoring.rubrics)}
    check_rubrics(labels.values(), rubrics, settings.scoring.rubrics)
    with tempfile.TemporaryDirectory(prefix="qa-eval-") as data:
        trial = _trial(settings, folder, Path(data))
        with progress("录音 recordings") as advance:
            record = run_night(trial, advance)
        results = read_calls(trial.truth, record.recordings)
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    figures = compare(labels.values(), results, rubrics, thresholds)
    if as_json:
        typer.echo(json.dumps(asdict(figures), ensure_ascii=False))
    else:
        _print(figures)
        if detail:
            _print_calls(figures)
    raise typer.Exit(0 if figures.judged == len(figures.calls) else 1)


def _trial(settings: Settings, folder: Path, data: Path) -> Settings:
    """The same settings on another inbox, with results that are thrown away."""
    inbox = settings.inbox.model_copy(
        update={"folder": folder.resolve(), "manifest": "manifest.csv", "name_pattern": None, "columns": {}}
        | {"settle_seconds": 0.0, "agent_channel": "auto", "roster": None}
    )
    night = settings.night.model_copy(update={"shard_size": 4})
    return settings.model_copy(update={"inbox": inbox, "data": data, "night": night})


def _print(figures: Figures) -> None:
    judged, labelled = figures.judged, len(figures.calls)
    out.print(f"已评 {judged} / {labelled} 通有标注的通话 · {judged} of {labelled} labelled calls judged")
    table = Table(f"{labelled} 通 calls", "", "", box=None)
    for party, name in (("agent", "坐席"), ("customer", "客户"), ("mixed", "混合单声道")):
        errors = figures.errors(party)
        table.add_row(f"字错率 CER {name} {party}", _percent(errors.rate), _parts(errors))
    for kind, name in (("required", "规范用语"), ("forbidden", "服务禁语")):
        d = figures.detection(kind)
        rates = f"P {_percent(d.precision)}  R {_percent(d.recall)}  F1 {_percent(d.f1)}"
        counts = f"{d.found} found, {d.false} false, {d.overlooked} overlooked, {d.undecided} for a person"
        table.add_row(f"{name} {kind}", rates, counts)
        exact = figures.detection(f"exact_{kind}")
        rates = f"P {_percent(exact.precision)}  R {_percent(exact.recall)}  F1 {_percent(exact.f1)}"
        table.add_row("  逐字匹配 exact text", rates, f"{exact.found} found, {exact.false} false")
        table.add_row("  证据到位 evidence in place", _percent(d.evidence), f"{d.in_place} of {d.placed}")
    right, wrong, unknown = (figures.roles(verdict) for verdict in ("right", "wrong", "unknown"))
    stereo = right + wrong + unknown
    share = _percent(right / stereo if stereo else None)
    table.add_row("角色 roles (stereo)", share, f"{wrong} wrong, {unknown} unknown")
    for truth, name in (("score_of_truth", "true turns"), ("score_of_labels", "labels")):
        error, n = figures.score_error(truth)
        table.add_row(f"得分平均绝对误差 MAE against {name}", "–" if error is None else f"{error:.2f}", f"{n} calls")
    out.print(table)


def _print_calls(figures: Figures) -> None:
    table = Table("通话 call", "得分 score", "真值 truth", "标注 labels", "覆盖 coverage", "不一致 disagree", box=None)
    for call in figures.calls:
        scores = [_number(score) for score in (call.score, call.score_of_truth, call.score_of_labels)]
        table.add_row(call.call_id, *scores, f"{call.coverage:.0%}", "；".join(call.wrong_criteria))
    out.print(table)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _parts(errors: CharacterErrors) -> str:
    return f"{errors.characters} characters, {errors.substitutions} S {errors.deletions} D {errors.insertions} I"
