"""`qa rubric lint`: what an author should look at again, one rule a file."""

from qa.authoring.lint import (
    both_ways,
    columns,
    common,
    cut_off,
    digits,
    light,
    never,
    no_case,
    run_on,
    short,
    slash,
    split,
    traditional,
    twice,
    unused,
    unwritten,
)
from qa.authoring.lint.rule import Hint, Material, hints, manual
from qa.authoring.lint.written import Page, read_page

__all__ = [
    "Hint",
    "Material",
    "Page",
    "both_ways",
    "columns",
    "common",
    "cut_off",
    "digits",
    "hints",
    "light",
    "manual",
    "never",
    "no_case",
    "read_page",
    "run_on",
    "short",
    "slash",
    "split",
    "traditional",
    "twice",
    "unused",
    "unwritten",
]
