"""Record the scripted calls: `python make_calls.py --voices kokoro-js-1.2.1.tgz` (see README.md beside this file).

Writes OUT/calls/<call id>.<suffix>, OUT/manifest.csv and OUT/labels.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from studio.criteria import read_criteria
from studio.encode import CONTAINERS, arrange, write
from studio.labels import label
from studio.mix import record
from studio.placed import PlacedCall
from studio.script import ScriptError, read_calls, read_rosters
from studio.voices import VoiceError, Voices, read_pronunciation

_HERE = Path(__file__).parent
_SETS = ["sample", "dev", "exam", "newcomers/open", "newcomers/sealed"]
_KEPT_HERE = ["sample", "exam"]
_COLUMNS = [
    "call_id", "file", "agent", "team", "site", "queue", "direction", "start", "customer_number", "satisfaction",
]  # fmt: skip


def manifest_row(placed: PlacedCall, file: str) -> list[str]:
    """One line of manifest.csv in the order of its columns."""
    call = placed.call
    agent = call.agent
    return [
        call.id, file, agent.id, agent.team, agent.site, call.queue, call.direction, call.start,
        call.customer_number, call.satisfaction,
    ]  # fmt: skip


def make(scripts: Path, out: Path, voices: Voices, rubrics: Path, seed: int) -> int:
    """Record every call of a folder of dialogues into `out`; return how many."""
    (out / "calls").mkdir(parents=True, exist_ok=True)
    rows, labels = [], []
    calls = read_calls(scripts, read_rosters(_HERE / "scripts" / "agents.yaml", scripts / "agents.yaml"))
    for call in calls:
        recording = record(call, voices, seed)
        container = CONTAINERS[call.container]
        file = f"calls/{call.id}.{container.suffix}"
        placed = recording.placed
        labels.append(label(placed, file, read_criteria(rubrics / f"{call.rubric}.yaml", scripts / "criteria.yaml")))
        write(out / file, arrange(recording.audio, call.layout), container)
        rows.append(manifest_row(placed, file))
        sys.stderr.write(f"{call.id}  {placed.seconds:5.1f} s  {len(placed.turns)} turns  {file}\n")
    with (out / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([_COLUMNS, *rows])
    text = json.dumps({"calls": labels}, ensure_ascii=False, indent=1)
    (out / "labels.json").write_text(text + "\n", encoding="utf-8")
    return len(calls)


def main() -> int:
    """Read the arguments and record; 1 when a dialogue or a voice is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=_SETS, default="sample", help="which dialogues")
    parser.add_argument("--out", type=Path, help="output folder (default, of sample and exam: beside this file)")
    parser.add_argument("--voices", type=Path, required=True, help="the npm package kokoro-js as packed (.tgz)")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "tingheng-voices")
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    if arguments.set not in _KEPT_HERE and arguments.out is None:
        parser.error(f"--set {arguments.set} needs --out: these calls are not kept beside the sample calls")
    folder = "" if arguments.set == "sample" else arguments.set
    scripts = _HERE / "scripts" / folder
    out = arguments.out or _HERE / folder
    own = scripts.parent / "rubrics"  # of lines of business that the product has no rubric for
    try:
        read_pronunciation(_HERE / "scripts" / "pronunciation.yaml")
        voices = Voices(arguments.voices, arguments.cache)
        count = make(scripts, out, voices, own if own.exists() else _HERE.parent / "rubrics", arguments.seed)
    except (ScriptError, VoiceError) as error:
        sys.stderr.write(f"make_calls: {error}\n")
        return 1
    sys.stderr.write(f"{count} calls\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
