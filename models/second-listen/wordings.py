"""How the judge takes what is said in other words: letter by letter, a little different, quite freely, and look-alikes.

    python models/second-listen/wordings.py [FOLDER]

A folder of `wordings/` has for each line of business `NAME.items.yaml`, one turn an item, with what the customer says
before and after it and whether a person would count it, and its rubric, unless that is one of rubrics/. See README.md
beside this file.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from qa.authoring.case import Case
from qa.authoring.staging import stage
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.source import load_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate

HERE = Path(__file__).parent / "wordings"
SHIPPED = Path(__file__).parents[2] / "rubrics"
KINDS = ("letter", "small", "free", "alike")


@dataclass(frozen=True)
class Item:
    """One turn that somebody wrote for a criterion."""

    rubric: Rubric
    criterion: Criterion
    kind: str
    """letter, small, free: what it asks or forbids, ever less in its words; alike: not that."""
    call: Call

    @property
    def holds(self) -> bool:
        """Whether a person would count it."""
        return self.kind != "alike"


def items(folder: Path) -> Iterator[Item]:
    """All of a folder, as calls of a few turns."""
    for file in sorted(folder.glob("*.items.yaml")):
        name = f"{file.name.split('.')[0]}.yaml"
        rubric = load_rubric((folder if (folder / name).exists() else SHIPPED) / name).rubric
        criteria = {criterion.id: criterion for _, criterion in rubric.criteria()}
        for item in yaml.safe_load(file.read_text()):
            yield Item(rubric, criteria[item["c"]], item["kind"], _call(item, rubric))


def _call(item: dict[str, Any], rubric: Rubric) -> Call:
    around = ({"customer": item["before"]}, {"agent": item["say"]}, {"customer": item.get("after", "")})
    turns = [turn for turn in around if all(turn.values())]
    columns = {name: values[0] for name, values in rubric.applies_to.items()}
    case = {"name": item["c"], "metadata": columns, "turns": turns, "expect": {item["c"]: "met"}}
    return stage(Case.model_validate(case))


def outcome(item: Item) -> str:
    """yes: found; person: for a person to hear; no."""
    judged = evaluate(item.rubric, item.call, Stamp("", ""), Thresholds())
    found = next(line.outcome for line in judged.criteria if line.criterion == item.criterion.id)
    if found is Outcome.CANNOT_JUDGE:
        return "person"
    return "yes" if found in (Outcome.MET, Outcome.VIOLATED) else "no"


def main() -> None:
    """Print what becomes of each kind, for what is required and what is forbidden."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "kept"
    found = Counter((item.criterion.forbid is not None, item.kind, outcome(item)) for item in items(folder))
    for forbidden in (False, True):
        for kind in KINDS:
            parts = {how: found[forbidden, kind, how] for how in ("yes", "person", "no")}
            all_of = sum(parts.values())
            if not all_of:
                continue
            told = "  ".join(f"{how} {count:>3} ({count / all_of:4.0%})" for how, count in parts.items())
            sys.stdout.write(f"{'forbidden' if forbidden else 'required':<10} {kind:<7} {told}\n")


if __name__ == "__main__":
    main()
