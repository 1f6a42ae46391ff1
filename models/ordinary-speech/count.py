"""Count how often ordinary Mandarin says something that sounds like each syllable.

    python models/ordinary-speech/count.py

See README.md beside this file. Writes qa/phonetics/ordinary.py.
"""

from __future__ import annotations

import math
import sys
import textwrap
from collections import Counter
from pathlib import Path

import jieba

from qa.phonetics.closeness import substitution, toneless
from qa.phonetics.syllables import syllables

ROOT = Path(__file__).resolve().parents[2]
AT_LEAST = 20
"""Times that a word must occur in the dictionary's text: rarer ones weigh nothing and take minutes to read aloud."""
AS_LIKELY = 10.0
"""Log-odds that a cost of one stands for (models/confusion)."""

HEADING = "How rarely ordinary speech sounds like a syllable, in bits: made by models/ordinary-speech/count.py. Data."


def spoken() -> dict[str, float]:
    """Share of each syllable in running text, by the dictionary's word frequencies."""
    counts: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, *_ = line.split()
        if int(times) >= AT_LEAST:
            for one in syllables(word):
                counts[toneless(one.reading)] += int(times)
    return {reading: times / counts.total() for reading, times in counts.items()}


def surprise(reading: str, shares: dict[str, float]) -> float:
    """Bits: how unlikely it is that one syllable of ordinary speech could be heard as this one."""
    like = sum(share * math.exp(-AS_LIKELY * substitution(reading, other)) for other, share in shares.items())
    return -math.log2(like)


def main() -> int:
    """Count, and write."""
    shares = spoken()
    cells = [f"{reading} {surprise(reading, shares):.2f}" for reading in sorted(shares)]
    table = textwrap.fill(", ".join(cells).replace(" ", "_").replace(",_", ", "), 118).replace("_", " ")
    module = f'"""{HEADING}"""\n\nSURPRISE = """\n{table}\n"""\n'
    (ROOT / "qa" / "phonetics" / "ordinary.py").write_text(module, encoding="utf-8")
    sys.stdout.write(f"{len(cells)} syllables\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
