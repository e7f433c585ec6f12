"""Whom and what the office's retention lets go, as conditions for statements. Called by ``disposal`` only."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.errors import UserError
from desktop.office.files.keeping import privacy_settings, years_before
from desktop.office.queue.rows import zone_of
from desktop.office.work import Work, business_day

DRAFT_KEEP_DAYS: Final = 30


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what the retention lets go, as conditions."""

    office_id: uuid.UUID
    until_day: date
    closed_before: date
    retention_years: int
    legal_basis: str
    zone: str
    visitors_before: date
    now: datetime

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)

    def people(self) -> Any:
        """The keys of the people who go."""
        from sqlalchemy import and_, exists, or_, select

        from desktop.models.files import Application, DataRequest
        from desktop.models.people import Person
        from desktop.models.queue import Appointment

        mine = or_(Application.applicant_id == Person.id, Application.proxy_id == Person.id)
        kept = exists().where(
            mine,
            or_(
                Application.closed_at_utc.is_(None),
                Application.closed_at_utc >= self._moment(self.closed_before),
            ),
        )
        still_open = exists().where(mine, Application.closed_at_utc.is_(None))
        asked = exists().where(DataRequest.person_id == Person.id, DataRequest.state == "open")
        erased = exists().where(
            DataRequest.person_id == Person.id,
            DataRequest.kind == "erasure",
            DataRequest.state == "granted",
        )
        booked = exists().where(Appointment.person_id == Person.id, Appointment.state == "booked")
        visitor = and_(
            ~exists().where(mine),
            ~booked,
            or_(
                Person.retention_until <= self.until_day,
                and_(
                    Person.retention_until.is_(None),
                    Person.created_at_utc < self._moment(self.visitors_before),
                ),
            ),
        )
        return select(Person.id).where(
            Person.office_id == self.office_id,
            Person.name != "",
            ~asked,
            or_(
                and_(exists().where(mine), ~kept),
                visitor,
                and_(erased, ~still_open, Person.retention_until <= self.until_day),
            ),
        )

    def document_parts(self) -> Any:
        """Printed parts about persons whose time is over, or whose person goes."""
        from sqlalchemy import and_, or_

        from desktop.models.paper import DocumentPerson

        return and_(
            DocumentPerson.office_id == self.office_id,
            or_(
                DocumentPerson.retention_until < self.until_day,
                DocumentPerson.person_id.in_(self.people()),
            ),
        )

    def attachments(self) -> Any:
        """Scans whose time is over in a closed file, scans that were taken out, scans of the people who go."""
        from sqlalchemy import and_, or_, select

        from desktop.models.files import Application, Attachment

        closed = select(Application.id).where(
            Application.office_id == self.office_id, Application.closed_at_utc.is_not(None)
        )
        theirs = select(Application.id).where(Application.applicant_id.in_(self.people()))
        return and_(
            Attachment.office_id == self.office_id,
            Attachment.sha256.is_not(None),
            or_(
                and_(Attachment.retention_until < self.until_day, Attachment.application_id.in_(closed)),
                Attachment.removed_at_utc.is_not(None),
                Attachment.application_id.in_(theirs),
            ),
        )

    def drafts(self) -> Any:
        """Half-filled intakes that nobody came back to."""
        from sqlalchemy import and_

        from desktop.models.files import IntakeDraft

        return and_(
            IntakeDraft.office_id == self.office_id,
            IntakeDraft.saved_at_utc < self.now - timedelta(days=DRAFT_KEEP_DAYS),
        )


def limits_of(work: Work, office_id: uuid.UUID, until_day: date | None) -> Limits:
    """The limits of one day. Raises ``privacy.until_day`` for a day that has not come."""
    zone = zone_of(work, office_id)
    today = business_day(work.now(), zone)
    day = until_day or today
    if day > today:
        raise UserError("privacy.until_day")
    settings = privacy_settings(work, office_id)
    return Limits(
        office_id=office_id,
        until_day=day,
        closed_before=years_before(day, settings.retention_years),
        retention_years=settings.retention_years,
        legal_basis=settings.legal_basis,
        zone=zone,
        visitors_before=day - timedelta(days=settings.visitor_keep_days),
        now=work.now(),
    )
