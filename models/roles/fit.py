"""Fit who of two speaks like an agent; report it on calls and on lines of business that were left out.

    python models/roles/fit.py --calls DEV --kept DIR

See README.md beside this file. Writes qa/roles/fitted.py.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

import numpy as np
from material import NOISE, ROOT, Conversation, HeardCall, Line, cases, heard_calls, scripts, written
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from qa.accuracy.calibration import calibration
from qa.accuracy.parties import WordParties, word_parties
from qa.recording import Direction
from qa.roles.agent import agent_channel
from qa.roles.assign import assign_parted
from qa.roles.diarization.mono import part
from qa.roles.model import FEW, RoleModel, length, sayings
from qa.settings import load_settings
from qa.transcript import Party, Utterance, Word

SEEN = 6
"""Conversations in which a saying must stand to be weighed."""
STRENGTH = 0.1
"""C of the regression over sayings."""
LEAST = 0.04
"""Log-odds; a saying that weighs less is left away."""
WEIGHTS = {"case": 0.5}
"""Cases of rubrics are many, short and alike."""
FOLDS = 8
BEGINNINGS: Mapping[str, Callable[[Sequence[Line]], int]] = {
    "whole": len,
    "20 s": lambda lines: sum(line.start < lines[0].start + 20 for line in lines),
    "six": lambda _: 6,
    "three": lambda _: 3,
}
"""How many of its first utterances are known of a call."""
SHOWN = ("heard, as recorded", "heard, bad line", "written", "written 0.2")


@dataclass(frozen=True)
class Table:
    """Utterances as counts of sayings."""

    vocabulary: tuple[str, ...]
    counts: csr_matrix
    agent: np.ndarray
    """Whether it is the agent's, [utterances]."""
    conversation: np.ndarray
    """Which conversation it is from, [utterances]."""
    weight: np.ndarray

    @classmethod
    def of(cls, material: Sequence[Conversation]) -> Table:
        """Every utterance of the conversations, in order."""
        lines = [(number, line) for number, c in enumerate(material) for line in c.lines]
        said = [Counter(saying for saying, _, _ in sayings(line.text)) for _, line in lines]
        seen = defaultdict(set)
        for (number, _), row in zip(lines, said, strict=True):
            for saying in row:
                seen[saying].add(material[number].call)
        vocabulary = tuple(sorted(s for s, calls in seen.items() if len(calls) >= SEEN and s != "^"))
        place = {saying: i for i, saying in enumerate(vocabulary)}
        cells = [(i, place[s], n) for i, row in enumerate(said) for s, n in row.items() if s in place]
        at, column, count = (np.array(x) for x in zip(*cells, strict=True))
        return cls(
            vocabulary,
            csr_matrix((count.astype(float), (at, column)), shape=(len(lines), len(vocabulary))),
            np.array([line.party is Party.AGENT for _, line in lines]),
            np.array([number for number, _ in lines]),
            np.array([WEIGHTS.get(material[number].kind.split(" ")[0], 1.0) for number, _ in lines]),
        )

    def fit(self, chosen: np.ndarray) -> np.ndarray:
        """Log-odds of the sayings by the chosen utterances."""
        model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False)
        model.fit(self.counts[chosen], self.agent[chosen], sample_weight=self.weight[chosen])
        return model.coef_[0]


def groups_by_call(material: Sequence[Conversation]) -> np.ndarray:
    """A fold for each conversation; all forms of a call are in one."""
    calls = sorted({c.call for c in material})
    random.Random(0).shuffle(calls)  # noqa: S311
    fold = {call: number % FOLDS for number, call in enumerate(calls)}
    return np.array([fold[c.call] for c in material])


def groups_by_domain(material: Sequence[Conversation]) -> np.ndarray:
    """A fold for each line of business."""
    names = sorted({c.domain for c in material})
    return np.array([names.index(c.domain) for c in material])


def features(conversation: Conversation, log_odds: Sequence[float], count: int) -> list[float]:
    """Of the first utterances of a conversation: what both say, and who speaks first."""
    lines = conversation.lines[:count]
    signed = sum(v if x.party is Party.AGENT else -v for x, v in zip(lines, log_odds, strict=False))
    said = sum(length(line.text) for line in lines)
    first = 1.0 if lines[0].party is Party.AGENT else -1.0
    inbound = conversation.direction is Direction.INBOUND
    return [signed / np.sqrt(said + FEW), first * inbound, first * (not inbound)]


def fit_sum(material: Sequence[Conversation], left_out: Sequence[np.ndarray], chosen: Sequence[int]) -> np.ndarray:
    """What utterances are worth in their sum, and speaking first: from utterances weighed by models without them."""
    rows = [
        features(material[i], left_out[i], among(material[i].lines))
        for i in chosen
        if not material[i].kind.startswith("case")
        for among in BEGINNINGS.values()
    ]
    both = np.concatenate([rows, np.negative(rows)])
    model = LogisticRegression(C=10.0, fit_intercept=False)
    return model.fit(both, np.repeat([1, 0], len(rows))).coef_[0]


def models_without(material: Sequence[Conversation], table: Table, groups: np.ndarray) -> dict[int, RoleModel]:
    """For each group the model that has seen nothing of it; under −1 that of everything."""
    words, by_utterance = {}, np.zeros(len(table.agent))
    for group in np.unique(groups):
        own = groups[table.conversation] == group
        words[int(group)] = table.fit(~own)
        by_utterance[own] = table.counts[own] @ words[int(group)]
    words[-1] = table.fit(np.ones(len(table.agent), dtype=bool))
    left_out = [by_utterance[table.conversation == i] for i in range(len(material))]
    return {
        group: model_of(table, log_odds, fit_sum(material, left_out, np.flatnonzero(groups != group).tolist()))
        for group, log_odds in words.items()
    }


def model_of(table: Table, log_odds: np.ndarray, together: np.ndarray) -> RoleModel:
    """A model of the product, rounded as it is written down."""
    kept = {s: round(float(w), 2) for s, w in zip(table.vocabulary, log_odds, strict=True) if abs(w) >= LEAST}
    scale, inbound, outbound = (round(float(w), 3) for w in together)
    return RoleModel(kept, scale, {Direction.INBOUND: inbound, Direction.OUTBOUND: outbound})


def utterances(lines: Sequence[Line]) -> list[Utterance]:
    """Of two channels, the agent on the first."""
    found = []
    for line in lines:
        end = line.start + 0.2 * len(line.text)
        found.append(
            Utterance(int(line.party is not Party.AGENT), line.start, end, (Word(line.text, line.start, end, 1.0),))
        )
    return found


def report_channels(
    name: str, material: Sequence[Conversation], answer: Callable[[int, Sequence[Line]], float]
) -> None:
    """Right, wrong and unknown channels at two thresholds, and whether the probabilities hold."""
    for kind in SHOWN:
        for beginning, among in BEGINNINGS.items():
            chosen = [i for i, c in enumerate(material) if c.kind == kind]
            p = np.array([answer(i, material[i].lines[: among(material[i].lines)]) for i in chosen])
            parts = [
                f"≥ {least:g}: {(p >= least).sum()} right {(p <= 1 - least).sum()} wrong"
                f" {(np.maximum(p, 1 - p) < least).sum()} unknown"
                for least in (0.8, 0.95)
            ]
            both = [*zip(p, np.ones_like(p), strict=True), *zip(1 - p, np.zeros_like(p), strict=True)]
            ece = calibration(both).expected_error
            sys.stdout.write(f"{name:<8} {kind:<20} {beginning:<6} {len(p):>4}  {'  '.join(parts)}  ECE {ece:.3f}\n")


def report_mono(name: str, heard: Sequence[HeardCall], model: Callable[[HeardCall], RoleModel]) -> None:
    """Whose the words of mono mixes are."""
    for line in dict.fromkeys(call.line for call in heard):
        words = WordParties()
        for call in (call for call in heard if call.line == line):
            parted = part(call.mix, call.speech, call.mono, call.direction, model=model(call))
            said = assign_parted(parted, recording_id="", seconds=call.seconds, minimum_confidence=0.8)
            words += word_parties(call.label.turns, said)
        shares = "  ".join(f"{kind} {words.share(kind):.1%}" for kind in ("right", "wrong", "unknown"))
        sys.stdout.write(f"{name:<8} mono mixes, {line:<12}  {shares}\n")


def everything(folder: Path, heard: Sequence[HeardCall]) -> Iterator[Conversation]:
    """All that is learned from, with noisy copies of what is written."""
    for conversation in (*written(), *cases(), *scripts(folder)):
        yield conversation
        yield from (conversation.noisy(share) for share in NOISE)
    yield from (call.conversation for call in heard if call.conversation)


def write(model: RoleModel) -> None:
    """The model as data."""
    rows = ",".join(f"{saying} {log_odds:g}" for saying, log_odds in sorted(model.sayings.items())) + ","
    lines = wrap(rows.replace(" ", "_").replace(",", ", "), 118, break_on_hyphens=False, break_long_words=False)
    table = "\n".join(line.replace(", ", ",").replace("_", " ") for line in lines)
    text = (
        '"""Weights of `qa.roles.model`: made by models/roles/fit.py, see the data card there. Data."""\n\n'
        f"SCALE = {model.scale:g}\n"
        f"FIRST_INBOUND = {model.first[Direction.INBOUND]:g}\n"
        f"FIRST_OUTBOUND = {model.first[Direction.OUTBOUND]:g}\n"
        f'SAYINGS = """\n{table}\n"""\n'
    )
    (ROOT / "qa" / "roles" / "fitted.py").write_text(text, encoding="utf-8")


def main() -> int:
    """Hear, fit, report on what was left out, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, required=True, help="labelled development calls")
    parser.add_argument("--kept", type=Path, required=True, help="folder for what was heard")
    given = parser.parse_args()
    heard = list(heard_calls(given.calls, given.kept, load_settings(ROOT / "qa.toml")))
    material = list(everything(given.calls, heard))
    table = Table.of(material)
    sys.stdout.write(f"{len(material)} conversations, {len(table.agent)} utterances, {len(table.vocabulary)} sayings\n")
    for name, grouping in (("domains", groups_by_domain), ("calls", groups_by_call)):
        groups = grouping(material)
        models = models_without(material, table, groups)
        of_call = {c.call: int(group) for c, group in zip(material, groups, strict=True)}

        def answer(i: int, lines: Sequence[Line], models=models, groups=groups) -> float:
            agent = agent_channel(utterances(lines), material[i].direction, models[int(groups[i])])
            return agent.confidence if agent.channel == 0 else 1 - agent.confidence

        report_channels(name, material, answer)
        report_mono(name, heard, lambda call, models=models, of_call=of_call: models[of_call[call.label.call_id]])
    write(models[-1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
