"""What is due today, late, waiting for others, with the applicant, ready and not collected, in my hands.

Called by presenters and tests.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.files import UNCOLLECTED_AFTER_DAYS
from desktop.office.live.file_heads import RUNNING_SQL, WAITS_SQL, head_select, heads
from desktop.office.live.file_values import DueLists, FileList
from desktop.office.work import Work, business_day

ROWS = 200
"""So many rows of each list are read; its count is of all."""

OFFICE_DESK: Final = ("front_office", "operator", "production", "collection", "archive")
"""Actors whose turn is the office's daily work; everybody else is waited for."""


def due_lists(
    work: Work, office_id: uuid.UUID, staff: uuid.UUID | None = None, *, rows: int = ROWS
) -> DueLists:
    """All lists at once; ``staff`` is whose papers ``mine`` lists.

    Counts and first rows are read list by list, each by an index of its own; nothing is read that is not shown.
    """
    from sqlalchemy import select, text

    from desktop.models.files import Application
    from desktop.models.office import Office

    zone = str(work.connection.execute(select(Office.time_zone).where(Office.id == office_id)).scalar_one())
    now = work.now()
    tomorrow = datetime.combine(
        business_day(now, zone) + timedelta(days=1), time(), ZoneInfo(zone)
    ).astimezone(UTC)
    read = _Reader(work, office_id, rows)
    clock_runs = [text(RUNNING_SQL), Application.paused_since_utc.is_(None)]
    due, since, ready = Application.due_at_utc, Application.state_since_utc, Application.ready_at_utc
    waits = text(WAITS_SQL)
    done = (waits, Application.state.in_(("ready", "uncollected")))
    ages = [now - timedelta(days=days) for days in UNCOLLECTED_AFTER_DAYS]
    return DueLists(
        at_utc=now,
        time_zone=zone,
        today=read.list("today", *clock_runs, due >= now, due < tomorrow, order=(due,)),
        late=read.list("late", *clock_runs, due < now, order=(due,)),
        waiting=_waiting(read),
        returned=read.list(
            "returned", waits, Application.state == "returned", order=(Application.return_by, since)
        ),
        ready=read.list("ready", *done, ready > ages[0], order=(ready,)),
        days_7=read.list("days_7", *done, ready <= ages[0], ready > ages[1], order=(ready,)),
        days_30=read.list("days_30", *done, ready <= ages[1], ready > ages[2], order=(ready,)),
        days_90=read.list("days_90", *done, ready <= ages[2], order=(ready,)),
        mine=FileList(name="mine") if staff is None else _mine(read, staff),
    )


class _Reader:
    """Reads one list after the other."""

    def __init__(self, work: Work, office_id: uuid.UUID, rows: int) -> None:
        self.work = work
        self.office_id = office_id
        self.rows = rows

    def list(self, name: str, *conditions: Any, order: tuple[Any, ...]) -> FileList:
        """The first rows of a list in their order, and how many there are."""
        from sqlalchemy import func, select

        from desktop.models.files import Application

        run = self.work.connection.execute
        mine = Application.office_id == self.office_id
        found = list(run(head_select().where(mine, *conditions).order_by(*order).limit(self.rows)))
        count = len(found)
        if count == self.rows:
            count = int(
                run(select(func.count()).select_from(Application).where(mine, *conditions)).scalar_one()
            )
        return FileList(name=name, count=count, rows=heads(self.work, found))


def _waiting(read: _Reader) -> tuple[FileList, ...]:
    """Running files at a step that is not the office's daily work, by whose turn it is."""
    from sqlalchemy import func, select, text, tuple_

    from desktop.models.files import Application
    from desktop.office.live.file_heads import steps_of

    places = [
        (row.service_version_id, row.step)
        for row in read.work.connection.execute(
            select(Application.service_version_id, Application.step, func.count())
            .where(Application.office_id == read.office_id, text(RUNNING_SQL))
            .group_by(Application.service_version_id, Application.step)
        )
    ]
    steps = steps_of(read.work, {version for version, _step in places})
    by_actor: dict[str, list[tuple[uuid.UUID, int]]] = {}
    for version, step in places:
        actor = steps.get(version, {}).get(step, ("", "", ""))[2]
        if actor and actor not in OFFICE_DESK:
            by_actor.setdefault(actor, []).append((version, step))
    return tuple(
        read.list(
            actor,
            text(RUNNING_SQL),
            tuple_(Application.service_version_id, Application.step).in_(where),
            order=(Application.due_at_utc,),
        )
        for actor, where in sorted(by_actor.items())
    )


def _mine(read: _Reader, staff: uuid.UUID) -> FileList:
    """Papers in somebody's hands on which the office works, or that are ready: two lists, an index for each."""
    from sqlalchemy import text

    from desktop.models.files import Application

    due = Application.due_at_utc
    works = read.list("mine", text(RUNNING_SQL), Application.holder_id == staff, order=(due,))
    done = read.list("mine", text(WAITS_SQL), Application.holder_id == staff, order=(due,))
    rows = sorted(
        (*works.rows, *done.rows), key=lambda one: (one.due_at_utc is None, one.due_at_utc, one.code)
    )
    return FileList(name="mine", count=works.count + done.count, rows=tuple(rows[: read.rows]))
