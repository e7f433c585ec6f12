"""What the page shows once the file is in: the number, the promise, and what became of the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.files.intake import words
from desktop.ui.files.intake.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, IconText, Label, PrimaryButton

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class DonePanel(QWidget):
    """One card in the middle; F2 goes back, F6 prints again."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts, self._one = theme, texts, False
        self.card = Card(theme, padding=None, frame="state:done", frame_width=2)
        self.title = IconText(theme, "check-circle", "", "title", "state:done", icon_size=28, gap=12)
        self.number = Label(theme, "", "timer", factor=1.5, align=_CENTRE)
        self.service = Label(theme, "", "heading", wrap=True, align=_CENTRE)
        self.promise_label = Label(theme, "", "body", "muted", align=_CENTRE)
        self.promise = Label(theme, "", "next_number", wrap=True, align=_CENTRE)
        self.paper = IconText(theme, "printer", "", "label", wrap=False)
        self.notice = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.primary = PrimaryButton(theme)
        self.again = ActionButton(theme, kind="large", icon="printer", key="F6")
        column = QVBoxLayout(self.card)
        for part in (self.number, self.title, self.service, self.promise_label, self.promise, self.paper):
            if isinstance(part, IconText):
                row = QHBoxLayout()
                row.addStretch(1)
                row.addWidget(part)
                row.addStretch(1)
                column.addLayout(row)
            else:
                column.addWidget(part)
        column.addWidget(self.notice)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.primary, 3)
        self._buttons.addWidget(self.again, 2)
        self.buttons = QWidget()
        self.buttons.setLayout(self._buttons)
        column.addWidget(self.buttons)
        self._column = column
        holder = QWidget()
        holder.setObjectName("scrolled")
        across = QHBoxLayout(holder)
        across.addStretch(1)
        across.addWidget(self.card, 8)
        across.addStretch(1)
        self._across = across
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        self.area = area
        self._outer = outer
        self.notice.hide()
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def show_scene(self, scene: Scene) -> None:
        """Draw what came of it."""
        done, texts = scene.done, self._texts
        if done is None:
            return
        state = "done" if done.complete else "late"
        title = texts.text("intake.done_complete") if done.complete else texts.text(
            "intake.done_short", missing=done.missing, total=done.items
        )  # fmt: skip
        self.title.set(title, "check-circle" if done.complete else "warning", f"state:{state}")
        self.card.set_colors(frame=f"state:{state}")
        self.number.setText(done.number)
        self.service.setText(done.service.words(texts.language))
        promised = words.promised(texts, scene)
        self.promise_label.setText(texts.text("intake.promised" if done.complete else "intake.return_by"))
        self.promise.setText(promised)
        self.promise_label.setVisible(bool(promised))
        self.promise.setVisible(bool(promised))
        color = "state:done" if done.printed else "text"
        self.paper.set(words.said(texts, done.paper), "tick" if done.printed else "printer", color)
        self.setAccessibleName(f"{title} {done.number}")
        self.again.set_title(texts.text("intake.print_again"))
        self.again.setVisible(done.can_print)
        self.notice.setVisible(scene.notice is not None)
        if scene.notice is not None:
            self.notice.set(words.said(texts, scene.notice))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar = self.area.verticalScrollBar()  # at 300 % the promise lies below: no mouse is needed to read it
        bar.setValue(bar.value() + step * self.area.height() // 2)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit the room."""
        self._one = layout == "one"
        # In one column the words scroll and the buttons stay in sight below them.
        self._column.removeWidget(self.buttons)
        self._outer.removeWidget(self.buttons)
        (self._outer if self._one else self._column).addWidget(self.buttons)
        self.primary.set_height(52 if self._one else None)
        self.again.set_height(52 if self._one else None)
        self.again.set_icon(None if self._one else "printer")
        self.primary.set_icon(None if self._one else "tick")
        self.service.setVisible(not self._one)
        factor = 0.75 if self._theme.scale >= 3 else 1.0
        self.number.set_role("timer", factor if self._one else 1.5)
        self._across.setStretch(0, 0 if layout == "one" else 1)
        self._across.setStretch(2, 0 if layout == "one" else 1)
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        side, edge = theme.px(16 if self._one else 28), theme.px(8 if self._one else 24)
        self._column.setContentsMargins(side, edge, side, edge)
        self._column.setSpacing(theme.px(3 if self._one else 12))
        self._buttons.setSpacing(theme.px(12))
        edge = theme.px(8) if self._one else 0
        self._buttons.setContentsMargins(edge, edge, edge, edge)
        pad = theme.px(8 if self._one else 16)
        self._across.setContentsMargins(pad, pad, pad, pad)
