"""The panels that the counter's window opens, and the signals of what is answered in them.

Their module is loaded with the first panel: the sign-in is painted before.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.ui.counter.state import Option, Question, Scene
from desktop.ui.shell.window import StaffWindow


class AskingWindow(StaffWindow):
    """A staff window with the counter's panels; `picked(ticket id)` comes from any of its lists."""

    picked = Signal(object)
    call_confirmed = Signal(object, bool)
    return_confirmed = Signal(object)
    hold_chosen = Signal(str, str)
    transfer_chosen = Signal(object, object)
    service_chosen = Signal(object, bool)
    note_saved = Signal(str)
    break_chosen = Signal(str, int)
    closing = Signal()

    scene: Scene = Scene()

    def ask_call(self, question: Question) -> None:
        """Ask before somebody is called out of turn."""
        from desktop.ui.counter.sheets import CallSheet

        sheet = CallSheet(self, self.theme, self.texts, question)
        key = question.row.ticket_id
        sheet.called.connect(lambda: self.call_confirmed.emit(key, question.is_next))
        sheet.returned.connect(lambda: self.return_confirmed.emit(key))
        self.show_sheet(sheet, sheet.confirm)

    def ask_hold(self, number: str) -> None:
        """Ask why."""
        from desktop.ui.counter.sheets import HoldSheet

        sheet = HoldSheet(self, self.theme, self.texts, number)
        sheet.chosen.connect(self.hold_chosen)
        self.show_sheet(sheet, next(iter(sheet.reasons.values())))

    def ask_transfer(self, number: str, services: tuple[Option, ...], counters: tuple[Option, ...]) -> None:
        """Ask where to."""
        from desktop.ui.counter.sheets import OptionSheet

        title = self.texts.text("counter.transfer_title", number=number)
        sheet = OptionSheet(self, self.theme, self.texts, title, services, counters,
                            self.texts.text("counter.transfer_hint", number=number))  # fmt: skip
        sheet.service.connect(lambda key: self.transfer_chosen.emit(key, None))
        sheet.counter.connect(lambda key: self.transfer_chosen.emit(None, key))
        self.show_sheet(sheet, sheet.search.edit)

    def ask_service(self, adding_to: str, finishes: str, services: tuple[Option, ...]) -> None:
        """Ask which service, without a number or for the person who is here."""
        from desktop.ui.counter.sheets import OptionSheet

        texts = self.texts
        title = (
            texts.text("counter.add_title", number=adding_to)
            if adding_to
            else texts.text("counter.direct_title")
        )
        hint = texts.text("counter.call_closes", number=finishes) + "." if finishes else ""
        if adding_to:
            hint = texts.text("counter.add_hint", number=adding_to)
        sheet = OptionSheet(self, self.theme, texts, title, services, (), hint)
        sheet.service.connect(lambda key: self.service_chosen.emit(key, bool(adding_to)))
        self.show_sheet(sheet, sheet.search.edit)

    def ask_note(self, number: str, note: str) -> None:
        """Ask for a note."""
        from desktop.ui.counter.sheets import NoteSheet

        sheet = NoteSheet(self, self.theme, self.texts, number, note)
        sheet.saved.connect(self.note_saved)
        self.show_sheet(sheet, sheet.edit)

    def ask_break(self) -> None:
        """Ask how long, or whether to close."""
        from desktop.ui.counter.sheets import BreakSheet

        sheet = BreakSheet(self, self.theme, self.texts, self.scene)
        sheet.chosen.connect(self.break_chosen)
        sheet.closing.connect(self.closing)
        self.show_sheet(sheet, sheet.lengths[15])

    def show_list(self) -> None:
        """F11."""
        from desktop.ui.counter.sheets import ListSheet

        sheet = ListSheet(self, self.theme, self.texts)
        sheet.picked.connect(self.picked)
        sheet.show_scene(self.scene)
        self.show_sheet(sheet, sheet.lists[0])

    def _show_listed(self, scene: Scene) -> None:
        # An open list of all that wait follows the scene; no list is open before its module was loaded.
        show = getattr(self.sheet, "show_scene", None)
        if show is not None:
            show(scene)

    def _confirm(self) -> None:
        button = getattr(self.sheet, "confirm", None)
        if button is not None:
            button.click()

    def _why_no_confirm(self) -> str | None:
        waiting = getattr(self.sheet, "confirm", None) is not None
        return None if waiting else self.texts.text("shell.nothing_to_do")
