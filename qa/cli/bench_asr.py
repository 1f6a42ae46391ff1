"""`qa bench asr`: how fast and how well calls are heard, and what memory that takes."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from qa.bench.calls import read_calls
from qa.cli.console import QA_TOML, Config, out, progress
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.bench.asr import Comparison
    from qa.bench.memory import MemoryCurve

SAMPLES = Path("sample_audio")
_BAR = 40
Device = Annotated[Literal["cpu", "cuda"] | None, typer.Option("--device", help="Instead of the one in qa.toml.")]
Memory = Annotated[int, typer.Option("--memory", min=0, help="Only the memory curve over so many short recordings.")]


def asr(
    folder: Annotated[Path, typer.Argument(help="A folder with labels.json.")] = SAMPLES,
    *,
    config: Config = QA_TOML,
    minutes: Annotated[float, typer.Option("--minutes", min=0.1, help="Hear no more of the folder than this.")] = 10.0,
    device: Device = None,
    memory: Memory = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Hear calls the plain way (faster-whisper, VAD, beam 5) and ours, in turn: speed, errors, memory, limit.

    On a graphics card the plain way is faster-whisper's BatchedInferencePipeline.

    Example: qa bench asr --minutes 5
    """
    settings = _on(load_settings(config), device)
    calls = read_calls(folder, minutes)
    if memory:
        from qa.bench.memory import excerpts, memory_curve  # noqa: PLC0415  loads CTranslate2

        with tempfile.TemporaryDirectory(prefix="qa-bench-") as place, progress("录音 recordings") as advance:
            curve = memory_curve(excerpts(calls, memory, Path(place)), settings, advance)
        _print_curve(curve, as_json)
        return
    from qa.bench.asr import compare  # noqa: PLC0415  loads CTranslate2

    with progress("录音 recordings") as advance:
        found = compare(calls, settings, advance)
    _print(found, settings, as_json)


def _on(settings: Settings, device: str | None) -> Settings:
    """The same settings on another device, with the kind of arithmetic that suits it."""
    if device in (None, settings.speech.device):
        return settings
    suited = {"device": device, "compute_type": "float16" if device == "cuda" else "int8"}
    return settings.model_copy(update={"speech": settings.speech.model_copy(update=suited)})


def _print(found: Comparison, settings: Settings, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(found) | {"ratio": found.ratio, "cpu_ratio": found.cpu_ratio}))
        return
    speech = settings.speech
    how = f"{speech.model}, {speech.device}, {speech.compute_type}"
    out.print(f"{found.calls} 通通话 calls, {found.seconds / 60:.1f} min · {how}")
    table = Table("", "实时倍率 × real time", "处理器秒 CPU s", "字错率 CER", "内存峰值 peak", box=None)
    for name, way in (("faster-whisper", found.plain), ("听衡 ours", found.ours)):
        rate = way.errors.rate
        table.add_row(
            name,
            f"{found.seconds / way.wall_seconds:.1f}",
            f"{way.cpu_seconds:.1f}",
            "–" if rate is None else f"{rate:.1%}",
            f"{way.peak_bytes / 1e6:.0f} MB",
        )
    out.print(table)
    out.print(f"快 {found.ratio:.2f} 倍 times as fast by the clock, {found.cpu_ratio:.2f} by processor time")
    limit, cost = found.limit, found.limit.cost
    a_frame, a_token = cost.encoder_seconds / max(1, cost.frames), cost.decoder_seconds / max(1, cost.tokens)
    out.print(
        f"界限 limit, {limit.calls} calls: {cost.frames} frames × {1e3 * a_frame:.3f} ms + {cost.tokens} tokens × "
        f"{1e3 * a_token:.2f} ms = {limit.least_seconds:.1f} CPU s; ours in all {limit.cpu_seconds:.1f} CPU s"
    )


def _print_curve(curve: MemoryCurve, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(curve) | {"growth": curve.growth}))
        return
    most = max(curve.held_bytes)
    for count, held in zip(curve.recordings, curve.held_bytes, strict=True):
        out.print(f"{count:>7} {held / 1e6:7.0f} MB {'█' * round(_BAR * held / most)}")
    out.print(f"末四分之一比第二个四分之一 last quarter against the second: {curve.growth:+.1%}")
