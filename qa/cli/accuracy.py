"""`qa eval`: how well calls whose truth is known are heard and judged."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from qa.accuracy.comparison import check_rubrics, compare
from qa.accuracy.detector import lost_in_files, said_by_channel
from qa.accuracy.figures import Figures
from qa.accuracy.heard import Heard
from qa.accuracy.inbox import send_over, write_manifest_of
from qa.accuracy.labels import read_labels
from qa.accuracy.lost import SpeechLost
from qa.accuracy.sentences import FileFigures, by_corpus, compare_files
from qa.accuracy.staged import RUBRICS, stage_phrases
from qa.accuracy.transcribed import find_manifest, read_transcripts
from qa.accuracy.trial import trial_settings, with_values
from qa.asr.error_rate import CharacterErrors
from qa.audio.line import TelephoneLine
from qa.audio.speech import Span
from qa.cli.console import QA_TOML, Config, err, out, progress
from qa.errors import Text, UsageError
from qa.month.indicators import wilson
from qa.pipeline.night import run_night
from qa.rubric.folder import load_rubrics
from qa.scoring.outcome import Thresholds
from qa.settings import Settings, load_settings
from qa.warehouse.parquet import read_calls
from qa.warehouse.result import CallResult


class LineName(StrEnum):
    """Lines that recordings can be sent over before they are heard."""

    TELEPHONE = "telephone"
    BAD = "bad"


_LINES = {LineName.TELEPHONE: TelephoneLine(), LineName.BAD: TelephoneLine(signal_to_noise_db=12, lost=0.03)}

Folder = Annotated[
    Path, typer.Argument(help="A folder with labels.json, or one with a TSV or CSV of file and transcript.")
]
Detail = Annotated[bool, typer.Option("--detail", help="Also a line a call or file.")]
LineOption = Annotated[
    LineName | None,
    typer.Option(
        "--line",
        help="First send everything over a simulated line (300–3,400 Hz, µ-law, hiss, lost packets): "
        "telephone has 25 dB and 1 %, bad 12 dB and 3 %.",
    ),
]
Phrases = Annotated[
    bool,
    typer.Option(
        "--phrases",
        help="Of files with a transcript: also look for phrases drawn from what is said, and for near-misses.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Of the simulated line, and of the phrases that are drawn.")]
With = Annotated[list[str] | None, typer.Option("--with", help="A setting to try, as speech.beam_size=1; repeatable.")]


@dataclass(frozen=True, slots=True)
class _Trial:
    settings: Settings
    line: TelephoneLine | None
    seed: int

    def hear(
        self, source: Path, manifest: Path, said: Mapping[str, Sequence[Sequence[Span]] | None]
    ) -> tuple[Sequence[CallResult], dict[str, SpeechLost]]:
        """What a night makes of a manifest's files, and by file how much speech never reached it."""
        limits = self.settings.limits
        with tempfile.TemporaryDirectory(prefix="qa-eval-") as place:
            names = {file: file for file in said}
            if self.line is not None:
                inbox = Path(place) / "inbox"
                names |= send_over(self.line, manifest, source, inbox, limits, seed=self.seed)
                source, manifest = inbox, inbox / "manifest.csv"
            trial = trial_settings(self.settings, source, str(manifest.resolve()), Path(place) / "data")
            with progress("录音 recordings") as advance:
                record = run_night(trial, advance)
            results = read_calls(trial.truth, record.recordings)
            lost = lost_in_files(source, {names[file]: truth for file, truth in said.items()}, limits)
        return results, {file: lost[name] for file, name in names.items() if name in lost}


def evaluate(
    folder: Folder,
    *,
    config: Config = QA_TOML,
    detail: Detail = False,
    line: LineOption = None,
    phrases: Phrases = False,
    seed: Seed = 0,
    trying: With = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Hear recordings afresh whose truth is known, and compare with it.

    A labelled folder is heard and judged; files with a transcript are heard.

    Example: qa eval sample_audio

    Example: qa eval recordings/manifest.tsv --line telephone --with speech.beam_size=1

    Example: qa eval recordings/manifest.tsv --phrases
    """
    settings = with_values(load_settings(config), trying or ())
    trial = _Trial(settings, _LINES[line] if line else None, seed)
    transcripts = None if (folder / "labels.json").exists() else find_manifest(folder)
    if transcripts is None:
        if phrases:
            raise UsageError(str(folder), problem=_NO_TRANSCRIPTS, fix=_GIVE_TRANSCRIPTS)
        complete = _labelled(trial, folder, detail, as_json)
    elif phrases:
        complete = _drawn(trial, transcripts, detail, as_json)
    else:
        complete = _transcribed(trial, transcripts, detail, as_json)
    raise typer.Exit(0 if complete else 1)


_NO_TRANSCRIPTS: Final = Text("没有一张写着 file 和 transcript 的表。", "no table of files and transcripts.")
_GIVE_TRANSCRIPTS: Final = Text(
    "--phrases 从转写文本里抽短语：请给出这样的表，或去掉它。",
    "--phrases draws phrases from transcripts: name such a table, or leave it out.",
)


def _labelled(trial: _Trial, folder: Path, detail: bool, as_json: bool) -> bool:
    labels, scoring = read_labels(folder), trial.settings.scoring
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(scoring.rubrics)}
    check_rubrics(labels.values(), rubrics, scoring.rubrics)
    said = {label.file: said_by_channel(label) for label in labels.values()}
    results, lost = trial.hear(folder, folder / "manifest.csv", said)
    by_call = {label.call_id: lost[label.file] for label in labels.values() if label.file in lost}
    figures = compare(labels.values(), results, rubrics, Thresholds(scoring.credit, scoring.accuse), by_call)
    if as_json:
        typer.echo(json.dumps(asdict(figures), ensure_ascii=False))
    else:
        _print(figures)
        if detail:
            _print_calls(figures)
    return figures.judged == len(figures.calls)


def _drawn(trial: _Trial, transcripts: Path, detail: bool, as_json: bool) -> bool:
    files = read_transcripts(transcripts)
    with tempfile.TemporaryDirectory(prefix="qa-eval-") as place:
        staged = Path(place) / "calls"
        unusable = stage_phrases(files, transcripts.parent, staged, trial.settings.limits, seed=trial.seed)
        for file in unusable:
            err.print(f"{file}：无法解码，略去 cannot be decoded, left out", markup=False)
        scoring = trial.settings.scoring.model_copy(update={"rubrics": staged / RUBRICS})
        settings = trial.settings.model_copy(update={"scoring": scoring})
        return _labelled(replace(trial, settings=settings), staged, detail, as_json) and not unusable


def _transcribed(trial: _Trial, transcripts: Path, detail: bool, as_json: bool) -> bool:
    files = read_transcripts(transcripts)
    with tempfile.TemporaryDirectory(prefix="qa-eval-") as place:
        manifest = Path(place) / "manifest.csv"
        write_manifest_of(files, manifest)
        results, lost = trial.hear(transcripts.parent, manifest, dict.fromkeys(each.file for each in files))
    figures = compare_files(files, results, lost)
    if as_json:
        typer.echo(json.dumps({"files": [asdict(each) for each in figures]}, ensure_ascii=False))
    else:
        _print_corpora(figures)
        if detail:
            _print_files(figures)
    return all(each.transcribed for each in figures)


def _print(figures: Figures) -> None:
    judged, labelled = figures.judged, len(figures.calls)
    out.print(f"已评 {judged} / {labelled} 通有标注的通话 · {judged} of {labelled} labelled calls judged")
    table = Table(f"{labelled} 通 calls", "", "", box=None)
    for party, name in (("agent", "坐席"), ("customer", "客户"), ("mixed", "混合单声道")):
        errors = figures.errors(party)
        table.add_row(f"字错率 CER {name} {party}", _percent(errors.rate), _parts(errors))
    _add_hearing(table, figures.heard, figures.lost)
    for kind, name in (("required", "规范用语"), ("forbidden", "服务禁语")):
        d = figures.detection(kind)
        rates = f"P {_percent(d.precision)}  R {_percent(d.recall)}  F1 {_percent(d.f1)}"
        counts = f"{d.found} found, {d.false} false, {d.overlooked} overlooked, {d.undecided} for a person"
        table.add_row(f"{name} {kind}", rates, counts)
        precise = _interval(d.found, d.found + d.false)
        table.add_row("  95 % 区间 intervals", f"P {precise}  R {_interval(d.found, d.found + d.overlooked)}", "")
        exact = figures.detection(f"exact_{kind}")
        rates = f"P {_percent(exact.precision)}  R {_percent(exact.recall)}  F1 {_percent(exact.f1)}"
        table.add_row("  逐字匹配 exact text", rates, f"{exact.found} found, {exact.false} false")
        true = figures.detection(f"true_{kind}")
        rates = f"P {_percent(true.precision)}  R {_percent(true.recall)}  F1 {_percent(true.f1)}"
        table.add_row("  若字字听对 on what was really said", rates, f"{true.found} found, {true.false} false")
        table.add_row("  证据到位 evidence in place", _percent(d.evidence), f"{d.in_place} of {d.placed}")
    right, wrong, unknown = (figures.roles(verdict) for verdict in ("right", "wrong", "unknown"))
    stereo = right + wrong + unknown
    share = _percent(right / stereo if stereo else None)
    table.add_row("角色 roles (stereo)", share, f"{wrong} wrong, {unknown} unknown")
    for truth, name in (("score_of_truth", "true turns"), ("score_of_labels", "labels")):
        error, n = figures.score_error(truth)
        table.add_row(f"得分平均绝对误差 MAE against {name}", "–" if error is None else f"{error:.2f}", f"{n} calls")
    out.print(table)


def _add_hearing(table: Table, heard: Heard, lost: SpeechLost) -> None:
    table.add_row("无人说话处的文字 text over no speech", str(heard.over_no_speech), f"{heard.courtesies} courtesies")
    half, most = heard.time_error(50), heard.time_error(90)
    if half is not None and most is not None:
        n = len(heard.time_errors)
        table.add_row("字词时间误差 word times off by", f"{half:.2f} s", f"90 % below {most:.2f} s, {n} words")
    table.add_row("检测漏掉的语音 speech lost", _percent(lost.share), f"{lost.lost:.1f} of {lost.voiced:.1f} s")
    error = heard.probabilities.expected_error
    sure = "–" if error is None else f"{error:.3f}"
    table.add_row("字词概率校准误差 ECE of words", sure, f"{heard.probabilities.count} words")


def _print_corpora(files: Sequence[FileFigures]) -> None:
    table = Table("语料 corpus", "文件 files", "字错率 CER", "", "漏检 lost", "ECE", box=None)
    for corpus, (n, heard, lost) in by_corpus(files).items():
        error = heard.probabilities.expected_error
        sure = "–" if error is None else f"{error:.3f}"
        rate = _percent(heard.errors.rate)
        table.add_row(corpus, str(n), rate, _parts(heard.errors), _percent(lost.share), sure)
    out.print(table)


def _print_files(files: Sequence[FileFigures]) -> None:
    table = Table("文件 file", "字错率 CER", "", "漏检 lost", "听到 heard", box=None)
    for each in files:
        text = each.text if each.transcribed else "（未能转写 not heard）"
        rate = _percent(each.heard.errors.rate)
        table.add_row(each.file, rate, _parts(each.heard.errors), _percent(each.lost.share), text)
    out.print(table)


def _print_calls(figures: Figures) -> None:
    heading = ("通话 call", "坐席 agent", "客户 customer", "混合 mixed", "得分 score", "真值 truth", "标注 labels")
    table = Table(*heading, "覆盖 coverage", "不一致 disagree", box=None)
    for call in figures.calls:
        rates = [_percent(party.errors.rate) for party in (call.agent, call.customer, call.mixed)]
        scores = [_number(score) for score in (call.score, call.score_of_truth, call.score_of_labels)]
        table.add_row(call.call_id, *rates, *scores, f"{call.coverage:.0%}", "；".join(call.wrong_criteria))
    out.print(table)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _interval(part: int, whole: int) -> str:
    """What so few can prove: the Wilson interval, as if the criteria of a call were independent."""
    low, high = wilson(part, whole)
    return f"{low:.1%}–{high:.1%}" if whole else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _parts(errors: CharacterErrors) -> str:
    return f"{errors.characters} characters, {errors.substitutions} S {errors.deletions} D {errors.insertions} I"
