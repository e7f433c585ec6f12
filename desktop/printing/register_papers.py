"""Register pages in the print queue: what ``registers`` draws, as two more kinds of document. For ``kinds`` only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.registers.snapshots import AgendaSnapshot, HandoverListSnapshot, register_from_data

if TYPE_CHECKING:
    from desktop.printing.escpos import EscposProfile
    from desktop.printing.papers import Paper

_PAPER_OF: Final = {"pdf_a4": "A4", "pdf_f4": "F4"}
_FIELDS: Final = frozenset(AgendaSnapshot.__struct_fields__) | {"type"}


class _RegisterPaper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What both registers share; where the rows were disposed of the pages come out without any.

    Attributes:
        copy_number: 0 for the first paper, n for the nth copy; a register is the same on each, and bears its time.
    """

    copy_number: int = 0
    register_type: ClassVar[str] = ""

    @property
    def paper_name(self) -> str:
        """``agenda-2026-11-23``."""
        register = self.pages
        return f"{self.register_type.replace('_', '-')}-{register.first_day.isoformat()}"

    @property
    def pages(self) -> AgendaSnapshot | HandoverListSnapshot:
        """What is printed."""
        raise NotImplementedError

    def to_json(self) -> bytes:
        """JSON that ``from_json`` reads."""
        return msgspec.json.encode(self)

    def to_data(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        data: dict[str, Any] = msgspec.json.decode(self.to_json())
        return data

    def as_copy(self, number: int, by: str, at_local: datetime) -> Any:
        """The same register once more."""
        return msgspec.structs.replace(self, copy_number=number)


class AgendaPaper(_RegisterPaper, frozen=True, kw_only=True, tag="agenda"):
    """The agenda of files."""

    values: AgendaSnapshot
    register_type: ClassVar[str] = "agenda"

    @property
    def pages(self) -> AgendaSnapshot:
        return self.values

    @staticmethod
    def from_json(data: bytes | str) -> AgendaPaper:
        """Reads what ``to_json`` wrote.

        Raises:
            UserError: ``print.snapshot``.
        """
        try:
            return msgspec.json.decode(data, type=AgendaPaper)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UserError("print.snapshot", field=str(error)) from error

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> AgendaPaper:
        """Reads the joined parts of a stored register: its fields, ``person`` with the rows beside them.

        Raises:
            UserError: ``print.snapshot``.
        """
        values = register_from_data(_joined(data, "agenda"))
        assert isinstance(values, AgendaSnapshot)
        return AgendaPaper(values=values)


class HandoverListPaper(_RegisterPaper, frozen=True, kw_only=True, tag="handover_list"):
    """The handover list."""

    values: HandoverListSnapshot
    register_type: ClassVar[str] = "handover_list"

    @property
    def pages(self) -> HandoverListSnapshot:
        return self.values

    @staticmethod
    def from_json(data: bytes | str) -> HandoverListPaper:
        """Reads what ``to_json`` wrote.

        Raises:
            UserError: ``print.snapshot``.
        """
        try:
            return msgspec.json.decode(data, type=HandoverListPaper)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UserError("print.snapshot", field=str(error)) from error

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> HandoverListPaper:
        """Reads the joined parts of a stored register: its fields, ``person`` with the rows beside them.

        Raises:
            UserError: ``print.snapshot``.
        """
        values = register_from_data(_joined(data, "handover_list"))
        assert isinstance(values, HandoverListSnapshot)
        return HandoverListPaper(values=values)


def draw_register(snapshot: AgendaPaper | HandoverListPaper, on: Paper, _profile: EscposProfile) -> bytes:
    """The pages of the register on that paper."""
    from desktop.printing.registers.render import render_register

    return render_register(snapshot.pages, paper=_PAPER_OF[on.kind])


def _joined(data: Mapping[str, Any], kind: str) -> dict[str, Any]:
    matter = {name: value for name, value in data.items() if name in _FIELDS}
    return {**matter, "type": kind, "rows": (data.get("person") or {}).get("rows") or []}
