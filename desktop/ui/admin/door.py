"""The administrator's station: who is there, and what stands on its first page. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from desktop.domain.calendar import zone_label
from desktop.domain.errors import LoketError
from desktop.ui.admin.holidays_state import Line
from desktop.ui.tasks import Cancel, StationContext, Tasks

if TYPE_CHECKING:
    from desktop.office.live.admin import AdminHome

ROLES = frozenset({"supervisor", "administrator"})
"""Who may work at this station."""

CLOCK_MS = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    staff_id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class HomeState:
    """The first page: what each button leads to."""

    holidays: Line


class AdminScreen(Protocol):
    """What the presenter asks of the window."""

    def show_sign_in(self, fault: Line | None) -> None: ...
    def show_checking(self) -> None: ...
    def enter(self, person: Person) -> None: ...
    def show_home(self, state: HomeState) -> None: ...
    def show_clock(self, office: str, local: datetime, zone: str) -> None: ...
    def show_fault(self, line: Line | None) -> None: ...


class AdminDoor:
    """Signs somebody in, and keeps the first page up to date.

    Args:
        sign_in: the use-case; ``make_sign_in(login, password)`` makes its command.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        view: AdminScreen,
        sign_in: Callable[..., Any],
        make_sign_in: Callable[[str, str], Any],
    ) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._sign_in, self._make = sign_in, make_sign_in
        self.person: Person | None = None
        self._asking = False
        self._home: AdminHome | None = None
        self._watching: list[Cancel] = []

    def start(self, person: Person | None = None) -> None:
        """Ask who is there, or go on with somebody who signed in already."""
        if not self._watching:
            self._watching = [
                self._tasks.on_news(self._look, owner=self),
                self._tasks.every(CLOCK_MS, self._tick, owner=self),
                self._tasks.on_connection(self._connection, owner=self),
            ]
        if person is None:
            self.person = None
            self._view.show_sign_in(None)
            self._tasks.trace("window.loaded", station="admin", state="sign_in")
        else:
            self._enter(person)
        self._look()

    def submit(self, login: str, password: str) -> None:
        """Somebody says who they are."""
        if self._asking:
            return
        self._asking = True
        self._view.show_checking()
        self._tasks.run(
            self._sign_in, self._make(login, password), done=self._signed_in, failed=self._refused, owner=self
        )

    def sign_out(self) -> None:
        """Somebody else works here now."""
        self.start(None)

    def _signed_in(self, result: Any) -> None:
        self._asking = False
        who = result.value
        if not ROLES & set(who.roles):
            self._view.show_sign_in(Line("admin.no_role", {"name": who.name}))
            return
        self._enter(Person(who.staff_id, who.name))

    def _refused(self, error: LoketError) -> None:
        self._asking = False
        self._view.show_sign_in(Line(error.code, dict(error.details)))

    def _enter(self, person: Person) -> None:
        self.person = person
        self._view.enter(person)
        self._show()

    def _look(self) -> None:
        from desktop.office.live.admin import admin_home

        self._tasks.read(
            admin_home, self._context.office_id, done=self._got, failed=self._connection, owner=self
        )

    def _got(self, home: AdminHome) -> None:
        self._home = home
        self._view.show_fault(None)
        self._show()

    def _connection(self, fault: LoketError | None) -> None:
        self._view.show_fault(None if fault is None else Line(fault.code, dict(fault.details)))

    def _show(self) -> None:
        self._tick()
        if self._home is None or self.person is None:
            return
        home = self._home
        code = "admin.holidays_missing" if home.next_year_missing else "admin.holidays_line"
        count = home.next_year_missing or home.next_year_days
        self._view.show_home(HomeState(Line(code, {"year": home.next_year, "count": count})))

    def _tick(self) -> None:
        if self._home is not None:
            local = self._tasks.now().astimezone(ZoneInfo(self._home.zone))
            self._view.show_clock(self._home.office, local, zone_label(self._home.zone))
