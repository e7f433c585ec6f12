"""Before the counter: who works here, and at which counter. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from desktop.domain.errors import LoketError
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Named, Said
from desktop.ui.tasks import Cancel, StationContext, Tasks

if TYPE_CHECKING:
    from desktop.office.shifts import CounterChoice

#: Roles that may sit at a counter.
ROLES = frozenset({"clerk", "information", "supervisor", "administrator"})


class DoorScreen(Protocol):
    """What is asked of the window before a counter is open."""

    def show_sign_in(self, fault: Said | None) -> None: ...
    def show_checking(self) -> None: ...
    def show_counters(self, rows: tuple[tuple[str, str, tuple[Named, ...], str | None], ...]) -> None: ...
    def show_counter_fault(self, said: Said) -> None: ...
    def enter(self, clerk: Clerk, counter_id: uuid.UUID) -> None: ...


class DoorPresenter:
    """Signs somebody in and takes a counter.

    Args:
        sign_in: the use-case; ``make_sign_in(login, password)`` makes its command.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: DoorScreen,
        sign_in: Callable[..., Any],
        make_sign_in: Callable[[str, str], Any],
    ) -> None:
        self.tasks, self.context, self.view = tasks, context, view
        self._sign_in, self._make = sign_in, make_sign_in
        self.clerk: Clerk | None = None
        self._asking = self._inside = False
        self._own = context.counter_id
        self._news: Cancel | None = None

    def start(self, clerk: Clerk | None = None) -> None:
        """Ask who works here, or go on with somebody who signed in already."""
        self.clerk = clerk
        if clerk is None:
            self.view.show_sign_in(None)
            # Nothing more comes by itself: somebody has to sign in.
            self.tasks.trace("window.loaded", station="counter", state="sign_in")
        else:
            self.choose()

    def submit(self, login: str, password: str) -> None:
        """Somebody says who they are."""
        if self._asking:
            return
        self._asking = True
        self.view.show_checking()
        self.tasks.run(
            self._sign_in, self._make(login, password), done=self._signed_in, failed=self._refused, owner=self
        )

    def _signed_in(self, result: Any) -> None:
        self._asking = False
        person = result.value
        if not ROLES & set(person.roles):
            self.view.show_sign_in(Said("counter.no_role", {"name": person.name}))
            return
        self.clerk = Clerk(person.staff_id, person.name, tuple(person.roles))
        self.choose()

    def _refused(self, error: LoketError) -> None:
        self._asking = False
        self.view.show_sign_in(Said(error.code, error.details))

    def choose(self) -> None:
        """Go on at the counter that this person has, else at this PC's own, else ask."""
        self._inside = False
        from desktop.office.shifts import list_counters

        self.tasks.read(
            list_counters, self.context.office_id, done=self._got, failed=self._not_taken, owner=self
        )

    def ask_again(self) -> None:
        """After closing a counter: choose one, or sign out."""
        self._own = None
        self.choose()

    def _got(self, rows: tuple[CounterChoice, ...]) -> None:
        if self.clerk is None:
            return
        mine = next((row for row in rows if row.staff_id == self.clerk.staff_id), None)
        own = next((row for row in rows if row.counter_id == self._own and row.staff_id is None), None)
        place = mine or own
        if place is not None:
            self._own = None
            self.take(place.counter_id)
            return
        self._show(rows)
        self.tasks.trace("window.loaded", station="counter", state="choose")
        if self._news is None:
            self._news = self.tasks.on_news(self._look_again, owner=self)

    def _look_again(self) -> None:
        from desktop.office.shifts import list_counters

        self.tasks.read(
            list_counters, self.context.office_id, done=self._seen_again, failed=self._not_taken, owner=self
        )

    def _seen_again(self, rows: tuple[CounterChoice, ...]) -> None:
        # A reading that was under way when the counter was taken must not bring the list back over it.
        if not self._inside:
            self._show(rows)

    def _show(self, rows: tuple[CounterChoice, ...]) -> None:
        self.view.show_counters(
            tuple(
                (
                    str(row.counter_id),
                    row.name,
                    tuple(Named(short_id, short_en) for short_id, short_en in row.services),
                    row.staff or None,
                )
                for row in rows
            )
        )

    def take(self, counter_id: uuid.UUID) -> None:
        """Take a counter; a taken one is refused, naming who has it."""
        from desktop.office.shifts import OpenCounter, open_counter

        if self.clerk is None or self._asking:
            return
        self._asking = True
        clerk = self.clerk
        command = OpenCounter(
            office_id=self.context.office_id,
            station_id=self.context.station_id,
            staff_id=clerk.staff_id,
            counter_id=counter_id,
        )

        def done(_result: Any) -> None:
            self._asking, self._inside = False, True
            if self._news is not None:
                self._news.cancel()
                self._news = None
            self.view.enter(clerk, counter_id)

        self.tasks.run(open_counter, command, done=done, failed=self._not_taken, owner=self)

    def _not_taken(self, error: LoketError) -> None:
        self._asking = False
        self.view.show_counter_fault(Said(error.code, error.details))
        if not error.code.startswith("database."):
            self._look_again()

    def sign_out(self) -> None:
        """Somebody else works here now."""
        if self._news is not None:
            self._news.cancel()
            self._news = None
        self.start(None)
