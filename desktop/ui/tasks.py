"""What a presenter may ask of the program around it: work off the UI thread, time, and news.

Plain Python: presenters get these protocols handed in, ``desktop.app`` implements them with lanes and Qt,
tests with ``tests.support.inline.InlineTasks``, which does everything at once and on the spot.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from desktop.domain.errors import LoketError

Done = Callable[[Any], None]
Failed = Callable[[LoketError], None]


@dataclass(frozen=True, slots=True)
class StationContext:
    """Where this window stands.

    Attributes:
        office_id, station_id: keys that go into every command.
        station_name: how the database and the supervisor know this PC.
        language: ``id`` or ``en``, what people see first.
        counter_id: the counter of this PC where station.toml names one.
        zone: the hall zone's code of a display, or None for the whole hall.
        printer_id: the printer that this station's slips go to, or None.
        accessible: start in large type.
    """

    office_id: uuid.UUID
    station_id: uuid.UUID | None
    station_name: str = "loket"
    language: str = "id"
    counter_id: uuid.UUID | None = None
    zone: str | None = None
    printer_id: uuid.UUID | None = None
    accessible: bool = False


class Cancel(Protocol):
    """A repeating or delayed call that can be ended."""

    def cancel(self) -> None:
        """No further call after this."""


class Tasks(Protocol):
    """Work off the UI thread; every callback comes back on the UI thread."""

    def run(
        self,
        use_case: Callable[..., Any],
        command: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        owner: object | None = None,
    ) -> None:
        """Run a write on the interactive lane; ``done`` gets the Result.

        ``failed`` gets UserError or EnvironmentFault; without it the program's own bar tells. Nothing is
        called back once ``owner`` is gone. A bug is logged with an incident number and given to ``failed`` as
        EnvironmentFault ``app.incident`` (number).
        """

    def read(
        self,
        query: Callable[..., Any],
        *args: Any,
        done: Done,
        failed: Failed | None = None,
        owner: object | None = None,
        background: bool = False,
    ) -> None:
        """Run a query ``query(work, *args)``; ``done`` gets its value. ``background`` takes the slow lane."""

    def now(self) -> datetime:
        """The office's clock, UTC: the server's time as last heard, moved on by this PC's steady clock."""

    def later(self, delay_ms: int, call: Callable[[], None], *, owner: object | None = None) -> Cancel:
        """Call once after ``delay_ms`` on the UI thread."""

    def every(self, period_ms: int, call: Callable[[], None], *, owner: object | None = None) -> Cancel:
        """Call every ``period_ms`` on the UI thread until cancelled."""

    def on_news(self, call: Callable[[], None], *, owner: object | None = None) -> Cancel:
        """Call (on the UI thread) whenever something may have changed: a wake-up from the database, a change
        made by this program, or the slow poll every 2 s. The window then reads its own small state whole.
        """

    def on_connection(
        self, call: Callable[[LoketError | None], None], *, owner: object | None = None
    ) -> Cancel:
        """Call with the fault when the database cannot be reached, and with None when it answers again."""

    def trace(self, event: str, **details: Any) -> None:
        """Write a line of the station's trace (``LOKET_TRACE``), such as ``window.loaded``."""
