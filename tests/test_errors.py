"""Errors keep their text on the way from a worker process, and say it in both languages."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import qa
from qa.errors import Text, TinghengError, UsageError
from qa.people.errors import AccountFault, AccountsRefused
from qa.rubric.diagnostics import Diagnostic, RubricError

for _module in pkgutil.walk_packages(qa.__path__, "qa."):
    # Alembic runs its scripts itself, with a connection in its context.
    if not _module.name.endswith("__main__") and ".migrations." not in _module.name:
        importlib.import_module(_module.name)


def kinds(base: type[TinghengError] = TinghengError) -> Iterator[type[TinghengError]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith("qa."):
            yield kind
            yield from kinds(kind)


def fields_of(*texts: Text) -> set[str]:
    parsed = (part for text in texts for template in (text.zh, text.en) for part in Formatter().parse(template))
    return {name for _, name, _, _ in parsed if name} - {"where"}


def example(kind: type[TinghengError]) -> TinghengError:
    if issubclass(kind, UsageError):
        return kind("place", problem=Text("中{x}。", "English {x}."), fix=Text("改。", "Mend it."))
    if issubclass(kind, RubricError):
        text = Text("中。", "English.")
        return kind("a.yaml", (Diagnostic("R020", "a.yaml", 3, 5, text, text, "  by: x"),))
    if issubclass(kind, AccountsRefused):
        return kind("list.csv", (AccountFault(3, "role", Text("中。", "English."), Text("改。", "Mend it.")),))
    return kind("place", **{name: f"<{name}>" for name in fields_of(kind.what, kind.remedy)})


@pytest.mark.parametrize("kind", [k for k in kinds() if hasattr(k, "what")], ids=lambda kind: kind.__name__)
def test_an_error_crosses_a_process_border_whole(kind: type[TinghengError]) -> None:
    error = example(kind)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert (again.message, again.advice, vars(again)) == (error.message, error.advice, vars(error))


def test_the_diagnostics_of_a_rubric_cross_it_too() -> None:
    error = example(RubricError)
    assert isinstance(error, RubricError)
    again = pickle.loads(pickle.dumps(error))
    assert again.diagnostics == error.diagnostics
    assert "a.yaml:3:5" in str(again)


def test_wrong_use_is_said_in_both_languages() -> None:
    error = UsageError("x", problem=Text("不行\n。", "no."), fix=Text("改。", "Mend it."))
    assert (error.message, error.advice) == (Text("不行\\n。", "no."), Text("改。", "Mend it."))
    assert str(error) == "[U001] x: no. Mend it."
