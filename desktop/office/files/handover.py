"""Giving a file's documents out: who came and how they were known, everything in the bag, originals, signature.

One transaction closes the file and writes the proof (bukti penyerahan) in its two parts. Called by the handover
page, tools and tests. Commands and outcomes stand in ``handover_values``.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import FILE_TRANSITIONS, procedure_of
from desktop.domain.ids import new_id
from desktop.office.files.custody import withdraw_card
from desktop.office.files.handover_ink import is_reasonable, is_signature, signature_png
from desktop.office.files.handover_rows import (
    LockedFile,
    digits_fit,
    local_day,
    lock_file,
    who_has_it,
    write_rows,
    years_later,
)
from desktop.office.files.handover_values import (
    IDENTITY_REASONS,
    LETTERS,
    CheckIdentity,
    HandedOver,
    HandOver,
    IdentityChecked,
    RecordLook,
)
from desktop.office.files.papers import handover_content
from desktop.office.files.people import KeptPerson, keep_people
from desktop.office.files.rows import Moved, add_movement, who_was_faster
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Result, Work

CHANGES: Final = frozenset({"files", "paper"})
_NOTHING: Final[frozenset[str]] = frozenset()
_TRANSITION: Final = FILE_TRANSITIONS["hand_over"]
_LETTER_WORDS: Final = {"f107": "F-1.07", "letter": "surat kuasa"}
_LETTER_WORDS_EN: Final = {"f107": "F-1.07", "letter": "letter of attorney"}
_UNITS: Final = {
    "id": {"sheet": "lembar", "card": "keping", "copy": "rangkap", "file": "berkas PDF"},
    "en": {"sheet": "sheet", "card": "card", "copy": "copy", "file": "PDF file"},
}


def check_identity(work: Work, command: CheckIdentity) -> Result[IdentityChecked]:
    """Compare four digits with the applicant's NIK; the number itself stays here.

    A comparison that fails is an event (``handover.mismatch``): somebody showed another person's receipt, or
    slipped. Nothing else is written, and a match writes nothing.

    Raises:
        UserError: ``file.not_found``.
    Writes: event and command where they differ. Changes: nothing.
    """
    from sqlalchemy import select

    from desktop.models.files import Application
    from desktop.models.people import Person

    row = work.connection.execute(
        select(Person.nik)
        .join(Application, Application.applicant_id == Person.id)
        .where(Application.id == command.application_id, Application.office_id == command.office_id)
    ).first()
    if row is None:
        raise UserError("file.not_found")
    if not row.nik:
        return Result(IdentityChecked(matched=False, has_nik=False))
    if digits_fit(row.nik, command.last4):
        return Result(IdentityChecked(matched=True))
    outcome = IdentityChecked(matched=False)
    if remembered(work, command) is None:
        append_event(work, command, "handover.mismatch", command.application_id, reason="last4")
        remember(work, command, "check_identity", msgspec.to_builtins(outcome))
    return Result(outcome)


def record_look(work: Work, command: RecordLook) -> Result[None]:
    """Write down that somebody opened a person's data. Writes: event, command."""
    from sqlalchemy import select

    from desktop.models.files import Application

    if remembered(work, command) is None:
        person = work.connection.execute(
            select(Application.applicant_id).where(
                Application.id == command.application_id, Application.office_id == command.office_id
            )
        ).scalar_one_or_none()
        if person is None:
            raise UserError("file.not_found")
        append_event(
            work, command, "person.viewed", person,
            after={"application": command.application_id, "where": command.where},
        )  # fmt: skip
        remember(work, command, "record_look", {})
    return Result(None)


def hand_over(work: Work, command: HandOver) -> Result[HandedOver]:
    """Give the documents out and close the file's bag.

    Raises:
        UserError: ``file.not_found``; ``file.already_collected`` (number, day, time, collector, by);
            ``file.wrong_state`` (number, state, action); ``file.changed`` (number, state, by, at);
            ``file.role`` (number, action, roles);
            ``handover.no_staff``; ``file.letter_missing``; ``handover.proxy_missing``,
            ``handover.proxy_is_applicant``, what ``people.keep_people`` says of a proxy; ``handover.mismatch``,
            ``handover.identity_reason``, ``handover.face``; ``handover.bag_incomplete`` (missing);
            ``handover.originals_open`` (missing), ``handover.unknown_thing``; ``handover.no_signature``,
            ``handover.bad_signature``.
    Locks: the file; the sequence of minutes where something is taken in.
    Writes: handover, application, movement, deliverable, custody, document, document_person, event, command;
        attachment and blob of a signature on the pad; person of a proxy; print_job where asked.
    Changes: files, paper.
    """
    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, HandedOver), _NOTHING)
    if command.staff_id is None:
        raise UserError("handover.no_staff")
    file = lock_file(work, command)
    _refuse_state(work, command, file)
    _refuse_identity(command, file)
    _refuse_things(command, file)
    _refuse_signature(command)
    today = local_day(work.now(), file.head.zone).date()
    collector = _collector(work, command, file, today)
    minutes = withdraw_card(work, command.office_id) if command.withdrawn or command.cards else ""
    _end_custody(work, command, file, minutes)
    outcome = _write(work, command, file, collector, minutes, today)
    append_event(
        work, command, _TRANSITION.event, command.application_id,
        before={"state": file.row.state},
        after={"state": "collected", "collector": command.collector, "handover": outcome.handover_id},
        reason=command.identity_reason,
    )  # fmt: skip
    remember(work, command, "hand_over", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


# what refuses


def _refuse_state(work: Work, command: HandOver, file: LockedFile) -> None:
    row = file.row
    if not row.allowed:
        raise UserError("file.role", number=file.number, action="hand_over", roles=list(_TRANSITION.roles))
    if row.state in ("collected", "archived"):
        raise who_has_it(work, file)
    if row.state not in _TRANSITION.sources:
        raise UserError("file.wrong_state", number=file.number, state=row.state, action="hand_over")
    if row.version != command.version:
        raise UserError("file.changed", **who_was_faster(work, row))


def _refuse_identity(command: HandOver, file: LockedFile) -> None:
    if command.collector == "proxy" and command.letter not in LETTERS:
        raise UserError("file.letter_missing")
    if command.identity_reason is not None:
        if command.identity_reason not in IDENTITY_REASONS:
            raise UserError("handover.identity_reason")
    elif not file.row.nik:
        raise UserError("handover.identity_reason")
    elif not digits_fit(file.row.nik, command.last4):
        raise UserError("handover.mismatch")
    if not command.face:
        raise UserError("handover.face")


def _refuse_things(command: HandOver, file: LockedFile) -> None:
    missing = {one.id for one in file.documents} - set(command.given)
    if missing:
        raise UserError("handover.bag_incomplete", missing=len(missing))
    settled = {*command.returned, *command.withdrawn}
    open_originals = {one.id for one in file.held} - settled
    if open_originals:
        raise UserError("handover.originals_open", missing=len(open_originals))
    known = {one.id for one in file.things}
    if not (settled | set(command.given)) <= known or set(command.returned) & set(command.withdrawn):
        raise UserError("handover.unknown_thing")


def _refuse_signature(command: HandOver) -> None:
    if command.signed == "paper":
        return
    if not is_reasonable(command.strokes):
        raise UserError("handover.bad_signature")
    if not is_signature(command.strokes):
        raise UserError("handover.no_signature")


def _collector(work: Work, command: HandOver, file: LockedFile, today: date) -> KeptPerson:
    row = file.row
    if command.collector == "applicant":
        return KeptPerson(row.applicant_id, row.name, row.nik or "", "", "")
    if command.proxy is not None:
        proxy = keep_people(work, command, [("proxy", command.proxy)], today)[0]
    elif row.proxy_id is not None:
        from sqlalchemy import select

        from desktop.models.people import Person

        known = work.connection.execute(
            select(Person.name, Person.nik).where(Person.id == row.proxy_id)
        ).one()
        proxy = KeptPerson(row.proxy_id, known.name, known.nik or "", "", "")
    else:
        raise UserError("handover.proxy_missing")
    if proxy.person_id == row.applicant_id:
        raise UserError("handover.proxy_is_applicant")
    return proxy


def _end_custody(work: Work, command: HandOver, file: LockedFile, minutes: str) -> None:
    from sqlalchemy import case, insert, update

    from desktop.models.files import Custody

    settled = [*command.returned, *command.withdrawn]
    if settled:
        taken = Custody.id.in_(command.withdrawn)
        work.connection.execute(
            update(Custody)
            .where(Custody.id.in_(settled))
            .values(
                state=case((taken, "destroyed"), else_="returned"),
                minutes_number=case((taken, minutes), else_=None),
                holder_id=None,
                place_id=None,
                ended_at_utc=work.now(),
                ended_by_id=command.staff_id,
            )
        )
    if command.cards:
        work.connection.execute(
            insert(Custody),
            [
                {
                    "id": new_id(), "office_id": command.office_id, "application_id": command.application_id,
                    "requirement": card, "label": file.requirement_label(card), "state": "destroyed",
                    "holder_id": None, "place_id": None, "taken_at_utc": work.now(),
                    "ended_at_utc": work.now(), "ended_by_id": command.staff_id, "minutes_number": minutes,
                }
                for card in command.cards
            ],
        )  # fmt: skip


def _write(
    work: Work, command: HandOver, file: LockedFile, collector: KeptPerson, minutes: str, today: date
) -> HandedOver:
    from sqlalchemy import update

    from desktop.models.files import Application, Deliverable

    row, now = file.row, work.now()
    if file.documents:
        work.connection.execute(
            update(Deliverable)
            .where(Deliverable.application_id == row.id, Deliverable.handed_at_utc.is_(None))
            .values(handed_at_utc=now, place_id=None)
        )
    outcome = HandedOver(
        application_id=row.id,
        handover_id=new_id(),
        number=file.number,
        collector=command.collector,
        documents=len(file.documents) or 1,
        document_id=new_id(),
        job_id=new_id() if command.printer_id is not None else None,
        minutes_number=minutes,
        at_utc=now,
        version=row.version + 1,
    )
    write_rows(work, _proof_rows(work, command, file, collector, outcome, today))
    step = _last_step(file)
    add_movement(
        work, command, row.id,
        Moved("hand_over", row.state, "collected", row.step, step, counter_id=command.counter_id),
    )  # fmt: skip
    work.connection.execute(
        update(Application)
        .where(Application.id == row.id)
        .values(
            state="collected", step=step, state_since_utc=now, holder_id=None, place_id=None,
            version=outcome.version,
        )
    )  # fmt: skip
    return outcome


def _last_step(file: LockedFile) -> int:
    """Where the file's own procedure says "collected"; several steps may, and all of them are done."""
    numbers = [one.number for one in procedure_of(file.row.content or {}) if one.state == "collected"]
    return max(numbers, default=file.row.step)


def _proof_rows(
    work: Work, command: HandOver, file: LockedFile, collector: KeptPerson, outcome: HandedOver, today: date
) -> list[tuple[Any, dict[str, Any]]]:
    """The rows that are only added: signature, proof, print job, handover."""
    from desktop.models.files import Attachment, Blob, Handover
    from desktop.models.paper import Document, DocumentPerson, PrintJob

    now, office, row = work.now(), command.office_id, file.row
    keep_until = years_later(today, file.settings.retention_years)
    rows: list[tuple[Any, dict[str, Any]]] = []
    signature: uuid.UUID | None = None
    if command.signed == "pad":
        picture = signature_png(command.strokes)
        digest, signature = hashlib.sha256(picture).hexdigest(), new_id()
        rows.append((Blob, {
            "office_id": office, "sha256": digest, "media_type": "image/png", "size_bytes": len(picture),
            "content": picture,
        }))  # fmt: skip
        rows.append((Attachment, {
            "id": signature, "office_id": office, "application_id": row.id, "requirement": None,
            "kind": "signature", "title": "Tanda tangan penerima", "media_type": "image/png",
            "sha256": digest, "size_bytes": len(picture), "pages": 1, "added_by_id": command.staff_id,
            "added_at_utc": now, "retention_until": keep_until,
        }))  # fmt: skip
    matter, person = _proof(command, file, collector, outcome)
    rows.append((Document, {
        "id": outcome.document_id, "office_id": office, "kind": "handover_proof", "subject_id": row.id,
        "template_version": matter["template_version"], "language": row.language, "content": matter,
        "created_at_utc": now,
    }))  # fmt: skip
    rows.append((DocumentPerson, {
        "document_id": outcome.document_id, "office_id": office, "person_id": row.applicant_id,
        "content": person, "retention_until": keep_until,
    }))  # fmt: skip
    if outcome.job_id is not None:
        rows.append((PrintJob, {
            "id": outcome.job_id, "office_id": office, "document_id": outcome.document_id,
            "printer_id": command.printer_id, "state": "queued", "copy_number": 0, "attempts": 0,
            "created_at_utc": now,
        }))  # fmt: skip
    rows.append((Handover, {
        "id": outcome.handover_id, "office_id": office, "application_id": row.id,
        "ticket_id": command.ticket_id, "counter_id": command.counter_id, "staff_id": command.staff_id,
        "collector": command.collector, "person_id": collector.person_id,
        "letter": command.letter if command.collector == "proxy" else None,
        "checked": {"nik": command.identity_reason or "last4", "face": command.face},
        "signed": command.signed, "signature_id": signature, "document_id": outcome.document_id,
        "at_utc": now,
    }))  # fmt: skip
    return rows


def _proof(
    command: HandOver, file: LockedFile, collector: KeptPerson, outcome: HandedOver
) -> tuple[dict[str, Any], dict[str, Any]]:
    row, english = file.row, file.row.language == "en"
    units = _UNITS["en" if english else "id"]
    proxy = command.collector == "proxy"
    words = _LETTER_WORDS_EN if english else _LETTER_WORDS
    documents = [f"{one.label}, {one.quantity} {units.get(one.unit, one.unit)}" for one in file.documents]
    withdrawn = [one.label for one in file.held if one.id in command.withdrawn]
    withdrawn += [file.requirement_label(card) for card in command.cards]
    return handover_content(
        file.head,
        number=file.number,
        code=row.code,
        service=file.service,
        documents=documents or [file.product],
        originals=[one.label for one in file.held if one.id in command.returned],
        withdrawn=[f"{label} ({outcome.minutes_number})" for label in withdrawn],
        handed_by=row.staff or "",
        handed_at_utc=outcome.at_utc,
        counter=("" if not row.counter else f"{'Counter' if english else 'Loket'} {row.counter}"),
        collector=command.collector,
        letter=words.get(command.letter or "", "") if proxy else "",
        name=row.name,
        nik=row.nik or "",
        collector_name=collector.name if proxy else "",
        collector_nik=collector.nik if proxy else "",
        signature=command.strokes if command.signed == "pad" else (),
    )


__all__ = [
    "CheckIdentity", "HandOver", "HandedOver", "IdentityChecked", "RecordLook", "check_identity", "hand_over",
    "record_look",
]  # fmt: skip
