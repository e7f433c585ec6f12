"""What the counter asks in panels before it acts: hold, transfer, services, break, note, alarm. No Qt."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from desktop.domain.errors import LoketError
from desktop.office.alarms import AnswerAlarm, RaiseAlarm, answer_alarm, raise_alarm
from desktop.office.live.counter_lookup import (
    CounterPlace,
    ServicePlace,
    list_counters_for,
    list_services,
)
from desktop.office.queue.direct import AddService, ServeWithoutTicket, add_service, serve_without_ticket
from desktop.office.queue.serving import (
    HoldTicket,
    SetNote,
    TransferTicket,
    hold_ticket,
    set_note,
    transfer_ticket,
)
from desktop.office.shifts import BeginBreak, CloseCounter, begin_break, close_counter
from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.scene import name_of
from desktop.ui.counter.state import Named, Option, Said, until_of


class CounterPanels:
    """The second half of the presenter; it writes through the first, one write at a time."""

    def __init__(self, desk: CounterPresenter) -> None:
        self.desk, self.tasks, self.view = desk, desk.tasks, desk.view
        self._office = desk.context.office_id

    def _current(self) -> Any:
        return self.desk.state.current if self.desk.state is not None else None

    def _failed(self, error: LoketError) -> None:
        self.desk.notice = Said(error.code, error.details)
        self.desk.show()

    # ---- hold, transfer, services ----

    def hold(self) -> None:
        """F6."""
        if (current := self._current()) is not None:
            self.view.ask_hold(current.label)

    def hold_with(self, reason: str, note: str = "", minutes: int | None = None) -> None:
        """Put the ticket aside; ``minutes`` until the person is expected back."""
        if (current := self._current()) is None:
            return
        until = None if minutes is None else self.tasks.now() + timedelta(minutes=minutes)
        command = HoldTicket(**self.desk.who, reason=reason, note=note or None, until=until)
        self._step("counter.hold", hold_ticket, command, "counter.held_toast", ("hold", current.ticket_id))

    def transfer(self) -> None:
        """F7: first read where the ticket can go."""
        if (current := self._current()) is None:
            return

        def services(rows: tuple[ServicePlace, ...]) -> None:
            others = tuple(row for row in rows if row.service.service_id != current.service.service_id)
            self.tasks.read(
                list_counters_for,
                self._office,
                current.service.service_id,
                self.desk.counter_id,
                done=lambda counters: self.view.ask_transfer(
                    current.label, self._options(others), _counters(counters)
                ),
                failed=self._failed,
                owner=self.desk,
            )

        self.tasks.read(list_services, self._office, done=services, failed=self._failed, owner=self.desk)

    def transfer_to(
        self, *, service_id: uuid.UUID | None = None, counter_id: uuid.UUID | None = None
    ) -> None:
        """Send the ticket on; it keeps its number and its place."""
        if (current := self._current()) is None:
            return
        command = TransferTicket(
            **self.desk.who_without_counter,
            ticket_id=current.ticket_id,
            service_id=service_id,
            to_counter_id=counter_id,
        )
        subject = ("transfer", current.ticket_id, service_id, counter_id)
        self._step(
            "counter.transfer", transfer_ticket, command, "counter.transferred_toast", subject, undo=False
        )

    def no_ticket(self) -> None:
        """Ctrl+N: which service does the person without a number want?"""
        state = self.desk.state
        if state is not None:
            finishes = "" if state.current is None else state.current.label
            here = tuple(
                Option(one.service_id, name_of(one), Named("", ""), here=True) for one in state.services
            )
            self.view.ask_service("", finishes, here)

    def add_service(self) -> None:
        """Another service for the person who is here."""
        if (current := self._current()) is None:
            return
        self.tasks.read(
            list_services,
            self._office,
            done=lambda rows: self.view.ask_service(current.label, "", self._options(rows)),
            failed=self._failed,
            owner=self.desk,
        )

    def serve(self, service_id: uuid.UUID, *, adding: bool) -> None:
        """The service was chosen."""
        current = self._current()
        if adding and current is not None:
            added = AddService(**self.desk.who, ticket_id=current.ticket_id, service_id=service_id)
            self.desk.write(
                "counter.add_service",
                add_service,
                lambda: added,
                lambda one: self._say(
                    "counter.added_here_toast" if one.here else "counter.added_line_toast", one
                ),
                subject=("add", current.ticket_id, service_id),
            )
            return
        command = ServeWithoutTicket(
            **self.desk.who,
            service_id=service_id,
            finish_current=current is not None and current.state == "serving",
            language=self.desk.context.language,
        )
        self.desk.write(
            "counter.no_ticket",
            serve_without_ticket,
            lambda: command,
            lambda one: self._say("counter.direct_toast", one),
            subject=("direct", service_id),
        )

    # ---- note, break, alarm ----

    def note(self) -> None:
        """Ctrl+K."""
        if (current := self._current()) is not None:
            self.view.ask_note(current.label, current.note or "")

    def save_note(self, text: str) -> None:
        """Write the note; empty removes it."""
        if (current := self._current()) is None:
            return
        command = SetNote(**self.desk.who_without_counter, ticket_id=current.ticket_id, note=text)
        self._step("counter.note", set_note, command, "counter.noted_toast", ("note", text), undo=False)

    def break_or_open(self) -> None:
        """F12."""
        if self.desk.scene.mode == "break":
            self.desk.resume()
        else:
            self.view.ask_break()

    def begin_break(self, reason: str, minutes: int) -> None:
        """Pause for ``minutes``; the hall is told until when, on full five minutes."""
        until = until_of(self.tasks.now(), minutes)
        command = BeginBreak(**self.desk.who, reason=reason, until=until)
        self.desk.write("counter.break", begin_break, lambda: command, lambda _one: None, subject="break")

    def close(self) -> None:
        """Leave the counter."""
        command = CloseCounter(**self.desk.who)
        self.desk.write(
            "counter.break", close_counter, lambda: command, lambda _one: self.desk.leave(), subject="close"
        )

    def emergency(self) -> None:
        """Ctrl+Shift+D: call a colleague, at once and without a question, whatever else is under way."""
        self.tasks.run(
            raise_alarm,
            RaiseAlarm(**self.desk.who, kind="emergency"),
            done=lambda _result: self.view.say(Said("counter.emergency_sent")),
            failed=self._failed,
            owner=self.desk,
        )

    def answer(self, alarm_id: uuid.UUID) -> None:
        """This clerk goes there."""
        command = AnswerAlarm(**self.desk.who_without_counter, alarm_id=alarm_id)
        self.desk.write(
            "answer_alarm",
            answer_alarm,
            lambda: command,
            lambda _one: self.view.say(Said("counter.alarm_answered")),
            subject=("answer", alarm_id),
        )

    # ---- small things ----

    def _say(self, code: str, outcome: Any) -> None:
        self.view.say(Said(code, {"number": outcome.label, "finished": getattr(outcome, "finished", "")}))

    def _step(
        self, name: str, use_case: Any, command: Any, code: str, subject: object, *, undo: bool = True
    ) -> None:
        self.desk.write_step(name, use_case, command, code, subject, undo=undo)

    def _options(self, rows: tuple[ServicePlace, ...]) -> tuple[Option, ...]:
        state = self.desk.state
        here = set() if state is None else {one.service_id for one in state.services}
        return tuple(
            Option(
                row.service.service_id,
                name_of(row.service),
                Named(row.group_id, row.group_en),
                row.counters,
                row.service.service_id in here,
            )
            for row in rows
        )


def _counters(rows: tuple[CounterPlace, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(row.counter_id, Named(row.name, row.name), Named(row.staff, row.staff)) for row in rows
    )
