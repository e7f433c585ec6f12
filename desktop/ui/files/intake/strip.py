"""The strip over the page: the ticket, the service and the running time; below it what was restored."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.files.intake.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ElidedLabel, IconText, Label, Line, LinkButton, Pill


class TicketStrip(QWidget):
    """64 high in the serving fill; `restored` is a slim bar below it while there is something to say."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._one = False
        self.band = QFrame()
        self.band.setAutoFillBackground(True)
        self.number = Label(theme, "", "figure", "state:serving")
        self.service = ElidedLabel(theme, "", "heading", "state:serving")
        self.pill = Pill(theme, "serving", "", "small")
        self.timer = Label(theme, "", "timer", "state:serving", factor=0.7)
        self.norm = Label(theme, "", "body", "state:serving")
        row = QHBoxLayout(self.band)
        row.addWidget(self.number)
        row.addWidget(self.service)
        row.addWidget(self.pill)
        row.addStretch(1)
        row.addWidget(self.timer)
        row.addWidget(self.norm)
        self._row = row
        self.restored = QWidget()
        self.restored_text = IconText(theme, "undo", "", "caption_strong", "accent-text", icon_size=17)
        self.again = LinkButton(theme, "", icon="x", key="F3")
        self.again.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slim = QHBoxLayout(self.restored)
        slim.addWidget(self.restored_text)
        slim.addWidget(self.again)
        slim.addStretch(1)
        self._slim = slim
        self.restored.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(Line(theme))
        column.addWidget(self.restored)
        self._dress()
        theme.changed.connect(self._dress)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts

    def show_scene(self, scene: Scene) -> None:
        """Draw ticket, service and time."""
        texts = self._texts
        self.number.setText(scene.ticket or scene.number)
        self.number.setVisible(bool(self.number.text()))
        name = scene.service.words(texts.language)
        if scene.ticket and scene.number:
            name = texts.text("intake.continues", number=scene.number, service=name)
        self.service.setText(name or texts.text("intake.title"))
        serving = bool(scene.ticket)
        self.pill.set_state("serving" if serving else "idle",
                            texts.text("shell.state.serving" if serving else "intake.no_ticket"))  # fmt: skip
        timed = scene.elapsed_s is not None
        self.timer.setVisible(timed)
        self.norm.setVisible(timed and bool(scene.norm_s) and not self._one)
        if scene.elapsed_s is not None:
            late = bool(scene.norm_s) and scene.elapsed_s > scene.norm_s
            self.timer.setText(texts.timer(scene.elapsed_s))
            self.timer.set_color("state:late" if late else "state:serving")
            self.norm.setText(texts.text("intake.of_norm", norm=texts.minutes(scene.norm_s)))
        self.restored.setVisible(scene.restored is not None and scene.mode == "form")
        if scene.restored is not None:
            self.restored_text.set(texts.text("intake.restored", time=texts.time(scene.restored)))
            self.again.set_title(texts.text("intake.start_over"))

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit the room."""
        self._one = layout == "one"
        self.pill.setVisible(not self._one)
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        palette = self.band.palette()
        palette.setColor(self.band.backgroundRole(), theme.state("serving").fill)
        self.band.setPalette(palette)
        self.band.setFixedHeight(theme.px(46 if self._one else 64))
        self._row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        self._row.setSpacing(theme.px(16))
        self._slim.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(0))
        self._slim.setSpacing(theme.px(12))
