"""Retention and disposal: what is no longer kept goes, with minutes (berita acara pemusnahan).

A person goes when their last file was closed longer ago than the office keeps, when they never had a file and the
day of their appointment is long past, or when an erasure was granted; never while a file or a request of theirs is
open. A person's row that others point at is blanked, not deleted; what was printed about the matter stays. Only an
administrator's station has the rights for it. Called by the page "Data pribadi", tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.disposal_rules import Limits, limits_of
from desktop.office.files.keeping import lock_blobs, need_text
from desktop.office.files.paper_head import read_paper_head
from desktop.office.files.paper_sheets import disposal_content
from desktop.office.files.paper_store import store_document
from desktop.office.files.privacy_data import sheet_printer
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.texts import printed_text

CHANGES: Final = frozenset({"privacy", "files", "paper"})
MAX_WITNESSES: Final = 6
KINDS: Final = ("persons", "contacts", "document_parts", "attachments", "requests", "drafts")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each go. ``blobs`` and ``bytes`` are known after a disposal only; 0 before."""

    persons: int = 0
    contacts: int = 0
    document_parts: int = 0
    attachments: int = 0
    requests: int = 0
    drafts: int = 0
    blobs: int = 0
    bytes: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to dispose of."""
        return not any(getattr(self, name) for name in KINDS)


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What a disposal would take.

    Attributes:
        until_day: what was to be kept until this day or earlier.
        closed_before: people whose last file was closed before this day.
    """

    until_day: date
    closed_before: date
    retention_years: int
    legal_basis: str
    counts: Counts


class Dispose(Command, frozen=True, kw_only=True):
    """Dispose of what is no longer kept.

    Attributes:
        until_day: as previewed; today or earlier.
        expected: the counts of the preview: what somebody has seen and signed for is what goes.
        minutes_number: of the berita acara, used once.
        place: where; witnesses: (name, office held), 1 to 6, members of staff.
        printer_id: where the minutes come out; None stores them.
        any_printer: take the office's first printer for sheets, if there is one.
    """

    until_day: date
    expected: Counts
    minutes_number: str
    place: str
    witnesses: tuple[tuple[str, str], ...]
    method: str = ""
    legal_basis: str = ""
    language: str = "id"
    printer_id: uuid.UUID | None = None
    any_printer: bool = False
    disposal_id: uuid.UUID = msgspec.field(default_factory=new_id)
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)


class Disposed(msgspec.Struct, frozen=True, kw_only=True):
    """What a disposal took."""

    disposal_id: uuid.UUID
    document_id: uuid.UUID
    minutes_number: str
    counts: Counts


class DisposalRow(msgspec.Struct, frozen=True, kw_only=True):
    """A disposal of the past."""

    minutes_number: str
    at_utc: datetime
    persons: int
    attachments: int
    document_id: uuid.UUID | None


def preview_disposal(work: Work, office_id: uuid.UUID, until_day: date | None = None) -> Preview:
    """Count what would go; nothing is changed.

    Args:
        until_day: None takes the office's today.

    Raises:
        UserError: ``privacy.until_day`` for a day that has not come.
    """
    from sqlalchemy import func, select

    from desktop.models.files import Attachment, DataRequest, IntakeDraft
    from desktop.models.paper import DocumentPerson
    from desktop.models.people import Contact, Person

    limits = limits_of(work, office_id, until_day)

    def count(table: Any, where: Any) -> int:
        number: int = work.connection.execute(
            select(func.count()).select_from(table).where(where)
        ).scalar_one()
        return number

    return Preview(
        until_day=limits.until_day,
        closed_before=limits.closed_before,
        retention_years=limits.retention_years,
        legal_basis=limits.legal_basis,
        counts=Counts(
            persons=count(Person, Person.id.in_(limits.people())),
            contacts=count(Contact, Contact.person_id.in_(limits.people())),
            document_parts=count(DocumentPerson, limits.document_parts()),
            attachments=count(Attachment, limits.attachments()),
            requests=count(DataRequest, DataRequest.person_id.in_(limits.people())),
            drafts=count(IntakeDraft, limits.drafts()),
        ),
    )


def dispose(work: Work, command: Dispose) -> Result[Disposed]:
    """Take away what is no longer kept, all of it or nothing, and write the minutes.

    Raises:
        UserError: ``privacy.until_day``, ``privacy.minutes_needed``, ``privacy.minutes_taken``,
            ``privacy.place_needed``, ``privacy.witnesses`` (most), ``privacy.nothing_to_dispose``,
            ``privacy.preview_old`` where the counts are no longer those of the preview; ``paper.no_printer``.
    Locks: on PostgreSQL people and stored scans, against those who add at the same moment.
    Writes: person, contact, document_person, attachment, blob, application (its note), application_item (its note),
        data_request (its details), intake_draft, name_word, disposal, document, print_job, event, command.
    Changes: privacy, files, paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, Disposed), frozenset())
    number = need_text(command.minutes_number, "privacy.minutes_needed", longest=80)
    place = need_text(command.place, "privacy.place_needed", longest=120)
    if not 1 <= len(command.witnesses) <= MAX_WITNESSES or not all(
        name.strip() for name, _ in command.witnesses
    ):
        raise UserError("privacy.witnesses", most=MAX_WITNESSES)
    _check_number(work, command.office_id, number)
    if work.on_postgresql:
        work.connection.exec_driver_sql("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE")
    lock_blobs(work, command.office_id, alone=True)
    preview = preview_disposal(work, command.office_id, command.until_day)
    if preview.counts.nothing:
        raise UserError("privacy.nothing_to_dispose")
    if preview.counts != msgspec.structs.replace(command.expected, blobs=0, bytes=0):
        raise UserError("privacy.preview_old")
    limits = limits_of(work, command.office_id, command.until_day)
    counts = _take_away(work, command.office_id, limits, preview.counts)
    legal_basis = command.legal_basis.strip() or limits.legal_basis
    document_id = _minutes(work, command, number, place, legal_basis, preview, counts)
    _insert_disposal(work, command, number, legal_basis, counts, document_id)
    outcome = Disposed(
        disposal_id=command.disposal_id, document_id=document_id, minutes_number=number, counts=counts
    )
    append_event(
        work,
        command,
        "privacy.disposed",
        command.disposal_id,
        after={"counts": msgspec.to_builtins(counts), "document": document_id},
    )
    remember(work, command, "dispose", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def list_disposals(work: Work, office_id: uuid.UUID) -> tuple[DisposalRow, ...]:
    """The disposals of the past, the last one first; at most 50."""
    from sqlalchemy import select

    from desktop.models.files import Disposal

    rows: Any = work.connection.execute(
        select(Disposal.minutes_number, Disposal.at_utc, Disposal.counts, Disposal.document_id)
        .where(Disposal.office_id == office_id)
        .order_by(Disposal.at_utc.desc())
        .limit(50)
    )
    return tuple(
        DisposalRow(
            minutes_number=row.minutes_number,
            at_utc=row.at_utc,
            persons=row.counts.get("persons", 0),
            attachments=row.counts.get("attachments", 0),
            document_id=row.document_id,
        )
        for row in rows
    )


def _check_number(work: Work, office_id: uuid.UUID, number: str) -> None:
    from sqlalchemy import select

    from desktop.models.files import Disposal

    taken = select(Disposal.id).where(Disposal.office_id == office_id, Disposal.minutes_number == number)
    if work.connection.execute(taken).first() is not None:
        raise UserError("privacy.minutes_taken", number=number)


def _take_away(work: Work, office_id: uuid.UUID, limits: Limits, counts: Counts) -> Counts:
    """Everything that depends on who goes is taken first, the people last."""
    from sqlalchemy import delete, exists, func, null, or_, select, update

    from desktop.models.files import (
        Application,
        ApplicationItem,
        Attachment,
        Blob,
        DataRequest,
        IntakeDraft,
        NameWord,
        PersonWord,
    )
    from desktop.models.paper import DocumentPerson
    from desktop.models.people import Contact, Person

    def run(statement: Any) -> Any:
        return work.connection.execute(statement.execution_options(synchronize_session=False))

    run(update(Attachment).where(limits.attachments()).values(sha256=None, title=""))
    unused = ~exists().where(Attachment.office_id == Blob.office_id, Attachment.sha256 == Blob.sha256)
    orphans = (Blob.office_id == office_id) & unused
    blobs, size = run(select(func.count(), func.coalesce(func.sum(Blob.size_bytes), 0)).where(orphans)).one()
    run(delete(Blob).where(orphans))
    run(delete(DocumentPerson).where(limits.document_parts()))
    theirs = select(Application.id).where(
        or_(Application.applicant_id.in_(limits.people()), Application.proxy_id.in_(limits.people()))
    )
    run(
        update(ApplicationItem)
        .where(ApplicationItem.application_id.in_(theirs), ApplicationItem.note.is_not(None))
        .values(note=None)
    )
    run(
        update(Application).where(Application.id.in_(theirs), Application.note.is_not(None)).values(note=None)
    )
    run(delete(Contact).where(Contact.person_id.in_(limits.people())))
    run(delete(IntakeDraft).where(limits.drafts()))
    people = [row.id for row in run(limits.people())]
    for start in range(0, len(people), 400):
        some = people[start : start + 400]
        run(update(DataRequest).where(DataRequest.person_id.in_(some)).values(details={}, decision=None))
        run(
            update(Person)
            .where(Person.id.in_(some))
            .values(
                name="", name_search="", nik=None, birth_date=None, sex=None, family_card_no=None,
                birth_place=None, details=null(), retention_until=None,
            )
        )  # fmt: skip
        run(
            delete(PersonWord).where(PersonWord.person_id.in_(some))
        )  # the database does it too, for a new name
    run(
        delete(NameWord).where(
            NameWord.office_id == office_id,
            ~exists().where(PersonWord.office_id == NameWord.office_id, PersonWord.word == NameWord.word),
        )
    )
    return msgspec.structs.replace(counts, blobs=int(blobs), bytes=int(size))


def _minutes(
    work: Work,
    command: Dispose,
    number: str,
    place: str,
    legal_basis: str,
    preview: Preview,
    counts: Counts,
) -> uuid.UUID:
    language = command.language
    printer_id = command.printer_id
    if printer_id is None and command.any_printer:
        printer_id = sheet_printer(work, command.office_id, "disposal_minutes")
    head = read_paper_head(work, command.office_id, language)
    until = preview.until_day.strftime("%d/%m/%Y")
    closed = preview.closed_before.strftime("%d/%m/%Y")
    periods = {"persons": closed, "contacts": closed, "requests": closed}
    matter, person = disposal_content(
        head,
        number=number,
        place=place,
        disposed_at_utc=work.now(),
        rows=[
            (printed_text(f"privacy.kind_of_{name}", language), f"≤ {periods.get(name, until)}", value)
            for name in KINDS
            if (value := getattr(counts, name))
        ],
        officials=[(name.strip()[:80], role.strip()[:80]) for name, role in command.witnesses],
        method=command.method.strip()[:200] or printed_text("privacy.method_default", language),
        legal_basis=legal_basis,
    )
    return store_document(
        work,
        command.office_id,
        "disposal_minutes",
        command.disposal_id,
        matter,
        person,
        retention_until=preview.until_day,
        printer_id=printer_id,
        document_id=command.document_id,
    )


def _insert_disposal(
    work: Work, command: Dispose, number: str, legal_basis: str, counts: Counts, document_id: uuid.UUID
) -> None:
    from sqlalchemy import insert

    from desktop.models.files import Disposal

    work.connection.execute(
        insert(Disposal).values(
            id=command.disposal_id,
            office_id=command.office_id,
            minutes_number=number,
            until_day=command.until_day,
            counts=msgspec.to_builtins(counts),
            legal_basis=legal_basis,
            witnesses=[[name, role] for name, role in command.witnesses],
            document_id=document_id,
            staff_id=command.staff_id,
            at_utc=work.now(),
        )
    )
