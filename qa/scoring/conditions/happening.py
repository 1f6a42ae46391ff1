"""One time that a condition held: what makes it up, when it began, and when it had happened."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.recording import Seconds
from qa.scoring.evaluation import Finding
from qa.transcript import Party


@dataclass(frozen=True, slots=True)
class Happening:
    """A finding, or several that together are one thing, in order of time."""

    parts: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> Happening:
        """What these make up."""
        return cls(tuple(sorted(findings, key=lambda one: (one.start, one.end))))

    @property
    def start(self) -> Seconds:
        """When the first part began."""
        return self.parts[0].start

    @property
    def complete(self) -> Seconds:
        """When the last part began: from then on it happened."""
        return self.parts[-1].start

    @property
    def end(self) -> Seconds:
        """When all of it was over."""
        return max(part.end for part in self.parts)

    @property
    def probability(self) -> float:
        """That of the least sure part."""
        return min(part.probability for part in self.parts)

    @property
    def whole(self) -> Finding:
        """One finding from its first to its last part."""
        if len(self.parts) == 1:
            return self.parts[0]
        parties = {part.party for part in self.parts}
        return Finding(
            "、".join(part.phrase for part in self.parts),
            "……".join(part.text for part in self.parts),
            parties.pop() if len(parties) == 1 else Party.UNKNOWN,
            self.start,
            self.end,
            self.probability,
        )

    def no_surer(self, most: float) -> Happening:
        """The same, no part of it surer than that."""
        return Happening(tuple(replace(part, probability=min(part.probability, most)) for part in self.parts))


def gathered(findings: Sequence[Finding], number: int, kind: Callable[[Finding], Hashable]) -> tuple[Happening, ...]:
    """Each time that findings of so many kinds had been made: the last of them, and the latest of each kind before it.

    A faint one would take the place of a sure one before it, so the surer ones are also taken by themselves.
    """
    found: dict[Happening, None] = {}
    for sure in {one.probability for one in findings}:
        latest: dict[Hashable, Finding] = {}
        for one in sorted((f for f in findings if f.probability >= sure), key=lambda f: (f.start, f.end)):
            latest.pop(kind(one), None)
            latest[kind(one)] = one
            if len(latest) >= number:
                found[Happening.of(list(latest.values())[-number:])] = None
    return tuple(found)


def together(several: Sequence[Sequence[Happening]]) -> Iterator[Happening]:
    """Each time that all of several things had happened anew, in whatever order."""
    began = sorted(
        ((one, which) for which, times in enumerate(several) for one in times),
        key=lambda pair: (pair[0].complete, pair[0].end),
    )
    latest: dict[int, Happening] = {}
    for one, which in began:
        latest[which] = one
        if len(latest) == len(several):
            yield Happening.of([part for each in latest.values() for part in each.parts])
            latest.clear()
