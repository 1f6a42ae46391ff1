"""`qa process`: what programs read, and what is assumed of a file without a manifest."""

from __future__ import annotations

import json

import pytest

from qa.cli.console import err, report_error
from qa.cli.process import direction_of, print_json
from qa.errors import Text, UsageError
from qa.recording import Direction
from qa.rubric.source import parse_rubric
from qa.transcript import Party
from tests import builders
from tests.rubric.test_source import GOOD


def test_json_is_written_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    text = "他说:x:和[bold]" + "好" * 300
    print_json(builders.call_result(heard=builders.transcript(turns=builders.dialogue((Party.AGENT, text)))))
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    assert json.loads(written)["turns"][0]["text"] == text


@pytest.mark.parametrize(
    ("applies_to", "direction"),
    [
        ("{direction: outbound}", Direction.OUTBOUND),
        ("{direction: inbound, queue: 宽带}", Direction.INBOUND),
        ("{direction: [inbound, outbound]}", Direction.INBOUND),
        ("{queue: 宽带}", Direction.INBOUND),
    ],
)
def test_the_direction_is_the_one_that_the_rubric_is_for(applies_to: str, direction: Direction) -> None:
    rubric = parse_rubric(GOOD.replace("bands:", f"applies_to: {applies_to}\nbands:"), "small.yaml")
    assert direction_of(rubric) is direction


def test_wrong_use_is_said_once_in_each_language() -> None:
    with err.capture() as captured:
        code = report_error(UsageError("a:x:", problem=Text("不行。", "no."), fix=Text("请改。", "Mend it.")))
    assert code == 2
    assert captured.get() == "[U001] a:x:\n  不行。请改。\n  no. Mend it.\n"
