"""Files of invented people as plain rows, for tests that need some without taking them in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.domain.search_key import search_key
from desktop.models.catalogue import ServiceVersion
from desktop.models.files import Application
from desktop.models.people import Contact, Person
from tests.support.small_office import START, SmallOffice


@dataclass(frozen=True)
class InventedFile:
    """The keys of a file and its applicant."""

    application_id: uuid.UUID
    person_id: uuid.UUID
    code: str
    nik: str


def add_file(
    engine: Engine,
    office: SmallOffice,
    number: int,
    *,
    name: str = "Siti Rahmawati",
    nik: str = "9971015708900001",
    phone: str = "+6281234567890",
    state: str = "received",
    made: datetime = START,
    closed_days_ago: int | None = None,
    person_id: uuid.UUID | None = None,
) -> InventedFile:
    """Write a person (or take one that is there) and a file of theirs.

    Args:
        engine: of a migrated database with the office.
        office: as ``make_small_office`` gave it.
        number: of the series K.
        name, nik, phone: of the person; the region 99 does not exist.
        state: of the file.
        made: when it was taken in.
        closed_days_ago: closes it so many days before START.
        person_id: somebody who is there.
    """
    person = person_id or new_id()
    application = new_id()
    code = FileNumber("K", 2026, number).code
    closed = None if closed_days_ago is None else START - timedelta(days=closed_days_ago)
    with engine.connect().execution_options(loket_write=True) as connection:
        version = connection.execute(
            select(ServiceVersion.id).where(ServiceVersion.service_id == office.services[0])
        ).scalar_one()

        def rows(table: Any, values: list[dict[str, Any]]) -> None:
            connection.execute(insert(table), values)

        if person_id is None:
            rows(Person, [{
                "id": person, "office_id": office.office_id, "nik": nik, "name": name,
                "name_search": search_key(name), "birth_date": date(1990, 8, 17), "sex": "2",
                "family_card_no": "9971011508150007", "birth_place": "Teluk Sari",
                "details": {"address": "Jalan Contoh 1"}, "created_at_utc": made,
            }])  # fmt: skip
            rows(Contact, [{
                "id": new_id(), "office_id": office.office_id, "person_id": person, "kind": "phone",
                "value": phone, "valid_from": made.date(),
            }])  # fmt: skip
        rows(Application, [{
            "id": application, "office_id": office.office_id, "letter": "K", "year": 2026, "number": number,
            "code": code, "service_id": office.services[0], "service_version_id": version,
            "applicant_id": person, "channel": "counter", "state": state, "step": 2,
            "state_since_utc": made, "complete_at_utc": made, "created_at_utc": made, "closed_at_utc": closed,
        }])  # fmt: skip
        connection.commit()
    return InventedFile(application, person, code, nik)
