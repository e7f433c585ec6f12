"""Driver errors told apart: what the environment did, what can be tried again, what is our own bug.

One function maps a driver's error, so that no caller ever reads driver text.
Called by ``desktop.office.runner`` and the tools.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from desktop.domain.errors import EnvironmentFault, LoketError

#: SQLSTATE classes and codes of PostgreSQL after which a fresh transaction may succeed.
_RETRYABLE_STATES = {"40001", "40P01", "55P03", "57P03", "57P01", "57P02"}
_CODE_OF_STATE = {
    "28P01": "database.password",
    "28000": "database.password",
    "3D000": "database.missing",
    "42501": "database.permission",
    "53100": "database.disk_full",
    "53300": "database.too_many",
    "57014": "database.slow",
    "25006": "database.read_only",
}
_CODE_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: "database.busy",
    sqlite3.SQLITE_LOCKED: "database.busy",
    sqlite3.SQLITE_FULL: "database.disk_full",
    sqlite3.SQLITE_CANTOPEN: "database.cannot_open",
    sqlite3.SQLITE_READONLY: "database.read_only",
    sqlite3.SQLITE_CORRUPT: "database.damaged",
    sqlite3.SQLITE_NOTADB: "database.damaged",
    sqlite3.SQLITE_IOERR: "database.disk",
    sqlite3.SQLITE_PERM: "database.permission",
}


def _original(error: BaseException) -> BaseException:
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig
    return error


def sql_state(error: BaseException) -> str | None:
    """PostgreSQL's SQLSTATE of ``error``, or None."""
    return getattr(_original(error), "sqlstate", None)


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, so that nobody knows if the transaction was committed."""
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        return False
    state = getattr(original, "sqlstate", None)
    if state is not None:
        return str(state).startswith(("08", "57P"))
    return isinstance(error, (OperationalError, InterfaceError)) or type(original).__name__ in {
        "OperationalError",
        "InterfaceError",
        "ConnectionTimeout",
    }


def is_retryable(error: BaseException) -> bool:
    """Whether the same command, which carries its id, may be tried again in a fresh transaction."""
    original = _original(error)
    if isinstance(original, sqlite3.OperationalError):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    state = sql_state(error)
    return state in _RETRYABLE_STATES or is_lost(error)


def is_repeat(error: BaseException) -> bool:
    """Whether ``error`` says that something of the same id was committed at the same moment.

    That is the same command, or somebody with the same NIK: a fresh transaction sees the row.
    """
    text = str(_original(error))
    return "pk_command" in text or "command.id" in text or "uq_person_office_nik" in text


def as_fault(error: BaseException) -> LoketError | None:
    """The environment's fault behind a driver error; None when the program itself is wrong."""
    original = _original(error)
    if isinstance(original, sqlite3.Error):
        code = _CODE_OF_SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
        return EnvironmentFault(code) if code else None
    state = getattr(original, "sqlstate", None)
    if state in _CODE_OF_STATE:
        return EnvironmentFault(_CODE_OF_STATE[state])
    text = str(original).lower()
    if ("password" in text and "authentication" in text) or "no password supplied" in text:
        return EnvironmentFault("database.password")
    if 'role "' in text and "does not exist" in text:
        return EnvironmentFault("database.password")
    if "pg_hba.conf" in text:
        return EnvironmentFault("database.permission")
    if 'database "' in text and "does not exist" in text:
        return EnvironmentFault("database.missing")
    if is_lost(error):
        return EnvironmentFault("database.lost")
    if state in _RETRYABLE_STATES:
        return EnvironmentFault("database.busy")
    return None
