"""What every paper of a file shares: the office's head and its settings for receipts. For the builders of papers.

``read_paper_head(work, office_id, language)`` is one statement; give its value to any builder in
``desktop.office.files.papers``.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError

if TYPE_CHECKING:
    from desktop.office.work import Work

RECEIPT_SETTING: Final = "receipt"
"""Name of the office's setting that holds ``ReceiptSettings``."""

TOLD_BY: Final = ("whatsapp", "sms", "phone_call", "email", "counter_display", "come_back")
"""Ways an applicant can be told; ``come_back`` is what every office can do."""

COPIES: Final = ("applicant", "file")

Line = Annotated[str, msgspec.Meta(max_length=120)]


class ReceiptSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an office has set for its receipts; unknown fields are left alone.

    Attributes:
        told_by: what this office can do to tell an applicant, codes of ``TOLD_BY``.
        qr_address: address that the QR code opens, the file's code is put behind it; empty: the code alone.
        qr_opens: what that address shows, in words; empty: the usual words.
        copies: whose copies come out, in this order: ``applicant``, ``file``.
        collect: what to bring at collection beside the receipt, in words; empty: the usual words.
        apology: the office's own words on an apology slip; empty: the usual words.
        compensation: what a late applicant gets, in words; empty: nothing is said.
    """

    told_by: tuple[str, ...] = ("phone_call", "come_back")
    qr_address: Annotated[str, msgspec.Meta(max_length=64)] = ""
    qr_opens: Line = ""
    copies: tuple[str, ...] = COPIES
    collect: tuple[Line, ...] = ()
    apology: Annotated[str, msgspec.Meta(max_length=600)] = ""
    compensation: Annotated[str, msgspec.Meta(max_length=300)] = ""


class PaperHead(msgspec.Struct, frozen=True, kw_only=True):
    """The office as it stands on a paper, and the paper's language.

    Attributes:
        office: its name.
        zone: IANA name of its time zone.
        address: one line; may be empty.
        hotline: complaint line; may be empty.
        language: ``id`` or ``en``.
        settings: what the office has set for receipts.
    """

    office: str
    zone: str
    address: str = ""
    hotline: str = ""
    language: str = "id"
    settings: ReceiptSettings = ReceiptSettings()

    def matter(self) -> dict[str, Any]:
        """The fields that every document of a file carries."""
        return {
            "office": self.office,
            "address": self.address,
            "hotline": self.hotline,
            "zone": self.zone,
            "zone_label": zone_label(self.zone),
            "language": self.language,
        }


def read_paper_head(work: Work, office_id: uuid.UUID, language: str = "id") -> PaperHead:
    """The head of one office, in one statement.

    Raises:
        UserError: ``queue.no_office`` where there is no such office.
    """
    from sqlalchemy import and_, select

    from desktop.models.office import Office, Setting

    row = work.connection.execute(
        select(Office.name, Office.address, Office.hotline, Office.time_zone, Setting.value)
        .outerjoin(Setting, and_(Setting.office_id == Office.id, Setting.name == RECEIPT_SETTING))
        .where(Office.id == office_id)
    ).first()
    if row is None:
        raise UserError("queue.no_office")
    return PaperHead(
        office=row.name,
        zone=row.time_zone,
        address=row.address,
        hotline=row.hotline,
        language=language,
        settings=settings_of(row.value),
    )


def settings_of(value: Any) -> ReceiptSettings:
    """The settings in a stored value; an unreadable one counts as nothing set, so that a receipt always prints."""
    try:
        return msgspec.convert(value or {}, ReceiptSettings)
    except msgspec.ValidationError:
        return ReceiptSettings()


def how_told(wanted: str, head: PaperHead, *, phone: str = "", email: str = "") -> str:
    """How the applicant will be told, only by what the office can do and what is known of the applicant.

    Args:
        wanted: a code of ``TOLD_BY``; empty takes the first that is possible.

    Returns:
        A code of ``TOLD_BY``; ``come_back`` where nothing else is possible.
    """
    can = {"counter_display": True, "come_back": True, "email": bool(email)}
    possible = [code for code in head.settings.told_by if code in TOLD_BY and can.get(code, bool(phone))]
    if wanted:
        return wanted if wanted in possible else "come_back"
    return possible[0] if possible else "come_back"


__all__ = [
    "COPIES", "RECEIPT_SETTING", "TOLD_BY", "PaperHead", "ReceiptSettings", "how_told", "read_paper_head",
    "settings_of",
]  # fmt: skip
