"""The handover page's presenter: reads the file, compares, keeps what was entered, gives out. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.errors import LoketError
from desktop.office.files.handover import (
    HandOver,
    RecordLook,
    hand_over,
    record_look,
)
from desktop.office.files.handover_values import HandedOver
from desktop.office.live.handover import (
    HandoverState,
    HandoverTicket,
    open_handover,
    read_handover_ticket,
)
from desktop.ui.files.handover.entering import Entering
from desktop.ui.files.handover.outcome import done_scene, order_of, said, same_order
from desktop.ui.files.handover.scene import (
    Entered,
    elapsed_s,
    scene_of,
    strip_of,
    why_not,
)
from desktop.ui.files.handover.state import DoneScene, HandoverScreen, Line, Scene
from desktop.ui.tasks import Cancel, StationContext, Tasks

_FRESH = ("file.changed", "file.already_collected", "file.wrong_state", "handover.bag_incomplete",
          "handover.originals_open", "handover.unknown_thing")  # fmt: skip
"""Refusals after which the page must show what is true now."""


class HandoverPresenter(Entering):
    """One opening of the page.

    Args:
        staff_id: who gives out; named in events and on the proof.
        counter_id, ticket_id: where the visitor is served, if at a counter.
        on_done: told the outcome once documents have been given out.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: HandoverScreen,
        staff_id: uuid.UUID | None,
        *,
        counter_id: uuid.UUID | None = None,
        ticket_id: uuid.UUID | None = None,
        on_done: Callable[[HandedOver], None] | None = None,
    ) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._staff, self._counter, self._ticket_id = staff_id, counter_id, ticket_id
        self._on_done = on_done
        self._who: dict[str, Any] = {
            "office_id": context.office_id,
            "station_id": context.station_id,
            "staff_id": staff_id,
        }
        self._state: HandoverState | None = None
        self._entered = Entered()
        self._done: DoneScene | None = None
        self._ticket: HandoverTicket | None = None
        self._fault: Line | None = None
        self._other = ""
        self._busy = False
        self._scanned: datetime | None = None
        self._open = False
        self._order: HandOver | None = None
        self._ends: list[Cancel] = []

    # coming and going

    def start(self, what: uuid.UUID | str | None) -> None:
        """Open a file, or wait for a scan; the ticket's time runs until `stop`."""
        self._open = True
        self._ends = [
            self._tasks.every(1000, self._tick, owner=self),
            self._tasks.on_news(self.refresh, owner=self),
        ]
        if self._ticket_id is not None:
            self._tasks.read(
                read_handover_ticket, self._context.office_id, self._ticket_id,
                done=self._got_ticket, failed=self._failed, owner=self,
            )  # fmt: skip
        self._show()
        if what is not None:
            self.open(what)

    def stop(self) -> None:
        """The page is closed; what is still under way is finished without it."""
        self._open = False
        for one in self._ends:
            one.cancel()

    def open(self, what: uuid.UUID | str, *, scanned: bool = False) -> None:
        """Read a file by its key or its number."""

        def got(state: HandoverState) -> None:
            if self._state is None or self._state.application_id != state.application_id:
                self._entered = Entered()
                self._look(state)
            self._state, self._done, self._fault, self._other = state, None, None, ""
            self._order = None
            self._scanned = state.now_local if scanned else None
            self._show()

        self._tasks.read(
            open_handover, self._context.office_id, what, self._staff,
            done=got, failed=self._failed, owner=self,
        )  # fmt: skip

    def refresh(self) -> None:
        """Something may have changed: a colleague gave it out, or it has become ready. What was entered stays."""
        shown = self._state
        if shown is None or self._done is not None or self._busy:
            return

        def got(state: HandoverState) -> None:
            same = msgspec.structs.replace(state, now_local=shown.now_local, ticket=shown.ticket)
            if self._state is shown and not self._busy and self._done is None and same != shown:
                self._state = state
                self._show()

        self._tasks.read(
            open_handover, self._context.office_id, shown.application_id, self._staff,
            done=got, failed=_unheard, owner=self,
        )  # fmt: skip

    # the one action

    def primary(self) -> None:
        """F2: give out, or go on after it."""
        if self._done is not None:
            self._view.close_page()
        elif self._open_now():
            self.give()
        else:
            self._view.ask_scan()

    def why_not(self) -> Line | None:
        """Why F2 has nothing to do."""
        if self._busy:
            return Line("handover.busy")
        if self._open_now() and self._state is not None:
            return why_not(self._state, self._entered)
        return None

    def give(self) -> None:
        """Give the documents out; a press after a lost answer sends the same command again."""
        state, entered = self._state, self._entered
        if state is None or self.why_not() is not None:
            return
        order = order_of(self._who, self._where(), state, entered)
        if self._order is not None and same_order(self._order, order):
            order = self._order
        self._order, self._busy, self._fault = order, True, None
        self._show()

        def done(result: Any) -> None:
            self._busy = False
            outcome: HandedOver = result.value
            self._done = done_scene(state, outcome, entered.signed)
            self._show()
            if self._on_done is not None:
                self._on_done(outcome)

        self._tasks.run(hand_over, order, done, self._refused, owner=self)

    # inside

    def _where(self) -> dict[str, Any]:
        # A signature on the pad needs no paper; the proof is kept and can be printed from the file.
        printer = self._context.printer_id if self._entered.signed == "paper" else None
        return {"ticket_id": self._ticket_id, "counter_id": self._counter, "printer_id": printer}

    def _refused(self, error: LoketError) -> None:
        self._busy = False
        if error.code in _FRESH and self._state is not None:
            words = said(error)
            key = self._state.application_id

            def got(state: HandoverState) -> None:
                self._state, self._fault, self._order = state, words, None
                self._show()

            self._tasks.read(
                open_handover, self._context.office_id, key, self._staff,
                done=got, failed=self._failed, owner=self,
            )  # fmt: skip
            return
        self._failed(error)

    def _failed(self, error: LoketError) -> None:
        self._busy = False
        self._fault = said(error)
        if self._entered.digits == "asking":
            self._entered.last4, self._entered.digits = "", "empty"
        self._show()

    def _look(self, state: HandoverState) -> None:
        command = RecordLook(**self._who, application_id=state.application_id)
        self._tasks.run(record_look, command, None, self._failed, owner=self)

    def _got_ticket(self, ticket: HandoverTicket | None) -> None:
        self._ticket = ticket
        self._show()
        self._tick()

    def _tick(self) -> None:
        if self._ticket is not None and self._open:
            self._view.show_timer(elapsed_s(self._ticket, self._tasks.now()))

    def _open_now(self) -> bool:
        return self._state is not None and self._state.verdict == "ready" and self._done is None

    def _show(self, note: Line | None = None) -> None:
        if not self._open:
            return
        file = None
        if self._state is not None and self._done is None:
            file = scene_of(
                self._state, self._entered, busy=self._busy, scanned=self._scanned,
                printer=self._context.printer_id is not None,
            )  # fmt: skip
        self._view.show_scene(Scene(strip_of(self._ticket), file, self._done, self._fault, note, self._other))


def _unheard(error: LoketError) -> None:
    """A look that failed in the background: the window's own bar says that the database is gone."""
