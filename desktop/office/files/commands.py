"""What is said to the use-cases that take a file in: commands and values, without a database.

Called by presenters (to build commands), by importing, and by ``registering``.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import msgspec

from desktop.office.work import Command


class GivenPerson(msgspec.Struct, frozen=True, kw_only=True):
    """An applicant or a proxy, as typed or found.

    Attributes:
        person_id: somebody the office knows already; their row is brought to what is given here.
        nik: 16 digits (spaces and dots are ignored), or None for whoever has none.
        name: the full name, one word or more.
        birth_date: None takes the only date that the NIK can mean.
        sex: ``1`` male, ``2`` female, None as the NIK says.
        phone, email: as typed; None or "" for none.
        family_card_no: nomor KK, 16 digits.
        birth_place: for forms.
        temporary_nik: a NIK sementara (beginning with 0) is meant.
    """

    name: str
    nik: str | None = None
    person_id: uuid.UUID | None = None
    birth_date: date | None = None
    sex: str | None = None
    phone: str | None = None
    email: str | None = None
    family_card_no: str | None = None
    birth_place: str | None = None
    temporary_nik: bool = False


class ItemAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The clerk's answer to one requirement: ``value`` is one of ``desktop.domain.files.ITEM_VALUES``."""

    requirement: str
    kind: str
    value: str
    note: str = ""


class TakeInFile(Command, frozen=True, kw_only=True):
    """Take a file in, complete or not, or bring a returned one to an end.

    Attributes:
        service_id: what is asked for; ignored where ``application_id`` names a returned file.
        applicant, proxy: people; a proxy needs ``proxy_letter`` (``f107`` or ``letter``).
        items: an answer to every requirement of the service's version; one that is not there is missing.
        channel: one of ``desktop.domain.files.CHANNELS``.
        ticket_id, counter_id: where it came from the queue.
        application_id, version: the returned file that is being completed, and its version as seen.
        notice_way: how the applicant will be told; one of NOTICE_WAYS that the office can do.
        return_by: until when what is missing should come; None takes the office's days.
        note: printed on the shortage slip, kept with the file.
        draft_id: the draft that this was typed in; it is removed.
        printer_id: where the paper comes out; None prints nothing.
        external_ref, batch_id: of an import.
        warnings_seen: codes of warnings that the clerk has seen; none of them blocks.
    """

    service_id: uuid.UUID | None = None
    applicant: GivenPerson | None = None
    proxy: GivenPerson | None = None
    proxy_letter: str | None = None
    items: tuple[ItemAnswer, ...] = ()
    channel: str = "counter"
    ticket_id: uuid.UUID | None = None
    counter_id: uuid.UUID | None = None
    application_id: uuid.UUID | None = None
    version: int | None = None
    notice_way: str = "none"
    return_by: date | None = None
    note: str = ""
    draft_id: uuid.UUID | None = None
    printer_id: uuid.UUID | None = None
    language: str = "id"
    external_ref: str | None = None
    batch_id: uuid.UUID | None = None
    warnings_seen: tuple[str, ...] = ()


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """What taking in gave: the number, and the paper that follows."""

    application_id: uuid.UUID
    code: str
    number: str
    """As people read it: ``K26-004866-7``."""
    state: str
    """``received`` with a receipt, or ``returned`` with a shortage slip."""
    missing: int
    items: int
    due_at_utc: datetime | None
    document_id: uuid.UUID
    job_ids: tuple[uuid.UUID, ...] = ()


class SaveDraft(Command, frozen=True, kw_only=True):
    """Keep a half-filled intake, so that a crash or a power cut costs nothing. ``content`` is the form's own."""

    draft_id: uuid.UUID
    content: dict[str, object]
    ticket_id: uuid.UUID | None = None
    application_id: uuid.UUID | None = None


class DropDraft(Command, frozen=True, kw_only=True):
    """Give a draft up."""

    draft_id: uuid.UUID


class VoidNumber(Command, frozen=True, kw_only=True):
    """Spend the series' next number on nothing, with the reason (a spoilt receipt book, a stamp ...)."""

    reason: str
    letter: str | None = None
