"""Label recorded calls again after a rubric or the marks in a dialogue changed: `python label_again.py [exam]`.

Rewrites `findings` and `outcomes` of labels.json (see README.md beside this file); no voice and no audio is needed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from studio.criteria import read_criteria
from studio.labels import findings, outcomes
from studio.remembered import remembered
from studio.script import ScriptError, read_calls, read_roster

_HERE = Path(__file__).parent


def label_again(scripts: Path, labels: Path, rubrics: Path) -> int:
    """Rewrite a labels.json by the marks of a folder of dialogues; return how many calls it has."""
    own = scripts / "agents.yaml"
    roster = read_roster(own if own.exists() else _HERE / "scripts" / "agents.yaml")
    calls = {call.id: call for call in read_calls(scripts, roster)}
    entries = json.loads(labels.read_text(encoding="utf-8"))["calls"]
    for entry in entries:
        placed = remembered(calls[entry["call_id"]], entry)
        criteria = read_criteria(rubrics / f"{entry['rubric']}.yaml", scripts / "criteria.yaml")
        entry |= {"findings": findings(placed), "outcomes": outcomes(placed, criteria)}
    labels.write_text(json.dumps({"calls": entries}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(entries)


def main() -> int:
    """Read the arguments and label; 1 when a dialogue is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="?", choices=["sample", "exam"], default="sample", help="which calls")
    folder = "" if (chosen := parser.parse_args().set) == "sample" else chosen
    try:
        count = label_again(_HERE / "scripts" / folder, _HERE / folder / "labels.json", _HERE.parent / "rubrics")
    except ScriptError as error:
        sys.stderr.write(f"label_again: {error}\n")
        return 1
    sys.stderr.write(f"{count} calls\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
