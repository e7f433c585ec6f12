"""The ground of the counter's presenter: reads the small state whole and makes the scene of it. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.domain.errors import LoketError
from desktop.office.live.counter import CounterState, read_counter
from desktop.office.queue.undo import UNDO_S
from desktop.ui.counter.scene import scene_of
from desktop.ui.counter.screen import Clerk, CounterScreen
from desktop.ui.counter.state import Said, Scene
from desktop.ui.tasks import Cancel, StationContext, Tasks

BUSY_MS = 300
TICK_MS = 1000


class CounterReader:
    """One clerk at one counter: what is known of it.

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
        self.write_fault: LoketError | None = None
        """What stopped the last write (a full disk, say); it stays until a write succeeds or is tried again."""
        self._muted = self._reading = self._stale = self._gone = False
        self._slow: Cancel | None = None
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
        self._slow = self.tasks.later(BUSY_MS, self._mute_if_reading, owner=self)
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

    def _answered(self) -> None:
        self._reading = self._muted = False
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _got(self, state: CounterState) -> None:
        first = self.state is None
        self._answered()
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
        self._answered()
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
            fault=self._fault or self.write_fault,
            muted=self._muted or self._fault is not None,
        )

    def show(self) -> None:
        """Draw what is known, at this second."""
        if not self._gone:
            self.view.show_scene(self.scene)

    def _can_undo(self) -> bool:
        return self.last_step is not None and self.tasks.now() - self.last_step[1] <= timedelta(
            seconds=UNDO_S
        )

    def leave(self) -> None:
        """The clerk has no counter any more."""
        if not self._gone:
            self.stop()
            self._left()
