"""`qa rubric lint`: what an author should look at again, one rule a file."""

from qa.authoring.lint import both_ways, common, light, never, no_case, twice
from qa.authoring.lint.rule import Hint, Material, hints, manual

__all__ = ["Hint", "Material", "both_ways", "common", "hints", "light", "manual", "never", "no_case", "twice"]
