"""What the sheet of register pages needs before anybody reads one: the office's day and its page printers.

The registers themselves are read by ``desktop.office.files.register_pages``. Called by the back office's presenter
and by tools.
"""

from __future__ import annotations

import uuid
from datetime import date

import msgspec

from desktop.domain.errors import UserError
from desktop.office.files.form_output import PagePrinter, page_printers
from desktop.office.work import Work, business_day


class RegisterOffer(msgspec.Struct, frozen=True, kw_only=True):
    """The office's day now, and where pages can be printed."""

    today: date
    printers: tuple[PagePrinter, ...]


def office_day(work: Work, office_id: uuid.UUID) -> date:
    """The office's day now.

    Raises:
        UserError: ``forms.no_office``.
    """
    from sqlalchemy import select

    from desktop.models.office import Office

    zone = work.connection.execute(
        select(Office.time_zone).where(Office.id == office_id)
    ).scalar_one_or_none()
    if zone is None:
        raise UserError("forms.no_office")
    return business_day(work.now(), str(zone))


def register_offer(work: Work, office_id: uuid.UUID) -> RegisterOffer:
    """Day and printers; two statements.

    Raises:
        UserError: ``forms.no_office``.
    """
    return RegisterOffer(today=office_day(work, office_id), printers=page_printers(work, office_id))
