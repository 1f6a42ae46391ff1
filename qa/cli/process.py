"""`qa process` and `qa transcribe`: single recordings, without an inbox."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, err, out, progress, report_error
from qa.errors import Text, TinghengError, UsageError
from qa.intake.digest import sha256_of
from qa.pipeline.call import Judge, hear_and_judge
from qa.pipeline.shard import judge_of, listener_of
from qa.recording import CallMetadata, Direction, Recording, recording_id
from qa.rubric.model import Rubric
from qa.rubric.months import MonthRubrics
from qa.rubric.source import load_rubric
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.scoring.outcome import Thresholds
from qa.scoring.sentences import alike_by
from qa.settings import Settings, load_settings
from qa.transcript import Party, Transcript
from qa.warehouse.result import CallResult

Files = Annotated[list[Path], typer.Argument(help="Recordings.", metavar="FILE...")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a recording, for programs.")]
MARKS = {"met": "✓", "clear": "✓", "missed": "○", "violated": "✕", "cannot_judge": "?", "not_applicable": "–"}
PARTIES = {Party.AGENT: "坐席", Party.CUSTOMER: "客户", Party.UNKNOWN: "未知"}


def process(
    files: Files,
    rubric: Annotated[Path, typer.Option("--rubric", "-r", help="The rubric to judge by.")],
    config: Config = QA_TOML,
    as_json: AsJson = False,
) -> None:
    """Transcribe and score recordings by one rubric; nothing is stored.

    Example: qa process call.wav --rubric rubrics/telecom_hotline.yaml --json
    """
    settings = load_settings(config)
    loaded = load_rubric(rubric)
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    compared, sentence_hash = alike_by(settings.scoring.sentence_model)
    judge = Judge(MonthRubrics((loaded,)), thresholds, any_call=True, alike=compared, sentence_hash=sentence_hash)
    recordings = [_recording(file, direction_of(loaded.rubric)) for file in files]
    _each(recordings, settings, judge, print_json if as_json else _print_scorecard)


def direction_of(rubric: Rubric) -> Direction:
    """Who rings whom in the calls that this rubric is for; inbound where it does not say."""
    named = rubric.applies_to.get("direction", ())
    return Direction.OUTBOUND if named == (Direction.OUTBOUND,) else Direction.INBOUND


def transcribe(files: Files, config: Config = QA_TOML, as_json: AsJson = False) -> None:
    """Write down who said what in recordings, with times.

    Example: qa transcribe call.wav
    """
    settings = load_settings(config)
    recordings = [_recording(file) for file in files]
    _each(recordings, settings, judge_of(settings), print_json if as_json else _print_turns)


def _each(recordings: Sequence[Recording], settings: Settings, judge: Judge, show: Any) -> None:
    failed = 0
    with progress("录音 recordings") as advance:
        for done, result in enumerate(_results(recordings, settings, judge), start=1):
            if result is None:
                failed += 1
            else:
                show(result)
            advance(done, len(recordings))
    raise typer.Exit(1 if failed else 0)


def _results(recordings: Sequence[Recording], settings: Settings, judge: Judge) -> Iterator[CallResult | None]:
    """The result of each recording in turn; None for one that cannot be used, after saying why."""
    listener = listener_of(settings)
    for recording in recordings:
        try:
            result, notices = hear_and_judge(recording, Path(recording.file), settings, listener, judge)
        except TinghengError as error:
            report_error(error)
            yield None
            continue
        for notice in notices:
            err.print(f"[{notice.code}] {notice.file}: {notice.what.zh} {notice.what.en}")
        yield result


def _recording(file: Path, direction: Direction = Direction.INBOUND) -> Recording:
    try:
        sha256 = sha256_of(file)
        changed = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    except OSError as error:
        problem = Text(f"无法读取（{error.strerror}）。", f"cannot be read: {error.strerror}.")
        raise UsageError(str(file), problem=problem, fix=Text("请检查文件名。", "Check the name.")) from error
    about = CallMetadata(file.stem, "", changed, direction)
    return Recording(recording_id(sha256), sha256, str(file), about)


def print_json(result: CallResult) -> None:
    """One line of JSON, byte for byte as programs read it (rich would replace `:x:` by a picture)."""
    typer.echo(json.dumps(as_json(result), ensure_ascii=False))


def as_json(result: CallResult) -> dict[str, Any]:
    """The stable shape that programs read."""
    recording, transcript = result.recording, result.transcript
    return {
        "recording_id": recording.recording_id,
        "sha256": recording.sha256,
        "file": recording.file,
        "seconds": recording.seconds,
        "channels": recording.channels,
        "flags": [str(flag) for flag in recording.flags],
        "agent": asdict(transcript.agent),
        "turns": [
            {
                "party": str(turn.party),
                "start": turn.start,
                "end": turn.end,
                "text": turn.text,
                "words": [asdict(word) for word in turn.words],
            }
            for turn in transcript.turns
        ],
        "measures": asdict(result.measures),
        "evaluation": None if result.evaluation is None else _evaluation(result.evaluation),
    }


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    plain = asdict(evaluation)
    plain.pop("recording_id")
    plain["criteria"] = [{"id": line.pop("criterion"), **line} for line in (dict(entry) for entry in plain["criteria"])]
    return plain


def _print_turns(result: CallResult) -> None:
    out.print(f"{result.recording.file} · {result.recording.seconds:.1f} s")
    _turns(result.transcript)


def _turns(transcript: Transcript) -> None:
    for turn in transcript.turns:
        minutes, seconds = divmod(turn.start, 60)
        out.print(f"{minutes:02.0f}:{seconds:04.1f} {PARTIES[turn.party]} {turn.text}")


def _print_scorecard(result: CallResult) -> None:
    _print_turns(result)
    evaluation = result.evaluation
    if evaluation is None:
        return
    score = "–" if evaluation.score is None else f"{evaluation.score:.1f}"
    fatal = " · 致命项 fatal" if evaluation.fatal else ""
    coverage = f"覆盖 coverage {evaluation.coverage:.0%}"
    out.print(f"得分 score {score} / {evaluation.max_score:.0f} {evaluation.band} · {coverage}{fatal}")
    for name, part in (("关键项 critical", evaluation.critical), ("非关键项 non-critical", evaluation.non_critical)):
        if part is not None:
            out.print(f"{name} {part.points:g} / {part.at_stake:g} · 覆盖 coverage {part.coverage:.0%}")
    table = Table(box=None, show_header=False)
    for line in evaluation.criteria:
        table.add_row(MARKS[line.outcome], line.name, _points(line), _why(line))
    out.print(table)


def _points(line: CriterionResult) -> str:
    if line.fatal or not line.outcome.judged:
        return ""
    return f"{line.points:g}/{line.max_points:g}"


def _why(line: CriterionResult) -> str:
    if line.findings and line.outcome is not Outcome.NOT_APPLICABLE:
        best = max(line.findings, key=lambda finding: finding.probability)
        return f"“{best.text}” {best.start:.1f} s  {best.probability:.2f}"
    return line.reason
