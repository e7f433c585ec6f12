"""Waiting for something to become true, with a deadline: what tests use in place of a fixed pause."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_for(
    condition: Callable[[], T], *, timeout_s: float = 10.0, every_s: float = 0.02, what: str = ""
) -> T:
    """Ask `condition` again and again until it returns something true; return that.

    For tests with widgets use `qtbot.waitUntil`, which lets Qt work meanwhile.

    Raises:
        TimeoutError: still false after `timeout_s` seconds; the text names `what` was waited for.
    """
    deadline = time.monotonic() + timeout_s
    pause = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            name = what or getattr(condition, "__name__", "the condition")
            raise TimeoutError(f"waited {timeout_s:g} s in vain for {name}")
        pause.wait(every_s)
