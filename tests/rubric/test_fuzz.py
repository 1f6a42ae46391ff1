"""Whatever is done to a shipped rubric or its cases, an author reads a diagnosis and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.authoring.cases import load_cases
from qa.authoring.staging import stage
from qa.rubric.diagnostics import RubricError
from qa.rubric.source import parse_rubric

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in RUBRICS.glob("*.yaml")}
FORMS = sorted(name for name in TEXTS if not name.endswith(".cases.yaml"))
SIGNS = "： ， “ ” ｛ \t \u3000 \u00a0 \x00 \ud800 # - { } [ ] ' \" * & ! | > % @ ` ? ( ) (( ~ null yes 否 1e999 \ufeff"
WORDS = "2026-13-01 12:30 {any:0-99} {any:3-1} {number} &a <<: $ ＄ $a phrases:"
BROKEN = (": ", "- ", "---\n", "...\n", "\n", "  ", "fatal: 是\n", "points: -1\n")
RUBRIC = parse_rubric(TEXTS["outbound.yaml"], "outbound.yaml")
TYPED = st.sampled_from((*SIGNS.split(" "), *WORDS.split(), *BROKEN))


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        n = draw(st.integers(0, len(lines) - 1))
        line = lines[n]
        at = draw(st.integers(0, len(line)))
        match draw(st.integers(0, 5)):
            case 0:
                lines[n] = line[:at] + draw(TYPED) + line[at:]
            case 1:
                lines[n] = line[:at] + line[at + draw(st.integers(1, 4)) :]
            case 2:
                del lines[n : n + draw(st.integers(1, 5))]
            case 3:
                lines.insert(n, line)
            case 4:
                lines[n] = " " * draw(st.integers(0, 12)) + line.lstrip()
            case _:
                key, _, _ = line.partition(":")
                lines[n] = f"{key}: {draw(TYPED)}"
        text = "\n".join(lines) or "a"
    return text


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_rubric_is_read_or_refused(name: str, data: st.DataObject) -> None:
    text = data.draw(mutated(TEXTS[name]))
    try:
        parse_rubric(text, name)
    except RubricError as refusal:
        assert refusal.diagnostics
        for told in refusal.diagnostics:
            assert told.code.startswith("R")
            assert 1 <= told.line <= text.count("\n") + 2
            assert told.column >= 1
            assert told.what.zh
            assert told.what.en
            assert told.remedy.zh
            assert str(told)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_cases_are_read_and_can_be_staged_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cases") / "outbound.cases.yaml"
    path.write_bytes(data.draw(mutated(TEXTS["outbound.cases.yaml"])).encode("utf-8", errors="surrogatepass"))
    try:
        for placed in load_cases(path, RUBRIC):
            stage(placed.case)
    except RubricError as refusal:
        assert refusal.diagnostics
