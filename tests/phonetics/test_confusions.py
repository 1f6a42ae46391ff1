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
from qa.phonetics.syllables import syllables

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


@pytest.mark.parametrize(("a", "b"), [("bu", "zhu"), ("bu", "dou"), ("bu", "wu"), ("mei", "wei"), ("bu", "mei")])
def test_a_negation_is_never_near_what_sounds_otherwise(a: str, b: str) -> None:
    assert substitution(a, b) > 1


def test_a_question_word_is_not_the_word_that_points() -> None:
    which, that = syllables("哪那")
    assert 0.3 < substitution(which.reading, that.reading) < 0.6
    assert substitution(which.reading, syllables("哪")[0].reading) == 0


@pytest.mark.parametrize(("a", "b"), [("bu", "fu"), ("bu", "pu"), ("mei", "nei"), ("bie", "jie")])
def test_what_sounds_like_a_negation_is_a_question_for_the_sound(a: str, b: str) -> None:
    assert 0.8 < substitution(a, b) <= 1
