"""The scan card: what a scan does now, the field, the running list with its count; passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.files.batch.state import BatchScene, Job, ScanRow
from desktop.ui.files.finding import words
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, EmptyState, IconLabel, IconText, Label, ScanField

_LOOKS = {
    "done": ("check-circle", "state:done"), "refused": ("warning", "state:late"),
    "waiting": ("hourglass", "muted"), "undone": ("undo", "muted"),
}  # fmt: skip
_MOST_SHOWN = 40
_EMPTY = {
    "open": "batch.empty.open",
    "move": "batch.empty.move",
    "place": "batch.empty.place",
    "route": "batch.empty.route",
    "accept": "batch.empty.accept",
}
_WHAT = {
    "open": "batch.what.open",
    "move": "batch.what.move",
    "place": "batch.what.place",
    "route": "batch.what.route",
    "accept": "batch.what.accept",
}
_TARGETS = {
    "place": "batch.target.place",
    "route": "batch.target.route",
    "accept": "batch.target.accept",
}


class _Row(QWidget):
    """One scan: what it was, what became of it, when."""

    def __init__(self, theme: Theme, texts: Texts, row: ScanRow, zone: str) -> None:
        super().__init__()
        self.row = row
        icon, color = _LOOKS[row.state]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.px(5), 0, theme.px(5))
        line.setSpacing(theme.px(10))
        line.addWidget(IconLabel(theme, icon, 20, color), 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout()
        box.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(theme, row.number or row.text, "label"), 1)
        head.addWidget(Label(theme, texts.time(row.at), "caption", "muted"))
        box.addLayout(head)
        if row.said is not None:
            what = words.said(texts, row.said, zone)
            box.addWidget(Label(theme, what, "caption", "state:late" if row.state == "refused" else "muted",
                                wrap=True))  # fmt: skip
            self.setAccessibleName(f"{row.number or row.text}, {what}")
        line.addLayout(box, 1)


class ScanCard(Card):
    """`submitted(text)` of the field, `job_chosen(job)` of the switch, `ended` of a shelf or list, `undo`."""

    submitted = Signal(str)
    job_chosen = Signal(str)
    ended = Signal()
    undo = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts, self._one, self._tight = theme, texts, False, False
        self.scene = BatchScene()
        self.title = Label(theme, "", "heading")
        self.open_button = ActionButton(theme, "")
        self.move_button = ActionButton(theme, "", key="F5")
        self.job = IconText(theme, "info", "", "body", "muted", wrap=True)
        self.target = IconText(theme, "shelf", "", "heading", wrap=True)
        self.end = ActionButton(theme, "", icon="tick", height=40)
        self.field = ScanField(theme, "", height=52)
        self.notice = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.done = IconText(theme, "check-circle", "", "label", "state:done")
        self.refused = IconText(theme, "warning", "", "label", "state:late")
        self.back = ActionButton(theme, "", icon="undo", key="Ctrl+Z", height=40)
        self.empty = EmptyState(theme, "scan")
        self._switch = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._switch.addWidget(self.open_button, 2)
        self._switch.addWidget(self.move_button, 3)
        aim = QHBoxLayout()
        aim.addWidget(self.target, 1)
        aim.addWidget(self.end)
        self._figures = QHBoxLayout()
        for part in (self.done, self.refused):
            self._figures.addWidget(part)
        self._figures.addStretch(1)
        self._figures.addWidget(self.back)
        holder = QWidget()
        holder.setObjectName("scrolled")
        self.list = QVBoxLayout(holder)
        self.list.setContentsMargins(0, 0, theme.px(6), 0)
        self.list.setSpacing(0)
        self.list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self.area.setWidget(holder)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addLayout(self._switch)
        self._column.addLayout(aim)
        for widget in (self.job, self.field, self.notice):
            self._column.addWidget(widget)
        self._column.addLayout(self._figures)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.empty, 1)
        self._column.addStretch(0)
        self._rows: dict[int, _Row] = {}
        self._shown: tuple[str, float, str] | None = None
        self.field.submitted.connect(self.submitted)
        for button, job in ((self.open_button, "open"), (self.move_button, "move")):
            button.clicked.connect(lambda _checked=False, j=job: self.job_chosen.emit(j))
        self.end.clicked.connect(lambda _checked=False: self.ended.emit())
        self.back.clicked.connect(lambda _checked=False: self.undo.emit())
        self.setFocusProxy(self.field)
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.show_scene(self.scene)

    def set_layout_class(self, name: str) -> None:
        """One column: the two jobs below each other, no heading."""
        self._one, self._tight = name == "one", name != "two"
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._switch.setDirection(down if name == "narrow" else across)
        self.title.setVisible(not self._tight)
        self.show_scene(self.scene)
        self._dress_card()

    def show_scene(self, scene: BatchScene) -> None:
        """Draw the card."""
        texts = self._texts
        self.scene = scene
        self.title.setText(texts.text("batch.title"))
        self.open_button.set_title(texts.text("batch.job.open"))
        self.move_button.set_title(texts.text("batch.job.move_short" if self._one else "batch.job.move"))
        self.open_button.set_chosen(scene.job == "open")
        self.move_button.set_chosen(scene.job == "move")
        self._show_job(scene.job, scene.target)
        self.field.set_words(texts.text("shell.scan.placeholder"), texts.text("batch.title"))
        self.notice.setVisible(scene.notice is not None)
        if scene.notice is not None:
            self.notice.set(words.said(texts, scene.notice, scene.zone))
        counted = scene.job != "open" or bool(scene.rows)
        self.done.setVisible(counted)
        self.done.set(texts.text("batch.done", count=scene.done))
        self.refused.setVisible(counted and scene.refused > 0)
        self.refused.set(texts.text("batch.refused", count=scene.refused))
        self.back.setVisible(scene.can_undo)
        self.back.set_title(texts.text("batch.back"))
        self.area.setVisible(bool(scene.rows))
        self.empty.setVisible(not scene.rows and not self._tight)
        self.empty.set(texts.text(_EMPTY[scene.job]), texts.text("batch.empty_how"))
        self._show_rows(scene)

    def _show_job(self, job: Job, target: str) -> None:
        texts = self._texts
        aimed = job in ("place", "route", "accept")
        self.target.setVisible(aimed)
        self.end.setVisible(aimed)
        self.end.set_title(texts.text("batch.end"))
        icon = {"place": "shelf", "route": "transfer"}.get(job, "person")
        if aimed:
            self.target.set(texts.text(_TARGETS[job], target=target), icon)
        self.job.set(texts.text(_WHAT[job]), "info")
        self.job.setVisible(not self._tight)

    def _show_rows(self, scene: BatchScene) -> None:
        mark = (self._texts.language, self.look.scale, scene.zone)
        fresh = mark == self._shown
        self._shown = mark
        wanted = {row.key: row for row in scene.rows[:_MOST_SHOWN]}
        for key, widget in list(self._rows.items()):
            if not fresh or wanted.get(key) != widget.row:
                self.list.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
                del self._rows[key]
        for place, row in enumerate(wanted.values()):
            if row.key not in self._rows:
                widget = _Row(self.look, self._texts, row, scene.zone)
                self.list.insertWidget(place, widget)
                self._rows[row.key] = widget

    def _dress_card(self) -> None:
        theme = self.look
        pad = theme.px(12 if self._tight else 18)
        self._column.setContentsMargins(pad, pad, pad, pad)
        self._column.setSpacing(theme.px(8 if self._tight else 12))
        self._switch.setSpacing(theme.px(8))
        self._figures.setSpacing(theme.px(14))
