"""Rubrics: the blank scoring forms that QA people write in YAML."""
