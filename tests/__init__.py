"""Tests mirror qa/; builders.py makes the objects they need."""
