"""A child process of the night: how it begins, and which one this is.

It imports nothing of ours: what a child loads is what its work needs.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait

_number = [0]


def begin_as(number: int) -> None:
    """In a child that begins: it is worker 0, 1, …, quiet, and gone with its parent.

    So a killed night leaves nobody who still writes. By the number it chooses the graphics card.
    """
    _number[0] = number
    # Ctrl-C reaches the whole terminal; the parent decides what it means for us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def worker_number() -> int:
    """Of this process; 0 outside the night's children."""
    return _number[0]


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
