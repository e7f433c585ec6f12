"""The right card: digits, face, signature, and the one filled button. Passive."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.files.handover.parts import Segments, Tick
from desktop.ui.files.handover.state import Digits, FileScene
from desktop.ui.files.handover.words import say
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, IconText, Label, LinkButton, PrimaryButton
from desktop.ui.widgets.signature import SignaturePad

REASONS = ("no_nik", "card_lost", "known_in_person")
_LOOKS = {
    "empty": ("", "info", "muted"),
    "reason": ("", "info", "muted"),
    "asking": ("handover.asking", "clock", "muted"),
    "match": ("handover.match", "check-circle", "state:done"),
    "mismatch": ("handover.mismatch_short", "warning", "state:late"),
    "no_nik": ("handover.no_nik_known", "info", "state:late"),
}


class IdentityPart(QWidget):
    """Four digits and what they gave, or the reason why there are none."""

    digits = Signal(str)
    reason = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.label = Label(theme, "", "caption", "muted", wrap=True)
        self.edit = QLineEdit()
        self.edit.setMaxLength(4)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.label.setBuddy(self.edit)
        self.edit.textEdited.connect(self.digits)
        self.outcome = IconText(theme, "info", "", "label", "muted")
        self.without = LinkButton(theme)
        self.without.clicked.connect(lambda _checked=False: self._turn())
        self.fault = Label(theme, "", "caption_strong", "state:late", wrap=True)
        self.no_nik = Label(theme, "", "caption_strong", "state:late", wrap=True)
        self.no_nik.hide()
        self.reasons = Segments(theme, REASONS)
        self.reasons.set_stacked(True)
        self.reasons.set_tight()
        self.reasons.picked.connect(lambda key: self.reason.emit(key))
        head = QHBoxLayout()
        head.addWidget(self.label, 1)
        head.addWidget(self.without)
        self._digits = QWidget()
        self._row = QHBoxLayout(self._digits)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.edit)
        self._row.addWidget(self.outcome, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self._digits)
        self._column.addWidget(self.fault)
        self._column.addWidget(self.no_nik)
        self._column.addWidget(self.reasons)
        self.reasons.hide()
        self._dress()
        theme.changed.connect(self._dress)

    def set_words(self, texts: Texts) -> None:
        """Name the choices."""
        text = texts.text
        self.reasons.set_words(
            {
                "no_nik": text("handover.reason_no_nik"),
                "card_lost": text("handover.reason_card_lost"),
                "known_in_person": text("handover.reason_known_in_person"),
            }
        )
        self.no_nik.setText(texts.text("handover.no_nik_known"))
        self._texts = texts

    def show_digits(self, state: Digits) -> None:
        """Draw it."""
        text = self._texts.text
        self.label.setText(text(state.label))
        self.edit.setAccessibleName(text(state.label))
        code, icon, color = _LOOKS[state.state]
        self.outcome.set(text(code) if code else "", icon, color)
        self.outcome.icon.setVisible(bool(code))
        wrong = state.state == "mismatch"
        self.fault.setVisible(wrong)
        self.fault.setText(text("handover.mismatch") if wrong else "")
        self.edit.setAccessibleDescription(self.fault.text() or self.outcome.text())
        self.edit.setProperty("wrong", wrong)
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)
        if state.reason is not None or state.state == "no_nik":
            self._show_reasons(True)
        elif state.state in ("asking", "match"):
            self._show_reasons(False)
        self.reasons.choose(state.reason, text("handover.chosen"))
        shut = self.reasons.isHidden()
        self.without.set_title(text("handover.without_digits" if shut else "handover.with_digits"))
        self.no_nik.setVisible(state.state == "no_nik")

    def clear(self) -> None:
        """Another file, or another paper: nothing typed."""
        self.edit.clear()
        self._show_reasons(False)

    def _turn(self) -> None:
        opening = self.reasons.isHidden()
        self._show_reasons(opening)
        if opening:
            self.edit.clear()
        self.reason.emit(None)
        target = self.reasons.buttons[REASONS[0]] if opening else self.edit
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_reasons(self, shown: bool) -> None:
        """The reasons stand where the digits stood."""
        self.reasons.setVisible(shown)
        self._digits.setVisible(not shown)

    def _dress(self) -> None:
        theme = self._theme
        font = theme.font("heading", tabular=True)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(6))
        self.edit.setFont(font)
        self.edit.setFixedSize(theme.px(150), theme.px(44))
        self._row.setSpacing(theme.px(12))
        self._column.setSpacing(theme.px(5))


class RightCard(Card):
    """What is needed of whoever collects, then F2."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self.heading = Label(theme, "", "heading", wrap=True)
        self.identity = IdentityPart(theme)
        self.face = Tick(theme, role="body")
        self.sign_label = Label(theme, "", "caption", "muted")
        self.pad = SignaturePad(theme)
        self.paper = IconText(theme, "printer", "", "body", "muted", wrap=True)
        self.use_paper = LinkButton(theme, key="F6")
        self.again = LinkButton(theme, key="F3")
        self.next = Label(theme, "", "body", wrap=True)
        self.primary: ActionButton = PrimaryButton(theme)
        self.survey = IconText(theme, "star", "", "caption", "muted", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.use_paper)
        foot.addStretch(1)
        foot.addWidget(self.again)
        self._column = QVBoxLayout(self)
        for part in (self.heading, self.identity, self.face, self.sign_label):
            self._column.addWidget(part)
        self._column.addWidget(self.pad, 1)
        self._column.addWidget(self.paper)
        self._column.addWidget(self.next)
        self._column.addLayout(foot)
        self._stretch = QWidget()
        self._column.addWidget(self._stretch, 1)
        self._column.addWidget(self.primary)
        self._column.addWidget(self.survey)
        self.set_texts(texts)
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def set_texts(self, texts: Texts) -> None:
        """Change the language."""
        self._texts = texts
        text = texts.text
        self.identity.set_words(texts)
        self.face.setText(text("handover.face_fits"))
        self.sign_label.setText(text("handover.signature"))
        self.pad.set_words(text("handover.signature"), text("handover.pad_help"))
        self.again.set_title(text("handover.again"))
        self.survey.set(text("handover.survey_next"))

    def show_file(self, file: FileScene) -> None:
        """Draw what is asked."""
        text = self._texts.text
        pad = file.open and file.signed == "pad"
        self.heading.setText(text("handover.check" if file.open else "handover.not_now"))
        for part in (self.identity, self.face, self.sign_label, self.use_paper):
            part.setVisible(file.open)
        self.identity.show_digits(file.digits)
        self.face.setChecked(file.face)
        self.pad.setVisible(pad)
        self.again.setVisible(pad)
        self.paper.setVisible(file.open and not pad)
        self.paper.set(say(self._texts, file.paper))
        self.use_paper.set_title(text("handover.use_paper" if pad else "handover.use_pad"))
        self.next.setVisible(not file.open)
        self.next.setText(say(self._texts, file.next))
        self._stretch.setVisible(not pad)
        self.survey.setVisible(file.open and file.survey)
        self.primary.set_icon("hand-over" if file.open else "scan")
        self.primary.set_busy(text("handover.busy") if file.busy else None)

    def clear(self) -> None:
        """Another file."""
        self.identity.clear()
        self.pad.clear()

    def _dress_card(self) -> None:
        theme = self.look
        self._column.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(16))
        self._column.setSpacing(theme.px(9))
