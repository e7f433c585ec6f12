"""What stands in a form, as frozen data: enough to print the same paper again. Made by ``desktop.office``.

Values are plain texts: a date is ``2026-11-23``, a time ``14:05``, a code its digits, several ticks a tuple.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.forms.spec import Condition, Form

FORM_SNAPSHOT_FORMAT = 1
"""Version of the JSON below. Raise it when a field changes its meaning; fields may be added with a default."""

Value: TypeAlias = str | tuple[str, ...]
Row: TypeAlias = dict[str, str]

_OF_THE_PERSON = ("values", "tables")


class FormSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="form"):
    """One form as it was filled in.

    Attributes:
        form: its code, such as ``F-2.01``.
        version: of the form, 1 and more.
        values: by the key of the field.
        tables: rows by the key of the table.
        file_number: as people read it, ``K26-004866-7``; empty for a form of no file.
        file_code: what a scanner reads, ``K260048667``; printable ASCII, up to 32; empty prints no bars.
        office: name of the office, at the top left.
        place: where it is signed; empty leaves dots.
        signed_on: the date beside the place; None leaves dots.
        printed_local: office-local time of printing, without a zone; None for an empty form of the shelf.
        zone_label: WIB, WITA or WIT.
        copy_number: 0 for the first paper, n for the nth copy.
        format_version: of this JSON.
    """

    form: str
    version: int
    values: dict[str, Value] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    file_number: str = ""
    file_code: str = ""
    office: str = ""
    place: str = ""
    signed_on: date | None = None
    printed_local: datetime | None = None
    zone_label: str = ""
    copy_number: int = 0
    format_version: int = FORM_SNAPSHOT_FORMAT

    def __post_init__(self) -> None:
        """Checks the ranges above.

        Raises:
            UserError: ``print.snapshot`` naming the first field that is out of range.
        """
        for field, good in (
            ("version", self.version >= 1),
            ("file_code", len(self.file_code) <= 32 and all(" " <= char <= "~" for char in self.file_code)),
            ("printed_local", self.printed_local is None or self.printed_local.tzinfo is None),
            ("copy_number", self.copy_number >= 0),
            ("format_version", 1 <= self.format_version <= FORM_SNAPSHOT_FORMAT),
        ):
            if not good:
                raise UserError("print.snapshot", field=field)

    @staticmethod
    def empty(form: Form, *, office: str = "", chosen: Mapping[str, Value] | None = None) -> FormSnapshot:
        """The form to be filled in by hand.

        Args:
            chosen: values that decide what is printed, such as ``{"jenis": "1"}`` for a birth only.
        """
        return FormSnapshot(form=form.code, version=form.version, office=office, values=dict(chosen or {}))

    def one(self, key: str) -> str:
        """The value of a field as one text, stripped; empty where there is none."""
        value = self.values.get(key, "")
        return (value if isinstance(value, str) else " ".join(value)).strip()

    def several(self, key: str) -> tuple[str, ...]:
        """The values of a field; a single text is one of them."""
        value = self.values.get(key, ())
        if isinstance(value, str):
            return (value.strip(),) if value.strip() else ()
        return tuple(part.strip() for part in value if part.strip())

    def holds(self, condition: Condition | None) -> bool:
        """Whether a ``required_if`` applies."""
        if condition is None:
            return False
        found = self.several(condition.key)
        return bool(set(found) & set(condition.any_of)) if condition.any_of else bool(found)

    def shows(self, condition: Condition | None) -> bool:
        """Whether a ``show_if`` lets its part be printed: also where nobody answered what it asks about."""
        return condition is None or not self.several(condition.key) or self.holds(condition)

    def to_data(self) -> dict[str, Any]:
        """Plain JSON values, for a JSON column."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> FormSnapshot:
        """Reads what ``to_data`` gave.

        Raises:
            UserError: ``print.snapshot`` when it is no form of a known version.
        """
        try:
            return msgspec.convert(dict(data), FormSnapshot)
        except msgspec.ValidationError as error:
            raise UserError("print.snapshot", field=str(error)) from error

    def in_two_parts(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is kept about the matter, and what is disposed of about the person."""
        data = self.to_data()
        person = {name: data.pop(name) for name in _OF_THE_PERSON if name in data}
        return data, person

    @staticmethod
    def from_parts(matter: Mapping[str, Any], person: Mapping[str, Any] | None) -> FormSnapshot:
        """Reads what ``in_two_parts`` gave; without the person's part the form comes out empty.

        Raises:
            UserError: ``print.snapshot``.
        """
        return FormSnapshot.from_data({**matter, **(person or {})})


def as_date(text: str) -> date | None:
    """The date of ``2026-11-23``; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
