"""`qa nightly`: hear and judge what came in."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli.console import QA_TOML, Config, err, out, progress
from qa.night import NightRecord, Notice
from qa.pipeline.later import REFUSED, SPOILT
from qa.pipeline.night import run_night
from qa.pipeline.unfinished import NightUnfinished
from qa.settings import load_settings


def nightly(
    config: Config = QA_TOML,
    plain: Annotated[bool, typer.Option("--plain", help="Without Prefect: the same pipeline in this process.")] = False,
) -> None:
    """Transcribe and score every new recording of the inbox, build the mart and the night's report.

    Run it again at any time: what is done is not done twice, what was interrupted is finished.

    Example: qa nightly --config qa.toml
    """
    settings = load_settings(config)
    unfinished: NightUnfinished | None = None
    with progress("录音 recordings") as advance:
        try:
            if plain:
                record = run_night(settings, advance)
            else:
                from flows.local import run_nightly  # noqa: PLC0415  Prefect takes seconds to import

                record = run_nightly(config, advance)
        except NightUnfinished as error:
            record, unfinished = error.record, error
    show(record)
    out.print(f"报告 report: {settings.data / 'reports' / 'night.html'}")
    if unfinished:
        raise unfinished
    waiting = any(notice.code in (REFUSED, SPOILT) for notice in record.warnings)
    raise typer.Exit(1 if record.quarantined or waiting else 0)


def show(record: NightRecord) -> None:
    """The night's account, and every file a person should look at."""
    out.print(
        f"{record.files} 个文件 files · 评分 scored {record.scored} · 已有 done before {record.already_done} · "
        f"重复 duplicates {record.duplicates} · 待下次 left for next {len(record.left_for_next)} · "
        f"隔离 quarantined {len(record.quarantined)}"
    )
    minutes = record.audio_seconds / 60
    speed = record.audio_seconds / record.elapsed_seconds if record.elapsed_seconds else 0.0
    out.print(f"{minutes:.1f} 分钟录音 min of audio · {record.elapsed_seconds:.0f} s · {speed:.1f}×")
    for notice in (*record.quarantined, *record.warnings):
        _print(notice)


def _print(notice: Notice) -> None:
    err.print(f"[{notice.code}] {notice.file}")
    err.print(f"  {notice.what.zh}{notice.remedy.zh}")
    err.print(f"  {notice.what.en} {notice.remedy.en}")
