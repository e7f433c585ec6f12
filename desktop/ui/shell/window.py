"""The skeleton of every staff window: top bar, fault bar, body, status bar, keys, panels, focus ring."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.commands.catalogue import PAGE
from desktop.ui.i18n import Texts
from desktop.ui.messages import MessageBar, Toast
from desktop.ui.shell.accessibility import AccessibilityPanel
from desktop.ui.shell.bars import StatusBar, TopBar
from desktop.ui.shell.layout import layout_class
from desktop.ui.shell.menus import KeySheet, MoreMenu
from desktop.ui.shell.page import Page
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import FocusRing

_OPEN_WITH_SHEET: frozenset[str] = frozenset({"counter.confirm", "page.confirm", "shell.emergency"})


class StaffWindow(QWidget):
    """A window with bars and panels; a station puts its view in with `set_body`.

    Signals:
        language_chosen, theme_chosen, scale_chosen: from the accessibility panel, for settings to be kept.
        layout_changed(name): "two", "narrow" or "one".
        page_changed: a page was opened or closed.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    scale_chosen = Signal(float)
    layout_changed = Signal(str)
    page_changed = Signal()

    def __init__(self, theme: Theme, texts: Texts, station: str, *,
                 roles: frozenset[str] | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.theme, self.texts, self.station = theme, texts, station
        self._sheet: Sheet | None = None
        self._pages: list[Page] = []
        self._layout_class = ""
        self.top = TopBar(theme, texts)
        self.message = MessageBar(theme)
        self.status = StatusBar(theme, texts)
        self.body: QWidget = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # The layout follows the window, not the other way round: a large scale must not widen it.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(480, 360)
        column.addWidget(self.top)
        column.addWidget(self.message)
        column.addWidget(self.body, 1)
        column.addWidget(self.status)
        self._column = column
        self.toast = Toast(self, theme)
        self.commands = CommandSet(self, station, texts, roles=roles)
        self._bind_shell(self.commands)
        self.status.help.clicked.connect(lambda _checked=False: self.active_commands.trigger("shell.help"))
        self.top.menu.clicked.connect(lambda _checked=False: self.active_commands.trigger("shell.more"))
        self.ring = FocusRing(self, theme)
        theme.changed.connect(self._relayout)

    @property
    def layout_name(self) -> str:
        """Which layout the window has now: "two", "narrow" or "one" (see layout.py)."""
        return self._layout_class

    def _bind_shell(self, commands: CommandSet) -> None:
        commands.bind("shell.help", self.open_keys)
        commands.bind("shell.more", self.open_more)
        commands.bind("shell.scan", self.focus_scan)
        commands.bind("shell.accessibility", self.open_accessibility)

    # pages

    @property
    def active_commands(self) -> CommandSet:
        """The commands whose keys work now: the uppermost page's, else the station's own."""
        return self._pages[-1].commands if self._pages else self.commands

    @property
    def page(self) -> Page | None:
        """The page that lies over the body, or None."""
        return self._pages[-1] if self._pages else None

    def open_page(self, page: Page) -> None:
        """Lay a page over the body, with keys of its own, until it is closed; pages lie over pages."""
        if self._sheet is not None:
            self._sheet.close_sheet()
        self.toast.dismiss()  # it told of what is now covered
        below = self._pages[-1] if self._pages else self.body
        self.active_commands.set_awake(False)
        page.commands = CommandSet(self, PAGE, self.texts)
        self._bind_shell(page.commands)
        page.commands.bind("page.back", page.leave)
        page.bind(page.commands)
        page.commands.refused.connect(self.page_refused)
        below.hide()
        self._pages.append(page)
        self._column.insertWidget(self._column.indexOf(self.status), page, 1)
        page.closed.connect(lambda: self._page_closed(page))
        page.show()
        page.set_layout_class(self._layout_class)
        page.take_focus()
        self.ring.follow()
        self.page_changed.emit()

    def close_pages(self) -> None:
        """Close every page, the uppermost first; what they hold is theirs to have kept."""
        while self._pages:
            self._page_closed(self._pages[-1])

    def page_refused(self, _command_id: str, reason: str) -> None:
        """A key of a page had nothing to do: say why."""
        self.toast.show_line(reason, icon="info", seconds=4)

    def _page_closed(self, page: Page) -> None:
        if page not in self._pages:
            return
        uppermost = page is self._pages[-1]
        self._pages.remove(page)
        page.hide()
        page.commands.retire()
        self._column.removeWidget(page)
        page.deleteLater()
        if uppermost:
            below = self._pages[-1] if self._pages else self.body
            self.active_commands.set_awake(True)
            below.show()
            if self._pages:
                self._pages[-1].take_focus()
            elif below.focusProxy() is not None:
                below.setFocus(Qt.FocusReason.TabFocusReason)
            self.page_changed.emit()

    def set_body(self, body: QWidget) -> None:
        """Put the station's view between the bars; the former one is deleted, and pages over it are closed."""
        self.close_pages()
        self._column.replaceWidget(self.body, body)
        self.body.hide()
        self.body.deleteLater()
        self.body = body
        body.show()
        if body.focusProxy() is not None:
            body.setFocus(Qt.FocusReason.TabFocusReason)

    def set_texts(self, texts: Texts) -> None:
        """Change the language of bars, commands and panels; the view sets its own words."""
        self.texts = texts
        self.commands.set_texts(texts)
        for page in self._pages:
            page.commands.set_texts(texts)
            page.set_texts(texts)
        self.top.set_texts(texts)
        self.status.set_texts(texts)
        if isinstance(self._sheet, AccessibilityPanel):
            self.open_accessibility()  # the panel in which the language was chosen speaks it too

    def focus_scan(self) -> None:
        """Put the cursor in the scan field, showing it where the window was too narrow for it."""
        self.top.scan.show()
        self.top.scan.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.scan.edit.selectAll()

    # panels

    @property
    def sheet(self) -> Sheet | None:
        """The open panel, or None."""
        return self._sheet

    def show_sheet(self, sheet: Sheet, focus: QWidget | None = None) -> None:
        """Open a panel over the window; only one at a time, and keys below it wait."""
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._sheet = sheet
        self.active_commands.set_blocked(_OPEN_WITH_SHEET)
        sheet.closed.connect(lambda: self._sheet_closed(sheet))
        sheet.open(focus)
        self.ring.follow()

    def _sheet_closed(self, sheet: Sheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
            self.active_commands.set_blocked(None)
        sheet.deleteLater()

    def open_keys(self) -> None:
        """F1."""
        self.show_sheet(KeySheet(self, self.theme, self.texts, self.active_commands))

    def open_more(self) -> None:
        """F10."""
        self.show_sheet(MoreMenu(self, self.theme, self.texts, self.active_commands))

    def open_accessibility(self) -> None:
        """Ctrl+F1."""
        panel = AccessibilityPanel(self, self.theme, self.texts)
        panel.language_chosen.connect(self.language_chosen)
        panel.theme_chosen.connect(self.theme_chosen)
        panel.scale_chosen.connect(self.scale_chosen)
        self.show_sheet(panel)

    # layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout()

    def _relayout(self) -> None:
        name = layout_class(self.width(), self.theme.scale)
        if name != self._layout_class:
            self._layout_class = name
            self.top.set_layout_class(name)
            self.status.set_layout_class(name)
            for page in self._pages:
                page.set_layout_class(name)
            self.layout_changed.emit(name)
