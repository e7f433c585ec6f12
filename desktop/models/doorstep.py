"""The first look at a database, with the bare driver: is it ours, which office, and where does this PC stand?

A window opens on what is read here, before SQLAlchemy has been imported; everything after that goes through the
engine. Called by ``desktop.app.opening`` and, for the version, by ``desktop.models.upgrade``.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.errors import EnvironmentFault, UserError

#: The newest migration this program knows: the first window must not wait for Alembic to find out.
HEAD: Final = "0002"
#: As the engine's: a busy or restarting server is asked again, then it is a fault.
ATTEMPTS: Final = 3
BUSY_TIMEOUT_S: Final = 5.0
STATEMENT_TIMEOUT_MS: Final = 30_000

#: Runs one statement (``?`` for each value) and gives all of its rows.
_Ask = Callable[..., list[Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """What a station is called and where it says it stands; None leaves the office, or a part, open.

    Attributes:
        station: the station's name.
        office: the office's code.
        zone: code of a hall zone.
        counter, printer: names.
    """

    station: str
    office: str | None = None
    zone: str | None = None
    counter: str | None = None
    printer: str | None = None


@dataclass(frozen=True, slots=True)
class Doorstep:
    """What was found.

    Attributes:
        language: the office's first language, ``id`` or ``en``.
        station_id: None for a station that the office does not know yet.
        printer_id: the named printer, else the office's only one in use, else None.
    """

    office_id: uuid.UUID
    office_name: str
    time_zone: str
    language: str
    station_id: uuid.UUID | None
    counter_id: uuid.UUID | None
    printer_id: uuid.UUID | None


def require_version(version: str | None) -> None:
    """Make sure that this program may work with a database of ``version`` (None: an empty one).

    Raises:
        UserError: ``database.not_ready`` for an empty database, ``database.older`` where an upgrade is
            needed, ``database.newer`` where the program is the older one.
    """
    if version == HEAD:
        return
    if version is None:
        raise UserError("database.not_ready")
    code = "database.newer" if version > HEAD else "database.older"
    raise UserError(code, database=version, program=HEAD)


def look(address: str, place: Place) -> Doorstep:
    """Read the office and this station's place in it; nothing is written.

    Args:
        address: ``sqlite:///...``, ``postgresql://...`` or ``postgres://...`` (one or several hosts).
        place: what the station says of itself.

    Raises:
        UserError: see :func:`require_version`; ``office.none``, ``office.several``, ``station.no_zone``,
            ``station.no_counter``, ``station.no_printer``, ``database.address``.
        EnvironmentFault: the database cannot be reached.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _look(address, place)
        except (UserError, EnvironmentFault):
            raise
        except Exception as error:
            from desktop.models.faults import is_retryable

            if not is_retryable(error):
                raise _fault(error) from error
    try:
        return _look(address, place)
    except (UserError, EnvironmentFault):
        raise
    except Exception as error:
        raise _fault(error) from error


def _fault(error: Exception) -> Exception:
    from desktop.models.faults import as_fault

    return as_fault(error) or error


def _look(address: str, place: Place) -> Doorstep:
    plain = address.strip()
    sqlite = plain.startswith("sqlite:///")
    with _sqlite(plain) if sqlite else _postgresql(plain, place.station) as ask:
        require_version(_version(ask, sqlite=sqlite))
        offices = ask("SELECT id, code, name, time_zone, language FROM office ORDER BY code")
        if place.office:
            known = ", ".join(row[1] for row in offices)
            offices = [row for row in offices if row[1] == place.office]
            if not offices and known:
                raise UserError("office.unknown", office=place.office, offices=known)
        if not offices:
            raise UserError("office.none")
        if len(offices) > 1:
            raise UserError("office.several", offices=", ".join(row[1] for row in offices))
        office, _code, name, time_zone, language = offices[0]
        _named(
            ask, "SELECT id FROM zone WHERE office_id = ? AND code = ?", office, place.zone, "station.no_zone"
        )
        counter = _named(
            ask,
            "SELECT id FROM counter WHERE office_id = ? AND name = ?",
            office,
            place.counter,
            "station.no_counter",
        )
        printers = ask("SELECT id, name FROM printer WHERE office_id = ? AND active", office)
        if place.printer:
            printers = [row for row in printers if row[1] == place.printer]
            if not printers:
                raise UserError("station.no_printer", name=place.printer)
        stations = ask("SELECT id FROM station WHERE office_id = ? AND name = ?", office, place.station)
        key = _key(office)
        assert key is not None
        return Doorstep(
            key,
            name,
            time_zone,
            language,
            _key(stations[0][0]) if stations else None,
            _key(counter),
            _key(printers[0][0]) if len(printers) == 1 else None,
        )


def _version(ask: _Ask, *, sqlite: bool) -> str | None:
    present = (
        ask("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
        if sqlite
        else ask("SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL")
    )
    rows = ask("SELECT version_num FROM alembic_version") if present else []
    return rows[0][0] if rows else None


def _named(ask: _Ask, statement: str, office: object, name: str | None, code: str) -> Any:
    if not name:
        return None
    rows = ask(statement, office, name)
    if not rows:
        raise UserError(code, name=name)
    return rows[0][0]


def _key(value: object) -> uuid.UUID | None:
    # SQLite holds a key as 32 hexadecimal digits.
    return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))


@contextmanager
def _sqlite(address: str) -> Iterator[_Ask]:
    from pathlib import Path

    path = Path(address.removeprefix("sqlite:///").partition("?")[0])
    if not path.parent.is_dir():
        raise EnvironmentFault("database.no_folder", folder=str(path.parent))
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        yield lambda statement, *values: connection.execute(statement, values).fetchall()
        connection.execute("ROLLBACK")


@contextmanager
def _postgresql(address: str, station: str) -> Iterator[_Ask]:
    for prefix in ("postgresql+psycopg://", "postgres://"):
        if address.startswith(prefix):
            address = "postgresql://" + address.removeprefix(prefix)
    if not address.startswith("postgresql://") or "host=" in address or "," in address:
        # Unknown, or several hosts in the engine's own spelling: rare, and the engine knows how to read it.
        from desktop.models.engine import create_office_engine

        engine = create_office_engine(address, application_name=f"loket {station}", pool_size=1)
        try:
            with closing(engine.raw_connection()) as borrowed:
                yield _asking(borrowed.driver_connection)
        finally:
            engine.dispose()
        return
    if not address.partition("://")[2].partition("/")[2].partition("?")[0]:
        from desktop.models.engine import parse_url

        parse_url(address)  # names what is wrong with it
    import psycopg

    with closing(
        psycopg.connect(
            address,
            application_name=f"loket {station}"[:63],
            connect_timeout=5,
            options=f"-c statement_timeout={STATEMENT_TIMEOUT_MS}",
        )
    ) as connection:
        yield _asking(connection)


def _asking(connection: Any) -> _Ask:
    def ask(statement: str, *values: object) -> list[Any]:
        rows: list[Any] = connection.execute(statement.replace("?", "%s"), values or None).fetchall()
        return rows

    return ask
