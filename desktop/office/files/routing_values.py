"""What sending papers takes and gives back. For presenters, tools and tests, who take it from ``routing``."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.files.moving_values import FileRef, RefusedFile
from desktop.office.work import Command

UNITS: Final = ("front_office", "operator", "validator", "head", "production", "collection", "archive")
"""Where papers are sent when it does not matter to whom: the actors of procedures."""


class RouteFiles(Command, frozen=True, kw_only=True):
    """Send papers to somebody (``to_id``), or to anybody of a unit (``to_unit``, one of ``UNITS``)."""

    files: tuple[FileRef, ...]
    to_id: uuid.UUID | None = None
    to_unit: str = ""
    list_id: uuid.UUID = msgspec.field(default_factory=new_id)


class AcceptFiles(Command, frozen=True, kw_only=True):
    """Sign for papers: those scanned, or a whole list. The one who signs holds them then."""

    files: tuple[FileRef, ...] = ()
    list_id: uuid.UUID | None = None


class RecallRouting(Command, frozen=True, kw_only=True):
    """The sender takes papers back that nobody has signed for."""

    files: tuple[FileRef, ...] = ()
    list_id: uuid.UUID | None = None


class PrintRouting(Command, frozen=True, kw_only=True):
    """Print a routing list on A4 for signatures on paper."""

    list_id: uuid.UUID
    printer_id: uuid.UUID
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


class RoutedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One paper of a list."""

    application_id: uuid.UUID
    number: str
    code: str
    state: str
    version: int = 1


class Routed(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, signed for or called back (``action``: route, accept, recall)."""

    action: str
    list_id: uuid.UUID | None = None
    count: int = 0
    files: tuple[RoutedFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    repeated: bool = False


class PaperOnTheWay(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that nobody has signed for yet; ``mine`` is whether it was sent to who asks by name."""

    application_id: uuid.UUID
    number: str
    code: str
    service_id_text: str
    service_en_text: str
    state: str
    list_id: uuid.UUID
    sent_by: str
    sent_to: str
    to_unit: str
    sent_at_utc: datetime
    due_at_utc: datetime | None = None
    mine: bool = False
