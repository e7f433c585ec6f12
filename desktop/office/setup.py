"""An office from nothing: its row, hours, breaks, holidays, policy, catalogue, zone and first administrator.

Called by tools, the demo, the tour and tests. The database must be migrated (``desktop.models.upgrade``).
"""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.domain.calendar import DEFAULT_WEEK, Holiday, Treatment, parse_holidays, zone_from
from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.catalogue_import import CatalogueImport, ImportCatalogue
from desktop.office.records import append_event, remember, remembered
from desktop.office.staff import AddStaff, add_staff
from desktop.office.work import Command, Result, Work
from desktop.printing.resources import resource_file, resources_folder

ZONE_CODE, ZONE_NAME = "utama", "Ruang utama"
TIME_ZONES: Final = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
#: Hours and policy hold "since ever" until the office decides otherwise.
_SINCE: Final = date(2020, 1, 1)
_NIK_KEY_BYTES: Final = 32


class InitOffice(Command, frozen=True, kw_only=True):
    """Make an office.

    Attributes:
        catalogue: its services; see :func:`read_preset`.
        holidays: the national table; see :func:`read_holidays`.
        code: short name for addresses and settings; made from the name where it is empty.
        admin_password_hash: from ``desktop.office.staff.hash_password``.
        time_zone: an IANA name of Indonesia, or WIB, WITA, WIT.
    """

    name: str
    catalogue: Catalogue
    admin_login: str
    admin_password_hash: str
    admin_name: str = "Administrator"
    holidays: tuple[Holiday, ...] = ()
    code: str = ""
    short_name: str = ""
    address: str = ""
    hotline: str = ""
    time_zone: str = "Asia/Makassar"
    language: str = "id"
    zone_id: uuid.UUID = msgspec.field(default_factory=new_id)
    admin_id: uuid.UUID = msgspec.field(default_factory=new_id)


class MadeOffice(msgspec.Struct, frozen=True, kw_only=True):
    """The office that was made.

    Attributes:
        services, groups: of its catalogue, without the groups' general tickets.
        unverified: services whose facts the office should look at.
    """

    office_id: uuid.UUID
    code: str
    name: str
    time_zone: str
    admin_id: uuid.UUID
    admin_login: str
    services: int
    groups: int
    unverified: int
    repeated: bool = False


def presets() -> tuple[str, ...]:
    """The names of the catalogues that ship with the program."""
    return tuple(sorted(path.stem for path in (resources_folder() / "catalogue").glob("*.yaml")))


def read_preset(name: str) -> Catalogue:
    """The catalogue that ships under ``name``.

    Raises:
        UserError: ``office.no_preset`` (preset, allowed).
    """
    from desktop.office.catalogue_file import read_catalogue

    if name not in presets():
        raise UserError("office.no_preset", preset=name, allowed=", ".join(presets()))
    return read_catalogue(resource_file("catalogue", f"{name}.yaml"))


def read_holidays(*, cuti_bersama: Treatment = "closed") -> tuple[Holiday, ...]:
    """The national holidays that ship with the program."""
    path: Path = resource_file("reference", "holidays-id.toml")
    return parse_holidays(path.read_text(encoding="utf-8"), cuti_bersama=cuti_bersama)


def init_office(work: Work, command: InitOffice) -> Result[MadeOffice]:
    """Make the office of an empty database.

    Raises:
        UserError: ``office.exists`` (office) where the database has one; ``office.name``;
            ``office.time_zone`` (value, allowed); ``staff.login_form``.
    Writes: office, office_hours, office_break, holiday, queue_policy, zone, display_message, service_group,
        service, service_version, setting, staff, staff_role, event, command.
    Changes: everything, but nobody watches yet.
    """
    from sqlalchemy import insert, select

    from desktop.models.office import Office

    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, MadeOffice), frozenset())
    there = work.connection.execute(select(Office.name).limit(1)).scalar_one_or_none()
    if there is not None:
        raise UserError("office.exists", office=there)
    name = " ".join(command.name.split())
    if not 1 <= len(name) <= 120:
        raise UserError("office.name", length=120)
    zone = zone_from(command.time_zone)
    if zone is None:
        raise UserError("office.time_zone", value=command.time_zone, allowed=", ".join(TIME_ZONES))
    code = _code(command.code or name)
    work.connection.execute(
        insert(Office).values(
            id=command.office_id,
            code=code,
            agency=command.catalogue.agency.code,
            name=name,
            short_name=" ".join(command.short_name.split()) or name,
            address=" ".join(command.address.split()),
            hotline=" ".join(command.hotline.split()),
            time_zone=zone,
            language=command.language,
            ticket_limit_per_nik=2,
            nik_key=secrets.token_hex(_NIK_KEY_BYTES),
            created_at_utc=work.now(),
        )
    )
    _write_hours(work, command)
    imported = CatalogueImport(work, _import_of(command)).run()
    _write_hall(work, command)
    admin = add_staff(
        work,
        AddStaff(
            office_id=command.office_id,
            station_id=command.station_id,
            login=command.admin_login,
            name=command.admin_name,
            roles=("administrator",),
            password_hash=command.admin_password_hash,
            new_staff_id=command.admin_id,
        ),
    ).value
    made = MadeOffice(
        office_id=command.office_id,
        code=code,
        name=name,
        time_zone=zone,
        admin_id=admin.staff_id,
        admin_login=admin.login,
        services=imported.services,
        groups=imported.groups,
        unverified=imported.unverified,
    )
    append_event(
        work, command, "office.made", command.office_id, after={"agency": command.catalogue.agency.code}
    )
    remember(work, command, "init_office", msgspec.to_builtins(made))
    return Result(made, frozenset({"office"}))


def _code(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    return words[:40].strip("-") or "kantor"


def _import_of(command: InitOffice) -> ImportCatalogue:
    return ImportCatalogue(office_id=command.office_id, catalogue=command.catalogue)


def _rows(work: Work, table: Any, values: list[dict[str, Any]]) -> None:
    from sqlalchemy import insert

    if values:
        work.connection.execute(insert(table), values)


def _write_hours(work: Work, command: InitOffice) -> None:
    from desktop.models.office import Holiday as HolidayRow
    from desktop.models.office import OfficeBreak, OfficeHours
    from desktop.models.queue import QueuePolicy

    office = command.office_id
    _rows(
        work,
        OfficeHours,
        [
            {
                "id": new_id(),
                "office_id": office,
                "weekday": weekday,
                "kiosk_opens": day.kiosk_opens,
                "opens": day.opens,
                "closes": day.closes,
                "last_ticket": day.last_ticket,
                "valid_from": _SINCE,
            }
            for weekday, day in sorted(DEFAULT_WEEK.items())
        ],
    )
    _rows(
        work,
        OfficeBreak,
        [
            {"id": new_id(), "office_id": office, "weekday": weekday, "begins": one.begins, "ends": one.ends}
            for weekday, day in sorted(DEFAULT_WEEK.items())
            for one in day.breaks
        ],
    )
    # Two holidays may fall on one day; the table keeps one of a kind, with both names.
    days: dict[tuple[date, str], dict[str, Any]] = {}
    for one in command.holidays:
        row = days.get((one.day, one.kind))
        if row is not None:
            row["name_id"] += f", {one.name_id}"
            row["name_en"] += f", {one.name_en}"
            continue
        days[(one.day, one.kind)] = {
            "id": new_id(),
            "office_id": office,
            "day": one.day,
            "kind": one.kind,
            "treatment": one.treatment,
            "name_id": one.name_id,
            "name_en": one.name_en,
            "estimated": one.estimated,
            "legal_basis": one.source,
        }
    _rows(work, HolidayRow, list(days.values()))
    _rows(work, QueuePolicy, [{"id": new_id(), "office_id": office, "valid_from": _SINCE}])


def _write_hall(work: Work, command: InitOffice) -> None:
    from desktop.models.office import DisplayMessage, Zone

    office = command.office_id
    _rows(work, Zone, [{"id": command.zone_id, "office_id": office, "code": ZONE_CODE, "name": ZONE_NAME}])
    messages = []
    if all(service.fee.amount == 0 for service in command.catalogue.services):
        messages.append(
            (
                "Seluruh layanan di kantor ini tidak dipungut biaya.",
                "All services of this office are free of charge.",
            )
        )
    if hotline := " ".join(command.hotline.split()):
        messages.append(
            (
                f"Pengaduan dan saran: {hotline}.",
                f"Complaints and suggestions: {hotline}.",
            )
        )
    messages.append(
        (
            "Lansia, penyandang disabilitas, ibu hamil atau menyusui, dan pembawa bayi didahulukan: "
            "pilih Layanan prioritas di mesin antrean.",
            "Elderly people, people with disabilities, pregnant or nursing mothers and people with infants "
            "go first: choose Priority on the ticket machine.",
        )
    )
    _rows(
        work,
        DisplayMessage,
        [
            {"id": new_id(), "office_id": office, "position": number, "text_id": text_id, "text_en": text_en}
            for number, (text_id, text_en) in enumerate(messages)
        ],
    )
