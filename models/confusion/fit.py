"""Learn which initials and finals our recogniser mistakes for which, from its own errors on labelled calls.

    python models/confusion/fit.py --calls DEV --report sample_audio

See README.md beside this file. Writes table.tsv here and qa/phonetics/confusions.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qa.accuracy.labels import LabelledCall, read_labels
from qa.asr.engine import WhisperEngine
from qa.asr.transcriber import ChannelTranscriber
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.phonetics.closeness import (
    PRIOR_FINALS,
    PRIOR_INITIALS,
    UNRELATED_PART,
    initial_and_final,
    prior_substitution,
    toneless,
)
from qa.phonetics.syllables import syllables
from qa.settings import LimitSettings, SpeechSettings
from qa.transcript import Party, Utterance, Word

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LINES = (None, TelephoneLine(signal_to_noise_db=12, lost=0.03))
"""As recorded, and over a bad line."""
GAP = 0.75
"""Cost of a syllable without partner while aligning."""
MISALIGNED = 0.8
"""A pair that costs more is no mishearing but two different words side by side."""
A_COST_OF_ONE = 10.0
"""Log-odds that a cost of one stands for: what is heard for another once in thirty times costs a third."""
AT_LEAST = 2
"""Times that a pair must have been heard for each other."""
LEAST = 0.05
"""No pair is nearer: what is written down as another syllable is never as good as the same one."""
INITIALS = ("", *"bpmfdtnlgkhjqxrzcs", "zh", "ch", "sh")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Heard:
    """The syllables that one party said in one call over one line, and those that were heard."""

    call: str
    said: tuple[str, ...]
    heard: tuple[str, ...]


def hear_all(folder: Path, kept: Path | None) -> Iterator[Heard]:
    """Each party of each stereo call, over each line. What was heard once is kept in a folder."""
    engine = WhisperEngine(SpeechSettings(), ROOT / "models")
    transcriber = ChannelTranscriber(engine)
    with DecodeWorker() as decoder:
        for seed, label in enumerate(read_labels(folder).values()):
            if label.agent_channel is None or not label.turns:
                continue
            samples = decoder.decode(folder / label.file, LimitSettings(), file=label.file).samples
            for line in LINES:
                sent = samples if line is None else np.stack([line.carry(c, seed) for c in samples])
                name = hashlib.sha256(sent.tobytes() + engine.model_hash.encode()).hexdigest()
                path = kept / f"{name}.json" if kept else None
                if path and path.exists():
                    heard = tuple(_utterance(u) for u in json.loads(path.read_text(encoding="utf-8")))
                else:
                    signal = examine(sent)
                    heard = transcriber.transcribe(signal.audio, spans_by_channel(signal.audio, signal.cross_talk))
                    if path:
                        path.parent.mkdir(parents=True, exist_ok=True)
                        path.write_text(json.dumps([asdict(u) for u in heard], ensure_ascii=False), encoding="utf-8")
                yield from _parties(label, heard)


def _parties(label: LabelledCall, heard: tuple[Utterance, ...]) -> Iterator[Heard]:
    channel = label.agent_channel
    if channel is None:
        return
    for party, own in ((Party.AGENT, channel), (Party.CUSTOMER, 1 - channel)):
        text = "，".join(u.text for u in heard if u.channel == own)
        yield Heard(label.call_id, _readings(label.said_by(party)), _readings(text))


def _readings(text: str) -> tuple[str, ...]:
    return tuple(toneless(s.reading) for s in syllables(text) if all(initial_and_final(s.reading)[1:]))


def _utterance(kept: dict[str, Any]) -> Utterance:
    return Utterance(**{**kept, "words": tuple(Word(**word) for word in kept["words"]), "party": Party.UNKNOWN})


def pairs(said: tuple[str, ...], heard: tuple[str, ...]) -> list[Pair]:
    """Syllables said and heard side by side in the cheapest alignment by the phonetic prior."""
    n, m = len(said), len(heard)
    best = np.zeros((n + 1, m + 1))
    best[:, 0], best[0, :] = np.arange(n + 1) * GAP, np.arange(m + 1) * GAP
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            both = best[i - 1, j - 1] + prior_substitution(said[i - 1], heard[j - 1])
            best[i, j] = min(both, best[i - 1, j] + GAP, best[i, j - 1] + GAP)
    found: list[Pair] = []
    i, j = n, m
    while i and j:
        cost = prior_substitution(said[i - 1], heard[j - 1])
        if best[i, j] == best[i - 1, j - 1] + cost:
            i, j = i - 1, j - 1
            if cost <= MISALIGNED:
                found.append((said[i], heard[j]))
        elif best[i, j] == best[i - 1, j] + GAP:
            i -= 1
        else:
            j -= 1
    return found


class Parts:
    """Initials or finals: how often each was heard for each, and the phonetic prior."""

    def __init__(self, names: tuple[str, ...], prior: dict[frozenset[str], float]) -> None:
        self.names = names
        self.cost = np.array(
            [[0.0 if a == b else prior.get(frozenset((a, b)), UNRELATED_PART) for b in names] for a in names]
        )

    def counts(self, seen: Counter[Pair]) -> np.ndarray:
        """Symmetric: with so little material both directions speak for both. Shape [names, names]."""
        once = np.array([[seen[a, b] for b in self.names] for a in self.names], dtype=float)
        return once + once.T

    def prior(self, scale: float) -> np.ndarray:
        """Probability of hearing the column where the row was said, by the prior alone."""
        weight = np.exp(-scale * self.cost)
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

    def learned(self, counts: np.ndarray, scale: float, strength: float) -> np.ndarray:
        """The counts shrunk to the prior: `strength` imagined sayings of every part."""
        return np.asarray((counts + strength * self.prior(scale)) / (counts.sum(axis=1, keepdims=True) + strength))

    def costs(self, counts: np.ndarray, probability: np.ndarray) -> np.ndarray:
        """Log-odds against the part itself, the same both ways; never more than by the prior.

        Synthetic voices have no dialect: that they never said z for zh says nothing about people. And what happened
        once may have been a misalignment.
        """
        same = np.diag(probability)
        cost = (np.log(same)[:, None] - np.log(probability)) / A_COST_OF_ONE
        np.fill_diagonal(cost, 0.0)
        near = np.maximum((cost + cost.T) / 2, LEAST * (1 - np.eye(len(cost))))
        return np.where(counts >= AT_LEAST, np.minimum(near, self.cost), self.cost)


def log_likelihood(counts: np.ndarray, probability: np.ndarray) -> float:
    """Mean log-likelihood of what was heard."""
    return float((counts * np.log(probability)).sum() / counts.sum())


def seen_parts(material: list[Heard]) -> tuple[Counter[Pair], Counter[Pair]]:
    """Initials and finals said and heard."""
    first: Counter[Pair] = Counter()
    last: Counter[Pair] = Counter()
    for each in material:
        for said, heard in pairs(each.said, each.heard):
            (a, x), (b, y) = initial_and_final(said), initial_and_final(heard)
            first[a, b] += 1
            last[x, y] += 1
    return first, last


def fit(kind: str, parts: Parts, which: int, material: list[Heard], unseen: list[Heard]) -> np.ndarray:
    """Choose scale and strength on calls left out of the counts, print the likelihoods, return costs."""
    calls = sorted({each.call for each in material})
    folds = [[each for each in material if calls.index(each.call) % 4 == k] for k in range(4)]
    counted = [parts.counts(seen_parts(fold)[which]) for fold in folds]
    total = sum(counted, np.zeros_like(counted[0]))

    def held(scale: float, strength: float) -> float:
        return float(np.mean([log_likelihood(c, parts.learned(total - c, scale, strength)) for c in counted]))

    scale, strength = max(
        ((s, m) for s in (3.0, 4.0, 6.0, 8.0, 10.0, 12.0) for m in (5.0, 15.0, 50.0, 150.0, 500.0)),
        key=lambda p: held(*p),
    )
    learned = parts.learned(total, scale, strength)
    test = parts.counts(seen_parts(unseen)[which])
    sys.stdout.write(
        f"{kind}: {int(total.sum() / 2)} heard, {1 - np.trace(total) / total.sum():.1%} for another; scale {scale:g}, "
        f"strength {strength:g}; log-likelihood on other calls: prior {log_likelihood(test, parts.prior(scale)):.4f}, "
        f"learned {log_likelihood(test, learned):.4f}\n"
    )
    return parts.costs(total, learned)


def rows(kind: str, parts: Parts, costs: np.ndarray, seen: Counter[Pair]) -> Iterator[tuple[str, str, str, int, float]]:
    """kind, one, other, times heard for each other, cost: of every pair that is nearer than unrelated."""
    for i, a in enumerate(parts.names):
        for j in range(i):
            b = parts.names[j]
            if costs[i, j] < UNRELATED_PART - 0.005:
                yield kind, b, a, seen[a, b] + seen[b, a], round(float(costs[i, j]), 2)


def main() -> int:
    """Hear, count, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, action="append", required=True, help="labelled calls to learn from")
    parser.add_argument("--report", type=Path, action="append", default=[], help="labelled calls never learned from")
    parser.add_argument("--heard", type=Path, help="keep what was heard here, and take it from here")
    given = parser.parse_args()
    material = [each for folder in given.calls for each in hear_all(folder, given.heard)]
    unseen = [each for folder in given.report for each in hear_all(folder, given.heard)]
    finals = tuple(sorted({initial_and_final(r)[1] for each in material + unseen for r in (*each.said, *each.heard)}))
    table: list[tuple[str, str, str, int, float]] = []
    kinds = (("initial", Parts(INITIALS, PRIOR_INITIALS)), ("final", Parts(finals, PRIOR_FINALS)))
    for which, (kind, parts) in enumerate(kinds):
        costs = fit(kind, parts, which, material, unseen or material)
        table += rows(kind, parts, costs, seen_parts(material)[which])
    lines = ["kind\tone\tother\theard\tcost", *("\t".join(map(str, row)) for row in table), ""]
    (HERE / "table.tsv").write_text("\n".join(lines), encoding="utf-8")
    (ROOT / "qa" / "phonetics" / "confusions.py").write_text(_module(table), encoding="utf-8")
    return 0


def _module(table: list[tuple[str, str, str, int, float]]) -> str:
    head = (
        '"""What our recogniser mistakes for what: made by models/confusion/fit.py, see the data card there. Data."""\n'
    )
    parts = [head]
    for kind in ("initial", "final"):
        pairs_of = [f"{a or '-'} {b or '-'} {cost:g}" for k, a, b, _, cost in table if k == kind]
        wrapped = "\n".join(",".join(pairs_of[i : i + 8]) + "," for i in range(0, len(pairs_of), 8))
        parts.append(f'{kind.upper()}S = """\n{wrapped}\n"""')
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
