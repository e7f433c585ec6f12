"""An office with the eight groups of the Disdukcapil preset, for tests of the kiosk, and a kiosk in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from desktop.domain.ids import new_id
from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
from desktop.models.office import Holiday as HolidayRow
from desktop.models.office import Office, OfficeBreak, OfficeHours, Setting
from desktop.models.paper import Printer
from desktop.models.queue import QueuePolicy
from desktop.models.staff import Counter, CounterService, Shift, Staff, StaffRole, Station
from tests.support.small_office import NO_PASSWORD

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PRESET = Path(__file__).parents[2] / "resources" / "catalogue" / "disdukcapil.yaml"


@dataclass(frozen=True)
class Hall:
    """The keys of what was made; services by code, groups by letter."""

    office_id: uuid.UUID
    station_id: uuid.UUID
    printer_id: uuid.UUID
    groups: dict[str, uuid.UUID]
    services: dict[str, uuid.UUID]


def make_hall(engine: Engine, *, nik: bool = False, quotas: dict[str, int] | None = None) -> Hall:
    """Write the office: usual hours, Friday's break, marriages until noon, Christmas, six open counters."""
    preset = YAML(typ="safe").load(PRESET.read_text(encoding="utf-8"))
    office, station, printer = new_id(), new_id(), new_id()
    groups = {group["letter"]: new_id() for group in preset["groups"]}
    services = {service["code"]: new_id() for service in preset["services"]}
    general = {letter: new_id() for letter in "ABCDEFGH"}

    def rows(table: Any, values: list[dict[str, Any]]) -> None:
        connection.execute(insert(table), values)

    def own(**values: Any) -> dict[str, Any]:
        return {"id": new_id(), "office_id": office, **values}

    with engine.connect().execution_options(loket_write=True) as connection:
        rows(Office, [{
            "id": office, "code": "teluk-sari", "agency": "disdukcapil", "name": "Dukcapil Kota Teluk Sari",
            "short_name": "Dukcapil Teluk Sari", "address": "Mal Pelayanan, lantai 1", "hotline": "0542 555 010",
            "time_zone": "Asia/Makassar", "nik_key": "5a" * 32, "created_at_utc": LONG_AGO,
        }])  # fmt: skip
        rows(Setting, [{"office_id": office, "name": "kiosk", "value": {"nik": nik}}])
        rows(Station, [own(name="Kiosk 1", kind="kiosk") | {"id": station}])
        rows(Printer, [own(name="Struk", kind="escpos58", address={"host": "127.0.0.1", "port": 9100})
                       | {"id": printer}])  # fmt: skip
        rows(ServiceGroup, [
            own(letter=group["letter"], name_id=group["name"]["id"], name_en=group["name"]["en"],
                short_id=group["short"]["id"], short_en=group["short"]["en"], position=number,
                daily_quota=(quotas or {}).get(group["letter"])) | {"id": groups[group["letter"]]}
            for number, group in enumerate(preset["groups"])
        ])  # fmt: skip
        rows(Service, [
            *(own(code=one["code"], group_id=groups[one["group"]], position=number, general=False)
              | {"id": services[one["code"]]} for number, one in enumerate(preset["services"])),
            *(own(code=f"UMUM-{letter}", group_id=groups[letter], position=99, general=True)
              | {"id": general[letter]} for letter in general),
        ])  # fmt: skip
        usual: dict[str, Any] = {
            "number": 1, "counter_minutes": 8, "fee_amount": 0, "verified": True, "content": {}, "digest": "",
            "valid_from_utc": LONG_AGO,
        }  # fmt: skip
        rows(ServiceVersion, [
            *(own(**usual | {
                "service_id": services[one["code"]], "name_id": one["name"]["id"], "name_en": one["name"]["en"],
                "short_id": one["short"]["id"], "short_en": one["short"]["en"],
                "counter_minutes": one["counter_minutes"], "fee_amount": one["fee"].get("amount"), "content": one,
            }) for one in preset["services"]),
            *(own(**usual | {
                "service_id": key, "name_id": "Belum yakin", "name_en": "Not sure", "short_id": "Belum yakin",
                "short_en": "Not sure",
            }) for key in general.values()),
        ])  # fmt: skip
        _hours(rows, own, groups["E"])
        rows(HolidayRow, [own(day=date(2026, 12, 25), kind="public", name_id="Hari Raya Natal",
                              name_en="Christmas Day")])  # fmt: skip
        rows(QueuePolicy, [own(valid_from=date(2020, 1, 1))])
        everything = [*services.values(), *general.values()]
        for number in range(6):
            counter, person = new_id(), new_id()
            rows(Counter, [own(name=str(number + 1), position=number) | {"id": counter}])
            rows(
                CounterService,
                [{"counter_id": counter, "service_id": key, "weight": 1} for key in everything],
            )
            rows(Staff, [own(login=f"petugas{number}", name=f"Petugas {number}", password_hash=NO_PASSWORD,
                             created_at_utc=LONG_AGO) | {"id": person}])  # fmt: skip
            rows(StaffRole, [{"staff_id": person, "role": "clerk"}])
            rows(Shift, [own(counter_id=counter, staff_id=person, opened_at_utc=LONG_AGO)])
        connection.commit()
    return Hall(office, station, printer, groups, services)


def _hours(rows: Any, own: Any, marriages: uuid.UUID) -> None:
    def day(
        weekday: int, opens: str, closes: str, last: str, group: uuid.UUID | None = None
    ) -> dict[str, Any]:
        at = time.fromisoformat
        values: dict[str, Any] = own(
            weekday=weekday, kiosk_opens=at("07:45"), opens=at(opens), closes=at(closes), last_ticket=at(last),
            valid_from=date(2020, 1, 1), group_id=group,
        )  # fmt: skip
        return values

    rows(OfficeHours, [day(weekday, "08:00", "15:00", "14:30") for weekday in range(5)])
    rows(OfficeHours, [day(weekday, "08:00", "11:30", "11:00", marriages) for weekday in range(5)])
    rows(OfficeBreak, [
        own(weekday=weekday, begins=time.fromisoformat("11:30" if weekday == 4 else "12:00"), ends=time(13, 0))
        for weekday in range(5)
    ])  # fmt: skip
