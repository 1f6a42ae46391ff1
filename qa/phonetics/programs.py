"""A phrase pattern as instructions for the compiled loops of `qa.phonetics.kernel`."""

from __future__ import annotations

import numpy as np

from qa.phonetics.book import BEST, COPY, EXTRA, HEAR, SKIP, Book, Program
from qa.phonetics.edits import omission_cost
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound
from qa.phonetics.vocabulary import VOCABULARY, milli

_MOST_KEPT = 20_000

_Code = list[tuple[int, int, int, int, int]]


_kept: dict[int, tuple[Sequence, Program]] = {}


def program_of(phrase: Sequence) -> Program:
    """The instructions of a phrase, kept for the next time.

    `parse` gives the same tuple for the same text, so that its identity is the key; hashing the tree takes longer
    than a search.
    """
    found = _kept.get(id(phrase))
    if found is not None and found[0] is phrase:
        return found[1]
    if len(_kept) > _MOST_KEPT:
        _kept.clear()
    program = _compiled(phrase)
    _kept[id(phrase)] = (phrase, program)
    return program


def book_of(phrases: tuple[Sequence, ...]) -> Book:
    """The phrases as one book."""
    programs = [program_of(phrase) for phrase in phrases]
    code = np.concatenate([program.code for program in programs])
    return Book(
        code,
        np.cumsum([len(program.code) for program in programs]),
        np.array([program.registers for program in programs]),
        np.array([program.longest for program in programs]),
    )


def _compiled(phrase: Sequence) -> Program:
    code: _Code = []
    registers = _emit(phrase, 0, 0, 1, code)
    return Program(np.array(code, dtype=np.int64).reshape(-1, 5), registers, _longest(phrase))


def _emit(phrase: Sequence, register: int, source: int, free: int, code: _Code) -> int:
    """Append the instructions that take `source` through the phrase into `register`; those from `free` on are room.

    Returns the first register that was never used.
    """
    if source != register and not (phrase and isinstance(phrase[0], Sound)):
        code.append((COPY, register, source, 0, 0))
        source = register
    unused, begun = free, False
    for part in phrase:
        match part:
            case Sound(reading=reading):
                code.append((HEAR, register, VOCABULARY.number(reading), milli(omission_cost(reading)), source))
                source = register
            case Gap(least=least, most=most, digits=digits):
                code.append((SKIP, register, least, most, int(digits)))
            case Choice(options=options):
                unused = max(unused, _choose(options, register, free, code))
        if isinstance(part, Choice) or (begun and isinstance(part, Gap)):
            code.append((EXTRA, register, 0, 0, 0))
        begun = begun or not isinstance(part, Gap)
    return unused


def _choose(options: tuple[Sequence, ...], register: int, free: int, code: _Code) -> int:
    """The last option takes the register itself along, once the others have left from it."""
    best, other, unused = free, free + 1, free + 1
    for number, option in enumerate(options[:-1]):
        own = best if number == 0 else other
        unused = max(unused, _emit(option, own, register, own + 1, code))
        if number:
            code.append((BEST, best, other, 0, 0))
    unused = max(unused, _emit(options[-1], register, register, best + 1, code))
    if len(options) > 1:
        code.append((BEST, register, best, 0, 0))
    return unused


def _longest(phrase: Sequence) -> int:
    return sum(
        max(_longest(option) for option in part.options) if isinstance(part, Choice) else isinstance(part, Sound)
        for part in phrase
    )
