"""What is said to the use-cases that give a file's documents out, and what they answer; without a database.

Called by presenters, tools and ``handover``.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

import msgspec

from desktop.office.files.commands import GivenPerson
from desktop.office.work import Command

IDENTITY_REASONS: Final = ("no_nik", "card_lost", "known_in_person")
"""Why the last four digits could not be compared; the face or another paper was looked at instead."""

LETTERS: Final = ("f107", "letter")


class CheckIdentity(Command, frozen=True, kw_only=True):
    """Compare the last four digits on a card (or on a proxy's letter) with the applicant's NIK."""

    application_id: uuid.UUID
    last4: str


class RecordLook(Command, frozen=True, kw_only=True):
    """Somebody opened a person's data; ``where`` is the window's name, such as ``handover``."""

    application_id: uuid.UUID
    where: str = "handover"


class HandOver(Command, frozen=True, kw_only=True):
    """Give a file's documents out; all of them, to one person.

    Attributes:
        version: the file's version as the clerk saw it.
        collector: ``applicant`` or ``proxy``.
        proxy, letter: who came for the applicant, and with what: ``f107`` or ``letter``.
        last4: the last four digits of the applicant's NIK, from the card, or from a proxy's letter.
        identity_reason: one of ``IDENTITY_REASONS`` where there are no digits to compare.
        face: the face was compared with the photograph.
        given: keys of the deliverables that were put into the hand; every one of the file's.
        returned: keys of the originals in custody that were given back.
        withdrawn: keys of the originals in custody that were taken in for good.
        cards: requirements whose old card was taken in at this desk, such as ``ktp-el-lama``.
        signed: ``pad`` or ``paper``.
        strokes: of the pad, each a sequence of (x, y), y downwards.
        printer_id: where the proof comes out; None prints nothing now.
    """

    application_id: uuid.UUID
    version: int
    collector: str = "applicant"
    proxy: GivenPerson | None = None
    letter: str | None = None
    last4: str = ""
    identity_reason: str | None = None
    face: bool = False
    given: tuple[uuid.UUID, ...] = ()
    returned: tuple[uuid.UUID, ...] = ()
    withdrawn: tuple[uuid.UUID, ...] = ()
    cards: tuple[str, ...] = ()
    signed: str = "pad"
    strokes: tuple[tuple[tuple[float, float], ...], ...] = ()
    ticket_id: uuid.UUID | None = None
    counter_id: uuid.UUID | None = None
    printer_id: uuid.UUID | None = None


class IdentityChecked(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison gave: ``matched``, and whether there is a NIK to compare with at all."""

    matched: bool
    has_nik: bool = True


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """What was given out.

    Attributes:
        minutes_number: of what was taken in for good (``BA-112``), or "".
        job_id: of the proof's print job, or None.
        version: the file's version now.
    """

    application_id: uuid.UUID
    handover_id: uuid.UUID
    number: str
    collector: str
    documents: int
    document_id: uuid.UUID
    job_id: uuid.UUID | None = None
    minutes_number: str = ""
    at_utc: datetime
    version: int
    repeated: bool = False
