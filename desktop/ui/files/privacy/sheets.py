"""The panels of the page "Data pribadi": a new request, a refusal, the disposal with its preview."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.files.privacy import words
from desktop.ui.files.privacy.state import FIELDS, Asked, DisposalForm, DisposalScene
from desktop.ui.i18n import Texts
from desktop.ui.shell.sheet import Sheet
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, IconText, Label, PrimaryButton, TextField


class RequestSheet(Sheet):
    """What the person asks; `asked(Asked)`. A correction names a field and what is right."""

    asked = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts, kind: str, *, lift: bool = False) -> None:
        title = texts.text("privacy.lift" if lift else words.KINDS[kind])
        super().__init__(window, theme, texts, title, width=600)
        self._kind, self._lift, self._texts = kind, lift, texts
        self._group = QButtonGroup(self)
        self.fields: dict[str, QRadioButton] = {}
        self.body.addWidget(Label(theme, texts.text(words.EXPLAINED[kind]), "body", "muted", wrap=True))
        self.to = TextField(theme, texts.text("privacy.what_is_right"), hint=texts.text("privacy.right_hint"))
        if kind == "correction":
            for name in FIELDS:
                radio = QRadioButton(texts.text(words.FIELDS[name]))
                radio.setFont(theme.font("body"))
                radio.setChecked(name == "name")
                self._group.addButton(radio)
                self.body.addWidget(radio)
                self.fields[name] = radio
            self.body.addWidget(self.to)
        self.note = TextField(theme, texts.text("privacy.note"))
        self.note.edit.setMaxLength(500)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        back = self.add_button(ActionButton(theme, texts.text("shell.cancel")))
        back.clicked.connect(lambda _checked=False: self.close_sheet())
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text("privacy.enter"), icon="tick", key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())

    def _confirm(self) -> None:
        field = next((name for name, radio in self.fields.items() if radio.isChecked()), "")
        if self._kind == "correction" and not self.to.text().strip():
            self.to.set_fault(self._texts.text("privacy.value_needed"))
            self.to.setFocus()
            return
        asked = Asked(self._kind, field, self.to.text().strip(), self._lift, self.note.text().strip())
        self.close_sheet()
        self.asked.emit(asked)


class RefuseSheet(Sheet):
    """Why a request is refused; `refused(text)`."""

    refused = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("privacy.refuse"), width=560)
        self._texts = texts
        self.reason = TextField(
            theme, texts.text("privacy.refuse_why"), hint=texts.text("privacy.refuse_hint")
        )
        self.reason.edit.setMaxLength(500)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text("privacy.refuse"), icon="x", key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())

    def _confirm(self) -> None:
        if not self.reason.text().strip():
            self.reason.set_fault(self._texts.text("privacy.decision_needed"))
            self.reason.setFocus()
            return
        self.close_sheet()
        self.refused.emit(self.reason.text().strip())


class DisposalSheet(Sheet):
    """What would go, and the minutes; `disposing(DisposalForm)`. The first press of the button only asks."""

    disposing = Signal(object)

    def __init__(self, window: QWidget, theme: Theme, texts: Texts) -> None:
        super().__init__(window, theme, texts, texts.text("privacy.disposal"), width=640)
        self._look, self._texts, self._sure = theme, texts, False
        self.what = Label(theme, "", "body", "muted", wrap=True)
        self.body.addWidget(self.what)
        self._counts = QVBoxLayout()
        self.body.addLayout(self._counts)
        self.counts: dict[str, Label] = {}
        self.number = TextField(theme, texts.text("privacy.minutes_number"))
        self.place = TextField(theme, texts.text("privacy.place"))
        self.first = TextField(
            theme, texts.text("privacy.witness", n=1), hint=texts.text("privacy.witness_hint")
        )
        self.second = TextField(theme, texts.text("privacy.witness", n=2))
        for part in (self.number, self.place, self.first, self.second):
            self.body.addWidget(part)
        self.fault = IconText(theme, "warning", "", "label", "state:late", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.body.addStretch(1)
        back = self.add_button(ActionButton(theme, texts.text("shell.cancel")))
        back.clicked.connect(lambda _checked=False: self.close_sheet())
        self.confirm = self.add_button(
            PrimaryButton(theme, texts.text("privacy.dispose"), icon="x", key="Ctrl+Enter", small=True)
        )
        self.confirm.clicked.connect(lambda _checked=False: self._confirm())

    def show_scene(self, scene: DisposalScene) -> None:
        """Draw the preview, or what refused the disposal."""
        texts = self._texts
        if scene.until is not None:
            day = texts.date(scene.until)
            self.what.setText(texts.text("privacy.disposal_what", day=day, count=scene.years))
        elif scene.busy:
            self.what.setText(texts.text("shell.loading"))
        for name, count in scene.counts:
            if name not in self.counts:
                self.counts[name] = Label(self._look, "", "label")
                self._counts.addWidget(self.counts[name])
            self.counts[name].setVisible(count > 0)
            self.counts[name].setText(f"{texts.text(words.COUNTED[name])}: {texts.number(count)}")
        nothing = bool(scene.counts) and not any(count for _name, count in scene.counts)
        fault = words.line(texts, scene.fault) if scene.fault is not None else ""
        self.fault.setVisible(bool(fault))
        self.fault.set(fault)
        self.confirm.set_busy(texts.text("privacy.disposing") if scene.busy and scene.counts else None)
        self.confirm.set_unavailable(texts.text("privacy.nothing_to_dispose") if nothing else None)
        if scene.fault is not None:
            self._ask_again()

    def _ask_again(self) -> None:
        self._sure = False
        self.confirm.set_title(self._texts.text("privacy.dispose"))

    def _confirm(self) -> None:
        if not self._sure:
            self._sure = True
            self.confirm.set_title(self._texts.text("privacy.dispose_sure"))
            return
        witnesses = []
        for field in (self.first, self.second):
            name, _comma, role = field.text().partition(",")
            if name.strip():
                witnesses.append((name.strip(), role.strip()))
        self.disposing.emit(
            DisposalForm(self.number.text().strip(), self.place.text().strip(), tuple(witnesses))
        )
