"""The conditions a criterion is made of, as they stand in YAML: one operator with its arguments, or logic over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, cast

from pydantic import BaseModel, Discriminator, Tag

from qa.rubric.operators.answers import Answered, Answers
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.hold import Hold
from qa.rubric.operators.interrupts import Interrupts
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.loudness import Loudness
from qa.rubric.operators.matches import Matches
from qa.rubric.operators.measure import Measure
from qa.rubric.operators.metadata import Metadata
from qa.rubric.operators.order import Order
from qa.rubric.operators.rate import RateOf
from qa.rubric.operators.repeats import Repeats
from qa.rubric.operators.said import Said
from qa.rubric.operators.silence import Silence
from qa.rubric.operators.similar import Similar
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Near, Where

OPERATORS: Mapping[str, type[FromYaml]] = MappingProxyType(
    {
        "said": Said,
        "matches": Matches,
        "similar": Similar,
        "repeats": Repeats,
        "answers": Answers,
        "order": Order,
        "silence": Silence,
        "rate": RateOf,
        "interrupts": Interrupts,
        "loudness": Loudness,
        "hold": Hold,
        "measure": Measure,
        "metadata": Metadata,
        "topic": Topic,
        "all": All,
        "any": AnyOf,
        "not": Not,
    }
)
"""The registry: how each operator is called in YAML, in the order of the manual."""
Place: TypeAlias = tuple[int | str, ...]
"""The keys, and numbers in lists, that lead to a part of a rubric."""
_NAMES: Mapping[type[BaseModel], str] = {kind: name for name, kind in OPERATORS.items()}


def _operator(value: Any) -> str | None:
    if isinstance(value, BaseModel):
        return _NAMES.get(type(value))
    if not isinstance(value, dict):
        return None
    named = [name for name in OPERATORS if name in value]
    return named[0] if len(named) == 1 else None


Condition: TypeAlias = Annotated[
    Annotated[Said, Tag("said")]
    | Annotated[Matches, Tag("matches")]
    | Annotated[Similar, Tag("similar")]
    | Annotated[Repeats, Tag("repeats")]
    | Annotated[Answers, Tag("answers")]
    | Annotated[Order, Tag("order")]
    | Annotated[Silence, Tag("silence")]
    | Annotated[RateOf, Tag("rate")]
    | Annotated[Interrupts, Tag("interrupts")]
    | Annotated[Loudness, Tag("loudness")]
    | Annotated[Hold, Tag("hold")]
    | Annotated[Measure, Tag("measure")]
    | Annotated[Metadata, Tag("metadata")]
    | Annotated[Topic, Tag("topic")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(
        _operator,
        custom_error_type="condition",
        custom_error_message=f"a condition has exactly one operator: {', '.join(OPERATORS)}",
    ),
]


def name_of(condition: Condition) -> str:
    """Its operator, as YAML has it."""
    return _NAMES[type(condition)]


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The condition itself and, through all that it is made of but excuses and neighbours, the conditions in it."""
    return (part for _, part in placed_parts(condition))


def placed_parts(condition: Condition, place: Place = ()) -> Iterator[tuple[Place, Condition]]:
    """The same, each with the keys that lead to it from `place`, that of the condition."""
    yield place, condition
    own = (*place, name_of(condition))
    inner: Iterable[tuple[Place, Condition]] = ()
    match condition:
        case All(all=parts) | AnyOf(any=parts) | Order(order=parts):
            inner = [((*own, number), part) for number, part in enumerate(parts)]
        case Not(not_=part):
            inner = [(own, part)]
        case Answers(answers=asked):
            inner = [((*own, "trigger"), asked.trigger), ((*own, "reply"), asked.reply)]
    for at, part in inner:
        yield from placed_parts(part, at)


Usual: TypeAlias = Callable[[tuple[str, ...]], tuple[str, ...]]
"""What else counts where phrases are listed (`qa.rubric.usual`)."""


def with_usual(
    condition: Condition, usual: Usual, excuses: Usual | None = None, *, rearranged: bool = True
) -> Condition:
    """The same with every phrase that it is made of in other usual wordings too, and those of its excuses if told.

    With `rearranged` also in another order; not where it matters in which order and how near something was said.
    """

    def each(parts: Iterable[Condition], *, rearranged: bool) -> tuple[Condition, ...]:
        return tuple(with_usual(part, usual, excuses, rearranged=rearranged) for part in parts)

    if excuses is not None and isinstance(condition, Where):
        condition = _widely_excused(condition, excuses)
    match condition:
        case Said():
            return condition.with_usual(usual, rearranged=rearranged)
        case All(all=parts):
            return condition.model_copy(update={"all": each(parts, rearranged=rearranged)})
        case AnyOf(any=parts):
            return condition.model_copy(update={"any": each(parts, rearranged=rearranged)})
        case Order(order=parts):
            return condition.model_copy(update={"order": each(parts, rearranged=False)})
        case Answers(answers=asked):
            reply = with_usual(asked.reply, usual, rearranged=False)
            return condition.model_copy(update={"answers": asked.model_copy(update={"reply": reply})})
    return condition


def _widely_excused(condition: Where, usual: Usual) -> Condition:
    """Who has said 您等我一小会儿 has announced a silence as well as with 请您稍等."""
    excuses: dict[str, object] = {}
    if condition.unless is not None:
        excuses["unless"] = with_usual(condition.unless, usual, rearranged=False)
    if condition.unless_after is not None:
        near = condition.unless_after
        told = with_usual(near.condition, usual, rearranged=False)
        excuses["unless_after"] = near.model_copy(update={"condition": told})
    return cast("Condition", condition.model_copy(update=excuses))


_recursive: tuple[type[FromYaml], ...] = (Near, Where, Answered, *OPERATORS.values())
for _model in _recursive:
    _model.model_rebuild(_types_namespace={"Condition": Condition})
