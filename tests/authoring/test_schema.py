"""The schema for editors: made from the models, explained in Chinese, and never stricter than what we read."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from qa.authoring.case import Cases
from qa.authoring.schema import (
    CASES_MODELINE,
    MODELINE,
    cases_schema,
    cases_schema_text,
    rubric_schema,
    schema_text,
)
from qa.rubric.condition import OPERATORS
from qa.rubric.manual import page
from qa.rubric.model import Rubric

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"
SHIPPED = sorted(path for path in RUBRICS.glob("*.yaml") if not path.name.endswith(".cases.yaml"))

FORM = """\
rubric: small
name: 小质检表
version: "1"
applies_to: {direction: inbound, queue: [话费, 宽带]}
valid: {from: 2026-11-01, until: 2026-12-31}
scale: {start: 100, floor: 0, ceiling: 100, least_judged: 30 %}
bands: {优: 95, 良: 90}
phrases: {slip: [我不知道, 不清楚]}
sections:
  - id: opening
    name: 开头
    points: 30
    criteria:
      - {id: greeting, name: 问候, weight: 2, require: {said: [您好, 你好], by: agent, within: first 3 turns}}
      - id: told
        name: 告知
        weight: 1
        critical: true
        when: {silence: {longer_than: 8 s}}
        require: {said: 请您稍等, by: agent, before: {silence: {longer_than: 8 s}, within: 10 s, hit: every}}
    sections:
      - id: words
        name: 用语
        criteria:
          - id: evasive
            name: 推诿
            points: 10
            forbid:
              any: [{said: [$slip, 没办法], by: agent, unless: {said: 不知我是否}}, {matches: '没用', by: agent}]
            deduct: {each: 5, at_most: 10}
          - {id: rude, name: 辱骂, fatal: section, forbid: {said: 神经病, by: agent}}
  - id: rest
    name: 其他
    criteria:
      - {id: quick, name: 应答, points: 5, require: {measure: time_to_greeting, at_most: 5 s}}
      - {id: stays, name: 不先挂, points: 5, forbid: {measure: ended_by, is: agent}, deduct: {once: 5}}
      - {id: calm, name: 音量, points: 5, forbid: {loudness: {raised: 8 dB}, by: agent}}
      - {id: pace, name: 语速, points: 5, forbid: {rate: {faster_than: 300 字/分}, by: agent}}
"""


@cache
def validator(part: str = "") -> Any:
    schema = rubric_schema()
    return jsonschema.Draft7Validator({**schema, "$ref": f"#/$defs/{part}"} if part else schema)


def as_json(text: str) -> Any:
    return plain(YAML(typ="safe", pure=True).load(text))


def plain(value: Any) -> Any:
    """As editors see it: a date is text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def accepted(form: Any) -> bool:
    return bool(validator().is_valid(form))


def test_the_file_beside_the_rubrics_is_what_the_models_say() -> None:
    assert (RUBRICS / "rubric.schema.json").read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft7Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_rubrics_name_the_schema_and_fit_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == MODELINE
    assert [error.message for error in validator().iter_errors(as_json(text))] == []


@pytest.mark.parametrize("name", list(OPERATORS))
def test_examples_of_the_manual_fit_it(name: str) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", page(name), re.DOTALL)
    for block in re.split(r"\n(?=\w)", example):
        (condition,) = as_json(block).values()
        assert [error.message for error in validator("Condition").iter_errors(condition)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("name: 问候", "naem: 问候"),  # a key misspelt
        ('version: "1"', "version: 1"),  # a number for text
        ("name: 问候, ", ""),  # a key missing
        ("id: greeting", "id: 问候"),
        ("by: agent, within", "by: 坐席, within"),
        ("first 3 turns", "first 3"),  # no unit
        ("at_most: 5 s", "at_most: 5"),
        ("at_most: 5 s", "at_most: 5 次"),  # the unit of another measure
        ("time_to_greeting", "time_to_greet"),
        ("{said: [$slip, 没办法], by: agent,", "{said: [$slip, 没办法],"),  # whose words are forbidden
        ("{said: [您好, 你好], by", "{said: [], by"),
        ("{said: [您好, 你好], by", "{sayd: [您好, 你好], by"),
        ("{said: [您好, 你好], by", "{said: [您好, 110], by"),
        ("require: {measure", "require: {said: 您好, measure"),  # two operators
        ("weight: 2, require", "weight: 2, points: 20, require"),
        ("weight: 2, require", "require"),  # worth nothing
        ("fatal: section,", "fatal: section, points: 5,"),
        ("fatal: section,", "fatal: yes,"),
        ("forbid: {said: 神经病", "require: {said: 神经病"),
        ("forbid: {measure: ended_by", "require: {said: 再见}, forbid: {measure: ended_by"),
        ("{once: 5}", "{once: 5, each: 1}"),
        ("{raised: 8 dB}", "{raised: 8 dB, jump: 3 dB}"),
        ("{faster_than: 300 字/分}", "{}"),
        ("scale: {start: 100", "scale: {points: 100, start: 100"),
        ("within: 10 s, hit: every}", "hit: every}"),
        ("hit: every", "hit: each"),
        ("bands: {优: 95, 良: 90}", "bands: {优: 九十五}"),
        ("slip: [", "推诿: ["),
        ("[我不知道, 不清楚]", "[我不知道, 110]"),
        ("[我不知道, 不清楚]", "[]"),
    ],
)
def test_typical_mistakes_are_refused_by_the_editor_and_by_us(right: str, wrong: str) -> None:
    assert FORM.count(right) == 1
    assert accepted(as_json(FORM))
    assert read(FORM)
    bad = FORM.replace(right, wrong)
    assert not read(bad)
    assert not accepted(as_json(bad))


def read(text: str) -> bool:
    return readable(YAML(typ="safe", pure=True).load(text))


def readable(form: Any) -> bool:
    try:
        Rubric.model_validate(form)
    except ValueError:
        return False
    return True


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))


WHOLE = as_json(FORM)
PLACES = [path for path in places(WHOLE) if path]
VALUES: list[Any] = [
    None,
    True,
    0,
    1,
    7.5,
    "",
    "您好",
    "agent",
    "8 s",
    "3 turns",
    "60 %",
    "first 20 %",
    "300 字/分",
    [],
    {},
    ["您好"],
]


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([*VALUES, *PLACES])), min_size=1, max_size=2))
def test_the_editor_never_refuses_what_we_read(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    form = copy.deepcopy(WHOLE)
    for path, value in changes:
        put(form, path, found(WHOLE, value) if isinstance(value, tuple) else value)
    if readable(form):
        assert [error.message for error in validator().iter_errors(form)] == []


def found(form: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        form = form[key]
    return copy.deepcopy(form)


def put(form: Any, path: tuple[Any, ...], value: Any) -> None:
    """Set the place to the value, or take it away for None; nothing where an earlier change took its parent."""
    for key in path[:-1]:
        try:
            form = form[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(form, dict):
        form.pop(path[-1], None)
        if value is not None:
            form[path[-1]] = value
    elif isinstance(form, list) and path[-1] < len(form):
        form[path[-1]] = value


def test_every_key_is_explained_in_chinese() -> None:
    bare = [
        f"{name}.{key}"
        for name, part in rubric_schema()["$defs"].items()
        for key, about in part.get("properties", {}).items()
        if name != "Forbidden" and not re.search("[一-鿿]", about.get("description", ""))
    ]
    assert bare == []


CASES = """\
cases:
  - name: 问候
    metadata: {queue: 话费, direction: outbound}
    measures: {ended_by: agent, agent_pitch_range: 4 半音}
    turns:
      - {agent: 您好, rate: 300 字/分, raised: 12 dB}
      - {customer: 你好, overlap: 2 s}
      - silence: 12 s
      - {silence: 30 s, music: true}
      - {agent: 喂, level: -45 dBFS}
    expect: {greeting: met}
    score: {at_least: 90, at_most: 100}
    noise: 0.1
"""


def cases_accepted(text: str) -> tuple[bool, bool]:
    """By the schema, and by the models."""
    values = as_json(text)
    by_schema = jsonschema.Draft7Validator(cases_schema()).is_valid(values)
    try:
        Cases.model_validate(YAML(typ="safe", pure=True).load(text))
    except ValidationError:
        return by_schema, False
    return by_schema, True


def test_the_cases_schema_beside_the_rubrics_is_what_the_models_say() -> None:
    assert (RUBRICS / "cases.schema.json").read_text(encoding="utf-8") == cases_schema_text()
    jsonschema.Draft7Validator.check_schema(json.loads(cases_schema_text()))


@pytest.mark.parametrize("path", sorted(RUBRICS.glob("*.cases.yaml")), ids=lambda path: path.stem)
def test_shipped_cases_name_their_schema_and_fit_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == CASES_MODELINE
    assert [e.message for e in jsonschema.Draft7Validator(cases_schema()).iter_errors(as_json(text))] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("expect: {greeting: met}", "expct: {greeting: met}"),  # a key misspelt
        ("greeting: met", "greeting: 达到"),
        ("greeting: met", "问候: met"),
        ("    turns:\n", "    lines:\n"),
        ("silence: 12 s", "silence: 12"),  # no unit
        ("300 字/分", "300"),
        ("12 dB", "12"),
        ("      - silence: 12 s", "      - {silence: 12 s, rate: 300 字/分}"),
        ("{customer: 你好, overlap: 2 s}", "{customer: 你好, agent: 您好}"),  # who speaks?
        ("{customer: 你好, overlap: 2 s}", "{overlap: 2 s}"),
        ("noise: 0.1", "noise: 5"),
        ("direction: outbound", "direction: 呼出"),
        ("ended_by: agent", "ended_by: 坐席"),
        ("agent_pitch_range: 4 半音", "agent_pitch_range: 4 dB"),
        ("agent_pitch_range: 4 半音", "agent_speech_rate: 200 字/分"),  # the dialogue tells
        ("{agent: 喂, level: -45 dBFS}", "{agent: 喂, level: -45 dBFS, raised: 3 dB}"),
        ("{agent: 喂, level: -45 dBFS}", "{agent: 喂, music: true}"),
        ("      - silence: 12 s", "      - {silence: 12 s, level: -45 dBFS}"),
        ("{at_least: 90, at_most: 100}", "{}"),
        ("    expect: {greeting: met}\n    score: {at_least: 90, at_most: 100}\n", ""),  # about nothing
    ],
)
def test_a_case_that_cannot_be_read_is_refused_while_it_is_typed(right: str, wrong: str) -> None:
    assert cases_accepted(CASES) == (True, True)
    assert right in CASES
    assert cases_accepted(CASES.replace(right, wrong)) == (False, False)


def test_every_key_of_a_case_is_explained_in_chinese() -> None:
    parts = cases_schema()["$defs"].values()
    notes = {key: value.get("description", "") for part in parts for key, value in part["properties"].items()}
    assert [key for key, note in notes.items() if not re.search("[一-鿿]", note)] == []
