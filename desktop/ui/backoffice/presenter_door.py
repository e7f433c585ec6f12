"""Before the back office's home: who works here. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from desktop.domain.errors import LoketError
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Said
from desktop.ui.tasks import StationContext, Tasks

#: Roles that may work with files behind the counters.
ROLES = frozenset({"operator", "verifier", "clerk", "supervisor", "administrator"})


class DoorScreen(Protocol):
    """What is asked of the window before somebody is inside."""

    def show_sign_in(self, fault: Said | None) -> None: ...
    def show_checking(self) -> None: ...
    def enter(self, clerk: Clerk) -> None: ...


class DoorPresenter:
    """Signs somebody in.

    Args:
        sign_in: the use-case; ``make_sign_in(login, password)`` makes its command.
    """

    def __init__(
        self, tasks: Tasks, context: StationContext, view: DoorScreen, sign_in: Callable[..., Any],
        make_sign_in: Callable[[str, str], Any],
    ) -> None:  # fmt: skip
        self.tasks, self.context, self.view = tasks, context, view
        self._sign_in, self._make = sign_in, make_sign_in
        self._asking = False

    def start(self, clerk: Clerk | None = None) -> None:
        """Ask who works here, or go on with somebody who signed in already."""
        if clerk is not None:
            self.view.enter(clerk)
            return
        self.view.show_sign_in(None)
        self.tasks.trace("window.loaded", station="backoffice", state="sign_in")

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
            self.view.show_sign_in(Said("backoffice.no_role", {"name": person.name}))
            return
        self.view.enter(Clerk(person.staff_id, person.name, tuple(person.roles)))

    def _refused(self, error: LoketError) -> None:
        self._asking = False
        self.view.show_sign_in(Said(error.code, error.details))
