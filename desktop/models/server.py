"""Making an office's PostgreSQL ready: database, tables, roles with their rights and limits; and a look at TLS.

Everything may be run again: it ends in the same state. Called by ``desktop.app.cli.server`` and tests.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.models.engine import create_office_engine, parse_url
from desktop.models.roles import (
    KINDS,
    LIMITS,
    RIGHTS,
    closing_statements,
    granting_statements,
    role_of,
    role_statements,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

OLDEST_VERSION: Final = 150_000
#: What one station may hold at its busiest: two lanes, the listener, the printers' own connection.
CONNECTIONS_A_STATION: Final = 8
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_ROLES_LOCK: Final = 0x10C5E7


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What was found before anything was changed.

    Attributes:
        version: the server's, as it says itself (``18.0``).
        database_there: the database was made before.
        roles_there: Loket's roles that were made before.
        tls: the server can encrypt (``SHOW ssl``).
        tls_here: this very connection is encrypted.
        trusted: rules by which the server lets somebody in over the network without any password; None where
            whoever asks may not read the rules.
        max_connections: of all databases of the server together.
    """

    version: str
    database_there: bool
    roles_there: tuple[str, ...]
    tls: bool
    tls_here: bool
    trusted: int | None
    max_connections: int

    @property
    def stations(self) -> int:
        """How many stations the server's connections are enough for; a few are left for tools."""
        return max(0, (self.max_connections - 10) // CONNECTIONS_A_STATION)


def database_address(address: str, database: str) -> str:
    """``address`` (of the maintenance database) with Loket's database in its place.

    Raises:
        UserError: ``server.not_postgresql``, ``server.database_name`` (name), ``database.address``.
    """
    if not _NAME.fullmatch(database):
        raise UserError("server.database_name", name=database[:80])
    url = parse_url(address)
    if url.get_backend_name() != "postgresql":
        raise UserError("server.not_postgresql")
    return url.set(database=database).render_as_string(hide_password=False)


def look_at_server(address: str, database: str) -> ServerFacts:
    """Find out what is there, and whether whoever connects may make the rest.

    Raises:
        UserError: ``server.too_old`` (version), ``server.no_rights`` (user).
        EnvironmentFault: the server cannot be reached, or refuses.
    """
    with _connected(address) as connection:
        ask = connection.exec_driver_sql
        version = ask("SHOW server_version").scalar_one()
        if int(ask("SHOW server_version_num").scalar_one()) < OLDEST_VERSION:
            raise UserError("server.too_old", version=version)
        me = ask(
            "SELECT rolname, rolsuper, rolsuper OR (rolcreaterole AND rolcreatedb) AS may FROM pg_roles "
            "WHERE rolname = current_user"
        ).one()
        if not me.may:
            raise UserError("server.no_rights", user=me.rolname)
        trusted = None
        if me.rolsuper:
            trusted = ask(
                "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust' AND type LIKE 'host%%'"
            ).scalar_one()
        return ServerFacts(
            version=version,
            database_there=_one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database),
            roles_there=_roles_there(connection),
            tls=ask("SHOW ssl").scalar_one() == "on",
            tls_here=_one(connection, "SELECT 1 FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl"),
            trusted=trusted,
            max_connections=int(ask("SHOW max_connections").scalar_one()),
        )


def make_database(address: str, database: str) -> bool:
    """Make the database if it is missing; returns whether it was. Its name was checked before.

    Raises:
        EnvironmentFault: the server cannot be reached, or refuses.
    """
    with _connected(address, isolation_level="AUTOCOMMIT") as connection:
        if _one(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            return False
        # template0: whatever somebody put into the usual template has no place here.
        connection.exec_driver_sql(f"CREATE DATABASE \"{database}\" ENCODING 'UTF8' TEMPLATE template0")
        return True


def apply_roles(address: str, database: str, passwords: Mapping[str, str]) -> tuple[str, ...]:
    """Make the roles and give them exactly their rights, in one transaction; returns the roles that are new.

    Args:
        address: of Loket's own, migrated database, as somebody who may make roles.
        database: its name.
        passwords: by role; a role that is not in it keeps the password that it has.

    Raises:
        EnvironmentFault: the server cannot be reached, or refuses.
    """
    with _connected(address) as connection:
        run = connection.exec_driver_sql
        # Two of these at once would meet in the server's own lists and one of them fail.
        run("SELECT pg_advisory_xact_lock(%s)", (_ROLES_LOCK,))
        superuser = bool(run("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").scalar_one())
        there = _roles_there(connection)
        for kind in KINDS:
            for statement in role_statements(kind, exists=role_of(kind) in there, superuser=superuser):
                run(statement)
        for role, password in passwords.items():
            run(f"ALTER ROLE {role} PASSWORD '{_verifier(connection, role, password)}'")
        for role, group in _memberships(connection):
            run(f'REVOKE "{group}" FROM {role}')
        for statement in (*closing_statements(database), *granting_statements(database)):
            run(statement)
        connection.commit()
        return tuple(role for role in map(role_of, KINDS) if role not in there)


def unlisted_tables(address: str) -> tuple[str, ...]:
    """Tables of the database that RIGHTS does not know: no station can use them."""
    with _connected(address) as connection:
        rows = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        )
        return tuple(name for (name,) in rows if name not in RIGHTS)


def new_password() -> str:
    """A random password for a role: 32 characters, nothing that an address would have to escape."""
    return secrets.token_urlsafe(24)


def connections_allowed() -> dict[str, int]:
    """The most connections of each role."""
    return {role_of(kind): LIMITS[kind].connections for kind in KINDS}


@contextmanager
def _connected(address: str, **options: Any) -> Iterator[Connection]:
    from sqlalchemy.exc import DBAPIError

    from desktop.models.faults import as_fault

    engine = create_office_engine(address, application_name="loket server init")
    try:
        with engine.connect() as connection:
            yield connection.execution_options(**options) if options else connection
    except DBAPIError as error:
        fault = as_fault(error)
        if fault is None:
            raise
        # "No right" said to a station means its role; here it is whoever sets the server up.
        if fault.code == "database.permission":
            raise EnvironmentFault("server.refused") from error
        raise fault from error
    finally:
        engine.dispose()


def _one(connection: Connection, statement: str, *values: object) -> bool:
    return connection.exec_driver_sql(statement, values or None).first() is not None


def _roles_there(connection: Connection) -> tuple[str, ...]:
    names = [role_of(kind) for kind in KINDS]
    rows = connection.exec_driver_sql("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", (names,))
    return tuple(sorted(row[0] for row in rows))


def _memberships(connection: Connection) -> list[tuple[str, str]]:
    """What Loket's roles were made members of: by that they would have more than their rights."""
    names = [role_of(kind) for kind in KINDS]
    rows = connection.exec_driver_sql(
        "SELECT m.rolname, g.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
        "JOIN pg_roles g ON g.oid = a.roleid WHERE m.rolname = ANY (%s)",
        (names,),
    )
    return [(row[0], row[1]) for row in rows]


def _verifier(connection: Connection, role: str, password: str) -> str:
    """The SCRAM verifier of a password, made here: the password itself never reaches the server or its log."""
    pgconn = connection.connection.driver_connection.pgconn  # type: ignore[union-attr]
    made: bytes = pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return made.decode()
