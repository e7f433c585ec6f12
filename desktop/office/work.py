"""What every use-case works with: the open transaction, the office's clock, results and commands.

A use-case is ``verb_noun(work, command) -> Result``. It validates, locks, re-checks, writes and appends its
event; it never commits: the runner does. ``Work`` hands out the plain connection, and the ORM session only to
those who ask: the hot writes of the queue are one statement and must not pay for a session
(docs/decisions/0008-work-and-hot-writes.md).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.ids import new_id

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from sqlalchemy.orm import Session

T = TypeVar("T")


class Clock:
    """The office's clock: the database server's, unless a test or the tour says otherwise."""

    def moment(self) -> datetime | None:
        """An aware moment that stands in for the database's clock, or None for the database's own."""
        return None


class SetClock(Clock):
    """A clock that somebody sets, for tests, the tour and the demo."""

    def __init__(self, moment: datetime) -> None:
        self.current = moment

    def moment(self) -> datetime:
        return self.current


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A write that somebody asked for. The same id means the same write, however often it is sent."""

    office_id: uuid.UUID
    station_id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None
    command_id: uuid.UUID = msgspec.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a use-case gives back.

    Attributes:
        value: frozen data; never an ORM row.
        changes: kinds of data that changed (``queue``, ``shift``, ``paper`` ...); empty for a repeat.
    """

    value: T
    changes: frozenset[str] = field(default_factory=frozenset)


class Work:
    """One open transaction, as the runner hands it to a use-case or a query."""

    __slots__ = ("_now", "_session", "clock", "connection")

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock
        self._session: Session | None = None
        self._now: datetime | None = None

    @property
    def on_postgresql(self) -> bool:
        """Whether the office's database is PostgreSQL (else SQLite)."""
        return self.connection.dialect.name == "postgresql"

    @property
    def session(self) -> Session:
        """The unit of work over this transaction; flushed by the runner before it commits."""
        if self._session is None:
            from sqlalchemy.orm import Session

            self._session = Session(self.connection, join_transaction_mode="control_fully", autoflush=True)
        return self._session

    def flush(self) -> None:
        """Write what the session still holds back."""
        if self._session is not None:
            self._session.flush()

    def close(self) -> None:
        """Let the rows go; none may be used after the use-case."""
        if self._session is not None:
            self._session.expunge_all()
            self._session = None

    def now(self) -> datetime:
        """The moment of this transaction on the office's clock, in UTC; the same at every call."""
        if self._now is None:
            moment = self.clock.moment()
            if moment is None and self.on_postgresql:
                moment = self.connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            self._now = (moment or datetime.now(UTC)).astimezone(UTC)
        return self._now

    def heard(self, moment: datetime) -> None:
        """Take the database's clock as another statement of this transaction has brought it along."""
        if self._now is None and self.clock.moment() is None:
            self._now = moment.astimezone(UTC)

    def wake(self, office_id: uuid.UUID) -> None:
        """Tell every station to look: a wake-up without a payload, sent with the commit."""
        if self.on_postgresql:
            self.connection.exec_driver_sql("SELECT loket_wake(%s)", (office_id,))


def business_day(moment_utc: datetime, time_zone: str) -> date:
    """The office's day that ``moment_utc`` falls into."""
    return moment_utc.astimezone(ZoneInfo(time_zone)).date()


def to_builtins(value: Any) -> Any:
    """``value`` as plain data that JSON holds."""
    return msgspec.to_builtins(value)
