"""People and requests as the page "Data pribadi" shows them, and what a correction may be. Reads only.

Called by ``privacy``, the page and tests. Every list masks the NIK.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final

import msgspec

from desktop.domain.contacts import read_email, read_phone
from desktop.domain.errors import UserError
from desktop.domain.nik import check_nik, mask_nik
from desktop.domain.person_checks import check_name, errors_of, read_date, tidy_name
from desktop.domain.search_key import search_words
from desktop.office.files.keeping import need_text
from desktop.office.work import Work

CONTACTS: Final = ("phone", "email")
_LIMIT: Final = 20


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One request in the register; the person's number is masked.

    Attributes:
        field: of a correction; "" otherwise. The values stand in the request's own window only.
        minutes_left: until it is due; negative once it is late; 0 where it is decided.
    """

    request_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    nik: str
    kind: str
    state: str
    received_at_utc: datetime
    due_at_utc: datetime
    minutes_left: int
    field: str = ""
    lift: bool = False
    decided_at_utc: datetime | None = None
    decision: str = ""

    @property
    def late(self) -> bool:
        """Open, and its 72 hours are over."""
        return self.state == "open" and self.minutes_left < 0


class RequestDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, with the values of a correction; reading it is recorded as a look."""

    row: RequestRow
    before: str = ""
    to: str = ""
    note: str = ""


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list."""

    person_id: uuid.UUID
    name: str
    nik: str
    restricted: bool
    files: int


def find_people(work: Work, office_id: uuid.UUID, text: str) -> tuple[PersonRow, ...]:
    """People by NIK, or by parts of their name; at most 20, numbers masked. Two letters or more."""
    from sqlalchemy import and_, func, or_, select

    from desktop.models.files import Application
    from desktop.models.people import Person

    digits = "".join(sign for sign in text if sign.isdigit())
    words = search_words(text)
    if len(digits) == 16:
        wanted: Any = Person.nik == digits
    elif words and len("".join(words)) >= 2:
        wanted = and_(*(Person.name_search.contains(word, autoescape=True) for word in words))
    else:
        return ()
    mine = or_(Application.applicant_id == Person.id, Application.proxy_id == Person.id)
    files = select(func.count()).select_from(Application).where(mine).scalar_subquery()
    rows: Any = work.connection.execute(
        select(Person.id, Person.name, Person.nik, Person.restricted, files.label("files"))
        .where(Person.office_id == office_id, Person.name != "", wanted)
        .order_by(Person.name_search, Person.id)
        .limit(_LIMIT)
    )
    return tuple(
        PersonRow(
            person_id=row.id,
            name=row.name,
            nik=mask_nik(row.nik) if row.nik else "",
            restricted=row.restricted,
            files=row.files,
        )
        for row in rows
    )


def due_requests(work: Work, office_id: uuid.UUID, decided: int = 20) -> tuple[RequestRow, ...]:
    """The register: everything open, the next due first, then the last `decided` ones."""
    from sqlalchemy import select

    from desktop.models.files import DataRequest

    query = _requests().where(DataRequest.office_id == office_id)
    run = work.connection.execute
    rows = list(
        run(query.where(DataRequest.state == "open").order_by(DataRequest.due_at_utc, DataRequest.id))
    )
    rows += run(
        query.where(
            DataRequest.id.in_(
                select(DataRequest.id)
                .where(DataRequest.office_id == office_id, DataRequest.state != "open")
                .order_by(DataRequest.decided_at_utc.desc())
                .limit(decided)
            )
        ).order_by(DataRequest.decided_at_utc.desc())
    )
    return tuple(_row(row, work.now()) for row in rows)


def request_detail(work: Work, office_id: uuid.UUID, request_id: uuid.UUID) -> RequestDetail:
    """One request with its values. Raises ``privacy.no_request``."""
    from desktop.models.files import DataRequest

    row: Any = work.connection.execute(
        _requests().where(DataRequest.id == request_id, DataRequest.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("privacy.no_request")
    details = row.details or {}
    hide = mask_nik if details.get("field") in ("nik", "family_card_no") else str
    return RequestDetail(
        row=_row(row, work.now()),
        before=hide(str(details.get("from") or "")),
        to=hide(str(details.get("to") or "")),
        note=str(details.get("note") or ""),
    )


def checked_value(field: str, typed: str, today: date) -> str:
    """What a correction stores, from what was typed; as ``receive_request`` raises. Also for the window's form."""
    text = typed.strip()
    if field == "name":
        for finding in errors_of(check_name(text)):
            raise UserError(finding.code, **finding.args)
        return tidy_name(text)
    if field == "nik":
        found = check_nik(text, today=today, importing=True, allow_temporary=True)
        if not found.ok:
            raise UserError(found.errors[0])
        return found.digits
    if field == "birth_date":
        read = read_date(text, today=today)
        if read.value is None:
            raise UserError(read.code or "person.date_form")
        if read.value > today:
            raise UserError("person.birth_future")
        return read.value.isoformat()
    if field == "sex":
        sex = {"l": "1", "1": "1", "p": "2", "2": "2"}.get(text.lower())
        if sex is None:
            raise UserError("privacy.sex")
        return sex
    if field in CONTACTS:
        contact = read_phone(text) if field == "phone" else read_email(text)
        if not contact.ok:
            raise UserError(contact.findings[0].code)
        return contact.stored
    if field == "family_card_no":
        digits = "".join(sign for sign in text if sign.isdigit())
        if len(digits) != 16:
            raise UserError("person.family_card")
        return digits
    return need_text(text, "privacy.value_needed", longest=100)


def value_of(work: Work, person: dict[str, Any], name: str) -> str:
    """What stands in a field of CORRECTED_FIELDS now, as text."""
    from sqlalchemy import select

    from desktop.models.people import Contact

    if name in CONTACTS:
        newest = (
            select(Contact.value)
            .where(Contact.person_id == person["id"], Contact.kind == name, Contact.valid_to.is_(None))
            .order_by(Contact.valid_from.desc(), Contact.id.desc())
            .limit(1)
        )
        return work.connection.execute(newest).scalar_one_or_none() or ""
    value = person[name]
    return value.isoformat() if isinstance(value, date) else str(value or "")


def read_person(
    work: Work, office_id: uuid.UUID, person_id: uuid.UUID, *, lock: bool = False
) -> dict[str, Any]:
    """A person's row, locked where asked. Raises ``privacy.no_person``."""
    from sqlalchemy import select

    from desktop.models.people import Person

    query = select(Person.__table__).where(
        Person.id == person_id, Person.office_id == office_id, Person.name != ""
    )
    row = work.connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise UserError("privacy.no_person")
    return dict(row._mapping)


def _requests() -> Any:
    from sqlalchemy import select

    from desktop.models.files import DataRequest
    from desktop.models.people import Person

    return select(DataRequest.__table__, Person.name, Person.nik).join(
        Person, Person.id == DataRequest.person_id
    )


def _row(row: Any, now: datetime) -> RequestRow:
    details = row.details or {}
    left = row.due_at_utc - now
    return RequestRow(
        request_id=row.id,
        person_id=row.person_id,
        name=row.name,
        nik=mask_nik(row.nik) if row.nik else "",
        kind=row.kind,
        state=row.state,
        received_at_utc=row.received_at_utc,
        due_at_utc=row.due_at_utc,
        minutes_left=int(left.total_seconds() // 60) if row.state == "open" else 0,
        field=str(details.get("field") or ""),
        lift=bool(details.get("lift")),
        decided_at_utc=row.decided_at_utc,
        decision=row.decision or "",
    )
