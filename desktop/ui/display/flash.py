"""The first eight seconds of a call: the card is amber and white in turn. Plain Python, for the presenter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.ui.tasks import Cancel, Tasks

#: Amber and white in turn at 1 Hz: each for half a second, for 8 s. Ticks are counted, so that a clock that is
#: set meanwhile changes nothing.
FLASH_MS = 500
FLASHES = 16


class FlashingView(Protocol):
    """The window's part in it."""

    def show_flash(self, white: bool) -> None: ...


class Flash:
    """Begins amber, ends amber; ``ended`` is called after the eight seconds, not when it is stopped."""

    def __init__(self, tasks: Tasks, view: FlashingView, ended: Callable[[], None]) -> None:
        self._tasks, self._view, self._ended = tasks, view, ended
        self._timer: Cancel | None = None
        self._count = 0

    @property
    def running(self) -> bool:
        """Whether a call is in its eight seconds."""
        return self._timer is not None

    def start(self) -> None:
        """Begin anew."""
        self.stop()
        self._count = 0
        self._timer = self._tasks.every(FLASH_MS, self._tick, owner=self._view)

    def stop(self) -> None:
        """Steady at once."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._view.show_flash(False)

    def _tick(self) -> None:
        self._count += 1
        if self._count >= FLASHES:
            self.stop()
            self._ended()
        else:
            self._view.show_flash(self._count % 2 == 1)
