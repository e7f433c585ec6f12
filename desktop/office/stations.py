"""This PC as the office knows it: registered by name when its window opens, and seen at every heartbeat.

Called by ``desktop.app`` (opening a station, the demo, the tour).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.records import append_event
from desktop.office.work import Command, Result, Work


class RegisterStation(Command, frozen=True, kw_only=True):
    """Make this PC known.

    Attributes:
        name: how the database and the supervisor know it.
        kind: one of models.staff.STATION_KINDS.
        zone: code of the hall zone where it stands, or None.
        counter: name of the counter where it stands, or None.
        printer: name of the printer for its slips; None takes the office's printer where there is only one.
    """

    name: str
    kind: str
    zone: str | None = None
    counter: str | None = None
    printer: str | None = None


@dataclass(frozen=True, slots=True)
class RegisteredStation:
    """What the window needs to know of its place.

    Attributes:
        language: the office's first language, ``id`` or ``en``.
    """

    office_id: uuid.UUID
    office_name: str
    time_zone: str
    language: str
    station_id: uuid.UUID
    counter_id: uuid.UUID | None
    printer_id: uuid.UUID | None


def register_station(work: Work, command: RegisterStation) -> Result[RegisteredStation]:
    """Write this PC's row, or find it, and look its place up. Repeating it changes nothing.

    Raises:
        UserError: ``station.no_zone``, ``station.no_counter``, ``station.no_printer`` (name).
    Writes: station, event (for a new station). Changes: none.
    """
    from sqlalchemy import insert, select, update

    from desktop.models.office import Office, Zone
    from desktop.models.staff import Counter, Station

    execute = work.connection.execute
    office = execute(
        select(Office.name, Office.time_zone, Office.language).where(Office.id == command.office_id)
    ).one()
    zone_id = _named(work, command.office_id, Zone, Zone.code, command.zone, "station.no_zone")
    counter_id = _named(work, command.office_id, Counter, Counter.name, command.counter, "station.no_counter")
    row = execute(
        select(Station.id, Station.kind, Station.zone_id).where(
            Station.office_id == command.office_id, Station.name == command.name
        )
    ).first()
    if row is None:
        station_id = new_id()
        execute(
            insert(Station).values(
                id=station_id,
                office_id=command.office_id,
                name=command.name,
                kind=command.kind,
                zone_id=zone_id,
                last_seen_at_utc=work.now(),
            )
        )
        append_event(work, command, "station.registered", station_id, after={"kind": command.kind})
    else:
        station_id = row.id
        execute(
            update(Station)
            .where(Station.id == station_id)
            .values(kind=command.kind, zone_id=zone_id, last_seen_at_utc=work.now())
        )
    return Result(
        RegisteredStation(
            command.office_id,
            office.name,
            office.time_zone,
            office.language,
            station_id,
            counter_id,
            _printer(work, command.office_id, command.printer),
        )
    )


def _named(work: Work, office_id: uuid.UUID, table: Any, column: Any, name: str | None, code: str) -> Any:
    from sqlalchemy import select

    if not name:
        return None
    key = work.connection.execute(
        select(table.id).where(table.office_id == office_id, column == name)
    ).scalar_one_or_none()
    if key is None:
        raise UserError(code, name=name)
    return key


def _printer(work: Work, office_id: uuid.UUID, name: str | None) -> uuid.UUID | None:
    from sqlalchemy import select

    from desktop.models.paper import Printer

    rows = work.connection.execute(
        select(Printer.id, Printer.name).where(Printer.office_id == office_id, Printer.active)
    ).all()
    if name:
        rows = [row for row in rows if row.name == name]
        if not rows:
            raise UserError("station.no_printer", name=name)
    return rows[0].id if len(rows) == 1 else None


class Heartbeat(Command, frozen=True, kw_only=True):
    """This station is alive."""


def beat(work: Work, command: Heartbeat) -> Result[None]:
    """Say that this station is alive. Writes: station. Changes: none; neither an event nor a stored command:
    the next heartbeat says the same.
    """
    from sqlalchemy import update

    from desktop.models.staff import Station

    work.connection.execute(
        update(Station).where(Station.id == command.station_id).values(last_seen_at_utc=work.now())
    )
    return Result(None)
