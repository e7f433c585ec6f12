"""What was printed about a file, as frozen data: receipt, shortage slip, apology slip, proof of handover.

As in ``snapshots``: ready values only, nothing is looked up while printing. What concerns the person stands in
``person``, which is stored apart and disposed of in time; the paper then says so in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.snapshots import MAX_CODE_LENGTH, Language

FILE_FORMAT = 1
"""Version of the JSON below. Raise it when a field changes its meaning; fields may be added with a default."""

MAX_ITEMS = 60
PromiseUnit: TypeAlias = Literal["minute", "hour", "working_day"]
_S = TypeVar("_S", bound="FileSnapshot")


class FileSnapshot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all papers of a file have in common.

    Attributes:
        office: name of the office, printed in capitals.
        zone_label: WIB, WITA or WIT.
        language: of every fixed text on the paper.
        address: one line; may be empty.
        hotline: contact and complaint line; may be empty.
        has_person: the document has a person's part; where ``person`` is None it was disposed of.
        copy_number: 0 for the first paper, n for the nth copy.
        copied_by: who asked for the copy; may be empty.
        copied_local: when, office-local.
        template_version: which ``resources/templates/<kind>-N.toml`` it was made with.
        format_version: of this JSON.
    """

    office: str
    zone_label: str
    language: Language
    address: str = ""
    hotline: str = ""
    has_person: bool = True
    copy_number: int = 0
    copied_by: str = ""
    copied_local: datetime | None = None
    template_version: int = 1
    format_version: int = FILE_FORMAT

    NAME: ClassVar[str] = "document"

    def __post_init__(self) -> None:
        """Checks the ranges above.

        Raises:
            UserError: ``print.snapshot`` naming the first field that is out of range.
        """
        for field, good in self._checks():
            if not good:
                raise UserError("print.snapshot", field=field)

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (
            ("copy_number", self.copy_number >= 0),
            ("format_version", 1 <= self.format_version <= FILE_FORMAT),
        )

    @property
    def paper_name(self) -> str:
        """See ``Snapshot.paper_name``."""
        return self.NAME

    def to_json(self) -> bytes:
        """JSON of this snapshot, the same bytes for the same values."""
        return _encoder.encode(self)

    def to_data(self) -> dict[str, Any]:
        """The same as plain JSON values, for a JSON column."""
        data: dict[str, Any] = msgspec.json.decode(self.to_json())
        return data

    @classmethod
    def from_data(cls: type[_S], data: Mapping[str, Any]) -> _S:
        """Reads what ``to_data`` gave.

        Raises:
            UserError: ``print.snapshot`` when it is no such document of a known version.
        """
        try:
            return msgspec.convert(dict(data), cls)
        except msgspec.ValidationError as error:
            raise UserError("print.snapshot", field=str(error)) from error

    @classmethod
    def from_json(cls: type[_S], data: bytes | str) -> _S:
        """Reads what ``to_json`` wrote.

        Raises:
            UserError: ``print.snapshot`` when it is no such document of a known version.
        """
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UserError("print.snapshot", field=str(error)) from error

    def as_copy(self: _S, number: int, by: str, at_local: datetime) -> _S:
        """The same document marked as a copy; see ``Snapshot.as_copy``."""
        return msgspec.structs.replace(self, copy_number=number, copied_by=by, copied_local=at_local)

    def _stamp(self, moment: datetime) -> str:
        return f"{moment:%Y%m%d-%H%M}"


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The applicant.

    Attributes:
        name: as it was written; printed whole, over several lines where it is long.
        nik: masked; empty leaves the line out.
    """

    name: str = ""
    nik: str = ""


class ReceiptPerson(Person, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The applicant of a receipt; ``contact`` is a masked phone number or address."""

    contact: str = ""
    proxy_name: str = ""


class HandoverPerson(Person, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Applicant and collector of a handover.

    Attributes:
        signature: strokes of (x, y), y downwards, in any one unit; empty prints a line to sign on.
    """

    collector_name: str = ""
    collector_nik: str = ""
    signature: tuple[tuple[tuple[float, float], ...], ...] = ()


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was handed in; ``shown`` is an original that went back, ``kept`` one that stays."""

    text: str
    how: Literal["received", "shown", "kept"] = "received"


class ReceiptSnapshot(FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="receipt"):
    """A receipt (tanda terima).

    Attributes:
        number: as people read it, ``K26-004866-7``; 1 to 16 characters.
        code: as a scanner reads it, ``K260048667``; printable ASCII, 1 to 32 characters.
        service: its short name.
        items: what was handed in, up to 60.
        received_by: the clerk; ``counter`` where, may be empty.
        received_local: office-local.
        promised_local: latest moment of completion; None where there is no promise.
        promise_value: length of the promise; 0 leaves it out. ``promise_unit`` its unit.
        free: it costs nothing, and the receipt says so; else ``fee_text``, which may be empty.
        collect: what else to bring at collection.
        told_by: how the applicant will be told.
        qr_address: address that the QR code opens with the code behind it; empty: the QR code is the code.
        qr_opens: what it opens, in words; empty: the usual words.
        copies: whose copies come out, one after the other; a reprint gives the applicant's only.
    """

    number: str
    code: str
    service: str
    items: tuple[Item, ...]
    received_by: str
    received_local: datetime
    counter: str = ""
    promised_local: datetime | None = None
    promise_value: int = 0
    promise_unit: PromiseUnit = "working_day"
    free: bool = True
    fee_text: str = ""
    collect: tuple[str, ...] = ()
    told_by: Literal["counter_display", "phone_call", "whatsapp", "sms", "email", "come_back"] = "come_back"
    qr_address: str = ""
    qr_opens: str = ""
    copies: tuple[Literal["applicant", "file"], ...] = ("applicant", "file")
    person: ReceiptPerson | None = None

    NAME = "tanda-terima"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (
            *super()._checks(),
            *_numbered(self.number, self.code),
            ("items", len(self.items) <= MAX_ITEMS),
            ("promise_value", self.promise_value >= 0),
            ("qr_address", _plain(self.qr_address) and len(self.qr_address) <= 64),
            ("copies", 1 <= len(self.copies) <= 4),
        )

    @property
    def paper_name(self) -> str:
        """``K260048667-tanda-terima``."""
        return f"{self.code}-{self.NAME}"

    @property
    def qr_payload(self) -> str:
        """What the QR code says: the code, behind the office's address where one is set."""
        if not self.qr_address:
            return self.code
        joint = "/" if self.qr_address[-1].isalnum() else ""
        return f"{self.qr_address}{joint}{self.code}"

    @property
    def printed_copies(self) -> tuple[Literal["applicant", "file"], ...]:
        """Whose copies come out now."""
        return ("applicant",) if self.copy_number else self.copies


class ShortageSnapshot(FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="shortage"):
    """A slip of what is missing (slip kekurangan).

    Attributes:
        code: to scan at the next visit; ``number`` the same for people, empty prints the code itself.
        missing: in the visitor's words, 1 to 60.
        note: the clerk's; may be empty.
        latest: last day to complete the file; None leaves the line out.
    """

    code: str
    service: str
    missing: tuple[str, ...]
    issued_by: str
    issued_local: datetime
    number: str = ""
    counter: str = ""
    note: str = ""
    latest: date | None = None
    person: Person | None = None

    NAME = "kekurangan"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (
            *super()._checks(),
            *_numbered(self.number or self.code[:16], self.code),
            ("missing", 1 <= len(self.missing) <= MAX_ITEMS),
        )

    @property
    def paper_name(self) -> str:
        """``K260048667-kekurangan-20261123-1412``: a file may come back more than once."""
        return f"{self.code}-{self.NAME}-{self._stamp(self.issued_local)}"


class ApologySnapshot(FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="apology"):
    """An apology or compensation slip for a late file.

    Attributes:
        promised_local: the promise that was missed; times of day are printed for minutes and hours.
        expected_local: the new one; None says that the office will tell.
        text: the office's own words; empty: the usual ones.
        compensation: what the applicant gets; empty leaves it out.
    """

    number: str
    code: str
    service: str
    promised_local: datetime
    issued_by: str
    issued_local: datetime
    promise_unit: PromiseUnit = "working_day"
    expected_local: datetime | None = None
    text: str = ""
    compensation: str = ""
    person: Person | None = None

    NAME = "permohonan-maaf"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (*super()._checks(), *_numbered(self.number, self.code))

    @property
    def paper_name(self) -> str:
        """``K260048667-permohonan-maaf-20261127-0830``."""
        return f"{self.code}-{self.NAME}-{self._stamp(self.issued_local)}"


class HandoverProofSnapshot(
    FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="handover_proof"
):
    """The proof that a file was handed over (bukti penyerahan).

    Attributes:
        documents: what was in the bag; ``originals`` what was given back; ``withdrawn`` old cards taken in.
        collector: who came; ``letter`` a proxy's letter.
    """

    number: str
    code: str
    service: str
    documents: tuple[str, ...]
    handed_by: str
    handed_local: datetime
    originals: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    counter: str = ""
    collector: Literal["applicant", "proxy"] = "applicant"
    letter: str = ""
    person: HandoverPerson | None = None

    NAME = "bukti-penyerahan"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        lists = (self.documents, self.originals, self.withdrawn)
        return (
            *super()._checks(),
            *_numbered(self.number, self.code),
            ("documents", all(len(one) <= MAX_ITEMS for one in lists)),
        )

    @property
    def paper_name(self) -> str:
        """``K260048667-bukti-penyerahan``."""
        return f"{self.code}-{self.NAME}"


def _numbered(number: str, code: str) -> tuple[tuple[str, bool], ...]:
    return (
        ("number", 1 <= len(number) <= 16),
        ("code", 1 <= len(code) <= MAX_CODE_LENGTH and _plain(code)),
    )


def _plain(text: str) -> bool:
    return all(" " <= char <= "~" for char in text)


_encoder = msgspec.json.Encoder()
