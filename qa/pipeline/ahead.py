"""Work that is done one step ahead of who asks for it, and work in portions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in order; while one is in use, another thread makes the next."""
    source, end = iter(items), object()
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, source, end)
        while (item := following.result()) is not end:
            following = thread.submit(next, source, end)
            yield item  # type: ignore[misc]


def portions(items: Iterable[Item], size: Callable[[Item], float], enough: float) -> Iterator[list[Item]]:
    """The items in order, in lists that end as soon as their sizes add up to `enough`."""
    portion: list[Item] = []
    for item in items:
        portion.append(item)
        if sum(map(size, portion)) >= enough:
            yield portion
            portion = []
    if portion:
        yield portion
