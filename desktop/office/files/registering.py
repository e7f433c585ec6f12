"""Taking a file in: complete with a receipt and a promised date, or returned with a slip of what is missing.

Called by the intake page's presenter through a lane, by importing, and by tools. A complete file of a new person
is at most fifteen statements (tests/db/test_file_intake.py counts them). ``completing`` does the next visit.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import CHANNELS, NOTICE_WAYS, first_step, procedure_of
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.office.files.checklist import Answered, answered
from desktop.office.files.commands import TakeInFile, TakenIn
from desktop.office.files.desk import Desk, read_desk
from desktop.office.files.intake_papers import latest_day, write_paper
from desktop.office.files.numbers import take_number
from desktop.office.files.people import KeptPerson, keep_people
from desktop.office.files.rows import Moved, add_movement, due_from
from desktop.office.records import append_event, remember_and_wake
from desktop.office.work import Result, Work

if TYPE_CHECKING:
    pass

CHANGES: Final = frozenset({"files", "paper"})
_REPEATED: Final[frozenset[str]] = frozenset()


def take_in_file(work: Work, command: TakeInFile) -> Result[TakenIn]:
    """Register a file, or bring a returned one to an end (where ``application_id`` names it).

    Raises:
        UserError: ``queue.no_service``; ``file.applicant_needed``; ``file.proxy_letter`` for a proxy without a
            letter; ``file.channel``, ``file.notice_way``; ``person.*`` and ``nik.*`` (who, field) for people;
            ``file.unknown_requirement``, ``file.answer``; ``file.reference_taken`` (number) for an import that
            came before; ``file.series_full``; for a returned file ``file.not_found``, ``file.changed``,
            ``file.wrong_state``.
    Locks: known persons; the returned file; last the series' row.
    Writes: person, contact, application, application_item, custody, movement, document, document_person,
        print_job, event, command, number_series; removes the draft.
    Changes: files, paper.
    """
    desk, stored = read_desk(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, TakenIn), _REPEATED)
    if command.application_id is not None:
        from desktop.office.files.completing import complete_file

        return Result(complete_file(work, command), CHANGES)
    if desk is None:
        raise UserError("queue.no_service")
    taken = register(work, command, desk)
    remember_and_wake(work, command, "take_in_file", msgspec.to_builtins(taken))
    return Result(taken, CHANGES)


def register(work: Work, command: TakeInFile, desk: Desk, *, importing: bool = False) -> TakenIn:
    """Register one file; the caller remembers the command. For `take_in_file` and for imports of many.

    Raises:
        UserError: as `take_in_file`.
    """
    _check(command)
    assert command.applicant is not None
    people = [("applicant", command.applicant)]
    if command.proxy is not None:
        people.append(("proxy", command.proxy))
    kept = keep_people(work, command, people, desk.today, importing=importing)
    items = answered(desk.content, command.items, desk.language)
    missing = [item for item in items if item.missing]
    now = work.now()
    due = None if missing else promised(work, command, desk, now)
    key = new_id()
    number = _insert_application(work, command, desk, key, kept, complete=not missing, due=due)
    step = 0 if missing else first_step(procedure_of(desk.content)).number
    insert_items(work, command, key, items, desk.today)
    keep_originals(work, command, key, items)
    add_movement(
        work,
        command,
        key,
        Moved(
            "take_in", None, "returned" if missing else "received", 0, step,
            counter_id=command.counter_id, holder_id=None if missing else command.staff_id,
            reason="file.incomplete" if missing else None,
        ),
    )  # fmt: skip
    return finish(
        work, command, desk, key, number, kept, items, due,
        event="application.returned" if missing else "application.registered",
    )  # fmt: skip


def promised(work: Work, command: TakeInFile, desk: Desk, complete_at: datetime) -> datetime | None:
    """Until when the promise runs for a file that is complete now."""
    from desktop.office.live.hours import load_calendar

    calendar = load_calendar(work, command.office_id, desk.today, zone=desk.row.time_zone)
    return due_from(calendar, desk.content, complete_at, (), desk.settings, desk.row.group)


def finish(
    work: Work,
    command: TakeInFile,
    desk: Desk,
    key: uuid.UUID,
    number: FileNumber,
    kept: list[KeptPerson],
    items: tuple[Answered, ...],
    due: datetime | None,
    *,
    event: str,
) -> TakenIn:
    """Write the paper, its job, the event, and let the draft go; the end of every intake."""
    missing = sum(item.missing for item in items)
    document, jobs = write_paper(work, command, desk, key, number, kept, items, due)
    append_event(
        work,
        command,
        event,
        key,
        after={
            "code": number.code, "service": desk.row.service_id, "channel": command.channel,
            "missing": missing, "document": document, "warnings": list(command.warnings_seen),
        },
    )  # fmt: skip
    if command.draft_id is not None:
        from sqlalchemy import delete

        from desktop.models.files import IntakeDraft

        work.connection.execute(delete(IntakeDraft).where(IntakeDraft.id == command.draft_id))
    return TakenIn(
        application_id=key,
        code=number.code,
        number=number.text,
        state="returned" if missing else "received",
        missing=missing,
        items=len(items),
        due_at_utc=due,
        document_id=document,
        job_ids=jobs,
    )


def insert_items(
    work: Work, command: TakeInFile, key: uuid.UUID, items: tuple[Answered, ...], today: date
) -> None:
    """Write a new file's checklist in one statement."""
    from sqlalchemy import insert

    from desktop.models.files import ApplicationItem

    if items:
        work.connection.execute(
            insert(ApplicationItem).values([
                {
                    "application_id": key, "requirement": item.requirement, "kind": item.kind,
                    "office_id": command.office_id, "position": item.position, "value": item.value,
                    "note": item.note or None, "missing_on": today if item.missing else None,
                }
                for item in items
            ])
        )  # fmt: skip


def keep_originals(work: Work, command: TakeInFile, key: uuid.UUID, items: tuple[Answered, ...]) -> None:
    """Write down who holds the originals that stay with the office."""
    from sqlalchemy import insert

    from desktop.models.files import Custody

    held = [item for item in items if item.is_kept]
    if held:
        work.connection.execute(
            insert(Custody).values([
                {
                    "id": new_id(), "office_id": command.office_id, "application_id": key,
                    "requirement": item.requirement, "label": item.label, "state": "held",
                    "holder_id": command.staff_id, "taken_at_utc": work.now(),
                }
                for item in held
            ])
        )  # fmt: skip


def _check(command: TakeInFile) -> None:
    if command.applicant is None:
        raise UserError("file.applicant_needed")
    if command.proxy is not None and command.proxy_letter not in ("f107", "letter"):
        raise UserError("file.proxy_letter")
    if command.channel not in CHANNELS:
        raise UserError("file.channel", channel=command.channel)
    if command.notice_way not in NOTICE_WAYS:
        raise UserError("file.notice_way", way=command.notice_way)


def _insert_application(
    work: Work,
    command: TakeInFile,
    desk: Desk,
    key: uuid.UUID,
    kept: list[KeptPerson],
    *,
    complete: bool,
    due: datetime | None,
) -> FileNumber:
    from sqlalchemy import insert

    from desktop.models.files import Application

    now = work.now()
    _series, number = take_number(work, command, desk.settings.series, desk.today.year)
    work.connection.execute(
        insert(Application).values(
            id=key,
            office_id=command.office_id,
            letter=number.series,
            year=number.year,
            number=number.n,
            code=number.code,
            service_id=desk.row.service_id,
            service_version_id=desk.row.version_id,
            applicant_id=kept[0].person_id,
            proxy_id=kept[1].person_id if len(kept) > 1 else None,
            proxy_letter=command.proxy_letter if len(kept) > 1 else None,
            ticket_id=command.ticket_id,
            batch_id=command.batch_id,
            channel=command.channel,
            external_ref=command.external_ref,
            state="received" if complete else "returned",
            step=first_step(procedure_of(desk.content)).number if complete else 0,
            state_since_utc=now,
            revision=1,
            language=command.language,
            notice_way=command.notice_way,
            complete_at_utc=now if complete else None,
            due_at_utc=due,
            promised_at_utc=due,
            return_by=None if complete else latest_day(command, desk),
            received_by_id=command.staff_id,
            counter_id=command.counter_id,
            holder_id=command.staff_id if complete else None,
            reason=None if complete else "file.incomplete",
            note=command.note.strip()[:1000] or None,
            version=1,
            created_at_utc=now,
        )
    )
    return number
