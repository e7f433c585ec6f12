"""How long personal data are kept, and how large a scan may be: a part of the office's setting ``files``.

Called by the use-cases of attachments, importing and privacy, and by whoever stores a document of a file.
"""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.nik import mask_nik

if TYPE_CHECKING:
    from desktop.office.work import Work

SETTING: Final = "files"
_SIXTEEN: Final = re.compile(r"(?<![0-9])(?:[0-9][ .\-]?){15}[0-9](?![0-9])")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


class PrivacySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an office has decided: a part of its setting ``files``; the other fields there are left alone.

    Attributes:
        max_attachment_bytes: the largest scan.
        attachments_per_file: 1 to 200.
        attachment_keep_days: a scan is kept so long after it was added, 1 or more.
        retention_years: somebody's data are kept so long after their last file was closed, 1 or more.
        visitor_keep_days: data of somebody who never handed in a file, such as who booked an appointment.
        legal_basis: the rule that the office's retention follows, printed on the minutes.
    """

    max_attachment_bytes: Annotated[int, msgspec.Meta(ge=10_000, le=200_000_000)] = 10_000_000
    attachments_per_file: Annotated[int, msgspec.Meta(ge=1, le=200)] = 40
    attachment_keep_days: Annotated[int, msgspec.Meta(ge=1)] = 730
    retention_years: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    visitor_keep_days: Annotated[int, msgspec.Meta(ge=1)] = 90
    legal_basis: str = ""


def settings_of(value: Any) -> PrivacySettings:
    """The settings in a stored value; an unreadable one counts as nothing set."""
    try:
        return msgspec.convert(value or {}, PrivacySettings)
    except msgspec.ValidationError:
        return PrivacySettings()


def privacy_settings(work: Work, office_id: uuid.UUID) -> PrivacySettings:
    """What the office has decided, in one statement."""
    from sqlalchemy import select

    from desktop.models.office import Setting

    found = select(Setting.value).where(Setting.office_id == office_id, Setting.name == SETTING)
    return settings_of(work.connection.execute(found).scalar_one_or_none())


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def plain_title(text: str, *, longest: int = 100) -> str:
    """A title for a list: one line, without signs that cannot be seen, every number of 16 digits masked."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return mask_numbers(line)[:longest]


def mask_numbers(text: str) -> str:
    """`text` with every number of 16 digits (NIK, nomor KK) masked."""
    return _SIXTEEN.sub(lambda found: mask_nik(re.sub(r"[^0-9]", "", found[0])), text)


def lock_blobs(work: Work, office_id: uuid.UUID, *, alone: bool) -> None:
    """Keep a disposal of stored scans apart from those who store one at the same moment, until the commit.

    Args:
        alone: True for the disposal, which waits until nobody else stores.
    """
    if work.on_postgresql:
        name = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        work.connection.exec_driver_sql(f"SELECT {name}(%s, hashtext(%s))", (0x424C4F42, str(office_id)))


def need_text(text: str, code: str, *, longest: int = 300) -> str:
    """`text` without needless blanks; an empty one is refused with `code`."""
    line = " ".join(_UNSEEN.sub(" ", text).split())[:longest]
    if not line:
        raise UserError(code)
    return line
