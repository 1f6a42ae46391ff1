"""What was learned from our own errors is what the product uses, and it stays sane where nothing was learned."""

import csv
from pathlib import Path

import pytest

from qa.phonetics.closeness import (
    LEARNED_FINALS,
    LEARNED_INITIALS,
    PRIOR_FINALS,
    PRIOR_INITIALS,
    UNRELATED_PART,
    prior_substitution,
    substitution,
)

TABLE = Path(__file__).parents[2] / "models" / "confusion" / "table.tsv"


def test_the_product_uses_the_learned_table() -> None:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert rows
    for row in rows:
        pair = frozenset((row["one"], row["other"]))
        prior, learned = (
            (PRIOR_INITIALS, LEARNED_INITIALS) if row["kind"] == "initial" else (PRIOR_FINALS, LEARNED_FINALS)
        )
        assert learned[pair] == float(row["cost"]) <= prior.get(pair, UNRELATED_PART)


def test_errors_of_our_recogniser_made_pairs_nearer() -> None:
    assert substitution("ji", "xi") < prior_substitution("ji", "xi")


@pytest.mark.parametrize(("a", "b"), [("zi", "zhi"), ("nan", "lan"), ("fan", "huan"), ("xin", "xing"), ("ban", "bang")])
def test_what_dialects_merge_stays_near_though_no_synthetic_voice_merges_it(a: str, b: str) -> None:
    assert substitution(a, b) <= 0.45


@pytest.mark.parametrize(("a", "b"), [("bu", "zhu"), ("mei", "nei"), ("bie", "jie")])
def test_a_negation_is_never_near(a: str, b: str) -> None:
    assert substitution(a, b) > 1
