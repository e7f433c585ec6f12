"""Official forms in the print queue: what ``forms`` draws, as one more kind of document. For ``kinds`` only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.forms.values import FormSnapshot

if TYPE_CHECKING:
    from desktop.printing.escpos import EscposProfile
    from desktop.printing.papers import Paper

_PAPER_OF: Final = {"pdf_a4": "A4", "pdf_f4": "F4", "pdf_a3": "A3"}
_FIELDS: Final = frozenset(FormSnapshot.__struct_fields__)


class FormPaper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="form"):
    """A form as it was filled in; where its person's part was disposed of it comes out empty."""

    values: FormSnapshot

    @property
    def copy_number(self) -> int:
        """0 for the first paper, n for the nth copy."""
        return self.values.copy_number

    @property
    def paper_name(self) -> str:
        """``K260048667-F-1.02``."""
        return f"{self.values.file_code}-{self.values.form}" if self.values.file_code else self.values.form

    def to_json(self) -> bytes:
        """JSON that ``from_json`` reads."""
        return msgspec.json.encode(self)

    def to_data(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        data: dict[str, Any] = msgspec.json.decode(self.to_json())
        return data

    @staticmethod
    def from_json(data: bytes | str) -> FormPaper:
        """Reads what ``to_json`` wrote.

        Raises:
            UserError: ``print.snapshot``.
        """
        try:
            return msgspec.json.decode(data, type=FormPaper)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UserError("print.snapshot", field=str(error)) from error

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> FormPaper:
        """Reads the joined parts of a stored form: the fields of ``FormSnapshot``, ``person`` beside them.

        Raises:
            UserError: ``print.snapshot``.
        """
        matter = {name: value for name, value in data.items() if name in _FIELDS}
        person = {name: value for name, value in (data.get("person") or {}).items() if name in _FIELDS}
        return FormPaper(values=FormSnapshot.from_parts(matter, person))

    def as_copy(self, number: int, by: str, at_local: datetime) -> FormPaper:
        """The same form marked as a copy."""
        return FormPaper(values=msgspec.structs.replace(self.values, copy_number=number))


def draw_form(snapshot: FormPaper, on: Paper, _profile: EscposProfile) -> bytes:
    """The form on that paper.

    Raises:
        UserError: ``forms.paper`` where it is not made for it.
    """
    from desktop.printing.forms.render import render_snapshot

    return render_snapshot(snapshot.values, paper=_PAPER_OF[on.kind])
