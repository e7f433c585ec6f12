"""The sample office of the demo and the tour: Dukcapil Kota Teluk Sari, its counters, clerks and printers.

Everything is made by the use-cases that a real office is made with; people and numbers are invented.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, Final

from desktop.app.demo.clock import DAY, ZONE
from desktop.domain.ids import new_id
from desktop.office.runner import Runner
from desktop.office.work import Command, Result, Work

OFFICE: Final = "Dukcapil Kota Teluk Sari"
PLACE: Final = "Mal Pelayanan, lantai 1"
HOTLINE: Final = "0542 555 010"
PASSWORD: Final = "teluk sari 2026"
"""Everybody's password in the sample office; it exists nowhere else."""

ADMIN: Final = "admin"
RINA: Final = "rina"
RINAS_COUNTER: Final = "3"
SLIP_PRINTER: Final = "Struk kiosk 1"
RECEIPT_PRINTER: Final = "Tanda terima loket 3"
ANDI: Final = "andi"
#: Who works behind the counters: login, name, roles.
BACK_OFFICE: Final = (
    (ANDI, "Andi Rahmat", ("operator", "clerk")),
    ("nurhayati", "Nurhayati", ("verifier",)),
    ("kepala", "Hasan Basri", ("verifier",)),
)

#: Counter, what it gives (letters of groups), its main services, low, login and name of its clerk.
COUNTERS: Final[tuple[tuple[str, tuple[str, ...], dict[str, int], bool, str, str], ...]] = (
    ("1", ("A",), {"A": 3}, False, "made", "Made Sukarya"),
    ("2", ("A", "B"), {"B": 3}, False, "siti", "Siti Rahmawati"),
    ("3", ("A", "B", "F"), {"B": 3}, False, RINA, "Rina Wulandari"),
    ("4", ("C", "D"), {"C": 3}, False, "yohanes", "Yohanes Lende"),
    ("5", ("D", "E"), {"D": 3}, False, "nurul", "Nurul Aini"),
    ("6", ("B", "F"), {"F": 3}, False, "agus", "Agus Hartono"),
    ("7", ("G",), {}, False, "ketut", "Ketut Ardana"),
    ("8", ("G", "H"), {"H": 3}, True, "maria", "Maria Tokan"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleOffice:
    """Keys of the sample office.

    Attributes:
        counters: name to key. staff: login to (key, name). printers: name to key.
        services: code to (key, letter of its group, general ticket), in the catalogue's order.
        groups: letter to key.
        clerks: counter's name to login.
    """

    office_id: uuid.UUID
    counters: dict[str, uuid.UUID]
    staff: dict[str, tuple[uuid.UUID, str]]
    printers: dict[str, uuid.UUID]
    services: dict[str, tuple[uuid.UUID, str, bool]]
    groups: dict[str, uuid.UUID]
    clerks: dict[str, str] = field(default_factory=lambda: {row[0]: row[4] for row in COUNTERS})

    def of_letter(self, letter: str) -> list[uuid.UUID]:
        """Keys of a group's own services, without its general ticket."""
        return [key for key, own, general in self.services.values() if own == letter and not general]


def make_office(runner: Runner, slips: Path) -> SampleOffice:
    """Make the office in an empty, migrated database.

    Args:
        runner: with the sample office's clock.
        slips: an existing folder that receives the slips as PDF files.
    """
    from desktop.office.counters import AddCounter, add_counter
    from desktop.office.printers import AddPrinter, add_printer
    from desktop.office.setup import InitOffice, init_office, read_holidays, read_preset
    from desktop.office.staff import AddStaff, add_staff, hash_password

    office_id = new_id()
    hashed = hash_password(PASSWORD, ADMIN)
    runner.run(
        init_office,
        InitOffice(
            office_id=office_id,
            name=OFFICE,
            address=PLACE,
            hotline=HOTLINE,
            time_zone=ZONE,
            catalogue=read_preset("disdukcapil"),
            holidays=read_holidays(),
            admin_login=ADMIN,
            admin_name="Wayan Suastika",
            admin_password_hash=hashed,
        ),
    )
    for name, services, weights, low, login, clerk in COUNTERS:
        counter = AddCounter(office_id=office_id, name=name, services=services, weights=weights, low=low)
        runner.run(add_counter, counter)
        person = AddStaff(
            office_id=office_id, login=login, name=clerk, roles=("clerk",), password_hash=hashed
        )
        runner.run(add_staff, person)
    runner.run(
        add_printer,
        AddPrinter(office_id=office_id, name=SLIP_PRINTER, kind="pdf58", address={"folder": str(slips)}),
    )
    for login, name, roles in BACK_OFFICE:
        person = AddStaff(office_id=office_id, login=login, name=name, roles=roles, password_hash=hashed)
        runner.run(add_staff, person)
    runner.run(
        add_printer,
        AddPrinter(office_id=office_id, name=RECEIPT_PRINTER, kind="pdf80", address={"folder": str(slips)}),
    )
    _make_slots(runner, office_id)
    return find_office(runner, office_id)


def _make_slots(runner: Runner, office_id: uuid.UUID) -> None:
    from desktop.office.appointments import MakeSlots, make_slots

    groups = runner.read(_groups, office_id)
    for letter in ("A", "B", "D"):
        runner.run(
            make_slots,
            MakeSlots(
                office_id=office_id,
                group_id=groups[letter],
                from_day=DAY,
                to_day=DAY,
                times=(time(9), time(9, 30), time(10), time(10, 30), time(11), time(13, 30), time(14)),
                minutes=30,
                quota=3,
            ),
        )


def book(runner: Runner, office: SampleOffice, letter: str, at_local: time, name: str) -> str:
    """Book a visit today; returns the appointment's code."""
    from desktop.office.appointments import BookAppointment, book_appointment, list_slots

    slots = runner.read(list_slots, office.office_id, DAY, DAY, office.groups[letter])
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(ZONE)
    slot = next(one for one in slots if one.starts_at_utc.astimezone(zone).time() == at_local)
    command = BookAppointment(
        office_id=office.office_id, slot_id=slot.id, service_id=office.of_letter(letter)[0], name=name
    )
    return str(runner.run(book_appointment, command).value.code)


def find_office(runner: Runner, office_id: uuid.UUID) -> SampleOffice:
    """Look up the keys of a sample office that is there already."""
    from desktop.office.printers import list_printers
    from desktop.office.shifts import list_counters
    from desktop.office.staff import list_staff

    return SampleOffice(
        office_id=office_id,
        counters={one.name: one.counter_id for one in runner.read(list_counters, office_id)},
        staff={one.login: (one.staff_id, one.name) for one in runner.read(list_staff, office_id)},
        printers={one.name: one.printer_id for one in runner.read(list_printers, office_id)},
        services=runner.read(_services, office_id),
        groups=runner.read(_groups, office_id),
    )


def _groups(work: Work, office_id: uuid.UUID) -> dict[str, uuid.UUID]:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceGroup

    rows = work.connection.execute(
        select(ServiceGroup.letter, ServiceGroup.id).where(ServiceGroup.office_id == office_id)
    )
    return {row.letter: row.id for row in rows}


def _services(work: Work, office_id: uuid.UUID) -> dict[str, tuple[uuid.UUID, str, bool]]:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup

    rows = work.connection.execute(
        select(Service.code, Service.id, ServiceGroup.letter, Service.general)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(Service.office_id == office_id, Service.active)
        .order_by(ServiceGroup.position, Service.position)
    )
    return {row.code: (row.id, row.letter, bool(row.general)) for row in rows}


class ChangeSetting(Command, frozen=True, kw_only=True):
    """Set one of the office's settings, as the administrator's window will."""

    name: str
    value: dict[str, Any]


def change_setting(work: Work, command: ChangeSetting) -> Result[None]:
    """Write a setting anew."""
    from sqlalchemy import delete, insert

    from desktop.models.office import Setting

    of_name = (Setting.office_id == command.office_id, Setting.name == command.name)
    work.connection.execute(delete(Setting).where(*of_name))
    work.connection.execute(
        insert(Setting).values(office_id=command.office_id, name=command.name, value=command.value)
    )
    work.wake(command.office_id)
    return Result(None, frozenset({"office"}))
