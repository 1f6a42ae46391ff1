"""Every code of intake with its texts, pinned: people search for them, and scripts count them."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from qa.errors import Text, TinghengError
from qa.intake import faults, notices, row_faults
from qa.intake.notices import NoticeKind, notice_of

GOLDEN = Path(__file__).with_name("golden_texts.txt").read_text(encoding="utf-8").splitlines()
FAULTS = [
    kind
    for module in (faults, row_faults)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, TinghengError) and kind.__module__ == module.__name__
]
KINDS = {name: kind for name, kind in vars(notices).items() if isinstance(kind, NoticeKind)}


def fields(text: Text) -> set[str]:
    return {name for side in (text.zh, text.en) for _, name, _, _ in string.Formatter().parse(side) if name}


def test_the_texts_are_the_pinned_ones() -> None:
    lines = [(kind.code, kind.__name__, kind.what, kind.remedy) for kind in FAULTS]
    lines += [(kind.code, name, kind.what, kind.remedy) for name, kind in KINDS.items()]
    assert [f"{code}|{name}|{what.zh}|{what.en}|{fix.zh}|{fix.en}" for code, name, what, fix in lines] == GOLDEN


def test_no_code_stands_for_two_things() -> None:
    codes = [line.split("|")[0] for line in GOLDEN]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_becomes_a_notice_with_its_values(kind: type[TinghengError]) -> None:
    values = dict.fromkeys(fields(kind.what) | fields(kind.remedy), "seven\n")
    notice = notice_of(kind("a\nb.wav", **values))
    assert (notice.code, notice.file) == (kind.code, "a\\nb.wav")
    assert "\n" not in notice.what.zh + notice.what.en + notice.remedy.zh + notice.remedy.en
    assert ("seven" in notice.what.en + notice.remedy.en) == bool(values)
