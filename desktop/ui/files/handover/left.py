"""The left card: verdict, file, what is in the bag, who collects. Passive."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.files.handover.parts import Scrolling, Segments, ThingRow, column_of
from desktop.ui.files.handover.state import FileScene, Proxy
from desktop.ui.files.handover.words import chosen, say
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import Card, ElidedLabel, IconLabel, IconText, Label, Line, LinkButton, TextField


class Fact(QWidget):
    """A caption, its value, and a second line below."""

    def __init__(
        self, theme: Theme, role: str = "label", strong: str = "caption", *, whole: bool = True
    ) -> None:
        super().__init__()
        self.caption = Label(theme, "", "caption", "muted")
        # A number or a day is never cut; a name may be.
        self.value: Label = Label(theme, "", role) if whole else ElidedLabel(theme, "", role)
        self.second = ElidedLabel(theme, "", strong, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        for part in (self.caption, self.value, self.second):
            column.addWidget(part)
        column.addStretch(1)

    def put(self, caption: str, value: str, second: str = "", color: str = "muted") -> None:
        """Set all three."""
        self.caption.setText(caption)
        self.value.setText(value)
        self.second.setText(second)
        self.second.set_color(color)
        self.second.setVisible(bool(second))


class ProxyForm(QWidget):
    """Who comes for the applicant, and with what letter."""

    changed = Signal(str, str)
    letter = Signal(str)
    other = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.known = IconText(theme, "person", "", "label", elide=True)
        self.other_button = LinkButton(theme)
        self.other_button.clicked.connect(lambda _checked=False: self.other.emit())
        self.name = TextField(theme, "")
        self.nik = TextField(theme, "")
        self.name.edit.setMaxLength(300)
        self.nik.edit.setMaxLength(24)
        for field in (self.name, self.nik):
            field.edit.textEdited.connect(lambda _text: self.changed.emit(self.name.text(), self.nik.text()))
        self.letters = Segments(theme, ("f107", "letter"), icons=("file", "file"))
        self.letters.picked.connect(self.letter)
        self.letter_label = Label(theme, "", "label")
        self._known_row, known = QWidget(), QHBoxLayout()
        self._known_row.setLayout(known)
        known.setContentsMargins(0, 0, 0, 0)
        known.addWidget(self.known, 1)
        known.addWidget(self.other_button)
        self._fields_row = QWidget()
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._fields_row)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(theme.px(12))
        self._fields.addWidget(self.name, 3)
        self._fields.addWidget(self.nik, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for part in (self._known_row, self._fields_row, self.letter_label, self.letters):
            column.addWidget(part)

    def set_words(self, texts: Texts) -> None:
        """Name the fields."""
        text = texts.text
        for field, code in ((self.name, "handover.proxy_name"), (self.nik, "handover.proxy_nik")):
            field.label.setText(text(code))
            field.edit.setAccessibleName(text(code))
        self.letter_label.setText(text("handover.letter"))
        self.other_button.set_title(text("handover.other_proxy"))
        self.letters.set_words(
            {"f107": text("handover.letter_f107"), "letter": text("handover.letter_letter")}
        )

    def show_proxy(self, proxy: Proxy, texts: Texts) -> None:
        """Draw it."""
        self._known_row.setVisible(bool(proxy.known) and not proxy.other)
        self._fields_row.setVisible(proxy.other)
        self.known.set(texts.text("handover.known_proxy", name=proxy.known))
        self.letters.choose(proxy.letter, texts.text("handover.chosen"))
        self.nik.set_fault(say(texts, proxy.nik_fault) if proxy.nik_fault is not None else None)

    def clear(self) -> None:
        """Another file: nothing typed."""
        self.name.edit.clear()
        self.nik.edit.clear()

    def set_stacked(self, stacked: bool) -> None:
        """One field a row."""
        self._fields.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )


class LeftCard(Card):
    """Everything about the file."""

    ticked = Signal(str, bool)
    turned = Signal(str)
    collector = Signal(str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._rows: dict[str, ThingRow] = {}
        self._tight = False
        self.verdict_icon = IconLabel(theme, "check-circle", 28, "state:done")
        self.verdict = Label(theme, "", "title", "state:done", wrap=True)
        self.scanned = IconText(theme, "scan", "", "body", "muted")
        self.scanned.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.detail = Label(theme, "", "body", "muted", wrap=True)
        self.facts = {"number": Fact(theme, "list_number"), "person": Fact(theme, whole=False),
                      "promise": Fact(theme, strong="caption_strong")}  # fmt: skip
        self.heading = Label(theme, "", "heading")
        self.all = LinkButton(theme, key="F4")
        self.who = Label(theme, "", "heading")
        self.people = Segments(theme, ("applicant", "proxy"), icons=("person", "people"))
        self.people.picked.connect(self.collector)
        self.proxy = ProxyForm(theme)
        self.seen = IconText(theme, "eye", "", "caption", "muted", elide=True)
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        top.addWidget(self.verdict_icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.verdict, 1)
        top.addWidget(self.scanned, 0, Qt.AlignmentFlag.AlignTop)
        self._facts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._facts.setSpacing(theme.px(16))
        for name, fact in self.facts.items():
            self._facts.addWidget(fact, 4 if name == "person" else 3)
        inner, middle = column_of(theme, 6, 6)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.all)
        middle.addLayout(head)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        middle.addLayout(self._list)
        middle.addSpacing(theme.px(8))
        middle.addWidget(self.who)
        middle.addWidget(self.people)
        middle.addWidget(self.proxy)
        middle.addStretch(1)
        self.area = Scrolling(inner)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.detail)
        self._column.addLayout(self._facts)
        self._column.addWidget(Line(theme))
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.seen)
        self.set_texts(texts)
        self._dress_card()
        theme.changed.connect(self._dress_card)
        QApplication.instance().focusObjectChanged.connect(self._follow)

    def set_texts(self, texts: Texts) -> None:
        """Change the language; what a scene says comes with the next one."""
        self._texts = texts
        self.heading.setText(texts.text("handover.documents"))
        self.who.setText(texts.text("handover.who"))
        self.all.set_title(texts.text("handover.tick_all"))
        self.people.set_words(
            {"applicant": texts.text("handover.by_applicant"), "proxy": texts.text("handover.by_proxy")}
        )
        self.proxy.set_words(texts)

    def show_file(self, file: FileScene) -> None:
        """Draw the file."""
        text = self._texts.text
        color = f"state:{file.verdict.look}"
        self.verdict.setText(say(self._texts, file.verdict.line))
        self.verdict.set_color(color)
        self.verdict_icon.set_icon(file.verdict.icon, color)
        self.detail.setText(say(self._texts, file.verdict.detail))
        self.detail.setVisible(file.verdict.detail is not None)
        self.scanned.set(say(self._texts, file.scanned))
        self.scanned.setVisible(file.scanned is not None and file.open)
        self.facts["number"].put(text("handover.number"), file.number, chosen(self._texts, file.service))
        self.facts["person"].put(text("handover.applicant"), file.applicant, file.nik)
        kept = {True: "handover.kept", False: "handover.not_kept", None: ""}[file.kept]
        self.facts["promise"].put(
            text("handover.promise"), say(self._texts, file.promised), text(kept) if kept else "",
            "state:done" if file.kept else "state:late",
        )  # fmt: skip
        self._show_rows(file)
        self.all.setVisible(file.open and not all(row.ticked for row in file.rows))
        for part in (self.who, self.people):
            part.setVisible(file.open)
        self.people.choose(file.collector, text("handover.chosen"))
        self.proxy.setVisible(file.open and file.collector == "proxy")
        self.proxy.show_proxy(file.proxy, self._texts)
        self.seen.set(say(self._texts, file.looked))
        self.seen.setVisible(file.looked is not None)
        self.area.updateGeometry()

    def _show_rows(self, file: FileScene) -> None:
        keys = [row.key for row in file.rows]
        if keys != list(self._rows):
            while (item := self._list.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
            self._rows = {}
            for key in keys:
                row = ThingRow(self.look, key)
                row.set_stacked(self._tight)
                row.ticked.connect(self.ticked)
                row.turned.connect(self.turned)
                if self._rows:
                    self._list.addWidget(Line(self.look))
                self._list.addWidget(row)
                self._rows[key] = row
            self._order()
        for one in file.rows:
            self._rows[one.key].show_row(one, self._texts, file.open)

    def _order(self) -> None:
        last: QWidget = self.all
        for row in self._rows.values():
            for part in (row.tick, row.turn):
                QWidget.setTabOrder(last, part)
                last = part
        QWidget.setTabOrder(last, self.people.buttons["applicant"])

    def show_proxy_form(self) -> None:
        """Go to the proxy's fields, and bring all of them into sight."""
        form = self.proxy
        target: QWidget = form.name.edit if form.name.isVisible() else form.letters.buttons["f107"]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        # Where the fields are is known once the layout has made room for them.
        QTimer.singleShot(0, self, self._show_letters)

    def _show_letters(self) -> None:
        if self.proxy.isVisible():
            self.area.ensureWidgetVisible(self.proxy.letters, 8, 4)

    def rows(self) -> list[ThingRow]:
        """All rows, in their order."""
        return list(self._rows.values())

    def set_layout_class(self, name: str) -> None:
        """Stack what has no room beside."""
        tight = self._tight = name != "two"
        for row in self._rows.values():
            row.set_stacked(tight)
        self._facts.setDirection(
            QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight
        )
        for part in (self.people, self.proxy, self.proxy.letters):
            part.set_stacked(tight)
        self.area.set_grow(tight)
        # Where the page scrolls, work begins at its first line: the verdict is read before anything is done.
        policy = Qt.FocusPolicy.TabFocus if tight else Qt.FocusPolicy.NoFocus
        self.verdict.setFocusPolicy(policy)

    def _follow(self, target: QObject | None) -> None:
        if isinstance(target, QWidget) and self.area.widget().isAncestorOf(target):
            self.area.ensureWidgetVisible(target, 8, 12)

    def _dress_card(self) -> None:
        theme = self.look
        self._column.setContentsMargins(theme.px(24), theme.px(18), theme.px(24), theme.px(14))
        self._column.setSpacing(theme.px(12))
