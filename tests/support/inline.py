"""A stand-in for the lanes: everything is done at once, in the calling thread, and time stands still.

For tests of presenters and windows. ``advance`` moves the clock and calls what has become due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.errors import LoketError
from desktop.office.runner import Runner
from desktop.office.work import SetClock


@dataclass
class _Timer:
    due: datetime
    period: timedelta | None
    call: Callable[[], None]
    active: bool = True

    def cancel(self) -> None:
        self.active = False


@dataclass
class InlineTasks:
    """See ``desktop.ui.tasks.Tasks``."""

    runner: Runner
    clock: SetClock
    traces: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    news: list[tuple[_Timer, Callable[[], None]]] = field(default_factory=list)
    connection: list[tuple[_Timer, Callable[[LoketError | None], None]]] = field(default_factory=list)
    timers: list[_Timer] = field(default_factory=list)
    unhandled: list[LoketError] = field(default_factory=list)

    def run(
        self, use_case: Any, command: Any, done: Any = None, failed: Any = None, *, owner: Any = None
    ) -> None:
        try:
            result = self.runner.run(use_case, command)
        except LoketError as error:
            (failed or self.unhandled.append)(error)
            return
        if done is not None:
            done(result)
        if result.changes:
            self.tell()

    def read(
        self,
        query: Any,
        *args: Any,
        done: Any,
        failed: Any = None,
        owner: Any = None,
        background: bool = False,
    ) -> None:
        try:
            value = self.runner.read(query, *args)
        except LoketError as error:
            (failed or self.unhandled.append)(error)
            return
        done(value)

    def now(self) -> datetime:
        return self.clock.current

    def later(self, delay_ms: int, call: Callable[[], None], *, owner: object | None = None) -> _Timer:
        timer = _Timer(self.now() + timedelta(milliseconds=delay_ms), None, call)
        self.timers.append(timer)
        return timer

    def every(self, period_ms: int, call: Callable[[], None], *, owner: object | None = None) -> _Timer:
        period = timedelta(milliseconds=period_ms)
        timer = _Timer(self.now() + period, period, call)
        self.timers.append(timer)
        return timer

    def on_news(self, call: Callable[[], None], *, owner: object | None = None) -> _Timer:
        timer = _Timer(self.now(), None, call)
        self.news.append((timer, call))
        return timer

    def on_connection(
        self, call: Callable[[LoketError | None], None], *, owner: object | None = None
    ) -> _Timer:
        timer = _Timer(self.now(), None, lambda: None)
        self.connection.append((timer, call))
        return timer

    def trace(self, event: str, **details: Any) -> None:
        self.traces.append((event, details))

    def tell(self) -> None:
        """Let everybody look, as a wake-up does."""
        for timer, call in list(self.news):
            if timer.active:
                call()

    def tell_connection(self, fault: LoketError | None) -> None:
        """Say that the database went away (a fault) or is back (None)."""
        for timer, call in list(self.connection):
            if timer.active:
                call(fault)

    def advance(self, seconds: float) -> None:
        """Move the clock on and call, in order, what has become due."""
        end = self.now() + timedelta(seconds=seconds)
        while True:
            due = [timer for timer in self.timers if timer.active and timer.due <= end]
            if not due:
                break
            timer = min(due, key=lambda one: one.due)
            self.clock.current = max(self.clock.current, timer.due)
            if timer.period is None:
                timer.active = False
            else:
                timer.due += timer.period
            timer.call()
        self.clock.current = end
