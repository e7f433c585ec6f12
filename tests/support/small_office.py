"""A small invented office for tests of the queue: two groups, four services, counters that are open.

Written with plain rows, so that a test of the queue does not depend on the tools that set an office up.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from desktop.domain.ids import new_id
from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
from desktop.models.office import Office
from desktop.models.paper import Printer
from desktop.models.queue import QueuePolicy
from desktop.models.staff import Counter, CounterService, Shift, Staff, StaffRole

#: Not the hash of any password: these tests never sign in.
NO_PASSWORD = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class SmallOffice:
    """The keys of what was made."""

    office_id: uuid.UUID
    services: tuple[uuid.UUID, ...]
    groups: tuple[uuid.UUID, ...]
    counters: tuple[uuid.UUID, ...]
    staff: tuple[uuid.UUID, ...]
    printer_id: uuid.UUID


def make_small_office(
    engine: Engine,
    *,
    counters: int = 3,
    weights: list[dict[int, int]] | None = None,
    quota: int | None = None,
    ratio_regular: int = 2,
    weight_step: int = 5,
    bound: int = 20,
) -> SmallOffice:
    """Write the office; every counter is open and gives all four services unless ``weights`` says otherwise.

    Args:
        engine: a migrated database.
        counters: how many.
        weights: for each counter a mapping of service number (0 to 3) to weight (1 to 5).
        quota: tickets a day in the first group.
        ratio_regular, weight_step, bound: the declared policy.
    """
    office = new_id()
    groups = (new_id(), new_id())
    services = tuple(new_id() for _ in range(4))
    desks = tuple(new_id() for _ in range(counters))
    people = tuple(new_id() for _ in range(counters))
    printer = new_id()

    def rows(table: Any, values: list[dict[str, Any]]) -> None:
        connection.execute(insert(table), values)

    with engine.connect().execution_options(loket_write=True) as connection:
        rows(
            Office,
            [
                {
                    "id": office,
                    "code": "uji",
                    "agency": "disdukcapil",
                    "name": "Dukcapil Kota Teluk Sari",
                    "short_name": "Dukcapil Teluk Sari",
                    "time_zone": "Asia/Makassar",
                    "nik_key": "00" * 32,
                    "created_at_utc": START,
                }
            ],
        )
        rows(
            ServiceGroup,
            [
                {
                    "id": key,
                    "office_id": office,
                    "letter": letter,
                    "name_id": f"Kelompok {letter}",
                    "name_en": f"Group {letter}",
                    "short_id": f"Kelompok {letter}",
                    "short_en": f"Group {letter}",
                    "position": number,
                    "daily_quota": quota if number == 0 else None,
                }
                for number, (key, letter) in enumerate(zip(groups, "AB", strict=True))
            ],
        )
        rows(
            Service,
            [
                {
                    "id": key,
                    "office_id": office,
                    "code": f"L{number}",
                    "group_id": groups[number // 2],
                    "position": number,
                }
                for number, key in enumerate(services)
            ],
        )
        rows(
            ServiceVersion,
            [
                {
                    "id": new_id(),
                    "office_id": office,
                    "service_id": key,
                    "number": 1,
                    "name_id": f"Layanan {number}",
                    "name_en": f"Service {number}",
                    "short_id": f"Layanan {number}",
                    "short_en": f"Service {number}",
                    "counter_minutes": 5 + number,
                    "fee_amount": 0,
                    "verified": True,
                    "content": {},
                    "digest": "",
                    "valid_from_utc": START,
                }
                for number, key in enumerate(services)
            ],
        )
        rows(
            QueuePolicy,
            [
                {
                    "id": new_id(),
                    "office_id": office,
                    "valid_from": date(2020, 1, 1),
                    "ratio_regular": ratio_regular,
                    "weight_step": weight_step,
                    "bound": bound,
                }
            ],
        )
        rows(
            Counter,
            [
                {"id": key, "office_id": office, "name": str(number + 1), "position": number}
                for number, key in enumerate(desks)
            ],
        )
        rows(
            CounterService,
            [
                {"counter_id": desk, "service_id": services[number], "weight": weight}
                for desk, given in zip(desks, weights or [dict.fromkeys(range(4), 1)] * counters, strict=True)
                for number, weight in given.items()
            ],
        )
        rows(
            Staff,
            [
                {
                    "id": key,
                    "office_id": office,
                    "login": f"petugas{number + 1}",
                    "name": f"Petugas {number + 1}",
                    "password_hash": NO_PASSWORD,
                    "created_at_utc": START,
                }
                for number, key in enumerate(people)
            ],
        )
        rows(StaffRole, [{"staff_id": key, "role": "clerk"} for key in people])
        rows(
            Shift,
            [
                {
                    "id": new_id(),
                    "office_id": office,
                    "counter_id": desk,
                    "staff_id": person,
                    "opened_at_utc": START,
                }
                for desk, person in zip(desks, people, strict=True)
            ],
        )
        rows(
            Printer,
            [
                {
                    "id": printer,
                    "office_id": office,
                    "name": "Struk",
                    "kind": "escpos58",
                    "address": {"host": "127.0.0.1", "port": 9100},
                }
            ],
        )
        connection.commit()
    return SmallOffice(office, services, groups, desks, people, printer)
