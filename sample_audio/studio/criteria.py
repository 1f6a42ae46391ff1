"""The criteria of a rubric as far as labelling needs them: what is asked, when, and what arithmetic tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .script import ScriptError, Seconds


@dataclass(frozen=True)
class Criterion:
    """A criterion: `require` or `forbid`; what makes it apply; what of the true turns decides it, and at what limit."""

    id: str
    kind: str
    occasion: str = ""
    """`silence`, `marked` (a `?` mark in the dialogue), or nothing: always."""
    measured: str = ""
    """`time_to_greeting`, `last_speech_to_end` or `interrupts`; nothing: the marks decide."""
    limit: Seconds = 0.0


def read_criteria(rubric: Path, labelled: Path) -> list[Criterion]:
    """Those criteria of a rubric file, in its order, that `labelled` (criteria.yaml) says the dialogues speak of."""
    yaml = YAML(typ="safe")
    spoken_of = yaml.load(labelled)[rubric.stem]
    found = [_criterion(raw) for section in yaml.load(rubric)["sections"] for raw in _raw(section)]
    if strange := set(spoken_of) - {criterion.id for criterion in found}:
        raise ScriptError(f"{labelled}: not in {rubric.name}: {sorted(strange)}")
    return [criterion for criterion in found if criterion.id in spoken_of]


def _raw(section: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from section.get("criteria", [])
    for inner in section.get("sections", []):
        yield from _raw(inner)


def _criterion(raw: dict[str, Any]) -> Criterion:
    kind = "require" if "require" in raw else "forbid"
    demand = raw[kind]
    occasion = ""
    if "when" in raw or "answers" in demand:
        occasion = "silence" if "silence" in raw.get("when", {}) else "marked"
    if "interrupts" in demand:
        return Criterion(raw["id"], kind, occasion, "interrupts", _seconds(demand["interrupts"]["longer_than"]))
    if demand.get("measure") in ("time_to_greeting", "last_speech_to_end"):
        return Criterion(raw["id"], kind, occasion, demand["measure"], _seconds(demand["at_most"]))
    return Criterion(raw["id"], kind, occasion)


def _seconds(quantity: str) -> Seconds:
    return float(quantity.removesuffix("s"))
