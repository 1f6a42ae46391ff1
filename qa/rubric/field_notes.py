"""What stands under each field of a rubric's models: the author's explanation of a key, for the manual and editors."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from pydantic import BaseModel


@cache
def field_notes(kind: type[BaseModel]) -> Mapping[str, str]:
    """The docstring under each field of a model and of the models it is made of, by the field's key in YAML."""
    notes: dict[str, str] = {}
    for model in reversed(kind.__mro__):
        if issubclass(model, BaseModel) and model is not BaseModel:
            notes.update(_own_notes(model))
    fields = {name: field.alias or name.rstrip("_") for name, field in kind.model_fields.items()}
    return MappingProxyType({fields[name]: note for name, note in notes.items() if name in fields})


def _own_notes(kind: type[BaseModel]) -> Mapping[str, str]:
    # Read from the source, as Python keeps no docstring of a field.
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    if not isinstance(body, ast.ClassDef):
        raise AssertionError("a model is a class")
    found = {}
    for field, below in pairwise(body.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(note))):
                found[name] = inspect.cleandoc(note)
    return found
