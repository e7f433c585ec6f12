"""Event seals: batches of events are bound into a hash chain, so that a later change of history shows.

The chain lives in tables of its own and never touches an event. It proves nothing against somebody who rewrites
the whole chain: write the newest digest down elsewhere where that matters. Called by a station's background lane
(``runner.run(seal_events, office_id)``), the database check and tests.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.work import Result, Work

if TYPE_CHECKING:
    from sqlalchemy import Select

SETTLED_S: Final = 5
"""Events of the last seconds wait: a transaction that is still open may yet commit an earlier one."""

BATCH: Final = 1000
FIRST_DIGEST: Final = "0" * 64
_LOOK_BACK: Final = timedelta(days=2)
_LOCK: Final = 0x4C6F6B65


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A new seal; ``number`` 0 where there was nothing to seal."""

    number: int = 0
    events: int = 0
    digest: str = ""


class SealReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at all seals found.

    Attributes:
        seals, events: how many seals, and how many events they cover.
        unsealed: events that wait for a seal.
        broken: numbers of the seals whose events, order or predecessor are not what was sealed.
        head: digest of the newest seal.
    """

    seals: int
    events: int
    unsealed: int
    broken: tuple[int, ...]
    head: str


def seal_events(work: Work, office_id: uuid.UUID, everything: bool = False) -> Result[Sealed]:
    """Seal up to BATCH events that are older than SETTLED_S and have no seal.

    Args:
        work: the open transaction.
        office_id: the office.
        everything: look through all of history, not only since two days before the last seal: for events
            that came in late from elsewhere.
    Locks: on PostgreSQL an advisory lock; whoever does not get it leaves the work to the other.
    Writes: event_seal, sealed_event. Changes: nothing that is shown.
    """
    from sqlalchemy import insert, select

    from desktop.models.record import Event, EventSeal, SealedEvent

    run = work.connection.execute
    if work.on_postgresql:
        lock = "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))"
        if not work.connection.exec_driver_sql(lock, (_LOCK, str(office_id))).scalar_one():
            return Result(Sealed())
    last = run(
        select(EventSeal.number, EventSeal.digest, EventSeal.sealed_at_utc)
        .where(EventSeal.office_id == office_id)
        .order_by(EventSeal.number.desc())
        .limit(1)
    ).first()
    statement = (
        _events(office_id)
        .outerjoin(SealedEvent, SealedEvent.event_id == Event.id)
        .where(SealedEvent.event_id.is_(None), Event.at_utc < work.now() - timedelta(seconds=SETTLED_S))
        .order_by(Event.at_utc, Event.id)
        .limit(BATCH)
    )
    if last is not None and not everything:
        statement = statement.where(Event.at_utc >= last.sealed_at_utc - _LOOK_BACK)
    events = run(statement).all()
    if not events:
        return Result(Sealed())
    previous = FIRST_DIGEST if last is None else last.digest
    digest = _chain(previous, events)
    seal = {
        "id": new_id(),
        "office_id": office_id,
        "number": 1 if last is None else last.number + 1,
        "events": len(events),
        "previous_digest": previous,
        "digest": digest,
        "sealed_at_utc": work.now(),
    }
    run(insert(EventSeal), [seal])
    run(
        insert(SealedEvent),
        [{"event_id": row.id, "seal_id": seal["id"], "position": at} for at, row in enumerate(events)],
    )
    return Result(Sealed(number=int(str(seal["number"])), events=len(events), digest=digest))


def check_seals(work: Work, office_id: uuid.UUID) -> SealReport:
    """Compute every seal again and compare."""
    from sqlalchemy import func, select

    from desktop.models.record import Event, EventSeal, SealedEvent

    run = work.connection.execute
    seals = run(
        select(EventSeal.id, EventSeal.number, EventSeal.events, EventSeal.previous_digest, EventSeal.digest)
        .where(EventSeal.office_id == office_id)
        .order_by(EventSeal.number)
    ).all()
    broken: list[int] = []
    expected, head, covered = 1, FIRST_DIGEST, 0
    for seal in seals:
        events = run(
            _events(office_id)
            .join(SealedEvent, SealedEvent.event_id == Event.id)
            .where(SealedEvent.seal_id == seal.id)
            .order_by(SealedEvent.position)
        ).all()
        whole = len(events) == seal.events and seal.number == expected and seal.previous_digest == head
        if not whole or _chain(seal.previous_digest, events) != seal.digest:
            broken.append(seal.number)
        expected, head = seal.number + 1, seal.digest
        covered += len(events)
    unsealed = run(
        select(func.count())
        .select_from(Event)
        .outerjoin(SealedEvent, SealedEvent.event_id == Event.id)
        .where(Event.office_id == office_id, SealedEvent.event_id.is_(None))
    ).scalar_one()
    return SealReport(
        seals=len(seals), events=covered, unsealed=unsealed, broken=tuple(broken), head=head if seals else ""
    )


def _events(office_id: uuid.UUID) -> Select[Any]:
    from sqlalchemy import select

    from desktop.models.record import Event

    return select(
        Event.id,
        Event.office_id,
        Event.at_utc,
        Event.kind,
        Event.subject_id,
        Event.staff_id,
        Event.station_id,
        Event.command_id,
        Event.before,
        Event.after,
        Event.reason,
    ).where(Event.office_id == office_id)


def _chain(previous: str, events: Iterable[Sequence[Any]]) -> str:
    digest = hashlib.sha256(previous.encode())
    for row in events:
        # One line an event, in a form that is the same on both databases.
        digest.update(msgspec.json.encode(list(row), order="deterministic") + b"\n")
    return digest.hexdigest()
