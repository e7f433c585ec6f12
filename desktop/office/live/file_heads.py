"""The one statement behind every list of files, and a row of it made into what may be shown.

Called by ``file_search``, ``file_lists`` and ``file_timeline``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from desktop.domain.files import RUNNING_STATES, procedure_of
from desktop.domain.nik import mask_nik
from desktop.domain.numbers import FileNumber
from desktop.office.live.file_values import FileHead
from desktop.office.work import Work

#: Written out, so that both databases see that their partial indexes hold what is asked for.
RUNNING_SQL: Final = "application.state IN ('received', 'verified', 'in_process', 'waiting_signature')"
WAITS_SQL: Final = "application.state IN ('returned', 'ready', 'uncollected')"

_WAITING: Final = ("returned", "ready", "uncollected")


@lru_cache(maxsize=1)
def head_select() -> Any:
    """Everything that a ``FileHead`` shows of a file but its procedure (:func:`steps_of`). Made once, then kept."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, Place
    from desktop.models.people import Person
    from desktop.models.staff import Staff

    return (
        select(
            Application.id, Application.letter, Application.year, Application.number, Application.code,
            Application.service_id, Application.service_version_id, Application.state, Application.step,
            Application.state_since_utc, Application.created_at_utc, Application.due_at_utc,
            Application.paused_since_utc, Application.ready_at_utc, Application.return_by,
            Application.holder_id, Application.reason, Application.channel, Application.revision,
            Application.version, Application.applicant_id,
            ServiceVersion.short_id, ServiceVersion.short_en,
            Person.name.label("person_name"), Person.nik, Person.restricted,
            Staff.name.label("holder_name"), Place.name.label("place_name"), Place.code.label("place_code"),
        )
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(Person, Person.id == Application.applicant_id)
        .outerjoin(Staff, Staff.id == Application.holder_id)
        .outerjoin(Place, Place.id == Application.place_id)
    )  # fmt: skip


def heads(work: Work, rows: Iterable[Any]) -> tuple[FileHead, ...]:
    """Rows of :func:`head_select` as heads; one more statement for the procedures that are not known yet."""
    found = list(rows)
    steps = steps_of(work, {row.service_version_id for row in found})
    now = work.now()
    return tuple(head_of(row, steps.get(row.service_version_id, {}), now) for row in found)


def steps_of(work: Work, versions: set[uuid.UUID]) -> dict[uuid.UUID, dict[int, tuple[str, str, str]]]:
    """By version and step: its words in both languages and its actor. A version never changes, so it is kept."""
    missing = [one for one in versions if one not in _known(work.connection.engine)]
    known = _known(work.connection.engine)
    if missing:
        from sqlalchemy import select

        from desktop.models.catalogue import ServiceVersion

        for key, content in work.connection.execute(
            select(ServiceVersion.id, ServiceVersion.content).where(ServiceVersion.id.in_(missing))
        ):
            known[key] = {
                one.number: (one.label_id, one.label_en, one.actor) for one in procedure_of(content)
            }
    return {one: known[one] for one in versions if one in known}


@lru_cache(maxsize=8)
def _known(_engine: Any) -> dict[uuid.UUID, dict[int, tuple[str, str, str]]]:
    return {}


def masked_name(name: str, restricted: bool) -> str:
    """A name as it may be shown: of a person whose data are restricted, only the first letters of its words."""
    if not restricted:
        return name
    return " ".join(word[:1] + "***" for word in name.split())


def masked_nik(nik: str | None, restricted: bool) -> str:
    """A NIK for lists; nothing of a restricted person's."""
    if nik is None:
        return ""
    return "*" * len(nik) if restricted else mask_nik(nik)


def head_of(row: Any, steps: dict[int, tuple[str, str, str]], now: datetime) -> FileHead:
    """A row of :func:`head_select` as it may be shown; ``steps`` as :func:`steps_of` gives them."""
    running = row.state in RUNNING_STATES
    words = steps.get(row.step, ("", "", "")) if running or row.state == "ready" else ("", "", "")
    since = row.ready_at_utc if row.state in ("ready", "uncollected") else row.state_since_utc
    waits = row.state in _WAITING and since is not None
    paused = row.paused_since_utc is not None
    return FileHead(
        application_id=row.id,
        number=FileNumber(row.letter, row.year, row.number).text,
        code=row.code,
        service_id=row.service_id,
        service_id_text=row.short_id,
        service_en_text=row.short_en,
        state=row.state,
        step=row.step,
        step_id_text=words[0],
        step_en_text=words[1],
        actor="applicant" if row.state in _WAITING else words[2],
        applicant_id=row.applicant_id,
        applicant=masked_name(row.person_name, bool(row.restricted)),
        nik=masked_nik(row.nik, bool(row.restricted)),
        restricted=bool(row.restricted),
        created_at_utc=row.created_at_utc,
        state_since_utc=row.state_since_utc,
        due_at_utc=row.due_at_utc,
        paused=paused,
        late=running and not paused and row.due_at_utc is not None and row.due_at_utc < now,
        ready_at_utc=row.ready_at_utc,
        return_by=row.return_by,
        holder_id=row.holder_id,
        holder=row.holder_name or "",
        place=row.place_name or "",
        place_code=row.place_code or "",
        reason=row.reason,
        channel=row.channel,
        revision=row.revision,
        version=row.version,
        days_waiting=max(0, (now - since).days) if waits else 0,
    )
