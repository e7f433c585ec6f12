"""The handover page: waits for a scan, shows one file, says what was given out. Passive."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.files.handover.closing import DoneCard
from desktop.ui.files.handover.left import LeftCard
from desktop.ui.files.handover.parts import Scrolling, TicketStrip, column_of
from desktop.ui.files.handover.right import RightCard
from desktop.ui.files.handover.state import FileScene, Line, Scene
from desktop.ui.files.handover.words import say
from desktop.ui.i18n import Texts
from desktop.ui.shell.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets import IconLabel, IconText, Label, LinkButton, ScanField

RIGHT_WIDTH = 470
"""px at scale 1.0 of the right card beside the left one."""


class HandoverPage(Page):
    """Draws scenes and says what was done; signals carry plain values."""

    typed = Signal(str)
    other_wanted = Signal()
    strokes = Signal(object)
    scan_wanted = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts)
        self.presenter: object = None
        self._scene = Scene()
        self._file_key = ""
        self._layout_name = "two"
        self.take: Callable[[str], bool] = lambda _code: False
        self.ask_why_not: Callable[[], Line | None] = lambda: None
        self.acts: dict[str, Callable[[], None]] = {}
        self.strip = TicketStrip(theme)
        self.note = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.other = LinkButton(theme, icon="file")
        self.other.clicked.connect(lambda _checked=False: self.other_wanted.emit())
        self.left = LeftCard(theme, texts)
        self.right = RightCard(theme, texts)
        self.right.pad.signed.connect(lambda: self.strokes.emit(self.right.pad.strokes()))
        self.pages = QStackedWidget()
        self.pages.addWidget(self._waiting())
        self.pages.addWidget(self._file())
        self.done = DoneCard(theme)
        self.done_button, self.done_lines, self.survey = self.done.button, self.done.lines, self.done.survey
        self.pages.addWidget(Scrolling(self.done))
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), 0)
        row.addWidget(self.note, 1)
        row.addWidget(self.other)
        self._bar = QWidget()
        self._bar.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.strip, self._bar):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        self.set_texts(texts)
        self._dress()
        theme.changed.connect(self._dress)
        QApplication.instance().focusObjectChanged.connect(self._focus_moved)

    # the three faces

    def _waiting(self) -> QWidget:
        theme = self.theme
        inner, column = column_of(theme, 12, 24)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.wait_icon = IconLabel(theme, "scan", 48, "muted")
        self.wait_heading = Label(theme, "", "title", wrap=True, align=centre)
        self.wait_line = Label(theme, "", "body", "muted", wrap=True, align=centre)
        self.field = ScanField(theme, key="Enter", height=52)
        self.field.submitted.connect(self.typed)
        column.addStretch(1)
        column.addWidget(self.wait_icon, 0, centre)
        column.addWidget(self.wait_heading)
        column.addWidget(self.wait_line)
        held = QHBoxLayout()
        held.addStretch(1)
        held.addWidget(self.field, 2)
        held.addStretch(1)
        column.addLayout(held)
        column.addStretch(2)
        return Scrolling(inner)

    def _file(self) -> QWidget:
        inner = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._sides.addWidget(self.left, 1)
        self._sides.addWidget(self.right)
        self.area = Scrolling(inner)
        return self.area

    # a page's duties

    def bind(self, commands: CommandSet) -> None:
        acts = self.acts
        commands.bind("page.primary", acts["primary"], self._why_not)
        commands.bind("page.confirm", acts["primary"], self._why_not)
        commands.bind("page.second", self._tick_all, self._needs_file)
        commands.bind("page.again", self.right.pad.clear, self._needs_pad)
        commands.bind("page.print", acts["turn_paper"], self._needs_file)
        for button in (self.right.primary, self.done_button):
            commands.add_button("page.primary", button, dress=False)
            button.set_key("F2")
        for command, link in (
            ("page.second", self.left.all),
            ("page.again", self.right.again),
            ("page.print", self.right.use_paper),
        ):
            link.clicked.connect(lambda _checked=False, one=command: commands.trigger(one))
        self._dress_commands()

    def _tick_all(self) -> None:
        self.acts["tick_all"]()
        if self.right.identity.edit.isVisible():
            self.right.identity.edit.setFocus(Qt.FocusReason.TabFocusReason)  # what is asked for next

    def set_texts(self, texts: Texts) -> None:
        super().set_texts(texts)
        text = texts.text
        self.left.set_texts(texts)
        self.right.set_texts(texts)
        self.wait_heading.setText(text("handover.wait_scan"))
        self.wait_line.setText(text("handover.wait_scan_line"))
        self.field.set_words(text("handover.number_hint"), text("handover.number"))
        self.show_scene(self._scene)

    def set_layout_class(self, name: str) -> None:
        one = name == "one"
        self._sides.setDirection(
            QBoxLayout.Direction.TopToBottom if one else QBoxLayout.Direction.LeftToRight
        )
        self._layout_name = name
        self.left.set_layout_class(name)
        self.strip.set_narrow(one)
        self._dress()

    def take_focus(self) -> None:
        if self._scene.done is not None:
            self.done_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._scene.file is None:
            self.field.edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._layout_name != "two":
            self.left.verdict.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._scene.file.open:
            rows = self.left.rows()
            (rows[0].tick if rows else self.right.identity.edit).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.right.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def take_scan(self, code: str) -> bool:
        return self.take(code)

    # what the presenter asks

    def show_scene(self, scene: Scene) -> None:
        """Draw it; what was typed stays until another file comes."""
        former, self._scene = self._scene, scene
        self.strip.setVisible(scene.strip is not None)
        if scene.strip is not None:
            self.strip.show_strip(scene.strip, self.texts)
        self._show_bar(scene)
        face = 2 if scene.done is not None else 1 if scene.file is not None else 0
        turned = self.pages.currentIndex() != face
        self.field.set_wrong(face == 0 and scene.fault is not None)
        if scene.file is not None:
            self._show_file(scene.file, former.file)
            turned = turned or former.file is None or former.file.key != scene.file.key
        if scene.done is not None:
            self.done.show_done(scene.done, self.texts)
        self.pages.setCurrentIndex(face)
        if turned and self.isVisible():
            self.take_focus()
        self._dress_commands()

    def show_timer(self, seconds: float | None) -> None:
        """The ticket's running time."""
        self.strip.show_time(seconds, self.texts)

    def close_page(self) -> None:
        """The page is done."""
        self.closed.emit()

    def ask_scan(self) -> None:
        """Another file is wanted."""
        self.scan_wanted.emit()

    # inside

    def _show_bar(self, scene: Scene) -> None:
        line = scene.fault or scene.note
        icon, color = ("warning", "state:late") if scene.fault is not None else ("info", "accent-text")
        words = say(self.texts, line)
        if scene.other:
            icon, color = "info", "accent-text"
            words = self.texts.text("handover.other_scanned", number=scene.other)
        self._bar.setVisible(bool(words))
        self.note.set(words, icon, color)
        self.other.setVisible(bool(scene.other))
        self.other.set_title(self.texts.text("handover.open_other"))

    def _show_file(self, file: FileScene, former: FileScene | None) -> None:
        if former is None or former.key != file.key:
            self.left.proxy.clear()
            self.right.clear()
        elif former.collector != file.collector:
            self.right.identity.clear()
        self.left.show_file(file)
        self.right.show_file(file)
        if former is not None and former.collector == "applicant" and file.collector == "proxy":
            self.left.show_proxy_form()

    def _dress_commands(self) -> None:
        if not hasattr(self, "commands"):
            return
        scene, text = self._scene, self.texts.text
        code = "handover.finish" if scene.done is not None else "handover.scan_other"
        if scene.file is not None and scene.file.open:
            code = "handover.give"
        self.commands.set_title("page.primary", text(code))
        self.commands.set_title("page.second", text("handover.tick_all"))
        self.commands.set_title("page.again", text("handover.again_title"))
        paper = scene.file is not None and scene.file.signed == "paper"
        self.commands.set_title("page.print", text("handover.use_pad" if paper else "handover.use_paper"))
        self.commands.refresh()

    def _why_not(self) -> str | None:
        why = self.ask_why_not()
        return say(self.texts, why) if why is not None else None

    def _needs_file(self) -> str | None:
        if self._scene.file is not None and self._scene.file.open:
            return None
        return self.texts.text("handover.no_file")

    def _needs_pad(self) -> str | None:
        if self._scene.file is not None and self._scene.file.open and self._scene.file.signed == "pad":
            return None
        return self.texts.text("handover.no_pad")

    def _focus_moved(self, target: QObject | None) -> None:
        if isinstance(target, QWidget) and self.area.isAncestorOf(target):
            # Once the layout has its say: what has just been shown has no place yet.
            QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        target = QApplication.focusWidget()
        if target is not None and self.area.widget().isAncestorOf(target):
            self.area.ensureWidgetVisible(target, 8, self.theme.px(20))

    def _dress(self) -> None:
        theme = self.theme
        name = self._layout_name
        one = name == "one"
        self._sides.setContentsMargins(*(theme.px(12 if one else 16),) * 4)
        self._sides.setSpacing(theme.px(16))
        width = {"two": RIGHT_WIDTH, "narrow": 380}.get(name, 0)
        self.right.setMinimumWidth(theme.px(width) if not one else 0)
        self.right.setMaximumWidth(theme.px(width) if not one else 16_777_215)
        self.right.pad.setMinimumHeight(theme.px(150) if one else 0)


__all__ = ["HandoverPage"]
