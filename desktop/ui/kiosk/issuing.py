"""Asking for one number until it is acknowledged, and watching over its slip.

One visitor's choice is one command: however often it is sent, after a lost connection say, its id stays the
same, so that it makes one number. Used by the kiosk's presenter only; plain Python.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import LoketError, UserError
from desktop.office.live.kiosk import SlipState, read_slip
from desktop.ui.tasks import Tasks

RETRY_MS = 2_000
SLOW_MS = 300
SLIP_PATIENCE_S = 8

_PRINTED = ("sent", "confirmed")
_GIVEN_UP = ("failed", "unknown", "cancelled")


@dataclass(frozen=True, slots=True)
class Given:
    """A number that was given, as the last screen needs it.

    Attributes:
        ticket: the database's answer (label, code, people_ahead, state, ticket_id, job_id).
        service: short name in the visitor's language.
        low_min, high_min: what was told; None where it is not known.
        bring: papers to get ready.
        slot_at: time of an appointment in the office's zone; None for a walk-in.
        late: came too late for it, and waits as everybody else.
    """

    ticket: Any
    service: str
    low_min: int | None = None
    high_min: int | None = None
    bring: tuple[str, ...] = ()
    slot_at: Any = None
    late: bool = False


class Issuing:
    """The one request of a visitor.

    Args:
        tasks: work off the UI thread.
        owner: the presenter; callbacks end with it.
        changed: something to show changed.
        given: the number is there (the use-case's value).
        refused: the office said no; nothing was written.
    """

    def __init__(self, tasks: Tasks, owner: object, changed: Callable[[], None],
                 given: Callable[[Any], None], refused: Callable[[UserError], None]) -> None:  # fmt: skip
        self._tasks, self._owner, self._changed = tasks, owner, changed
        self._given, self._refused = given, refused
        self._use_case: Callable[..., Any] | None = None
        self._command: Any = None
        self._under_way = False
        self._retry: Any = None
        self.trouble = False
        self.slow = False

    @property
    def busy(self) -> bool:
        """Whether a number was asked for and is not there yet."""
        return self._command is not None

    def ask(self, use_case: Callable[..., Any], command: Any) -> None:
        """Ask for a number; while one is under way nothing else is asked."""
        if self.busy:
            return
        self._use_case, self._command = use_case, command
        self.trouble = self.slow = False
        self._tasks.later(SLOW_MS, lambda: self._is_slow(command), owner=self._owner)
        self.send()

    def send(self) -> None:
        """Send the same command (again); harmless however often."""
        if self._command is None or self._under_way or self._use_case is None:
            return
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None
        self._under_way = True
        command = self._command
        self._tasks.run(
            self._use_case,
            command,
            lambda result: self._done(command, result),
            lambda error: self._failed(command, error),
            owner=self._owner,
        )

    def forget(self) -> None:
        """The visitor has gone; an answer that still comes is not shown."""
        if self._retry is not None:
            self._retry.cancel()
        self._retry = self._command = self._use_case = None
        self._under_way = self.trouble = self.slow = False

    def _is_slow(self, command: Any) -> None:
        if self._command is command:
            self.slow = True
            self._changed()

    def _done(self, command: Any, result: Any) -> None:
        if self._command is command:
            self.forget()
            self._given(result.value)

    def _failed(self, command: Any, error: LoketError) -> None:
        if self._command is not command:
            return
        self._under_way = False
        if isinstance(error, UserError):
            self.forget()
            self._refused(error)
            return
        # Nobody knows whether it was written: the same id is sent until somebody answers.
        self.trouble = True
        self._retry = self._tasks.later(RETRY_MS, self.send, owner=self._owner)
        self._changed()


class SlipWatch:
    """What becomes of a slip after its number is there; never holds the visitor up."""

    def __init__(self, tasks: Tasks, owner: object, changed: Callable[[], None]) -> None:
        self._tasks, self._owner, self._changed = tasks, owner, changed
        self._ticket_id: Any = None
        self._seconds = 0
        self.state: Any = "not_printed"

    def start(self, ticket_id: Any, has_job: bool) -> None:
        """Watch the slip of a ticket; one without a print job is not printed."""
        self._ticket_id = ticket_id if has_job else None
        self._seconds = 0
        self.state = "printing" if has_job else "not_printed"
        self.look()

    def tick(self) -> None:
        """A second has passed."""
        if self._ticket_id is not None and self.state != "printed":
            self._seconds += 1
            self.look()

    def look(self) -> None:
        """Read what became of it."""
        ticket_id = self._ticket_id
        if ticket_id is not None:
            self._tasks.read(
                read_slip,
                ticket_id,
                done=lambda slip: self._seen(ticket_id, slip),
                failed=lambda _error: None,  # it shows in the next look
                owner=self._owner,
            )

    def _seen(self, ticket_id: Any, slip: SlipState | None) -> None:
        if ticket_id != self._ticket_id or slip is None:
            return
        was = self.state
        if slip.state in _PRINTED:
            self.state = "printed"
        elif "paper" in slip.reason:
            self.state = "no_paper"
        elif slip.state in _GIVEN_UP or slip.reason or self._seconds >= SLIP_PATIENCE_S:
            self.state = "not_printed"
        else:
            self.state = "printing"
        if self.state != was:
            self._changed()
