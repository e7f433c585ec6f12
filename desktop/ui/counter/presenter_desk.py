"""The ground of the counter's presenter: reads the state whole, makes one write at a time. No Qt.

A write keeps its command until the office has answered: after a fault the same key sends the same command
again, so that nobody is called twice. The steps are in ``presenter``, panels in ``presenter_panels``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.live.counter import CounterState, read_counter
from desktop.office.queue.undo import UNDO_S
from desktop.ui.counter.scene import scene_of
from desktop.ui.counter.screen import Clerk, CounterScreen
from desktop.ui.counter.state import Said, Scene
from desktop.ui.tasks import StationContext, Tasks

BUSY_MS = 300
TICK_MS = 1000


@dataclass(slots=True)
class _Write:
    """A write under way, or one that met a fault and may be sent again."""

    name: str
    subject: object
    use_case: Callable[..., Any]
    command: Any
    done: Callable[[Any], None]


class CounterDesk:
    """One clerk at one counter.

    Args:
        left: called when the clerk has no counter any more.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: CounterScreen,
        clerk: Clerk,
        counter_id: uuid.UUID,
        left: Callable[[], None] = lambda: None,
    ) -> None:
        self.tasks, self.context, self.view, self.clerk = tasks, context, view, clerk
        self.counter_id, self._left = counter_id, left
        self.state: CounterState | None = None
        self.notice: Said | None = None
        self._fault: LoketError | None = None
        self._muted = self._reading = self._stale = self._gone = False
        self._running: _Write | None = None
        self._unsure: _Write | None = None
        self.last_step: tuple[uuid.UUID, datetime] | None = None
        self._ends = [
            tasks.on_news(self.reload, owner=self),
            tasks.on_connection(self._connection, owner=self),
            tasks.every(TICK_MS, self.show, owner=self),
        ]

    # ---- reading ----

    def start(self) -> None:
        """Read for the first time."""
        self.reload()

    def stop(self) -> None:
        """Nothing is read or shown any more; the clerk leaves."""
        self._gone = True
        for end in self._ends:
            end.cancel()

    def reload(self) -> None:
        """Read the whole state; while one reading is under way another is only noted."""
        if self._gone:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        self.tasks.later(BUSY_MS, self._mute_if_reading, owner=self)
        self.tasks.read(
            read_counter,
            self.context.office_id,
            self.counter_id,
            self.clerk.staff_id,
            done=self._got,
            failed=self._not_got,
            owner=self,
        )

    def _mute_if_reading(self) -> None:
        if self._reading and not self._gone:
            self._muted = True
            self.show()

    def _got(self, state: CounterState) -> None:
        first = self.state is None
        self._reading = self._muted = False
        self.state = state
        if self._fault is not None:
            self._fault = None
            self.view.say(Said("counter.connected_again"))
        if state.shift_state == "closed" or state.shift_staff_id != self.clerk.staff_id:
            # The shift ended elsewhere (a supervisor, another PC): back to the list of counters.
            self.leave()
            return
        self.show()
        if first:
            self.tasks.trace("window.loaded", station="counter")
        if self._stale:
            self.reload()

    def _not_got(self, error: LoketError) -> None:
        self._reading = self._muted = False
        self._connection(error)

    def _connection(self, fault: LoketError | None) -> None:
        if fault is None:
            self.reload()
            return
        self._fault = fault
        self.show()

    @property
    def scene(self) -> Scene:
        """What the window shows now."""
        if self.state is None:
            return Scene(staff=self.clerk.name, fault=None if self._fault is None else Said(self._fault.code))
        return scene_of(
            self.state,
            self.tasks.now(),
            staff=self.clerk.name,
            can_undo=self._can_undo(),
            notice=self.notice,
            fault=self._fault,
            muted=self._muted or self._fault is not None,
        )

    def show(self) -> None:
        """Draw what is known, at this second."""
        if not self._gone:
            self.view.show_scene(self.scene)

    # ---- writing ----

    @property
    def who(self) -> dict[str, Any]:
        """What every command of this counter carries."""
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.clerk.staff_id,
            "counter_id": self.counter_id,
        }

    def write(
        self,
        name: str,
        use_case: Callable[..., Any],
        make: Callable[[], Any],
        done: Callable[[Any], None],
        *,
        subject: object = None,
    ) -> None:
        """Make one write. Another that is under way swallows this press.

        ``subject`` is what it is about: after a fault the same name and subject send the same command again.
        """
        if self._running is not None or self._gone:
            return
        unsure = self._unsure
        if unsure is not None and (unsure.name, unsure.subject) == (name, subject):
            self._send(unsure)
        else:
            self._send(_Write(name, subject, use_case, make(), done))

    def _send(self, write: _Write) -> None:
        self._running, self._unsure, self.notice = write, None, None
        self.tasks.later(BUSY_MS, lambda: self._busy_if(write), owner=self)
        self.tasks.run(
            write.use_case,
            write.command,
            done=lambda result: self._written(write, result),
            failed=lambda error: self._refused(write, error),
            owner=self,
        )

    def _busy_if(self, write: _Write) -> None:
        if self._running is write:
            self.view.show_busy(write.name, Said("counter.busy"))

    def _over(self, write: _Write) -> None:
        self._running = None
        self.view.show_busy(write.name, None)

    def _written(self, write: _Write, result: Any) -> None:
        self._over(write)
        write.done(result.value)
        if not result.changes:
            self.reload()

    def _refused(self, write: _Write, error: LoketError) -> None:
        self._over(write)
        if isinstance(error, EnvironmentFault):
            # Nobody knows whether it was written: the same command, sent again, does it once.
            self._unsure = write
            self._connection(error)
            return
        self.notice = Said(error.code, error.details)
        self.reload()
        self.show()

    def retry(self) -> None:
        """Try again what met a fault, or just look again."""
        if self._unsure is not None and self._running is None:
            self._send(self._unsure)
        else:
            self.reload()

    @property
    def who_without_counter(self) -> dict[str, Any]:
        """The same for commands that are about a ticket, wherever it is."""
        return {key: value for key, value in self.who.items() if key != "counter_id"}

    def write_step(
        self, name: str, use_case: Any, command: Any, code: str, subject: object, *, undo: bool = True
    ) -> None:
        """A write about one ticket, told afterwards by ``code``; ``undo`` offers to take it back."""

        def done(outcome: Any) -> None:
            said = Said(code, {"number": outcome.label, "finished": "", **outcome.args})
            if undo:
                self.remember_step(command, said)
            else:
                self.view.say(said)

        self.write(name, use_case, lambda: command, done, subject=subject)

    def remember_step(self, command: Any, said: Said) -> None:
        """Tell what was done, and that Ctrl+Z takes it back for some seconds."""
        self.last_step = (command.command_id, self.tasks.now())
        self.view.say(said, undo=True)

    def _can_undo(self) -> bool:
        return self.last_step is not None and self.tasks.now() - self.last_step[1] <= timedelta(
            seconds=UNDO_S
        )

    def leave(self) -> None:
        """The clerk has no counter any more."""
        if not self._gone:
            self.stop()
            self._left()
