"""The sheets: all forms with a search, one form with where it goes, and the registers of today."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.files.forms import words
from desktop.ui.files.forms.state import FormScene, FormsScene, RegisterScene, Target
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, Label, PrimaryButton, TextField


class FormsSheet(Sheet):
    """Every form, those of the file's service first; typing narrows, `chosen(code)`."""

    chosen = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: FormsScene) -> None:
        code = "formsheet.title_file" if scene.number else "formsheet.title"
        super().__init__(window, theme, texts, texts.text(code, number=scene.number), width=760)
        self.field = TextField(theme, texts.text("formsheet.search"))
        self.body.addWidget(self.field)
        self.lines: list[tuple[str, ActionButton]] = []
        self._heads: list[tuple[Label, list[ActionButton]]] = []
        for name in scene.unreadable:
            line = texts.text("formsheet.unreadable", file=name)
            self.body.addWidget(IconText(theme, "warning", line, "label", "state:late", wrap=True))
        asked = [row for row in scene.rows if row.asked]
        rest = [row for row in scene.rows if not row.asked]
        for heading, rows in (("formsheet.asked", asked), ("formsheet.others", rest)):
            if not rows:
                continue
            buttons: list[ActionButton] = []
            if asked:
                head = Label(theme, texts.text(heading), "heading")
                self.body.addWidget(head)
                self._heads.append((head, buttons))
            for row in rows:
                title = words.title(texts, row)
                button = ActionButton(theme, title, icon="file", line=words.papers(texts, row), height=56)
                button.clicked.connect(lambda _checked=False, code=row.code: self._choose(code))
                self.body.addWidget(button)
                buttons.append(button)
                self.lines.append((f"{title} {row.code.replace('-', '')}".casefold(), button))
        self.nothing = Label(theme, texts.text("formsheet.search_none"), "body", "muted", wrap=True)
        self.nothing.hide()
        self.body.addWidget(self.nothing)
        self.body.addStretch(1)
        self.field.edit.textChanged.connect(self._narrow)
        self.field.submitted.connect(self._enter)

    def _shown(self) -> list[ActionButton]:
        return [button for _words, button in self.lines if not button.isHidden()]

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        for line, button in self.lines:
            button.setVisible(all(word in line for word in wanted))
        for head, buttons in self._heads:
            head.setVisible(any(not button.isHidden() for button in buttons))
        self.nothing.setVisible(not self._shown())

    def _enter(self) -> None:
        left = self._shown()
        if len(left) == 1:
            left[0].click()
        elif left:
            left[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, code: str) -> None:
        self.close_sheet()
        self.chosen.emit(code)


class _OutputSheet(Sheet):
    """A sheet that ends with where a paper goes; the first place is the main button, Ctrl+Enter presses it.

    Signals:
        sent(Target): a printer or a file was chosen.
    """

    sent = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, title: str) -> None:
        super().__init__(window, theme, texts, title, width=640)
        self.texts = texts
        self.confirm: ActionButton | None = None
        self.places: list[ActionButton] = []
        self.notice = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.notice.hide()
        self.no_printer = IconText(theme, "info", "", "label", "accent-text", wrap=True)
        self.no_printer.hide()
        self._places = QVBoxLayout()
        self._targets: tuple[Target, ...] | None = None
        self._listen(self.close_button)

    def _end(self) -> None:
        self.body.addWidget(self.notice)
        self.body.addWidget(self.no_printer)
        self.body.addLayout(self._places)
        self.body.addStretch(1)

    def _show_places(self, targets: tuple[Target, ...], papers: str) -> None:
        """The buttons; made once, for the printers do not change while the sheet is open."""
        theme, texts = self._theme, self.texts
        if targets == self._targets:
            return
        self._targets = targets
        self._places.setSpacing(theme.px(8))
        for place, where in enumerate(targets):
            name, line = words.target(texts, where), words.target_line(texts, where)
            icon = "printer" if where.printer_id is not None else "file"
            if place == 0:
                button: ActionButton = PrimaryButton(
                    theme,
                    name,
                    icon=icon,
                    key="Ctrl+Enter",
                    line=line,
                    small=True,
                    height=56 if line else None,
                )
                self.confirm = button
            else:
                button = ActionButton(theme, name, icon=icon, line=line, height=56 if line else 44)
            button.clicked.connect(lambda _checked=False, to=where: self.sent.emit(to))
            self._places.addWidget(button)
            self._listen(button)
            self.places.append(button)
        none = not any(where.printer_id is not None for where in targets)
        self.no_printer.set(texts.text("formsheet.no_printer", papers=papers), "info")
        self.no_printer.setVisible(none)

    def _show_outcome(self, busy: bool, notice: str) -> None:
        self.notice.set(notice or " ", "warning")
        self.notice.setVisible(bool(notice))
        for button in self.places:
            button.set_busy(self.texts.text("formsheet.busy") if busy and button is self.confirm else None)
            button.set_unavailable(self.texts.text("formsheet.busy") if busy else None)
        self._dress()
        QTimer.singleShot(0, self, self._keep_focus_in_sight)

    def _keep_focus_in_sight(self) -> None:
        focus = QApplication.focusWidget()
        if self._area is not None and focus is not None and self.content.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus, 8, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A focused button would take Ctrl+Enter as Enter and press itself.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.confirm is not None:
                self.confirm.click()
                return True
        return super().eventFilter(watched, event)

    def _listen(self, *buttons: QWidget) -> None:
        for button in buttons:
            button.installEventFilter(self)

    def _dress(self) -> None:
        super()._dress()
        bar = self._area.verticalScrollBar().sizeHint().width() if self._area is not None else 0
        width = self.card.width() - 2 * self._theme.px(24) - bar
        # A low window scrolls; without this it would squeeze the buttons for the wrapped lines above them.
        self.content.setMinimumHeight(self.body.heightForWidth(width) if self.body.hasHeightForWidth() else 0)

    def _choices(self, codes: dict[str, str], chosen: object) -> dict[str, ActionButton]:
        """A row of answers of which one is chosen."""
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        buttons = {}
        for name, code in codes.items():
            button = ActionButton(self._theme, self.texts.text(code))
            button.clicked.connect(lambda _checked=False, n=name: chosen.emit(n))  # type: ignore[attr-defined]
            row.addWidget(button, 1)
            self._listen(button)
            buttons[name] = button
        self.body.addLayout(row)
        return buttons

    @staticmethod
    def _choose(buttons: dict[str, ActionButton], name: str) -> None:
        for key, button in buttons.items():
            button.set_chosen(key == name)
            button.set_icon("tick" if key == name else None)


class FormSheet(_OutputSheet):
    """One form: filled or empty, what it lacks, where it goes. `mode("filled" or "empty")`, `back` to the list."""

    mode = Signal(str)
    back = Signal()

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: FormScene) -> None:
        super().__init__(window, theme, texts, words.title(texts, scene.form))
        self.modes: dict[str, ActionButton] = {}
        if scene.number:
            self.modes = self._choices(
                {"filled": "formsheet.mode_filled", "empty": "formsheet.mode_empty"}, self.mode
            )
        self.line = IconText(theme, "info", "", "body", "muted", wrap=True)
        self.missing = IconText(theme, "warning", "", "label", "state:hold", wrap=True)
        self.body.addWidget(self.line)
        self.body.addWidget(self.missing)
        self.others = QVBoxLayout()
        self.body.addLayout(self.others)
        self.found: list[IconText] = []
        self._end()
        self.list_button = self.add_button(
            ActionButton(theme, texts.text("formsheet.back"), icon="arrow-left")
        )
        self.list_button.clicked.connect(lambda _checked=False: self._back())
        self._listen(self.list_button)
        self.show_form(scene)

    def show_form(self, scene: FormScene) -> None:
        """Draw it."""
        texts = self.texts
        self._choose(self.modes, "filled" if scene.filled else "empty")
        self.line.set(words.known(texts, scene), "info")
        missing = words.missing(texts, scene) if scene.filled else ""
        self.missing.set(missing or " ", "warning")
        self.missing.setVisible(bool(missing))
        for part in self.found:
            self.others.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.found = []
        for sentence, error in words.others(texts, scene) if scene.filled else ():
            color = "state:late" if error else "state:hold"
            part = IconText(self._theme, "warning", sentence, "label", color, wrap=True)
            self.others.addWidget(part)
            self.found.append(part)
        self._show_places(scene.targets, texts.items(list(scene.form.papers)))
        self._show_outcome(scene.busy, "" if scene.notice is None else words.said(texts, scene.notice))

    def _back(self) -> None:
        self.close_sheet()
        self.back.emit()


class RegisterSheet(_OutputSheet):
    """The registers of today: which one, and where it goes. `kind("agenda" or "handover_list")`."""

    kind = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, scene: RegisterScene) -> None:
        day = "" if scene.day is None else texts.date_weekday(scene.day)
        super().__init__(window, theme, texts, texts.text("formsheet.registers", day=day))
        self.kinds = self._choices(words.REGISTERS, self.kind)
        self.line = IconText(theme, "info", "", "body", "muted", wrap=True)
        self.body.addWidget(self.line)
        self._end()
        self.show_register(scene)

    def show_register(self, scene: RegisterScene) -> None:
        """Draw it."""
        texts = self.texts
        self._choose(self.kinds, scene.kind)
        self.line.set(texts.text(words.REGISTER_LINES[scene.kind]), "info")
        self._show_places(scene.targets, texts.items(["F4", "A4"]))
        self._show_outcome(scene.busy, "" if scene.notice is None else words.said(texts, scene.notice))
