"""Where a defect stands in the tree of a file, and which keys may stand there, by the paths of pydantic. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias, get_args

from ruamel.yaml.error import StreamMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qa.rubric.condition import OPERATORS
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Near
from qa.rubric.yaml_tree import entry, under

Form: TypeAlias = type[FromYaml]
Path: TypeAlias = Sequence[int | str]
_CONDITION: Final = frozenset(OPERATORS.values())
_KEY: Final = "[key]"
"""By which pydantic says that a key is meant and not its value."""


@dataclass(slots=True)
class Spot:
    """A part of a file: its key and its value, and what may be written there."""

    value: Node
    key: Node | None = None
    names: list[str] = field(default_factory=list)
    """Its place in the author's terms: `greeting`, `require`, `by`."""
    forms: frozenset[Form] = frozenset()
    """The models that can stand there: one, all operators for a condition, or none for text and numbers."""

    @property
    def form(self) -> Form | None:
        """The one model that can stand there."""
        return next(iter(self.forms)) if len(self.forms) == 1 else None

    @property
    def mark(self) -> StreamMark:
        """Of a plain value where that begins, of all else where its key does."""
        plain = isinstance(self.value, ScalarNode) and (self.value.value or self.value.style)
        mark: StreamMark = self.value.start_mark if plain or self.key is None else self.key.start_mark
        return mark

    def step(self, part: int | str) -> bool:
        """Go to a part of it; False where the file has none."""
        if isinstance(self.value, MappingNode):
            found = entry(self.value, part)
            self.key, self.value = found or (self.key, self.value)
            return found is not None
        if isinstance(self.value, SequenceNode) and isinstance(part, int) and part < len(self.value.value):
            self.key, self.value = None, self.value.value[part]
            self.names = _own_id(self.value) or self.names
            return True
        return False


def spot(root: Node, form: Form, path: Path) -> Spot:
    """The deepest part on pydantic's path that the file has."""
    at = Spot(root, forms=frozenset({form}))
    for part, following in zip(path, [*path[1:], None], strict=False):
        if len(at.forms) > 1 and part in OPERATORS:
            at.forms = frozenset({OPERATORS[str(part)]})  # the tag of a condition is no key
        elif at.form is Near and part == "condition":
            at.forms = _CONDITION  # its keys stand beside those of the nearness
        elif part == _KEY:
            at.value, at.key = at.key or at.value, None
        else:
            if isinstance(part, str):
                at.forms = _under(at.form, part)
            at.step(part)
            if isinstance(part, str) and (part not in ("sections", "criteria") or following is None):
                at.names = [*at.names, part]
    return at


def keys_of(form: Form) -> tuple[str, ...]:
    """The keys that a model may have, in the order of the manual."""
    return tuple(info.alias or name.rstrip("_") for name, info in form.model_fields.items())


def forms_with(key: str, root: Form) -> tuple[Form, ...]:
    """The models under `root` that have such a key."""
    return tuple(form for form in _all_under(root) if key in keys_of(form))


def scalars(node: Node) -> Iterator[ScalarNode]:
    """Every key and every value in a part of a file."""
    if isinstance(node, ScalarNode):
        yield node
    for part in node.value if isinstance(node, MappingNode | SequenceNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from scalars(inner)


def _under(form: Form | None, key: str) -> frozenset[Form]:
    for name, info in form.model_fields.items() if form else ():
        if key in (name, info.alias):
            return frozenset(_forms(info.annotation))
    return frozenset()


@cache
def _all_under(root: Form) -> tuple[Form, ...]:
    found, waiting = [root], [root]
    while waiting:
        for info in waiting.pop().model_fields.values():
            new = [form for form in _forms(info.annotation) if form not in found]
            found += new
            waiting += new
    return tuple(found)


def _forms(annotation: object) -> Iterator[Form]:
    if isinstance(annotation, type) and issubclass(annotation, FromYaml):
        yield annotation
    for inner in get_args(annotation):
        yield from _forms(inner)


def _own_id(node: Node) -> list[str]:
    found = under(node, "id")
    return [] if found is None else [str(found.value)]
