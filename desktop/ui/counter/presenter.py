"""The counter's steps: whatever F2 names, recall, finish, no-show, taking back. No Qt."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from desktop.office.live.counter_lookup import FoundTicket, find_ticket
from desktop.office.queue import CallNext, Finish, StartService, call_next, finish, start_service
from desktop.office.queue.serving import MarkNoShow, Recall, mark_no_show, recall
from desktop.office.queue.undo import TakeBack, take_back
from desktop.office.shifts import Resume, resume
from desktop.ui.counter.presenter_desk import CounterDesk
from desktop.ui.counter.state import Said

#: A second press so soon after a call is the same press: a hand that trembles must not begin a service.
SETTLE = timedelta(milliseconds=700)


class CounterPresenter(CounterDesk):
    """One clerk at one counter; see ``presenter_desk`` for its making."""

    _quiet_until: datetime | None = None

    def next_step(self) -> None:
        """F2: whatever the button names."""
        step = self.scene.next_step
        quiet = self._quiet_until is not None and self.tasks.now() < self._quiet_until
        if quiet or self.state is None:
            return
        if step == "start":
            self.begin_service()
        elif step == "finish":
            self.finish()
        elif step in ("call", "call_finishing"):
            self.call(finish_current=step == "call_finishing")

    def call(self, *, finish_current: bool) -> None:
        """Call whoever is next; ``expected`` lets the window say that another counter was faster."""
        assert self.state is not None
        expected = self.state.line[0] if self.state.line else None
        command = CallNext(
            **self.who,
            finish_current=finish_current,
            expected_ticket_id=None if expected is None else expected.ticket_id,
        )

        def done(outcome: Any) -> None:
            self._quiet_until = self.tasks.now() + SETTLE
            finished = "" if outcome.finished is None else outcome.finished.label
            args = {"number": outcome.label, "finished": finished}
            if outcome.ticket_id is not None:
                code = "counter.called_after" if finished else "counter.called_toast"
                self.remember_step(command, Said(code, args))
            elif finished:
                self.remember_step(command, Said("counter.nobody_after", args))
            else:
                self.view.say(Said("counter.nobody_waits"))
            if expected is not None and outcome.ticket_id not in (None, expected.ticket_id):
                self._say_who_was_faster(expected.ticket_id, expected.label, outcome.label)

        current = self.state.current
        subject = ("call", None if current is None else current.ticket_id)
        self.write("counter.next_step", call_next, lambda: command, done, subject=subject)

    def _say_who_was_faster(self, ticket_id: uuid.UUID, number: str, called: str) -> None:
        def found(where: FoundTicket) -> None:
            elsewhere = where.counter_id not in (None, self.counter_id)
            code = "counter.faster" if elsewhere and where.counter else "counter.order_changed"
            self.notice = Said(code, {"number": number, "counter": where.counter, "next": called})
            self.show()

        self.tasks.read(
            find_ticket, self.context.office_id, ticket_id, done=found, failed=lambda _e: None, owner=self
        )

    def _simple(self, name: str, use_case: Any, command: Any, code: str, *, undo: bool = True) -> None:
        """A step on the ticket that is here."""
        current = self.state.current if self.state is not None else None
        if current is None:
            return

        def done(outcome: Any) -> None:
            said = Said(code, {"number": outcome.label})
            if undo:
                self.remember_step(command, said)
            else:
                self.view.say(said)

        self.write(name, use_case, lambda: command, done, subject=(use_case.__name__, current.ticket_id))

    def _here(self) -> dict[str, Any]:
        current = self.state.current if self.state is not None else None
        return {**self.who, "ticket_id": None if current is None else current.ticket_id}

    def begin_service(self) -> None:
        """The called person is here."""
        self._simple(
            "counter.next_step", start_service, StartService(**self._here()), "counter.started_toast"
        )

    def recall(self) -> None:
        """F3: call again."""
        self._simple("counter.recall", recall, Recall(**self.who), "counter.recalled_toast", undo=False)

    def finish(self) -> None:
        """F4: the person is done."""
        self._simple("counter.finish", finish, Finish(**self._here()), "counter.finished_toast")

    def no_show(self) -> None:
        """F8: the called person did not come."""
        self._simple("counter.no_show", mark_no_show, MarkNoShow(**self._here()), "counter.missed_toast")

    def undo(self) -> None:
        """Ctrl+Z: take back the last step."""
        if self.last_step is None:
            return
        step = self.last_step[0]

        def done(outcome: Any) -> None:
            self.last_step = None
            restored, released = outcome.restored, outcome.released
            code = "counter.undone_both" if restored and released else "counter.undone_one"
            self.view.say(Said(code, {"number": restored or released, "released": released}))

        self.write(
            "counter.undo",
            take_back,
            lambda: TakeBack(**self.who, step_command_id=step),
            done,
            subject=("undo", step),
        )

    def resume(self) -> None:
        """F12 on a break: open the counter again."""
        self.write(
            "counter.break",
            resume,
            lambda: Resume(**self.who),
            lambda outcome: self.view.say(Said("counter.resumed_toast", {"counter": outcome.counter})),
            subject="resume",
        )
