"""Addresses within the viewer."""

from __future__ import annotations

_ELSEWHERE = ("//", "/\\", "/signin")


def inside(address: str) -> str:
    r"""`address` if it is a page of ours, else the home page: `//host` and `/\host` would lead to another site."""
    ours = address.startswith("/") and not address.startswith(_ELSEWHERE) and address.isprintable()
    return address if ours else "/"
