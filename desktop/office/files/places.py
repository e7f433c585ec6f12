"""Shelves, boxes and desks with codes to scan, and files put on them. Called by presenters, tools and tests.

A place's code is ``R`` and one to nine letters or digits (``RC4``); what could be a file number is not one.
"""

from __future__ import annotations

import uuid
from typing import Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.files.moving_values import FileRef, RefusedFile
from desktop.office.work import Command, Result, Work

PLACE_KINDS: Final = ("shelf", "box", "desk")


class AddPlace(Command, frozen=True, kw_only=True):
    """A new shelf, box or desk."""

    code: str
    name: str
    kind: str = "shelf"
    place_id: uuid.UUID = msgspec.field(default_factory=new_id)


class ChangePlace(Command, frozen=True, kw_only=True):
    """Rename a place, or take it out of use (it keeps what lies there)."""

    place_id: uuid.UUID
    name: str | None = None
    active: bool | None = None


class PlaceFiles(Command, frozen=True, kw_only=True):
    """Put files on a place.

    Attributes:
        place: its code as scanned, or ``place_id``.
        files: 1 to 200.
        what: ``paper`` (the file), ``documents`` (what it gave, waiting to be collected), or ``auto``: the
            documents too where the file is ready.
    """

    files: tuple[FileRef, ...]
    place: str = ""
    place_id: uuid.UUID | None = None
    what: str = "auto"
    batch: uuid.UUID = msgspec.field(default_factory=new_id)


class PlaceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A place; ``files`` is how many lie there now."""

    place_id: uuid.UUID
    code: str
    name: str
    kind: str
    active: bool = True
    files: int = 0
    repeated: bool = False


class PlacedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was put away."""

    application_id: uuid.UUID
    number: str
    code: str
    state: str
    documents: int = 0
    version: int = 1


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """What was put where."""

    place: PlaceInfo
    batch: uuid.UUID
    count: int = 0
    placed: tuple[PlacedFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    repeated: bool = False


def add_place(work: Work, command: AddPlace) -> Result[PlaceInfo]:
    """Add a place.

    Raises:
        UserError: ``place.code_form`` (code), ``place.code_taken`` (code, name), ``place.name_needed`` (most),
            ``place.kind``.
    Writes: place, event, command. Changes: places.
    """
    raise NotImplementedError


def change_place(work: Work, command: ChangePlace) -> Result[PlaceInfo]:
    """Rename a place or take it out of use. Raises: ``place.unknown``, ``place.name_needed``. Changes: places."""
    raise NotImplementedError


def place_files(work: Work, command: PlaceFiles) -> Result[Placed]:
    """Put files on a place; nobody holds them then.

    Of several files those that cannot be placed stand in ``Placed.refused``; a single file's refusal is raised.

    Raises:
        UserError: ``place.unknown`` (code), ``place.inactive`` (name); for files ``file.not_found``,
            ``file.changed``, ``file.wrong_state`` (with the applicant, or closed for ever).
    Locks: the files. Writes: application, deliverable, movement, routing, event, command. Changes: files.
    """
    raise NotImplementedError


def list_places(work: Work, office_id: uuid.UUID, *, inactive: bool = False) -> tuple[PlaceInfo, ...]:
    """All places by code, with how many files lie there."""
    raise NotImplementedError


def is_place_code(text: str) -> bool:
    """Whether a scanned or typed text has the shape of a place's code (and not that of a file number)."""
    return place_code(text) is not None


def place_code(text: str) -> str | None:
    """The code in its one form, or None where the text is none."""
    raise NotImplementedError
