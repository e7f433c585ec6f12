"""What was printed, as frozen data: written with the job, never edited, and enough to print the same paper again.

``office`` makes these and stores their JSON; the renderers read them. They hold ready values only (local time,
labels, short texts): nothing is looked up while printing, so a printer never waits for the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

import msgspec

from desktop.domain.errors import UserError

Language: TypeAlias = Literal["id", "en"]

SLIP_FORMAT = 1
"""Version of the JSON below. Raise it when a field changes its meaning; fields may be added with a default."""

MAX_BRING_ITEMS = 8
MAX_BRING_LENGTH = 32
MAX_CODE_LENGTH = 32


class Snapshot(Protocol):
    """What every kind of document offers; ``kinds`` lists them."""

    @property
    def copy_number(self) -> int:
        """0 for the first paper, n for the nth copy."""

    @property
    def paper_name(self) -> str:
        """A plain name for print queues and files, the same for every printing of this document."""

    def to_json(self) -> bytes:
        """JSON that ``kinds.snapshot_from_json`` reads."""

    def to_data(self) -> dict[str, Any]:
        """The same as plain JSON values."""

    def as_copy(self, number: int, by: str, at_local: datetime) -> Snapshot:
        """The same document marked as a copy."""


class SlipSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="slip"):
    """One queue slip.

    Attributes:
        office: name of the office, printed in capitals.
        address: one line below it; may be empty.
        number: what people read and hear, such as ``B087``; 1 to 8 characters.
        code: what a scanner reads, printable ASCII, 1 to 32 characters, such as ``T261123B087``.
        service: short name of the service.
        issued_local: office-local time of issue, without a zone (the label stands beside it).
        zone_label: WIB, WITA or WIT.
        people_ahead: 0 and more; None leaves the line out.
        wait_low_min: expected wait in minutes, low end; None leaves the line out.
        wait_high_min: high end, at least the low end.
        slot_local: time of the appointment, office-local; None for a walk-in.
        bring: up to 8 things to get ready, each up to 32 ASCII characters.
        free: the service costs nothing; the slip then says so.
        fee_text: ready amount such as ``Rp50.000`` where it is not free; may be empty.
        hotline: complaint line; may be empty.
        language: of every fixed text on the paper.
        priority: a ticket of the priority class.
        copy_number: 0 for the first slip, n for the nth copy.
        copied_by: who asked for the copy; may be empty.
        copied_local: when, office-local.
        template_version: which ``resources/templates/slip-N.toml`` it was made with.
        format_version: of this JSON.
    """

    office: str
    number: str
    code: str
    service: str
    issued_local: datetime
    zone_label: str
    language: Language
    address: str = ""
    people_ahead: int | None = None
    wait_low_min: int | None = None
    wait_high_min: int | None = None
    slot_local: datetime | None = None
    bring: tuple[str, ...] = ()
    free: bool = True
    fee_text: str = ""
    hotline: str = ""
    priority: bool = False
    copy_number: int = 0
    copied_by: str = ""
    copied_local: datetime | None = None
    template_version: int = 1
    format_version: int = SLIP_FORMAT

    def __post_init__(self) -> None:
        """Checks the ranges above.

        Raises:
            UserError: ``print.snapshot`` naming the first field that is out of range.
        """
        for field, good in (
            ("number", 1 <= len(self.number) <= 8),
            ("code", 1 <= len(self.code) <= MAX_CODE_LENGTH and _plain(self.code)),
            ("people_ahead", self.people_ahead is None or self.people_ahead >= 0),
            ("wait_low_min", self._wait_is_a_range()),
            ("bring", len(self.bring) <= MAX_BRING_ITEMS),
            ("bring", all(len(item) <= MAX_BRING_LENGTH and _plain(item) for item in self.bring)),
            ("copy_number", self.copy_number >= 0),
            ("issued_local", self.issued_local.tzinfo is None),
            ("format_version", 1 <= self.format_version <= SLIP_FORMAT),
        ):
            if not good:
                raise UserError("print.snapshot", field=field)

    def _wait_is_a_range(self) -> bool:
        if self.wait_low_min is None or self.wait_high_min is None:
            return self.wait_low_min is None and self.wait_high_min is None
        return 0 <= self.wait_low_min <= self.wait_high_min

    @property
    def paper_name(self) -> str:
        """The slip's code."""
        return self.code

    def to_json(self) -> bytes:
        """JSON of this snapshot, the same bytes for the same values."""
        return _encoder.encode(self)

    @staticmethod
    def from_json(data: bytes | str) -> SlipSnapshot:
        """Reads what ``to_json`` wrote.

        Raises:
            UserError: ``print.snapshot`` when it is no slip of a known version.
        """
        try:
            return _decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UserError("print.snapshot", field=str(error)) from error

    def to_data(self) -> dict[str, Any]:
        """The same as plain JSON values, for a JSON column."""
        data: dict[str, Any] = msgspec.json.decode(self.to_json())
        return data

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> SlipSnapshot:
        """Reads what ``to_data`` gave.

        Raises:
            UserError: ``print.snapshot`` when it is no slip of a known version.
        """
        try:
            return msgspec.convert(dict(data), SlipSnapshot)
        except msgspec.ValidationError as error:
            raise UserError("print.snapshot", field=str(error)) from error

    def as_copy(self, number: int, by: str, at_local: datetime) -> SlipSnapshot:
        """The same slip marked as a copy.

        Args:
            number: 1 for the first copy.
            by: name of who asked for it.
            at_local: office-local time of the copy.
        """
        return msgspec.structs.replace(self, copy_number=number, copied_by=by, copied_local=at_local)


def _plain(text: str) -> bool:
    return all(" " <= char <= "~" for char in text)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(SlipSnapshot)
