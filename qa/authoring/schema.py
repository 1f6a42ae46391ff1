"""The JSON Schemas of rubrics and of their cases, for editors: made from the models that read them.

Every key carries what the authors' manual says of it. Draft 7: editors' YAML servers read no later one. A schema cannot
tell all that `qa rubric lint` tells: not whether points add up, nor whether a phrase or an expression can be read, nor
whether a criterion of a case is in its rubric.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from qa.authoring.case import Cases
from qa.measures.definitions import DEFINITIONS
from qa.rubric.condition import OPERATORS
from qa.rubric.criterion import OF_A_PARTY
from qa.rubric.field_notes import field_notes
from qa.rubric.manual import page
from qa.rubric.model import Rubric
from qa.rubric.operators.measure import Measure
from qa.rubric.operators.where import Near

MODELINE: Final = "# yaml-language-server: $schema=./rubric.schema.json"
"""First line of a rubric, by which an editor finds the schema beside it."""
CASES_MODELINE: Final = "# yaml-language-server: $schema=./cases.schema.json"
"""The same of its cases."""

_Schema: TypeAlias = dict[str, Any]
_NAMES: Final[Mapping[type[BaseModel], str]] = {kind: name for name, kind in OPERATORS.items()}
_CONDITION: Final = {"$ref": "#/$defs/Condition"}
_FORBIDDEN: Final = {"$ref": "#/$defs/Forbidden"}
_BOUNDS: Final = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_LENGTHS: Final = {"minLength": "minItems", "maxLength": "maxItems"}


def schema_text() -> str:
    """The text of `rubric.schema.json`."""
    return json.dumps(rubric_schema(), ensure_ascii=False, indent=1) + "\n"


def cases_schema_text() -> str:
    """The text of `cases.schema.json`."""
    return json.dumps(cases_schema(), ensure_ascii=False, indent=1) + "\n"


def rubric_schema() -> _Schema:
    """The schema of a rubric; every key carries what the authors' manual says of it."""
    made = Rubric.model_json_schema(schema_generator=_Explained)
    parts = made.pop("$defs")
    measure = parts[Measure.__name__]["properties"]["measure"]
    measure["enumDescriptions"] = [DEFINITIONS[name].name.zh for name in measure["enum"]]
    any_of_them = parts[Near.__name__]["properties"]["condition"]
    parts[Near.__name__] = {"oneOf": list(_near(parts))}
    parts = {name: _tidy(part, any_of_them) for name, part in sorted(parts.items())}
    parts |= {"Condition": any_of_them, "Forbidden": _forbidden()}
    criterion = parts["Criterion"]["properties"]
    notes = {key: value for key, value in criterion["forbid"].items() if key != "$ref"}
    criterion["forbid"] = {"allOf": [_CONDITION, _FORBIDDEN], **notes}
    return {**_head("听衡质检表"), **_tidy(made, any_of_them), "$defs": parts}


def cases_schema() -> _Schema:
    """The schema of the cases beside a rubric."""
    return {**_head("听衡质检表的用例"), **_renamed(Cases.model_json_schema(schema_generator=_Explained))}


def _head(title: str) -> _Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}


class _Explained(GenerateJsonSchema):
    """No invented titles, no nulls and no Python defaults; the authors' words for every key."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> _Schema:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> _Schema:
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> _Schema:
        kind: type[BaseModel] = schema["cls"]
        made = super().model_schema(schema)
        for key, note in field_notes(kind).items():
            # Editors show the plain one with its backticks escaped.
            made["properties"][key] |= {"description": note, **({"markdownDescription": note} if "`" in note else {})}
        if kind in _NAMES:
            name, summary = _NAMES[kind], (kind.__doc__ or "").partition("\n")[0]
            made["properties"][name] |= {"description": summary, "markdownDescription": page(name)}
        # A title or description of the whole would hide, in an editor, that of the key it stands under.
        return {key: value for key, value in made.items() if key not in ("title", "description")}


def _near(parts: Mapping[str, _Schema]) -> Iterator[_Schema]:
    """`before: {silence: {longer_than: 8 s}, within: 10 s}`: a condition whose `within` is the distance."""
    own = parts[Near.__name__]["properties"]
    for kind in OPERATORS.values():
        part = parts[kind.__name__]
        properties = {**part["properties"], "within": own["within"], "hit": own["hit"]}
        yield {**part, "properties": properties, "required": [*part["required"], "within"]}


def _forbidden() -> _Schema:
    """Of forbidden words it is said whose they are, however deep they stand."""
    several = {"items": _FORBIDDEN}
    return {
        "if": {"anyOf": [{"required": [_NAMES[kind]]} for kind in OF_A_PARTY]},
        "then": {"required": ["by"]},
        "properties": {
            **dict.fromkeys(("all", "any", "order"), several),
            "not": _FORBIDDEN,
            "answers": {"properties": {"trigger": _FORBIDDEN, "reply": _FORBIDDEN}},
        },
    }


def _tidy(part: Any, any_of_them: _Schema) -> Any:
    """With one name for all conditions, and bounds as JSON Schema calls them."""
    if isinstance(part, list):
        return [_tidy(each, any_of_them) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("oneOf") == any_of_them["oneOf"]:
        return {**_CONDITION, **{key: part[key] for key in part if key.endswith("escription")}}
    return {_name(key, part): _tidy(value, any_of_them) for key, value in part.items()}


def _renamed(part: Any) -> Any:
    """With bounds as JSON Schema calls them."""
    if isinstance(part, list):
        return [_renamed(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {_name(key, part): _renamed(value) for key, value in part.items()}


def _name(key: str, part: _Schema) -> str:
    other = _LENGTHS if part.get("type") == "array" else _BOUNDS
    return other.get(key, key)
