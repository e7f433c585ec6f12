"""What a clerk does on the intake page: answers and types. No Qt.

``presenter_opening`` reads and draws, ``presenter_sending`` does what F2 asks for.
"""

from __future__ import annotations

import uuid

from desktop.domain.files import ITEM_VALUES
from desktop.domain.person_checks import tidy_name
from desktop.office.live.intake_values import KnownPerson
from desktop.ui.files.intake.presenter_sending import IntakeSending
from desktop.ui.files.intake.scene import asked, key_of, usual_value
from desktop.ui.files.intake.state import Key, Said, Told


class IntakePresenter(IntakeSending):
    """One intake page; see :class:`IntakeOpening` for its making."""

    def choose_service(self, service_id: uuid.UUID) -> None:
        """Nobody had said yet what is asked for."""
        self._service_id = service_id
        self.start()

    # ---- the checklist ----

    def answer(self, key: Key, value: str, *, move: bool) -> None:
        """A row is answered; ``move`` goes on to the next row, and after the last to what is still open."""
        if self.opened is None or self.mode != "form" or value not in ITEM_VALUES:
            return
        self.form.answers[key] = value
        self._changed()
        if move:
            self._go_on(key)

    def _go_on(self, key: Key) -> None:
        assert self.opened is not None
        keys = [key_of(one) for one in asked(self.opened)]
        place = keys.index(key) + 1 if key in keys else 0
        open_keys = [one for one in keys if one not in self.form.answers]
        if place < len(keys):
            self.view.focus_row(keys[place])
        elif open_keys:
            self.view.focus_row(open_keys[0])
        else:
            self._focus_open_field()

    def _focus_open_field(self) -> None:
        for name in ("nik", "name", "phone"):
            if not self.form.fields[name].strip() and not (name == "nik" and self.form.without_nik):
                self.view.focus_field(name)
                return
        self.view.focus_primary()

    def answer_rest(self) -> None:
        """Ctrl+Enter: every row without an answer is as it should be, but those that depend on something."""
        if self.opened is None or self.mode != "form":
            return
        left = None
        for one in asked(self.opened):
            key = key_of(one)
            if key not in self.form.answers:
                if one.needed_if_id:
                    left = left or key
                else:
                    self.form.answers[key] = usual_value(one.kind)
        self._changed()
        if left is not None:
            self.view.focus_row(left)
        else:
            self._focus_open_field()

    def note_on(self, key: Key, text: str) -> None:
        """A note on one row."""
        self.form.notes[key] = text
        self._changed()

    # ---- the fields ----

    def type(self, name: str, text: str) -> None:
        """A field was edited by hand."""
        if self.form.fields[name] == text:
            return
        form = self.form
        form.fields[name] = text
        form.filled.discard(name)
        form.extra.pop(name, None)
        self.notice = None
        if name == "nik":
            form.without_nik = False
            form.extra.pop("name", None)
            self._nik_changed()
        self._changed()

    def _nik_changed(self) -> None:
        nik = self.form.applicant().nik
        for name in self.form.fill_from_nik():
            self.view.set_field(name, self.form.fields[name])
        if self.known is not None and self.known.nik != nik.digits and self.opened is not None:
            self.known = None
        self._find_known()

    def _find_known(self) -> None:
        nik = self.form.applicant().nik
        if nik.ok and len(nik.digits) == 16 and self.known is None:
            self.tasks.read(
                self.office.find_person,
                self.context.office_id,
                nik.digits,
                done=lambda found: self._found(nik.digits, found),
                failed=lambda _error: None,
                owner=self,
            )

    def _found(self, digits: str, person: KnownPerson | None) -> None:
        if self._gone or person is None or self.form.applicant().nik.digits != digits or self.mode != "form":
            return
        self.known = person
        self._looked_at(person)
        for name in self.fill_from(person):
            self.view.set_field(name, self.form.fields[name])
        if tidy_name(self.form.fields["name"]).casefold() != tidy_name(person.name).casefold():
            told = Told(Said("intake.name_differs"), False, person.name)
            self.form.extra["name"] = (told,)
            self.form.left.add("name")
        self.show()

    def leave(self, name: str) -> None:
        """The focus left a field: say now what is wrong with it."""
        if self.form.fields[name].strip():
            self.form.left.add(name)
        if name == "return_by":
            self._show_return_by()
        self.show()

    def take_suggestion(self, name: str) -> None:
        """What was probably meant is taken over, because the clerk said so."""
        for one in self.form.told(all_fields=True).get(name, ()):
            if one.suggestion is not None:
                self.view.set_field(name, one.suggestion)
                self.type(name, one.suggestion)
                self.view.focus_field(name)
                return

    def set_sex(self, sex: str) -> None:
        """``1`` male, ``2`` female."""
        self.form.sex = sex
        self.form.filled.discard("sex")
        self._changed()

    def set_letter(self, letter: str) -> None:
        """The proxy's letter: ``f107`` or ``letter``."""
        self.form.letter = letter
        self._changed()

    def set_notice_way(self, way: str) -> None:
        """How the applicant will be told."""
        self.form.notice_way = way
        self._changed()

    def set_proxy(self, wanted: bool) -> None:
        """Somebody else brings the file, or (False) not after all."""
        self.form.proxy = wanted
        self._changed()
        self.view.focus_field("proxy_nik" if wanted else "nik")

    def scan(self, digits: str, name: str) -> bool:
        """Sixteen digits were scanned: they are a NIK, the proxy's where that field is meant."""
        if self.mode != "form" or len(digits) != 16 or not digits.isdigit():
            return False
        name = "proxy_nik" if name.startswith("proxy") and self.form.proxy else "nik"
        self.view.set_field(name, digits)
        self.type(name, digits)
        self.leave(name)
        return True

    def _changed(self) -> None:
        self.draft.changed()
        self.show()

    def start_over(self) -> None:
        """F3: give up what was kept and typed, and begin with an empty form."""
        if self.opened is None or self.mode != "form":
            return
        self.draft.drop()
        opened = self.opened
        self._begin_form(opened, {})
        self.draft.draft_id = None
        self._put_texts()
        self.show()
        self._focus_first()

    def continue_file(self, application_id: uuid.UUID) -> None:
        """The person has a returned file: complete it, with only what was missing."""
        if self.mode == "form":
            self.draft.drop()
            self._application_id, self.opened = application_id, None
            self.start()
