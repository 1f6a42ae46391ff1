"""Phrases drawn by lot from what people said, and near-misses of them: a rubric that nobody tuned to. Pure.

So recordings of which only the words are known tell how well phrases are found. Nobody chose the phrases, nobody chose
the voices, and a near-miss differs in a single word.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from qa.accuracy.labels import LabelledCall, TrueFinding, TrueTurn
from qa.phonetics.chinese import dictionary
from qa.phonetics.syllables import syllables
from qa.scoring.evaluation import Outcome
from qa.transcript import Party

LEAST, MOST = 4, 10
"""Characters of a phrase: a clause, as authors write them."""
_A_SENTENCE: Final = 4
"""Phrases said that are drawn from a sentence, at most; they may overlap."""

Kind: TypeAlias = Literal["require", "forbid"]
_KINDS: Final[tuple[Kind, ...]] = ("require", "forbid")
_TRUE: Final = {"require": Outcome.MET, "forbid": Outcome.VIOLATED}
_FALSE: Final = {"require": Outcome.MISSED, "forbid": Outcome.CLEAR}
_EFFECTS: Final[Mapping[Kind, Literal["fulfils", "breaks"]]] = {"require": "fulfils", "forbid": "breaks"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A criterion of one phrase: said in the call or not."""

    id: str
    kind: Kind
    phrase: str
    said: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """Neighbouring words of one sentence."""

    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.words)


def draw(calls: Sequence[Sequence[str]], seed: int) -> tuple[tuple[Drawn, ...], ...]:
    """The criteria of each call, from the sentences said in each.

    As many phrases are said as are near-misses (one word of a phrase that is said exchanged for one that sounds
    altogether different) and as belong to other calls, half of each required and half forbidden.
    """
    chance = random.Random(seed)  # noqa: S311  not for secrets
    spans = [[span for said in call for span in _spans(said, chance)] for call in calls]
    words = sorted({word for call in spans for span in call for word in span.words})
    return tuple(tuple(_criteria(number, calls, spans, words, chance)) for number in range(len(calls)))


def _spans(sentence: str, chance: random.Random) -> list[_Span]:
    words = [word for word in dictionary().cut(sentence) if word.strip()]
    found = []
    for start in range(len(words)):
        end, wanted = start, chance.randint(LEAST, MOST)
        while end < len(words) and sum(map(len, words[start:end])) < wanted:
            end += 1
        span = _Span(tuple(words[start:end]))
        if LEAST <= len(span.text) <= MOST and all("一" <= sign <= "鿿" for sign in span.text):
            found.append(span)
    return chance.sample(found, min(_A_SENTENCE, len(found)))


def _criteria(
    number: int,
    calls: Sequence[Sequence[str]],
    spans: Sequence[Sequence[_Span]],
    words: Sequence[str],
    chance: random.Random,
) -> Iterator[Drawn]:
    elsewhere = [span.text for other, them in enumerate(spans) if other != number for span in them]
    phrases = [(span.text, True) for span in spans[number]]
    phrases += [(phrase, False) for span in spans[number] if (phrase := _near_miss(span, words, chance))]
    phrases += [(phrase, False) for phrase in chance.sample(elsewhere, min(len(spans[number]), len(elsewhere)))]
    chance.shuffle(phrases)
    known: set[str] = set()
    for phrase, said in phrases:
        if phrase not in known and said == any(phrase in sentence for sentence in calls[number]):
            yield Drawn(f"c{len(known)}", _KINDS[len(known) % 2], phrase, said)
            known.add(phrase)


def _near_miss(span: _Span, words: Sequence[str], chance: random.Random) -> str | None:
    """The phrase with one of its longest words exchanged; None where no other word is as long."""
    longest = max(map(len, span.words))
    at = chance.choice([index for index, word in enumerate(span.words) if len(word) == longest])
    others = [word for word in words if len(word) == longest and not _alike(word, span.words[at])]
    return "".join((*span.words[:at], chance.choice(others), *span.words[at + 1 :])) if others else None


def _alike(one: str, other: str) -> bool:
    """Whether any syllable is the same in the same place."""
    return any(a.reading == b.reading for a, b in zip(syllables(one), syllables(other), strict=False))


def rubric_of(name: str, criteria: Sequence[Drawn]) -> dict[str, Any]:
    """The rubric of a call, as its file has it: one point each, for the calls of the queue `name`."""
    lines = [
        {"id": one.id, "name": one.phrase, "points": 1, one.kind: {"said": [one.phrase], "by": "agent"}}
        for one in criteria
    ]
    return {
        "rubric": name,
        "name": name,
        "version": "1",
        "applies_to": {"queue": [name]},
        "scale": {"points": len(lines)},
        "bands": {"all": 0},
        "sections": [{"id": "drawn", "name": "drawn", "criteria": lines}],
    }


def label_of(
    name: str, file: str, seconds: float, turns: Sequence[TrueTurn], criteria: Sequence[Drawn]
) -> LabelledCall:
    """What is true of a call whose agent says `turns`; where in a turn a phrase lies is told by its characters."""
    return LabelledCall(
        call_id=name,
        file=file,
        rubric=name,
        agent_channel=0,
        seconds=seconds,
        turns=tuple(turns),
        findings=tuple(_finding(one, turn) for one in criteria for turn in turns if one.phrase in turn.text),
        outcomes={one.id: (_TRUE if one.said else _FALSE)[one.kind] for one in criteria},
    )


def _finding(one: Drawn, turn: TrueTurn) -> TrueFinding:
    at, pace = turn.text.index(one.phrase), (turn.end - turn.start) / len(turn.text)
    start = turn.start + at * pace
    end = start + len(one.phrase) * pace
    effect = _EFFECTS[one.kind]
    return TrueFinding(criterion=one.id, effect=effect, phrase=one.phrase, party=Party.AGENT, start=start, end=end)
