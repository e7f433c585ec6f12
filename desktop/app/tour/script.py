"""Plays a script of scenes inside the application's own event loop: one step, then wait until it shows.

A scene is a generator that yields ``Wait``s. While one is open the windows live on by themselves; there is no
fixed pause, only conditions with a deadline. Used by the tour only.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QTimer

log = logging.getLogger(__name__)

T = TypeVar("T")
PERIOD_MS = 4
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on once ``check`` is true; ``what`` names what did not show in ``seconds``."""

    check: Callable[[], object]
    what: str
    seconds: float = PATIENCE_S


Steps: TypeAlias = "Generator[Wait, None, T]"


class StepMissed(Exception):
    """Something that a step expects did not show in time."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Missed:
    """What went wrong in a scene."""

    scene: str
    what: str


class ScriptPlayer(QObject):
    """Plays scenes one after the other.

    Args:
        over: called when the last one has ended.
        told: told what a scene missed, at once.
    """

    def __init__(self, over: Callable[[], None], told: Callable[[str], None] = lambda line: None) -> None:
        super().__init__()
        self._told = told
        self._scenes: list[tuple[str, Callable[[], Steps[None]]]] = []
        self._over = over
        self._tidy: Callable[[], None] = lambda: None
        self._steps: Generator[Wait, None, Any] | None = None
        self._wait: Wait | None = None
        self._deadline_s = 0.0
        self._settled = False
        self.scene = ""
        self.missed: list[Missed] = []
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD_MS)
        self._timer.timeout.connect(self._tick)

    def set_scenes(
        self, scenes: Sequence[tuple[str, Callable[[], Steps[None]]]], tidy: Callable[[], None]
    ) -> None:
        """Name and generator function of each scene; ``tidy`` is called after one that missed something."""
        self._scenes, self._tidy = list(scenes), tidy

    def start(self) -> None:
        """Begin with the first scene."""
        self._timer.start()

    def miss(self, what: str) -> None:
        """Note something that did not show, and go on."""
        self.missed.append(Missed(self.scene, what))
        self._told(f"! {self.scene}: {what}")

    def _tick(self) -> None:
        try:
            self._go_on()
        except StepMissed as missed:
            self.miss(missed.what)
            self._end_scene(failed=True)
        except Exception as error:
            # A bug in a window or here: the tour tells it as a step that failed, and plays the other scenes.
            log.exception("scene %s", self.scene)
            self.miss(f"{type(error).__name__}: {error}")
            self._end_scene(failed=True)

    def _go_on(self) -> None:
        if self._steps is None:
            if not self._scenes:
                self._timer.stop()
                self._over()
                return
            self.scene, make = self._scenes.pop(0)
            self._steps, self._wait = make(), None
        elif self._wait is not None and not self._wait.check():
            if time.monotonic() > self._deadline_s:
                raise StepMissed(self._wait.what)
            return
        elif self._wait is not None and not self._settled:
            # What shows has still to be laid out: the next turn sees it as people do.
            self._settled = True
            return
        try:
            self._wait, self._settled = next(self._steps), False
            self._deadline_s = time.monotonic() + self._wait.seconds
        except StopIteration:
            self._end_scene()

    def _end_scene(self, *, failed: bool = False) -> None:
        steps, self._steps, self._wait = self._steps, None, None
        if steps is not None:
            steps.close()
        if failed:
            self._tidy()
