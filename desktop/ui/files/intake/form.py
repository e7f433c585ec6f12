"""What a clerk has typed and answered so far, and what is wrong with it. No Qt, no database.

Owned by the presenter. ``content`` and ``restore`` are the draft's two sides; a draft of an older form is read as
far as it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, cast

from desktop.domain.contacts import check_email, check_phone
from desktop.domain.dates_typed import read_date
from desktop.domain.files import ITEM_VALUES
from desktop.domain.nik import Sex
from desktop.domain.person_checks import CheckedPerson, Finding, check_person
from desktop.ui.files.intake.state import Key, Said, Told

FORMAT: Final = 1
FIELDS: Final = (
    "nik", "name", "birth_date", "phone", "email", "proxy_nik", "proxy_name", "note", "return_by",
)  # fmt: skip
_MISSING: Final = frozenset({"nik.empty", "person.name_missing"})
_SEX: Final[dict[str, Sex]] = {"1": "male", "2": "female"}
SEX_CODES: Final[dict[str, str]] = {"male": "1", "female": "2"}


@dataclass
class Form:
    """The half-filled intake.

    Attributes:
        today: the office's day.
        fields: what stands in each of FIELDS.
        sex: ``1`` or ``2``; None while unknown.
        filled: fields that the program filled (from a NIK, from a known person) and may fill anew.
        answers, notes: by requirement and kind.
        left: fields whose findings are shown; all are once F2 was pressed.
        without_nik: the clerk has said that this person has none.
    """

    today: date
    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    sex: str | None = None
    filled: set[str] = field(default_factory=set)
    answers: dict[Key, str] = field(default_factory=dict)
    notes: dict[Key, str] = field(default_factory=dict)
    proxy: bool = False
    letter: str = "f107"
    notice_way: str = ""
    left: set[str] = field(default_factory=set)
    pressed: bool = False
    without_nik: bool = False
    command_id: str = ""
    """Of a taking in that nobody answered: sent again under the same id, it is done once."""
    extra: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    """Told by the office: a known name that differs."""

    # ---- reading what was typed ----

    def applicant(self) -> CheckedPerson:
        """The applicant's data, read."""
        return check_person(
            self.fields["nik"], self.fields["name"], self.fields["birth_date"], _SEX.get(self.sex or ""),
            today=self.today, nik_needed=not self.without_nik,
        )  # fmt: skip

    def proxy_person(self) -> CheckedPerson:
        """Who brings the file for the applicant, read."""
        return check_person(self.fields["proxy_nik"], self.fields["proxy_name"], today=self.today)

    def return_by(self) -> date | None:
        """Until when the rest should come, or None where it cannot be read."""
        return read_date(self.fields["return_by"], today=self.today).value

    def _return_findings(self) -> Iterable[Told]:
        text = self.fields["return_by"]
        if not text.strip():
            return
        read = read_date(text, today=self.today)
        if read.value is None:
            yield Told(Said(read.code or "person.date_form"), True, read.suggestion)
        elif read.value < self.today:
            yield Told(Said("intake.return_past"), True)

    def told(self, *, all_fields: bool = False) -> dict[str, tuple[Told, ...]]:
        """What is said at each field; fields that nobody has left yet say nothing.

        Args:
            all_fields: as if every field had been left and F2 pressed.
        """
        found: dict[str, list[Told]] = {name: [] for name in FIELDS}
        found["sex"] = []
        for one in self.applicant().findings:
            found[one.field].append(_told(one))
        for name, check in (("phone", check_phone), ("email", check_email)):
            found[name] += [_told(one) for one in cast(Callable[..., Any], check)(self.fields[name])]
        if self.proxy:
            person = self.proxy_person()
            for one in person.findings:
                if one.field in ("nik", "name"):
                    found[f"proxy_{one.field}"].append(_told(one))
            if person.nik.ok and person.nik.digits == self.applicant().nik.digits:
                found["proxy_nik"].append(Told(Said("intake.proxy_same"), True))
        found["return_by"] += self._return_findings()
        if self.without_nik and not self.fields["nik"].strip():
            found["nik"].append(Told(Said("intake.without_nik"), False))
        for name, more in self.extra.items():
            found[name] += more
        if all_fields or self.pressed:
            return {name: tuple(told) for name, told in found.items() if told}
        return {
            name: shown
            for name, told in found.items()
            if name in self.left or name == "sex"
            if (shown := tuple(one for one in told if one.said.code not in _MISSING))
        }

    def faulty(self, *, shortage: bool) -> tuple[str, ...]:
        """The fields that refuse F2, in their order; the date counts only on a slip of what is missing."""
        told = self.told(all_fields=True)
        return tuple(
            name
            for name in FIELDS
            if any(one.error for one in told.get(name, ())) and (shortage or name != "return_by")
        )

    # ---- filling ----

    def fill(self, name: str, text: str) -> bool:
        """Fill a field that is empty or was filled before; False where the clerk has typed there."""
        if self.fields[name].strip() and name not in self.filled:
            return False
        changed = self.fields[name] != text
        self.fields[name] = text
        self.filled.add(name)
        return changed

    def fill_from_nik(self) -> list[str]:
        """Take birth date and sex from a NIK that can mean only one; the names of fields that changed."""
        nik = self.applicant().nik
        changed = []
        if nik.ok and len(nik.birth_dates) == 1 and self.fill("birth_date", f"{nik.birth_dates[0]:%d-%m-%Y}"):
            changed.append("birth_date")
        if nik.ok and nik.sex is not None and (self.sex is None or "sex" in self.filled):
            self.sex = SEX_CODES[nik.sex]
            self.filled.add("sex")
        return changed

    # ---- drafts ----

    def content(self, service_id: str) -> dict[str, object]:
        """What is kept of it, as plain JSON."""
        return {
            "format": FORMAT,
            "service_id": service_id,
            "fields": {name: text for name, text in self.fields.items() if text},
            "filled": sorted(self.filled),
            "sex": self.sex,
            "answers": [[*key, value] for key, value in self.answers.items()],
            "notes": [[*key, value] for key, value in self.notes.items() if value],
            "proxy": self.proxy,
            "letter": self.letter,
            "notice_way": self.notice_way,
            "without_nik": self.without_nik,
            "command_id": self.command_id,
        }

    def restore(self, content: dict[str, Any], keys: Iterable[Key]) -> None:
        """Take a draft up again; answers to requirements that the service no longer has are dropped."""
        known = set(keys)
        for name, text in dict(content.get("fields") or {}).items():
            if name in FIELDS:
                self.fields[name] = str(text)
        self.filled = {str(name) for name in content.get("filled") or ()}
        self.sex = content.get("sex") if content.get("sex") in _SEX else None
        for requirement, kind, value in content.get("answers") or ():
            if (requirement, kind) in known and value in ITEM_VALUES:
                self.answers[(requirement, kind)] = value
        for requirement, kind, text in content.get("notes") or ():
            if (requirement, kind) in known:
                self.notes[(requirement, kind)] = str(text)
        self.proxy = bool(content.get("proxy"))
        self.letter = "letter" if content.get("letter") == "letter" else "f107"
        self.notice_way = str(content.get("notice_way") or "")
        self.without_nik = bool(content.get("without_nik"))
        self.command_id = str(content.get("command_id") or "")
        self.left = {name for name, text in self.fields.items() if text}


def _told(one: Finding) -> Told:
    return Told(Said(one.code, one.args), one.is_error, one.suggestion)
