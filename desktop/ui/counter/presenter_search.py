"""Calling one ticket out of turn: a row that was clicked, a number that was scanned or typed. No Qt."""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.office.live.counter_lookup import FoundTicket, find_ticket
from desktop.office.queue.serving import CallChosen, ReturnTicket, call_chosen, return_ticket
from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.scene import row_of
from desktop.ui.counter.state import Question, Said


class CounterSearch:
    """Asks before anybody is called out of turn; it writes through the desk, one write at a time."""

    def __init__(self, desk: CounterPresenter) -> None:
        self.desk, self.tasks, self.view = desk, desk.tasks, desk.view
        self._office = desk.context.office_id

    def choose(self, ticket_id: uuid.UUID) -> None:
        """A row was clicked: ask before anybody is called out of turn."""
        scene = self.desk.scene
        rows = (*scene.rows, *scene.held, *scene.missed)
        row = next((one for one in rows if one.ticket_id == ticket_id), None)
        if row is None or scene.mode not in ("idle", "called", "serving"):
            return
        place = next((at for at, one in enumerate(scene.rows) if one.ticket_id == ticket_id), 0)
        self.view.ask_call(
            Question(
                row,
                finishes=scene.current.number if scene.current and scene.mode == "serving" else "",
                overtakes=place,
                can_call=scene.mode != "called",
                is_next=bool(scene.rows) and scene.rows[0].ticket_id == ticket_id,
                place=scene.counter if scene.mode == "called" else "",
            )
        )

    def call_chosen(self, ticket_id: uuid.UUID, *, is_next: bool = False) -> None:
        """The question was answered with yes. Whoever is next anyway is called as next."""
        scene = self.desk.scene
        if is_next and scene.rows and scene.rows[0].ticket_id == ticket_id:
            self.desk.next_step()
            return
        command = CallChosen(**self.desk.who, ticket_id=ticket_id, finish_current=scene.mode == "serving")
        self.desk.write_step(
            "counter.list", call_chosen, command, "counter.called_toast", ("chosen", ticket_id)
        )

    def return_ticket(self, ticket_id: uuid.UUID) -> None:
        """A missed or held one is back, and joins the line at its place."""
        command = ReturnTicket(**self.desk.who_without_counter, ticket_id=ticket_id)
        self.desk.write_step(
            "counter.list",
            return_ticket,
            command,
            "counter.returned_toast",
            ("return", ticket_id),
            undo=False,
        )

    def scan(self, text: str) -> None:
        """A slip's code or a number, scanned or typed: show where that ticket is, and offer to call it."""
        self.tasks.read(
            find_ticket, self._office, text, done=self._found, failed=self._not_found, owner=self.desk
        )

    def _not_found(self, error: LoketError) -> None:
        known = error.code.startswith("database.")
        self.view.show_scan(Said(error.code, error.details) if known else Said("counter.scan_unknown"))

    def _found(self, found: FoundTicket) -> None:
        state, scene = self.desk.state, self.desk.scene
        if state is None:
            return
        self.view.show_scan(None)
        row = row_of(found.ticket, self.tasks.now(), ZoneInfo(state.time_zone))
        callable_now = found.ticket.state in ("waiting", "hold", "no_show", "booked")
        place = next((at for at, one in enumerate(scene.rows) if one.ticket_id == row.ticket_id), 0)
        self.view.ask_call(
            Question(
                row,
                finishes=scene.current.number if scene.current and scene.mode == "serving" else "",
                overtakes=place,
                can_call=callable_now and scene.mode in ("idle", "serving"),
                is_next=bool(scene.rows) and scene.rows[0].ticket_id == row.ticket_id,
                place=found.counter,
            )
        )
