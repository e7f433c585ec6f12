"""An office with files in chosen states, written with plain rows: for tests of everything that comes after intake.

    office = make_filed_office(engine)
    file = make_file(engine, office, state="ready", name="Suparno Adi", nik=NIKS[0])

The clerk is ``office.clerk``; operator, verifier and supervisor have those roles. Every file has its movements, as
if it had been moved step by step, two hours apart. Nobody here is a real person.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from desktop.domain.files import ProcedureStep, first_step, procedure_of
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.domain.search_key import search_key
from desktop.models.catalogue import ServiceVersion
from desktop.models.files import (
    Application,
    ApplicationItem,
    ApplicationPause,
    Custody,
    Deliverable,
    Movement,
    Place,
)
from desktop.models.people import Contact, Person
from desktop.models.record import NumberSeries
from desktop.models.staff import Staff, StaffRole
from tests.support.small_office import NO_PASSWORD, START, SmallOffice, make_small_office

#: Region 64.71 (invented people, no real numbers): the last is a woman's.
NIKS: Final = ("6471011203850001", "6471010507900002", "6471015201880003")
STEP_TIME: Final = timedelta(hours=2)
_ASIDE: Final = {
    "returned": "return",
    "refused": "refuse",
    "cancelled": "cancel",
    "uncollected": "uncollected",
}


def _step(number: int, state: str, actor: str, minutes: int, words: str, english: str) -> dict[str, Any]:
    return {
        "step": number,
        "state": state,
        "actor": actor,
        "minutes": minutes,
        "label": {"id": words, "en": english},
    }


#: Eight steps behind the ticket; step 5 is the applicant's, so the promise stands still there.
STEPS: Final = (
    _step(1, "ticket", "applicant", 1, "Mengambil nomor antrean", "Takes a number"),
    _step(2, "received", "front_office", 4, "Diterima di loket", "Taken in at the counter"),
    _step(3, "verified", "front_office", 1, "Berkas diverifikasi", "Papers verified"),
    _step(4, "in_process", "operator", 5, "Entri SIAK", "Entered in SIAK"),
    _step(5, "in_process", "applicant", 2, "Menunggu paraf pemohon", "Waits for the applicant's initials"),
    _step(6, "in_process", "validator", 3, "Divalidasi, diajukan TTE", "Validated, sent for signature"),
    _step(7, "waiting_signature", "head", 5, "Ditandatangani (TTE)", "Signed electronically"),
    _step(8, "ready", "production", 2, "Siap diambil", "Ready for collection"),
    _step(9, "collected", "collection", 2, "Diserahkan", "Handed over"),
    _step(10, "archived", "archive", 1, "Diarsipkan", "Archived"),
)
#: No step between the counter's work and the handover: the answer is given at once.
SHORT_STEPS: Final = (
    _step(1, "ticket", "applicant", 1, "Mengambil nomor antrean", "Takes a number"),
    _step(2, "received", "front_office", 4, "Petugas mencatat", "Noted down"),
    _step(3, "collected", "front_office", 10, "Jawaban diberikan", "Answered"),
)
REQUIREMENTS: Final = (
    {
        "id": "f-1-02",
        "kind": "form",
        "label": {"id": "Formulir F-1.02", "en": "Form F-1.02"},
        "short": "F-1.02",
    },
    {
        "id": "kk-lama",
        "kind": "original_shown",
        "label": {"id": "Kartu Keluarga lama", "en": "Present family card"},
        "short": "KK lama",
    },
    {
        "id": "ktp",
        "kind": "copy",
        "label": {"id": "Fotokopi KTP-el", "en": "Photocopy of the identity card"},
        "short": "Fotokopi KTP",
    },
)
CONTENT: Final[dict[str, Any]] = {
    "procedure_steps": list(STEPS),
    "requirements": list(REQUIREMENTS),
    "promise": {"value": 1, "unit": "working_day"},
    "fee": {"amount": 0},
    "product": {"id": "Kartu Keluarga", "en": "Family card"},
}


@dataclass(frozen=True)
class FiledOffice:
    """The keys of what was made; ``services`` 0 to 2 have all steps, 3 has the short procedure."""

    small: SmallOffice
    office_id: uuid.UUID
    services: tuple[uuid.UUID, ...]
    versions: tuple[uuid.UUID, ...]
    clerk: uuid.UUID
    operator: uuid.UUID
    verifier: uuid.UUID
    supervisor: uuid.UUID
    counter: uuid.UUID
    printer_id: uuid.UUID
    shelf: uuid.UUID
    """Place ``RC4``, "Rak C laci 4"."""
    box: uuid.UUID
    """Place ``RB1``, "Kotak 1"."""
    series: uuid.UUID
    steps: tuple[ProcedureStep, ...] = field(default_factory=lambda: procedure_of(CONTENT))


@dataclass(frozen=True)
class FiledFile:
    """A file that was made."""

    application_id: uuid.UUID
    person_id: uuid.UUID
    code: str
    number: str
    deliverables: tuple[uuid.UUID, ...] = ()
    custody: tuple[uuid.UUID, ...] = ()


def make_filed_office(engine: Engine) -> FiledOffice:
    """Write the office: clerk Rina Wulandari, operator, verifier, supervisor, two places, series K of 2026."""
    small = make_small_office(engine, counters=3)
    keys = {role: new_id() for role in ("operator", "verifier", "supervisor")}
    names = {"operator": "Andi Rahmat", "verifier": "Kasi Nurhayati", "supervisor": "Budi Santosa"}
    versions: list[uuid.UUID] = []
    shelf, box, series = new_id(), new_id(), new_id()
    with engine.connect().execution_options(loket_write=True) as connection:
        for number, service in enumerate(small.services):
            content = CONTENT if number < 3 else {**CONTENT, "procedure_steps": list(SHORT_STEPS)}
            row = connection.execute(
                update(ServiceVersion)
                .where(ServiceVersion.service_id == service)
                .values(content=content)
                .returning(ServiceVersion.id)
            ).scalar_one()
            versions.append(row)
        connection.execute(
            update(Staff).where(Staff.id == small.staff[0]).values(name="Rina Wulandari", login="rina")
        )
        for role, key in keys.items():
            connection.execute(
                insert(Staff).values(
                    id=key, office_id=small.office_id, login=role, name=names[role],
                    password_hash=NO_PASSWORD, created_at_utc=START,
                )
            )  # fmt: skip
            connection.execute(insert(StaffRole).values(staff_id=key, role=role))
        for key, code, name, kind in (
            (shelf, "RC4", "Rak C laci 4", "shelf"),
            (box, "RB1", "Kotak 1", "box"),
        ):
            connection.execute(
                insert(Place).values(id=key, office_id=small.office_id, code=code, name=name, kind=kind)
            )
        connection.execute(
            insert(NumberSeries).values(
                id=series, office_id=small.office_id, year=2026, letter="K", last_number=0
            )
        )
        connection.commit()
    return FiledOffice(
        small, small.office_id, small.services, tuple(versions), small.staff[0], keys["operator"],
        keys["verifier"], keys["supervisor"], small.counters[0], small.printer_id, shelf, box, series,
    )  # fmt: skip


def make_file(
    engine: Engine,
    office: FiledOffice,
    *,
    state: str = "received",
    step: int | None = None,
    service: int = 0,
    name: str = "Suparno Adi",
    nik: str | None = NIKS[0],
    phone: str | None = None,
    birth_date: date | None = None,
    person_id: uuid.UUID | None = None,
    proxy_id: uuid.UUID | None = None,
    proxy_letter: str | None = None,
    restricted: bool = False,
    letter: str = "K",
    year: int = 2026,
    created_at: datetime = START,
    due_at: datetime | None = None,
    ready_at: datetime | None = None,
    holder_id: uuid.UUID | None = None,
    place_id: uuid.UUID | None = None,
    reason: str | None = None,
    missing: Iterable[str] = (),
    custody: Sequence[str] = (),
    deliverables: Sequence[str] = (),
    channel: str = "counter",
    notice_way: str = "none",
) -> FiledFile:
    """Write one file.

    Args:
        state: any of ``APPLICATION_STATES``; its step is the first with this state unless ``step`` says which.
            ``returned`` with a ``step`` was returned from there, without one at intake.
        service: 0 to 3, see ``FiledOffice``.
        person_id: an applicant who is there already; else one is made of ``name``, ``nik`` and ``phone`` (E.164).
        created_at: when it was taken in and, unless returned at intake, complete; aware.
        due_at: default one day later. ready_at: default when it came to its step.
        holder_id: default the clerk, nobody with a ``place_id`` or while the applicant has it.
        missing: requirement ids that are missing; the others were received.
        custody: labels of originals that are held. deliverables: labels; a ready file has "Kartu Keluarga".
    """
    steps = office.steps if service < 3 else procedure_of({"procedure_steps": list(SHORT_STEPS)})
    at_intake = state == "returned" and step is None
    if step is None:
        named = [one.number for one in steps if one.state == ("ready" if state == "uncollected" else state)]
        step = 0 if at_intake else named[0] if named else first_step(steps).number
    key, person = new_id(), person_id or new_id()
    with engine.connect().execution_options(loket_write=True) as connection:
        number = _next_number(connection, office, letter, year)
        if person_id is None:
            _person(connection, office, person, name, nik, phone, birth_date, restricted, created_at)
        movements = [] if at_intake else [one for one in steps if one.number <= step][:-1]
        since = created_at + STEP_TIME * (len(movements) + (state in _ASIDE and not at_intake))
        collected = state in ("collected", "archived")
        if holder_id is None and place_id is None and state != "returned" and not collected:
            holder_id = office.clerk
        connection.execute(
            insert(Application).values(
                id=key, office_id=office.office_id, letter=letter, year=year, number=number.n, code=number.code,
                service_id=office.services[service], service_version_id=office.versions[service],
                applicant_id=person, proxy_id=proxy_id, proxy_letter=proxy_letter, channel=channel, state=state,
                step=step, state_since_utc=since, notice_way=notice_way,
                complete_at_utc=None if at_intake else created_at,
                due_at_utc=None if at_intake else due_at or created_at + timedelta(days=1),
                promised_at_utc=None if at_intake else due_at or created_at + timedelta(days=1),
                paused_since_utc=since if state == "returned" and not at_intake else None,
                ready_at_utc=(ready_at or since) if state in ("ready", "uncollected") or collected else None,
                received_by_id=office.clerk, counter_id=office.counter, holder_id=holder_id, place_id=place_id,
                reason=reason, created_at_utc=created_at,
                closed_at_utc=since if state in ("archived", "cancelled") else None,
            )
        )  # fmt: skip
        _movements(
            connection, office, key, [one.number for one in movements], steps, step, state, created_at, reason
        )
        if state == "returned" and not at_intake:
            connection.execute(
                insert(ApplicationPause).values(
                    id=new_id(), office_id=office.office_id, application_id=key, reason="returned",
                    started_at_utc=since,
                )
            )  # fmt: skip
        lacking = set(missing)
        connection.execute(
            insert(ApplicationItem),
            [
                {
                    "application_id": key, "requirement": one["id"], "kind": one["kind"],
                    "office_id": office.office_id, "position": position,
                    "value": "missing" if one["id"] in lacking else "received",
                    "missing_on": created_at.date() if one["id"] in lacking else None,
                }
                for position, one in enumerate(REQUIREMENTS)
            ],
        )  # fmt: skip
        labels = tuple(deliverables) or (("Kartu Keluarga",) if state in ("ready", "uncollected") else ())
        bag = tuple(new_id() for _ in labels)
        for position, (one, label) in enumerate(zip(bag, labels, strict=True)):
            connection.execute(
                insert(Deliverable).values(
                    id=one, office_id=office.office_id, application_id=key, position=position, label=label,
                    place_id=place_id,
                )
            )  # fmt: skip
        kept = tuple(new_id() for _ in custody)
        for one, label in zip(kept, custody, strict=True):
            connection.execute(
                insert(Custody).values(
                    id=one, office_id=office.office_id, application_id=key, label=label,
                    holder_id=office.clerk, taken_at_utc=created_at,
                )
            )  # fmt: skip
        connection.commit()
    return FiledFile(key, person, number.code, number.text, bag, kept)


def _next_number(connection: Connection, office: FiledOffice, letter: str, year: int) -> FileNumber:
    row = connection.execute(
        update(NumberSeries)
        .where(
            NumberSeries.office_id == office.office_id,
            NumberSeries.letter == letter,
            NumberSeries.year == year,
        )
        .values(last_number=NumberSeries.last_number + 1)
        .returning(NumberSeries.last_number)
    ).first()
    if row is None:
        connection.execute(
            insert(NumberSeries).values(
                id=new_id(), office_id=office.office_id, year=year, letter=letter, last_number=1
            )
        )
        return FileNumber(letter, year, 1)
    return FileNumber(letter, year, row.last_number)


def _person(
    connection: Connection, office: FiledOffice, key: uuid.UUID, name: str, nik: str | None, phone: str | None,
    birth_date: date | None, restricted: bool, at: datetime,
) -> None:  # fmt: skip
    taken = select(Person.id).where(Person.office_id == office.office_id)
    while nik is not None and connection.execute(taken.where(Person.nik == nik)).first() is not None:
        # A NIK is one person's: the next one is a year younger, with the same first and last digits.
        nik = f"{nik[:10]}{(int(nik[10:12]) + 1) % 100:02d}{nik[12:]}"
    connection.execute(
        insert(Person).values(
            id=key, office_id=office.office_id, nik=nik, name=name, name_search=search_key(name),
            birth_date=birth_date, restricted=restricted, created_at_utc=at,
        )
    )  # fmt: skip
    if phone is not None:
        connection.execute(
            insert(Contact).values(
                id=new_id(), office_id=office.office_id, person_id=key, kind="phone", value=phone,
                valid_from=at.date(),
            )
        )  # fmt: skip


def _movements(
    connection: Connection, office: FiledOffice, key: uuid.UUID, passed: list[int],
    steps: Sequence[ProcedureStep], step: int, state: str, created_at: datetime, reason: str | None,
) -> None:  # fmt: skip
    by_number = {one.number: one for one in steps}
    way = [("take_in" if n == 0 else "next_step", number) for n, number in enumerate([*passed, step])]
    if state in _ASIDE and step:
        way.append((_ASIDE[state], step))
    rows: list[dict[str, Any]] = []
    before: tuple[str | None, int] = (None, 0)
    for position, (action, number) in enumerate(way, 1):
        last = position == len(way)
        now = state if last or number not in by_number else by_number[number].state
        rows.append(
            {
                "id": new_id(), "office_id": office.office_id, "application_id": key, "position": position,
                "action": action, "from_state": before[0], "state": now,
                "from_step": before[1], "step": number, "at_utc": created_at + STEP_TIME * (position - 1),
                "staff_id": office.clerk if position == 1 else office.operator,
                "counter_id": office.counter if position == 1 else None, "undone": False,
                "reason": reason if last else None,
            }
        )  # fmt: skip
        before = (now, number)
    connection.execute(insert(Movement), rows)


def at_local(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """A moment of the office's clock (WITA is UTC+8) as UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
