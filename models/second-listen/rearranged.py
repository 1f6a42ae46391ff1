"""Fit the probability that a phrase was meant whose words stand in another order, or further apart.

    python models/second-listen/rearranged.py --calls DEV --calls NEWCOMERS --kept DIR

Learns from what people wrote in other words (`wordings/learned`) and from labelled calls, as they were said and as
they were heard; each set is told by a model that has not met it. Writes qa/scoring/rearranged_model.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from places import BESIDE, ROOT, heard_calls
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut
from wordings import HERE, items

from qa.accuracy.labels import LabelledCall
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import parse
from qa.phonetics.phrase_words import phrase_words
from qa.phonetics.rearranged import Rearrangeable
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.scoring.framing import is_framed, is_negated
from qa.scoring.heard import Call
from qa.scoring.rearrangement import FEATURES, SURE, features, is_possible
from qa.scoring.sought import freely_said
from qa.scoring.voice import Voice
from qa.transcript import Party

KNOWN = 0.7
"""Where an alignment is so sure nobody asks for another order."""


@dataclass(frozen=True)
class Example:
    """The words of a phrase, somewhere in a sentence."""

    material: str
    forbidden: bool
    row: tuple[float, ...]
    meant: bool


class Phrases:
    """What a rubric asks for and forbids, to be looked for in other orders."""

    def __init__(self, rubric: Rubric) -> None:
        self._phrases = [(c, phrase) for _, c in rubric.criteria() for phrase in freely_said(c)]
        self._index = Rearrangeable({n: phrase_words(phrase) for n, (_, phrase) in enumerate(self._phrases)})

    def places(self, voice: Voice) -> Iterator[tuple[Criterion, tuple[float, ...], float, float]]:
        """Criterion, features, start and end of each place that no alignment finds and nothing denies."""
        for number, found in self._index.find(voice.rows.said).items():
            criterion, phrase = self._phrases[number]
            sure = [hit.finding for hit in voice.find(phrase, parse(phrase)) if hit.finding.probability >= KNOWN]
            for one in filter(is_possible, found):
                turn = voice.turns[int(voice.rows.turns[one.start])]
                words = turn.words[int(voice.rows.words[one.start]) : int(voice.rows.words[one.end - 1]) + 1]
                begin, end = int(voice.rows.starts[one.start]), int(voice.rows.ends[one.end - 1])
                around = turn.text[:begin], turn.text[begin:end], turn.text[end:]
                start, stop = words[0].start, words[-1].end
                if is_negated(*around[:2]) or is_framed(*around) or any(f.start < stop and start < f.end for f in sure):
                    continue
                forbidden = criterion.forbid is not None
                row = features(one, phrase_words(phrase), distinctiveness(phrase), forbidden)
                yield criterion, row, start, stop


def of_wordings(folder: Path) -> Iterator[Example]:
    """Places of the criterion that each item was written for."""
    known: dict[str, Phrases] = {}
    for item in items(folder):
        phrases = known.setdefault(item.rubric.rubric, Phrases(item.rubric))
        for criterion, row, _, _ in phrases.places(item.call.voices[Party.AGENT]):
            if criterion.id == item.criterion.id:
                yield Example(item.rubric.rubric, criterion.forbid is not None, row, item.holds)


def of_calls(folder: Path, kept: Path) -> Iterator[Example]:
    """Places of labelled calls; meant is what a person marked there."""
    known: dict[str, Phrases] = {}
    for heard in heard_calls(folder, None, kept):
        if heard.rubric is None or heard.label is None:
            continue
        phrases = known.setdefault(heard.rubric.rubric, Phrases(heard.rubric))
        for call in (heard.truth, heard.call):
            yield from _of_call(folder.name, phrases, call, heard.label)


def _of_call(material: str, phrases: Phrases, call: Call, label: LabelledCall) -> Iterator[Example]:
    for criterion, row, start, stop in phrases.places(call.voices[Party.AGENT]):
        if label.tells_of(criterion.id):
            marked = any(
                mark.criterion == criterion.id and mark.start - BESIDE < stop and start < mark.end + BESIDE
                for mark in label.findings
            )
            yield Example(material, criterion.forbid is not None, row, marked)


def report(material: list[Example], p: np.ndarray) -> None:
    """What is found from each probability on, of what is required and what is forbidden, by material."""
    meant = np.array([one.meant for one in material])
    names = np.array([one.material for one in material])
    for forbidden in (False, True):
        own = np.array([one.forbidden is forbidden for one in material])
        for least in (0.5, 0.7, 0.8, 0.85, SURE, 0.95):
            found = own & (p >= least)
            each = "  ".join(
                f"{name} {meant[found & (names == name)].sum()}/{(found & (names == name)).sum()}"
                for name in sorted(set(names))
            )
            right = meant[found].sum() / max(1, found.sum())
            share = meant[found].sum() / max(1, meant[own].sum())
            told = f"{'forbidden' if forbidden else 'required':<10} ≥ {least:<4} P {right:.3f} R {share:.3f}"
            sys.stdout.write(f"{told}  right/found: {each}\n")


def fitted(material: list[Example]) -> LogisticRegression:
    """A regression on all of it."""
    return LogisticRegression(max_iter=1000).fit([e.row for e in material], [e.meant for e in material])


def left_out(material: list[Example]) -> np.ndarray:
    """The probability of each by a model that has not met its set."""
    p = np.zeros(len(material))
    for known, asked in LeaveOneGroupOut().split(material, groups=[one.material for one in material]):
        model = fitted([material[i] for i in known])
        p[asked] = model.predict_proba([material[i].row for i in asked])[:, 1]
    return p


def write(model: LogisticRegression) -> None:
    """The model as the product reads it."""
    lines = "".join(f"    {value:.4f},  # {name}\n" for value, name in zip(model.coef_[0], FEATURES, strict=True))
    text = (
        '"""Model of `qa.scoring.rearrangement`: made by models/second-listen/rearranged.py. Data."""\n\n'
        f"INTERCEPT = {model.intercept_[0]:.4f}\nCOEFFICIENTS = (\n{lines})\n"
    )
    (ROOT / "qa" / "scoring" / "rearranged_model.py").write_text(text)


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser()
    options.add_argument("--calls", type=Path, action="append", required=True)
    options.add_argument("--kept", type=Path, required=True)
    given = options.parse_args()
    material = list(of_wordings(HERE / "learned"))
    for folder in given.calls:
        material += of_calls(folder, given.kept)
    report(material, left_out(material))
    write(fitted(material))


if __name__ == "__main__":
    main()
