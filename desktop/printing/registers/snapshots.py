"""What stands on a register page, as frozen data. ``office`` makes these; nothing is looked up while printing.

Times are office-local and carry no zone. A NIK is masked before it comes here: a whole one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.snapshots import Language

REGISTER_FORMAT = 1
"""Version of the JSON below. Raise it when a field changes its meaning; fields may be added with a default."""

_WHOLE_NIK: Final = re.compile(r"\d{16}")


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a register: unknown fields are refused."""


class AgendaRow(_Data, frozen=True, kw_only=True):
    """One file of the agenda.

    Attributes:
        state: its code, printed in words; a code without words is printed as it is.
        place: where the paper is, ready words.
        note: ready words.
        received_by: name of the clerk who took it in; empty for what came by itself.
        restricted: the person asked that the data be restricted: words stand in place of the name.
    """

    number: str
    service: str
    applicant: str
    nik_masked: str
    received_local: datetime
    promised_local: datetime | None = None
    state: str = ""
    place: str = ""
    note: str = ""
    restricted: bool = False
    received_by: str = ""


class HandoverRow(_Data, frozen=True, kw_only=True):
    """One handover; ``documents`` are ready words, ``pieces`` how many there were."""

    number: str
    documents: str
    pieces: int
    applicant: str
    nik_masked: str
    collector: str
    by_proxy: bool
    handed_local: datetime
    clerk: str = ""
    restricted: bool = False


class _Register(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head that both registers share.

    Attributes:
        office: its name.
        first_day: of the period.
        last_day: the same day or a later one.
        printed_local: office-local time of printing.
        zone_label: WIB, WITA or WIT.
        place: where it is signed.
        head: name of the head of the office; may be empty.
        head_nip: the head's number; may be empty.
        keeper: name of who keeps the register; may be empty.
    """

    office: str
    first_day: date
    last_day: date
    printed_local: datetime
    zone_label: str = ""
    place: str = ""
    head: str = ""
    head_nip: str = ""
    keeper: str = ""
    language: Language = "id"
    format_version: int = REGISTER_FORMAT

    def _check(self, niks: list[str]) -> None:
        for field, good in (
            ("last_day", self.first_day <= self.last_day),
            ("printed_local", self.printed_local.tzinfo is None),
            ("nik_masked", not any(_WHOLE_NIK.search(nik) for nik in niks)),
            ("format_version", 1 <= self.format_version <= REGISTER_FORMAT),
        ):
            if not good:
                raise UserError("print.snapshot", field=field)

    def to_data(self) -> dict[str, Any]:
        """Plain JSON values, for a JSON column."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data


class AgendaSnapshot(_Register, frozen=True, kw_only=True, tag="agenda"):
    """The agenda of the files that were taken in during a period.

    Raises:
        UserError: ``print.snapshot`` naming the field that is out of range, a whole NIK among them.
    """

    rows: tuple[AgendaRow, ...] = ()

    def __post_init__(self) -> None:
        self._check([row.nik_masked for row in self.rows])


class HandoverListSnapshot(_Register, frozen=True, kw_only=True, tag="handover_list"):
    """What was handed over during a period, with room for each signature.

    Raises:
        UserError: ``print.snapshot`` naming the field that is out of range, a whole NIK among them.
    """

    rows: tuple[HandoverRow, ...] = ()

    def __post_init__(self) -> None:
        self._check([row.nik_masked for row in self.rows])


RegisterSnapshot: TypeAlias = AgendaSnapshot | HandoverListSnapshot


def register_from_data(data: Mapping[str, Any]) -> RegisterSnapshot:
    """Reads what ``to_data`` gave.

    Raises:
        UserError: ``print.snapshot`` when it is no register of a known version.
    """
    try:
        found: RegisterSnapshot = msgspec.convert(dict(data), AgendaSnapshot | HandoverListSnapshot)
    except msgspec.ValidationError as error:
        raise UserError("print.snapshot", field=str(error)) from error
    return found
