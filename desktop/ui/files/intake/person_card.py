"""The applicant: NIK, name, birth date, sex, telephone, e-mail; the proxy; the person's earlier files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.files.intake import words
from desktop.ui.files.intake.field import IntakeField
from desktop.ui.files.intake.segments import Option, Segments
from desktop.ui.files.intake.state import Scene
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, IconText, Label, LinkButton, SecondaryButton

_FIELDS = (
    ("nik", "tabular", "intake.nik"),
    ("name", "body", "intake.name"),
    ("birth_date", "tabular", "intake.birth_date"),
    ("phone", "body", "intake.phone"),
    ("email", "body", "intake.email"),
    ("proxy_nik", "tabular", "intake.proxy_nik"),
    ("proxy_name", "body", "intake.proxy_name"),
)


class PersonCard(Card):
    """Signals carry the field's name; the presenter looks at what was typed.

    Signals: edited(name, text), left(name), taken(name), sex_chosen(code), letter_chosen(code), way_chosen(code),
    proxy_wanted(bool), continued(application id).
    """

    edited = Signal(str, str)
    left = Signal(str)
    taken = Signal(str)
    sex_chosen = Signal(str)
    letter_chosen = Signal(str)
    way_chosen = Signal(str)
    proxy_wanted = Signal(bool)
    continued = Signal(object)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, padding=None)
        self.look, self._texts = theme, texts
        self._low = self._email_open = False
        self._scene = Scene()
        self._ways: tuple[str, ...] = ()
        self.title = Label(theme, "", "heading")
        self.proxy_link = LinkButton(theme, "", icon="people")
        self.email_link = LinkButton(theme, "", icon="mail")
        self.fields = {name: IntakeField(theme, role=role) for name, role, _code in _FIELDS}
        for name, field in self.fields.items():
            field.edited.connect(lambda text, n=name: self.edited.emit(n, text))
            field.left.connect(lambda n=name: self.left.emit(n))
            field.taken.connect(lambda n=name: self.taken.emit(n))
            field.entered.connect(lambda f=field: f.focusNextChild())
        self.sex_label = Label(theme, "", "caption", "muted")
        self.proxy_title = Label(theme, "", "heading")
        self.way = LinkButton(theme, "", icon="bell")
        self.way.clicked.connect(lambda _checked=False: self._next_way())
        self.restricted = IconText(
            theme, "lock", "", "caption_strong", "accent-text", icon_size=17, wrap=True
        )
        self.earlier_title = Label(theme, "", "caption", "muted")
        self.earlier: list[QWidget] = []
        self.sex, self.letter = self._segments()
        self.proxy_link.clicked.connect(lambda _checked=False: self.proxy_wanted.emit(not self._scene.proxy))
        self.email_link.clicked.connect(lambda _checked=False: self.open_email())
        self._build()
        self.set_texts(texts)
        self._dress_card()
        theme.changed.connect(self._dress_card)

    def _segments(self) -> tuple[Segments, Segments]:
        texts, theme = self._texts, self.look
        sex = Segments(
            theme, (Option("1", texts.text("intake.male")), Option("2", texts.text("intake.female")))
        )
        letter = Segments(
            theme, (Option("f107", texts.text("intake.f107")), Option("letter", texts.text("intake.letter")))
        )
        for segments, signal in ((sex, self.sex_chosen), (letter, self.letter_chosen)):
            segments.chosen.connect(signal)
            segments.entered.connect(lambda s=segments: s.parts[-1].focusNextChild())
        return sex, letter

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.proxy_link)
        self._sex_box = QWidget()
        sex = QVBoxLayout(self._sex_box)
        sex.setContentsMargins(0, 0, 0, 0)
        sex.addWidget(self.sex_label)
        sex.addWidget(self.sex)
        sex.addStretch(1)
        self._sex_column = sex
        across = QBoxLayout.Direction.LeftToRight
        self._pairs: list[QBoxLayout] = []
        rows: list[QWidget | QBoxLayout] = []
        fields = self.fields
        for first, second, stretches in (
            (fields["nik"], fields["birth_date"], (17, 10)),
            (self._sex_box, fields["phone"], (0, 1)),
        ):
            pair = QBoxLayout(across)
            pair.addWidget(first, stretches[0])
            pair.addWidget(second, stretches[1])
            self._pairs.append(pair)
            rows.append(pair)
            rows += (
                [first.take_below(), second.take_below()] if first is fields["nik"] else [second.take_below()]
            )
        rows.insert(3, fields["name"])
        foot = QHBoxLayout()
        foot.addWidget(self.email_link)
        foot.addWidget(self.way)
        foot.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.addLayout(head)
        # What can be completed stands first: it is what the person has most likely come for.
        self._returned, self._earlier = QVBoxLayout(), QVBoxLayout()
        self.column.addLayout(self._returned)
        for row in (*rows, fields["email"], foot):
            if isinstance(row, QWidget):
                self.column.addWidget(row)
            else:
                self.column.addLayout(row)
        self.proxy_box = QWidget()
        proxy = QVBoxLayout(self.proxy_box)
        proxy.setContentsMargins(0, 0, 0, 0)
        for part in (self.proxy_title, fields["proxy_nik"], fields["proxy_name"], self.letter):
            proxy.addWidget(part)
        self._proxy = proxy
        self.proxy_box.hide()
        self.column.addWidget(self.proxy_box)
        self.column.addWidget(self.restricted)
        self.column.addWidget(self.earlier_title)
        self.column.addLayout(self._earlier)
        self.column.addStretch(1)

    def set_texts(self, texts: Texts) -> None:
        """Take the words of a language."""
        self._texts = texts
        self.title.setText(texts.text("intake.applicant"))
        for name, _role, code in _FIELDS:
            self.fields[name].set_words(texts.text(code))
        self.fields["birth_date"].set_words(
            texts.text("intake.birth_date"), texts.text("intake.birth_example")
        )
        self.fields["email"].set_words(texts.text("intake.email"), texts.text("intake.email_example"))
        self.sex_label.setText(texts.text("intake.sex"))
        self.email_link.set_title(texts.text("intake.add_email"))
        self.proxy_title.setText(texts.text("intake.proxy"))
        self.restricted.set(texts.text("intake.restricted"))
        self.earlier_title.setText(texts.text("intake.earlier"))
        for segments, codes, name in (
            (self.sex, ("intake.male", "intake.female"), "intake.sex"),
            (self.letter, ("intake.f107", "intake.letter"), "intake.proxy_letter"),
        ):
            segments.set_titles(tuple(texts.text(code) for code in codes))
            segments.set_name(texts.text(name))

    def show_scene(self, scene: Scene) -> None:
        """Draw everything but the fields' texts."""
        before, self._scene = self._scene, scene
        texts = self._texts
        for name, field in self.fields.items():
            line, error, take = words.told(texts, scene.told.get(name, ()))
            field.set_told(line, error=error, take=texts.text("intake.take", value=take) if take else "")
        self.sex.set_value(scene.sex)
        self.letter.set_value(scene.letter)
        self.proxy_link.set_title(texts.text("intake.no_proxy" if scene.proxy else "intake.add_proxy"))
        self.proxy_box.setVisible(scene.proxy)
        self.way.setVisible(len(scene.notice_ways) > 1)
        self.way.set_title(texts.text("intake.told_by", way=words.way(texts, scene.notice_way)))
        self.restricted.setVisible(scene.restricted)
        if scene.earlier != before.earlier:
            self._show_earlier(scene)
        self.earlier_title.setVisible(any(not one.can_continue for one in scene.earlier))
        self._show_email()

    def _show_earlier(self, scene: Scene) -> None:
        for widget in self.earlier:
            self._earlier.removeWidget(widget)
            self._returned.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.earlier = []
        texts, first = self._texts, True
        for one in scene.earlier:
            if one.can_continue:
                title = texts.text("intake.continue", number=one.number)
                button = SecondaryButton(self.look, title, icon="repeat", key="F4" if first else None,
                                         line=words.earlier(texts, one), height=60)  # fmt: skip
                button.clicked.connect(lambda _checked=False, k=one.application_id: self.continued.emit(k))
                self.earlier.append(button)
                first = False
            else:
                line = f"{one.number}  {words.earlier(texts, one)}"
                self.earlier.append(
                    IconText(self.look, "file", line, "caption", "text", icon_size=17, wrap=True)
                )
        for widget in self.earlier:
            (self._returned if isinstance(widget, ActionButton) else self._earlier).addWidget(widget)
            widget.show()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order of the work: the NIK tells birth date and sex, so the name follows it."""
        found: list[QWidget] = []
        for name in ("nik", "name", "birth_date"):
            found += [self.fields[name].edit, self.fields[name].suggestion]
        found += [*self.sex.parts, self.fields["phone"].edit, self.fields["phone"].suggestion]
        found += [self.email_link, self.fields["email"].edit, self.fields["email"].suggestion, self.way]
        for name in ("proxy_nik", "proxy_name"):
            found += [self.fields[name].edit, self.fields[name].suggestion]
        buttons = [one for one in self.earlier if isinstance(one, ActionButton)]
        return [*found, *self.letter.parts, *buttons, self.proxy_link]

    def _next_way(self) -> None:
        ways = self._scene.notice_ways
        place = ways.index(self._scene.notice_way) + 1 if self._scene.notice_way in ways else 0
        self.way_chosen.emit(ways[place % len(ways)])

    def open_email(self) -> None:
        """Show the e-mail's field and go there."""
        self._email_open = True
        self._show_email()
        self.fields["email"].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_email(self) -> None:
        field = self.fields["email"]
        shown = not self._low or self._email_open or bool(field.edit.text())
        field.setVisible(shown)
        self.email_link.setVisible(not shown)

    def fit(self, *, layout: str, low: bool) -> None:
        """Fit the room; `low` hides the e-mail behind its link."""
        self._low = low
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        tight = layout != "two" and (layout == "narrow" or self.look.scale >= 3)
        for pair in self._pairs:
            pair.setDirection(down if tight else across)
        self._show_email()
        self._dress_card()

    def _dress_card(self) -> None:
        theme = self.look
        side, edge = theme.px(18), theme.px(10 if self._low else 14)
        self.column.setContentsMargins(side, edge, side, edge)
        self.column.setSpacing(theme.px(6 if self._low else 8))
        for pair in self._pairs:
            pair.setSpacing(theme.px(10))
        self._sex_column.setSpacing(theme.px(3))
        self._proxy.setSpacing(theme.px(6))
        self._earlier.setSpacing(theme.px(8))
        self._returned.setSpacing(theme.px(8))
