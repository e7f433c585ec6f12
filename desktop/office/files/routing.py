"""Papers on their way from desk to desk (lembar ekspedisi): sent, signed for, or called back.

Until somebody signs, the sender answers for the paper. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.moving_codes import number_text
from desktop.office.files.moving_rows import (
    Batch,
    LockedFile,
    add_rows,
    event_of,
    lock_files,
    movement_of,
    refusal_of,
    roles_of,
    write_changes,
)
from desktop.office.files.moving_rules import on_the_way
from desktop.office.files.moving_values import FileRef, RefusedFile
from desktop.office.files.routing_values import (
    UNITS,
    AcceptFiles,
    PaperOnTheWay,
    PrintRouting,
    RecallRouting,
    Routed,
    RoutedFile,
    RouteFiles,
)
from desktop.office.records import remember, remembered
from desktop.office.work import Command, Result, Work

__all__ = [
    "UNITS",
    "AcceptFiles",
    "PaperOnTheWay",
    "PrintRouting",
    "RecallRouting",
    "RouteFiles",
    "Routed",
    "RoutedFile",
    "accept_files",
    "papers_coming",
    "papers_sent",
    "print_routing",
    "recall_routing",
    "route_files",
]

_UNITS_OF_ROLE: Final = {
    "clerk": ("front_office", "collection", "production"),
    "information": ("front_office", "collection"),
    "operator": ("operator", "production", "archive"),
    "verifier": ("validator",),
    "supervisor": ("validator", "head"),
    "administrator": ("archive",),
}
CHANGES: Final = frozenset({"files"})
_REPEATED: Final[frozenset[str]] = frozenset()
_AWAY: Final = ("returned", "cancelled")


def route_files(work: Work, command: RouteFiles) -> Result[Routed]:
    """Send papers on one routing list. Several: refusals are listed; one: raised.

    The sender answers for a paper until somebody signs, so ``holder`` stays as it is.

    Raises:
        UserError: ``routing.nobody`` (neither person nor unit), ``routing.unit``, ``routing.unknown_staff``,
            ``routing.yourself``, ``file.not_found``, ``file.changed``, ``file.wrong_state``,
            ``file.on_the_way`` (number, to, unit, sent_at_utc), ``file.held_elsewhere`` (number, by).
    Locks: the files. Writes: routing, movement, application, event, command. Changes: files.
    """
    from desktop.models.files import Routing

    if (again := _again(work, command)) is not None:
        return again
    _check_receiver(work, command)
    batch = lock_files(work, command.office_id, command.files)
    names = _names(work, {file.row.holder_id for file in batch.files})

    def check(file: LockedFile) -> None:
        if file.routing is not None:
            raise on_the_way(file)
        if file.row.state in _AWAY:
            raise UserError("file.wrong_state", action="route", **file.standing())
        if file.row.holder_id not in (None, command.staff_id):
            raise UserError("file.held_elsewhere", number=file.number, by=names.get(file.row.holder_id, ""))
        file.changes.update(holder_id=command.staff_id, place_id=None)

    def write(files: Sequence[LockedFile]) -> None:
        add_rows(
            work,
            Routing,
            [
                {
                    "id": new_id(), "office_id": command.office_id, "application_id": file.row.id,
                    "list_id": command.list_id, "from_id": command.staff_id, "to_id": command.to_id,
                    "to_unit": command.to_unit, "sent_at_utc": work.now(), "recalled": False,
                }
                for file in files
            ],
        )  # fmt: skip

    return _each(work, command, "route", batch, check, write, command.list_id)


def accept_files(work: Work, command: AcceptFiles) -> Result[Routed]:
    """Sign for papers. Raises: ``routing.not_sent`` (number), ``routing.for_other`` (number, to, unit), and as above.

    Locks: the files. Writes: routing, movement, application, event, command. Changes: files.
    """
    if (again := _again(work, command)) is not None:
        return again
    if command.staff_id is None:
        raise UserError("routing.nobody")
    batch = _named(work, command)
    units = _units(roles_of(work, command.staff_id))

    def check(file: LockedFile) -> None:
        sent = file.routing
        if sent is None:
            raise UserError("routing.not_sent", number=file.number)
        for_me = sent.to_id == command.staff_id or (sent.to_id is None and sent.to_unit in units)
        if not for_me:
            raise UserError("routing.for_other", number=file.number, to=sent.name or "", unit=sent.to_unit)
        file.changes.update(holder_id=command.staff_id, place_id=None)

    def write(files: Sequence[LockedFile]) -> None:
        _set(work, files, signed_at_utc=work.now(), signed_by_id=command.staff_id)

    return _each(work, command, "accept", batch, check, write, command.list_id)


def recall_routing(work: Work, command: RecallRouting) -> Result[Routed]:
    """Call papers back. Raises: ``routing.not_sent`` (number), ``routing.not_yours`` (number, by). Changes: files."""
    if (again := _again(work, command)) is not None:
        return again
    batch = _named(work, command)
    names = _names(work, {file.routing.from_id for file in batch.files if file.routing is not None})

    def check(file: LockedFile) -> None:
        sent = file.routing
        if sent is None:
            raise UserError("routing.not_sent", number=file.number)
        if sent.from_id != command.staff_id:
            raise UserError("routing.not_yours", number=file.number, by=names.get(sent.from_id, ""))

    def write(files: Sequence[LockedFile]) -> None:
        _set(work, files, recalled=True)

    return _each(work, command, "recall", batch, check, write, command.list_id)


def print_routing(work: Work, command: PrintRouting) -> Result[uuid.UUID]:
    """Store and queue a routing list for signatures on paper; gives the document's key.

    Raises:
        UserError: ``routing.unknown_list``; ``paper.no_printer``.
    Writes: document, print_job, event, command. Changes: paper.
    """
    from desktop.office.files.moving_papers import queue_routing_list

    return queue_routing_list(work, command)


def papers_coming(work: Work, office_id: uuid.UUID, staff_id: uuid.UUID) -> tuple[PaperOnTheWay, ...]:
    """Papers sent to this person, or to a unit that their roles belong to, oldest first."""
    from desktop.models.files import Routing

    units = _units(roles_of(work, staff_id))
    for_me = (Routing.to_id == staff_id) | (Routing.to_id.is_(None) & Routing.to_unit.in_(units))
    return _on_the_way(work, office_id, for_me & (Routing.from_id != staff_id), staff_id)


def papers_sent(work: Work, office_id: uuid.UUID, staff_id: uuid.UUID) -> tuple[PaperOnTheWay, ...]:
    """Papers that this person sent and nobody signed for, oldest first."""
    from desktop.models.files import Routing

    return _on_the_way(work, office_id, Routing.from_id == staff_id, staff_id)


def _on_the_way(
    work: Work, office_id: uuid.UUID, chosen: Any, staff_id: uuid.UUID
) -> tuple[PaperOnTheWay, ...]:
    from sqlalchemy import select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, Routing
    from desktop.models.staff import Staff

    sender, receiver = aliased(Staff), aliased(Staff)
    rows = work.connection.execute(
        select(
            Application.id, Application.letter, Application.year, Application.number, Application.code,
            Application.state, Application.due_at_utc, ServiceVersion.short_id, ServiceVersion.short_en,
            Routing.list_id, Routing.to_id, Routing.to_unit, Routing.sent_at_utc,
            sender.name.label("sent_by"), receiver.name.label("sent_to"),
        )
        .join(Routing, Routing.application_id == Application.id)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(sender, sender.id == Routing.from_id)
        .outerjoin(receiver, receiver.id == Routing.to_id)
        .where(Routing.office_id == office_id, Routing.signed_at_utc.is_(None), ~Routing.recalled, chosen)
        .order_by(Routing.sent_at_utc, Application.code)
    )  # fmt: skip
    return tuple(
        PaperOnTheWay(
            application_id=row.id,
            number=number_text(row.letter, row.year, row.number),
            code=row.code,
            service_id_text=row.short_id,
            service_en_text=row.short_en,
            state=row.state,
            list_id=row.list_id,
            sent_by=row.sent_by,
            sent_to=row.sent_to or "",
            to_unit=row.to_unit,
            sent_at_utc=row.sent_at_utc,
            due_at_utc=row.due_at_utc,
            mine=row.to_id == staff_id,
        )
        for row in rows
    )


def _check_receiver(work: Work, command: RouteFiles) -> None:
    from sqlalchemy import select

    from desktop.models.staff import Staff

    if command.staff_id is None or (command.to_id is None and not command.to_unit):
        raise UserError("routing.nobody")
    if command.to_unit and command.to_unit not in UNITS:
        raise UserError("routing.unit", units=list(UNITS))
    if command.to_id == command.staff_id:
        raise UserError("routing.yourself")
    if command.to_id is not None:
        found = work.connection.execute(
            select(Staff.id).where(
                Staff.id == command.to_id, Staff.office_id == command.office_id, Staff.active
            )
        ).first()
        if found is None:
            raise UserError("routing.unknown_staff")


def _units(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple({unit for role in roles for unit in _UNITS_OF_ROLE.get(role, ())})


def _names(work: Work, keys: set[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    from sqlalchemy import select

    from desktop.models.staff import Staff

    wanted = [key for key in keys if key is not None]
    if not wanted:
        return {}
    rows = work.connection.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _named(work: Work, command: AcceptFiles | RecallRouting) -> Batch:
    """The files that were named, or all of a list that nobody signed for."""
    from sqlalchemy import select

    from desktop.models.files import Routing

    refs = command.files
    if not refs and command.list_id is not None:
        keys = work.connection.execute(
            select(Routing.application_id).where(
                Routing.office_id == command.office_id,
                Routing.list_id == command.list_id,
                Routing.signed_at_utc.is_(None),
                ~Routing.recalled,
            )
        ).scalars()
        refs = tuple(FileRef(application_id=key) for key in keys)
        if not refs:
            raise UserError("routing.unknown_list")
    return lock_files(work, command.office_id, refs)


def _set(work: Work, files: Sequence[LockedFile], **values: Any) -> None:
    from sqlalchemy import update

    from desktop.models.files import Routing

    work.connection.execute(
        update(Routing).where(Routing.id.in_([file.routing.id for file in files])).values(**values)
    )


def _each(
    work: Work,
    command: Command,
    action: str,
    batch: Batch,
    check: Callable[[LockedFile], None],
    write: Callable[[Sequence[LockedFile]], None],
    list_id: uuid.UUID | None,
) -> Result[Routed]:
    """Check each file, write those that pass, and say which did not."""
    from desktop.models.files import Movement
    from desktop.models.record import Event

    files: list[LockedFile] = []
    refused: list[RefusedFile] = []
    for ref, found in batch.asked:
        file = None if isinstance(found, UserError) else found
        try:
            if isinstance(found, UserError):
                raise found
            check(found)
            files.append(found)
        except UserError as error:
            if len(batch.asked) == 1:
                raise
            refused.append(refusal_of(ref, error, file))
    if files:
        write(files)
        write_changes(work, files, ("holder_id", "place_id"))
        add_rows(work, Movement, [movement_of(command, work, file, action, batch=list_id) for file in files])
        kind = {
            "route": "application.sent",
            "accept": "application.signed_for",
            "recall": "application.called_back",
        }
        add_rows(
            work,
            Event,
            [
                event_of(
                    command, work, kind[action], file, before={"holder": file.row.holder_id},
                    after={"holder": file.now("holder_id"), "list": list_id},
                )
                for file in files
            ],
        )  # fmt: skip
    routed = Routed(
        action=action,
        list_id=list_id,
        count=len(files),
        files=tuple(
            RoutedFile(
                application_id=file.row.id, number=file.number, code=file.row.code, state=file.row.state,
                version=file.row.version + 1,
            )
            for file in files
        ),
        refused=tuple(refused),
    )  # fmt: skip
    remember(work, command, f"{action}_files", msgspec.to_builtins(routed))
    work.wake(command.office_id)
    return Result(routed, CHANGES)


def _again(work: Work, command: Command) -> Result[Routed] | None:
    if (stored := remembered(work, command)) is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, Routed, strict=False), _REPEATED)
