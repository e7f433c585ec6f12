"""A scan anywhere in the program opens the file. Counter and back office call this with what was scanned or typed.

A page that is open is asked first (``take_scan_on_page``); what is no number at all is searched for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.office.live.file_search import open_by_code
from desktop.office.live.file_values import FileHead
from desktop.ui.files.finding import words
from desktop.ui.files.finding.state import Said
from desktop.ui.shell import StaffWindow
from desktop.ui.tasks import StationContext, Tasks

_SEARCHED = ("number.unknown", "number.file_check", "number.file_form")


def take_scan_on_page(window: StaffWindow, text: str) -> bool:
    """Give a scan to the page that is open; True where it was the page's own."""
    page = window.page
    return page is not None and page.take_scan(text)


def keeps_typing(window: StaffWindow) -> bool:
    """Whether a panel is open in which something was typed: a scan must not take it away. Says so, if it is."""
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

    sheet = window.sheet
    if sheet is None:
        return False
    typed = any(one.text().strip() for one in sheet.findChildren(QLineEdit)) or any(
        one.toPlainText().strip() for one in sheet.findChildren(QPlainTextEdit)
    )
    if typed:
        window.toast.show_line(window.texts.text("finding.panel_first"), icon="info", seconds=5)
    return typed


def is_words(text: str) -> bool:
    """Whether a typed text is words to search for: no digit in it."""
    return bool(text.strip()) and not any(character.isdigit() for character in text)


def open_file_by_code(
    window: StaffWindow,
    tasks: Tasks,
    context: StationContext,
    text: str,
    *,
    staff_id: uuid.UUID,
    counter_id: uuid.UUID | None = None,
    ticket_id: uuid.UUID | None = None,
    how: str = "scan",
    otherwise: Callable[[str], None] | None = None,
) -> None:
    """Open the file whose number was scanned or typed, or the search where it is none.

    Args:
        staff_id: who looks.
        counter_id, ticket_id: where this happens, if at a counter.
        how: ``scan`` or ``search``, written down with the look at the person's data.
        otherwise: gets the text where no file has it (a queue slip without a file, say) instead of the search.
    """
    if keeps_typing(window):
        return
    window.top.scan.set_wrong(False)
    if is_words(text):
        _search(window, tasks, context, text, staff_id, counter_id, ticket_id)
        return

    def found(head: FileHead) -> None:
        from desktop.ui.files.timeline.build import open_timeline_page
        from desktop.ui.files.timeline.view import TimelinePage

        window.top.scan.clear()
        if isinstance(window.page, TimelinePage):
            window.page.leave()  # one file after the other, not one upon the other
        open_timeline_page(window, tasks, context, application_id=head.application_id, staff_id=staff_id,
                           counter_id=counter_id, ticket_id=ticket_id, how=how)  # fmt: skip

    def failed(error: LoketError) -> None:
        if not isinstance(error, EnvironmentFault) and otherwise is not None:
            otherwise(text)
        elif error.code in _SEARCHED:
            _search(window, tasks, context, text, staff_id, counter_id, ticket_id)
        else:
            window.top.scan.set_wrong(True)
            line = words.said(window.texts, Said(error.code, error.details))
            window.toast.show_line(line, icon="warning", seconds=6)

    tasks.read(open_by_code, context.office_id, text, done=found, failed=failed, owner=window)


def _search(
    window: StaffWindow, tasks: Tasks, context: StationContext, text: str, staff_id: uuid.UUID,
    counter_id: uuid.UUID | None, ticket_id: uuid.UUID | None,
) -> None:  # fmt: skip
    from desktop.ui.files.finding.build import open_search_page
    from desktop.ui.files.finding.search_view import SearchPage

    window.top.scan.clear()
    if isinstance(window.page, SearchPage):
        window.page.leave()
    open_search_page(window, tasks, context, staff_id=staff_id, counter_id=counter_id, ticket_id=ticket_id,
                     text=text)  # fmt: skip
