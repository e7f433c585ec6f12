"""Applicants and proxies: looked at, found again by their NIK, and kept. Called by use-cases of files.

A person is one row an office; who comes again is the same row, brought to what they say today. Telephone numbers
and addresses are rows of their own, the newest counts. The words of names are kept by the database.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from desktop.domain.contacts import read_email, read_phone
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.person_checks import CheckedPerson, Finding, check_person
from desktop.domain.search_key import search_key
from desktop.office.files.commands import GivenPerson
from desktop.office.records import append_event

if TYPE_CHECKING:
    from desktop.office.work import Command, Work

_SEX = {"1": "male", "2": "female"}


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody as kept: what papers and messages need."""

    person_id: uuid.UUID
    name: str
    nik: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class _Read:
    given: GivenPerson
    checked: CheckedPerson
    phone: str
    email: str

    @property
    def nik(self) -> str | None:
        return self.checked.nik.digits or None


def read_given(given: GivenPerson, who: str, today: date, *, importing: bool = False) -> _Read:
    """Look at what was given of a person.

    Args:
        who: ``applicant`` or ``proxy``, for the words of a refusal.
        today: the office's day.
        importing: a NIK's serial of 0000 is taken with a warning.

    Raises:
        UserError: the first error's code (``nik.*``, ``person.*``) with ``who`` and ``field``.
    """
    sex: Any = _SEX.get(given.sex or "")
    checked = check_person(
        given.nik or "",
        given.name,
        given.birth_date,
        sex,
        today=today,
        nik_needed=False,
        importing=importing,
        allow_temporary=given.temporary_nik,
    )
    for finding in checked.errors:
        _refuse(finding, who)
    phone, email = read_phone(given.phone or ""), read_email(given.email or "")
    if (given.phone or "").strip() and not phone.ok:
        _refuse(phone.findings[0], who)
    if (given.email or "").strip() and not email.ok:
        _refuse(email.findings[0], who)
    card = "".join(char for char in given.family_card_no or "" if char.isdigit())
    if given.family_card_no and len(card) != 16:
        raise UserError("person.family_card", who=who, field="family_card_no")
    return _Read(given, checked, phone.stored, email.stored)


def keep_people(
    work: Work,
    command: Command,
    people: list[tuple[str, GivenPerson]],
    today: date,
    *,
    importing: bool = False,
) -> list[KeptPerson]:
    """Find or make the people of a file, in the order given; the same NIK twice is the same row.

    Raises:
        UserError: as `read_given`; ``person.unknown`` where a given ``person_id`` is not this office's;
            ``person.nik_taken`` (who, field) where the NIK given for them is somebody else's here.
    Locks: the persons that are found. Two counters that take the same new person in at the same moment make one
        row: the second waits, and brings it to what it was told.
    Writes: person, contact (the database then keeps the words of their names); an event ``person.changed`` with
        the names of the fields where somebody known is told otherwise than before.
    """
    read = [read_given(given, who, today, importing=importing) for who, given in people]
    roles = [who for who, _given in people]
    known = _known(work, command.office_id, read)
    kept: list[KeptPerson] = []
    new_people: list[dict[str, Any]] = []
    new_contacts: list[dict[str, Any]] = []
    made: dict[str, KeptPerson] = {}
    for who, one in zip(roles, read, strict=True):
        row = known.get(one.given.person_id or one.nik)
        if one.given.person_id is not None and row is None:
            raise UserError("person.unknown")
        if row is not None and one.nik is not None and known.get(one.nik, row) is not row:
            raise UserError("person.nik_taken", who=who, field="nik")
        if row is None and one.nik is not None and one.nik in made:
            kept.append(made[one.nik])
            continue
        values = _values(one)
        if row is None:
            key = new_id()
            values = {**_EMPTY, **values}
            new_people.append(
                {"id": key, "office_id": command.office_id, "created_at_utc": work.now(), **values}
            )
            contacts: dict[str, str] = {}
        else:
            key = row["id"]
            contacts = row["contacts"]
            changed = {name: value for name, value in values.items() if row[name] != value}
            _update(work, key, changed)
            replaced = sorted(name for name in changed if name in _IDENTITY and row[name])
            if replaced:
                append_event(work, command, "person.changed", key, after={"fields": replaced})
        for kind, value in (("phone", one.phone), ("email", one.email)):
            if value and contacts.get(kind) != value:
                new_contacts.append({
                    "id": new_id(), "office_id": command.office_id, "person_id": key, "kind": kind,
                    "value": value, "valid_from": today, "valid_to": None,
                })  # fmt: skip
        person = KeptPerson(
            key,
            one.checked.name,
            one.nik or (row["nik"] if row else "") or "",
            one.phone or contacts.get("phone", ""),
            one.email or contacts.get("email", ""),
        )
        if one.nik is not None:
            made[one.nik] = person
        kept.append(person)
    stands = _insert(work, new_people, new_contacts)
    return [replace(one, person_id=stands.get(one.person_id, one.person_id)) for one in kept]


_EMPTY: dict[str, Any] = {
    "nik": None, "birth_date": None, "sex": None, "family_card_no": None, "birth_place": None,
    "details": None, "restricted": False, "retention_until": None,
}  # fmt: skip


_IDENTITY: Final = ("name", "nik", "birth_date", "sex")
_ADDED: Final = ("birth_date", "sex", "family_card_no", "birth_place")
"""What a second visit adds to a person's row and never empties."""


def _values(one: _Read) -> dict[str, Any]:
    """What is given of somebody as columns; what is not given is left as it is."""
    nik, given = one.checked.nik, one.given
    born = one.checked.birth_date
    if born is None and len(nik.birth_dates) == 1:
        born = nik.birth_dates[0]
    sex = given.sex or {"male": "1", "female": "2"}.get(nik.sex or "")
    card = "".join(char for char in given.family_card_no or "" if char.isdigit())
    values: dict[str, Any] = {"name": one.checked.name, "name_search": search_key(one.checked.name)}
    for name, value in (
        ("nik", one.nik),
        ("birth_date", born),
        ("sex", sex),
        ("family_card_no", card),
        ("birth_place", (given.birth_place or "").strip()),
    ):
        if value:
            values[name] = value
    return values


def _known(work: Work, office_id: uuid.UUID, read: list[_Read]) -> dict[Any, dict[str, Any]]:
    """Known people by key and by NIK, with their newest contacts, in one statement."""
    from sqlalchemy import or_, select

    from desktop.models.people import Contact, Person

    keys = [one.given.person_id for one in read if one.given.person_id is not None]
    numbers = [one.nik for one in read if one.nik is not None]
    if not keys and not numbers:
        return {}
    statement = (
        select(Person.__table__, Contact.kind, Contact.value)
        .outerjoin(Contact, Contact.person_id == Person.id)
        .where(Person.office_id == office_id, or_(Person.id.in_(keys), Person.nik.in_(numbers)))
        .order_by(Person.id, Contact.id)
        .with_for_update(of=Person)
    )
    found: dict[Any, dict[str, Any]] = {}
    for row in work.connection.execute(statement):
        person = found.get(row.id)
        if person is None:
            person = {**row._mapping, "contacts": {}}
            found[row.id] = person
            if row.nik is not None:
                found.setdefault(row.nik, person)
        if row.kind is not None:
            person["contacts"][row.kind] = row.value
    return found


def _update(work: Work, key: uuid.UUID, changed: dict[str, Any]) -> None:
    if not changed:
        return
    from sqlalchemy import update

    from desktop.models.people import Person

    work.connection.execute(update(Person).where(Person.id == key).values(**changed))


def _insert(
    work: Work, people: list[dict[str, Any]], contacts: list[dict[str, Any]]
) -> dict[uuid.UUID, uuid.UUID]:
    """Write new people and contacts. Returns, for whoever came into being meanwhile, which row they are."""
    from sqlalchemy import func, insert
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.people import Contact, Person

    stands: dict[uuid.UUID, uuid.UUID] = {}
    if people:
        first = (postgresql.insert if work.on_postgresql else sqlite.insert)(Person).values(people)
        given, here = first.excluded, Person.__table__.c
        known = {name: func.coalesce(given[name], here[name]) for name in _ADDED}
        rows = work.connection.execute(
            first.on_conflict_do_update(
                index_elements=["office_id", "nik"],
                set_={"name": given.name, "name_search": given.name_search, **known},
            ).returning(here.id, here.nik)
        ).all()
        keys = {row.nik: row.id for row in rows if row.nik is not None}
        stands = {one["id"]: keys[one["nik"]] for one in people if one["nik"] is not None}
    if contacts:
        for one in contacts:
            one["person_id"] = stands.get(one["person_id"], one["person_id"])
        work.connection.execute(insert(Contact).values(contacts))
    return stands


def _refuse(finding: Finding, who: str) -> None:
    details: dict[str, Any] = {**finding.args, "who": who, "field": finding.field}
    raise UserError(finding.code, **details)
