"""The counter's way to files: F5, a new file without a ticket, scans of file numbers, search, lists, handover.

Each opens a page over the counter's body; their modules are loaded with the first one. Used by ``desk``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from desktop.domain.errors import UserError
from desktop.domain.numbers import FileNumber, read_code
from desktop.ui.counter.presenter import CounterPresenter
from desktop.ui.counter.window import CounterWindow
from desktop.ui.shell.page import Page
from desktop.ui.tasks import StationContext, Tasks

#: A typed text with so many digits and no known shape may be a NIK or a telephone number.
SEARCHED_DIGITS = 6


class CounterFiles:
    """Opens pages for one clerk at one counter.

    Args:
        tickets: what is done with a scan that is a ticket's, or nothing that is known.
        call_colleague: the emergency's command, which works in every page.
    """

    def __init__(
        self,
        tasks: Tasks,
        context: StationContext,
        window: CounterWindow,
        desk: CounterPresenter,
        tickets: Callable[[str], None],
        call_colleague: Callable[[], None],
    ) -> None:
        self._tasks, self._context, self._window, self._desk = tasks, context, window, desk
        self._tickets, self._call_colleague = tickets, call_colleague
        self._linked: WeakSet[Page] = WeakSet()

    def _where(self) -> dict[str, Any]:
        """Who, at which counter, with whose ticket while somebody is being served."""
        current = self._desk.scene.current
        serving = self._desk.scene.mode == "serving" and current is not None
        return {
            "staff_id": self._desk.clerk.staff_id,
            "counter_id": self._desk.counter_id,
            "ticket_id": current.ticket_id if serving and current is not None else None,
        }

    def check(self) -> None:
        """F5: take in the file of the person who is being served."""
        self._intake(self._where()["ticket_id"])

    def new(self) -> None:
        """Ctrl+Shift+N: a file of somebody who never stood in the queue."""
        self._intake(None)

    def _intake(self, ticket_id: uuid.UUID | None) -> None:
        from desktop.ui.files.intake.build import open_intake_page

        where = {**self._where(), "ticket_id": ticket_id}
        open_intake_page(self._window, self._tasks, self._context, **where)

    def find(self) -> None:
        """Ctrl+F: search a file."""
        from desktop.ui.files.finding.build import open_search_page

        open_search_page(self._window, self._tasks, self._context, **self._where())

    def lists(self) -> None:
        """What is due."""
        from desktop.ui.files.finding.build import open_lists_page

        open_lists_page(self._window, self._tasks, self._context, **self._where())

    def forms(self) -> None:
        """Empty forms, for a visitor to write on."""
        from desktop.ui.files.forms.build import open_forms_sheet

        open_forms_sheet(self._window, self._tasks, self._context, staff_id=self._where()["staff_id"])

    def hand_over(self) -> None:
        """Give documents out; the page asks for a scan."""
        from desktop.ui.files.handover.build import open_handover_page

        open_handover_page(self._window, self._tasks, self._context, **self._where())

    def page_changed(self) -> None:
        """A page has keys of its own; a colleague can be called from every one."""
        page = self._window.page
        if page is not None and page not in self._linked:
            self._linked.add(page)
            page.commands.bind("shell.emergency", self._call_colleague)
            page.scanned.connect(self._open_file)

    def scan(self, text: str) -> None:
        """A scan or a typed number: the open page's own, a file's, or a ticket's."""
        window = self._window
        if window.page is not None and window.page.take_scan(text):
            window.top.scan.clear()
        elif window.page is not None or self._is_files(text):
            self._open_file(text)
        else:
            self._tickets(text)

    def _open_file(self, text: str) -> None:
        from desktop.ui.files.opening import open_file_by_code

        open_file_by_code(self._window, self._tasks, self._context, text, **self._where())

    @staticmethod
    def _is_files(text: str) -> bool:
        try:
            return isinstance(read_code(text), FileNumber)
        except UserError as error:
            digits = sum(character.isdigit() for character in text)
            return error.code == "number.file_check" or digits == 0 or digits >= SEARCHED_DIGITS
