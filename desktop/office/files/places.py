"""Shelves, boxes and desks with codes to scan, and files put on them. Called by presenters, tools and tests.

A place's code is ``R`` and one to nine letters or digits (``RC4``); what could be a file number is not one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.moving_codes import shown
from desktop.office.files.moving_rows import (
    LockedFile,
    add_rows,
    event_of,
    lock_files,
    movement_of,
    refusal_of,
    write_changes,
)
from desktop.office.files.moving_rules import check_route
from desktop.office.files.moving_values import FileRef, RefusedFile
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

PLACE_KINDS: Final = ("shelf", "box", "desk")
MAX_NAME: Final = 60
_CODE: Final = re.compile(r"R[0-9A-Z]{1,9}")
#: A file number of series R would be R, eight digits and a check character.
_LIKE_A_FILE: Final = re.compile(r"R[0-9OIL]{8}[0-9A-Z]")
_NOISE: Final = re.compile(r"[\s.,_/\-]+")
_CHANGES: Final = frozenset({"places"})
_FILES: Final = frozenset({"files"})
_REPEATED: Final[frozenset[str]] = frozenset()
_WHAT: Final = ("auto", "paper", "documents")
_AWAY: Final = ("returned", "cancelled")


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
    from sqlalchemy import insert, select

    from desktop.models.files import Place

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, PlaceInfo, strict=False), _REPEATED)
    code = place_code(command.code)
    if code is None:
        raise UserError("place.code_form", code=shown(command.code))
    if command.kind not in PLACE_KINDS:
        raise UserError("place.kind", kinds=list(PLACE_KINDS))
    taken = work.connection.execute(
        select(Place.name).where(Place.office_id == command.office_id, Place.code == code)
    ).scalar_one_or_none()
    if taken is not None:
        raise UserError("place.code_taken", code=code, name=taken)
    info = PlaceInfo(place_id=command.place_id, code=code, name=_name(command.name), kind=command.kind)
    work.connection.execute(
        insert(Place).values(
            id=info.place_id,
            office_id=command.office_id,
            code=code,
            name=info.name,
            kind=info.kind,
            active=True,
        )
    )
    append_event(work, command, "place.added", info.place_id, after={"code": code, "kind": info.kind})
    return _done(work, command, "add_place", info)


def change_place(work: Work, command: ChangePlace) -> Result[PlaceInfo]:
    """Rename a place or take it out of use. Raises: ``place.unknown``, ``place.name_needed``. Changes: places."""
    from sqlalchemy import select, update

    from desktop.models.files import Place

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, PlaceInfo, strict=False), _REPEATED)
    row = work.connection.execute(
        select(Place.__table__)
        .where(Place.id == command.place_id, Place.office_id == command.office_id)
        .with_for_update()
    ).first()
    if row is None:
        raise UserError("place.unknown", code="")
    info = PlaceInfo(
        place_id=row.id,
        code=row.code,
        name=row.name if command.name is None else _name(command.name),
        kind=row.kind,
        active=bool(row.active) if command.active is None else command.active,
    )
    work.connection.execute(
        update(Place).where(Place.id == row.id).values(name=info.name, active=info.active)
    )
    append_event(
        work,
        command,
        "place.changed",
        row.id,
        before={"active": bool(row.active)},
        after={"active": info.active},
    )
    return _done(work, command, "change_place", info)


def place_files(work: Work, command: PlaceFiles) -> Result[Placed]:
    """Put files on a place; nobody holds them then.

    Of several files those that cannot be placed stand in ``Placed.refused``; a single file's refusal is raised.

    Raises:
        UserError: ``place.unknown`` (code), ``place.inactive`` (name); for files ``file.not_found``,
            ``file.changed``, ``file.on_the_way``, ``file.wrong_state`` (with the applicant, or cancelled),
            ``file.no_documents`` (number).
    Locks: the files. Writes: application, deliverable, movement, routing, event, command. Changes: files.
    """
    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, Placed, strict=False), _REPEATED)
    if command.what not in _WHAT:
        raise UserError("place.what", what=command.what)
    place = _place_of(work, command)
    batch = lock_files(work, command.office_id, command.files)
    bags = _bags(work, [file.row.id for file in batch.files])
    refused: list[RefusedFile] = []
    files: list[LockedFile] = []
    for ref, found in batch.asked:
        try:
            if isinstance(found, UserError):
                raise found
            _check(found, command, bags)
        except UserError as error:
            if len(batch.asked) == 1:
                raise
            refused.append(refusal_of(ref, error, None if isinstance(found, UserError) else found))
        else:
            assert isinstance(found, LockedFile)
            files.append(found)
    documents = _put(work, command, place, files, bags)
    placed = Placed(
        place=place,
        batch=command.batch,
        count=len(files),
        placed=tuple(
            PlacedFile(
                application_id=file.row.id, number=file.number, code=file.row.code, state=file.row.state,
                documents=documents.get(file.row.id, 0), version=file.row.version + 1,
            )
            for file in files
        ),
        refused=tuple(refused),
    )  # fmt: skip
    remember(work, command, "place_files", msgspec.to_builtins(placed))
    work.wake(command.office_id)
    return Result(placed, _FILES)


def list_places(work: Work, office_id: uuid.UUID, *, inactive: bool = False) -> tuple[PlaceInfo, ...]:
    """All places by code, with how many files lie there."""
    from sqlalchemy import func, select

    from desktop.models.files import Application, Place

    lying = (
        select(func.count())
        .select_from(Application)
        .where(Application.place_id == Place.id)
        .scalar_subquery()
    )
    statement = select(
        Place.id, Place.code, Place.name, Place.kind, Place.active, lying.label("files")
    ).where(Place.office_id == office_id)
    if not inactive:
        statement = statement.where(Place.active)
    return tuple(
        PlaceInfo(
            place_id=row.id,
            code=row.code,
            name=row.name,
            kind=row.kind,
            active=bool(row.active),
            files=row.files,
        )
        for row in work.connection.execute(statement.order_by(Place.code))
    )


def is_place_code(text: str) -> bool:
    """Whether a scanned or typed text has the shape of a place's code (and not that of a file number)."""
    return place_code(text) is not None


def place_code(text: str) -> str | None:
    """The code in its one form, or None where the text is none."""
    code = _NOISE.sub("", text).upper()
    if not _CODE.fullmatch(code) or _LIKE_A_FILE.fullmatch(code):
        return None
    return code


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME:
        raise UserError("place.name_needed", most=MAX_NAME)
    return name


def _done(work: Work, command: Command, name: str, info: PlaceInfo) -> Result[PlaceInfo]:
    remember(work, command, name, msgspec.to_builtins(info))
    work.wake(command.office_id)
    return Result(info, _CHANGES)


def _place_of(work: Work, command: PlaceFiles) -> PlaceInfo:
    from sqlalchemy import select

    from desktop.models.files import Place

    code = place_code(command.place)
    chosen = Place.id == command.place_id if command.place_id is not None else Place.code == code
    row = work.connection.execute(
        select(Place.id, Place.code, Place.name, Place.kind, Place.active).where(
            Place.office_id == command.office_id, chosen
        )
    ).first()
    if row is None:
        raise UserError("place.unknown", code=shown(command.place))
    if not row.active:
        raise UserError("place.inactive", name=row.name)
    return PlaceInfo(place_id=row.id, code=row.code, name=row.name, kind=row.kind)


def _bags(work: Work, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many documents of each file wait to be handed over."""
    from sqlalchemy import func, select

    from desktop.models.files import Deliverable

    if not keys:
        return {}
    return {
        row.application_id: row.waiting
        for row in work.connection.execute(
            select(Deliverable.application_id, func.count().label("waiting"))
            .where(Deliverable.application_id.in_(keys), Deliverable.handed_at_utc.is_(None))
            .group_by(Deliverable.application_id)
        )
    }


def _check(file: LockedFile, command: PlaceFiles, bags: dict[uuid.UUID, int]) -> None:
    if file.row.state in _AWAY:
        raise UserError("file.wrong_state", action="place", **file.standing())
    if command.what == "documents" and not bags.get(file.row.id):
        raise UserError("file.no_documents", number=file.number)
    check_route(file, command.staff_id)


def _put(
    work: Work, command: PlaceFiles, place: PlaceInfo, files: Sequence[LockedFile], bags: dict[uuid.UUID, int]
) -> dict[uuid.UUID, int]:
    """Write where the files and documents are; returns how many documents of each file were put there."""
    from sqlalchemy import update

    from desktop.models.files import Deliverable, Movement, Routing
    from desktop.models.record import Event

    put = {
        file.row.id: bags[file.row.id]
        for file in files
        if bags.get(file.row.id)
        and (
            command.what == "documents"
            or (command.what == "auto" and file.row.state in ("ready", "uncollected"))
        )
    }
    if command.what != "documents":
        for file in files:
            file.changes.update(holder_id=None, place_id=place.place_id)
    if put:
        work.connection.execute(
            update(Deliverable)
            .where(Deliverable.application_id.in_(list(put)), Deliverable.handed_at_utc.is_(None))
            .values(place_id=place.place_id)
        )
    signed = [file.routing.id for file in files if file.routing is not None]
    if signed and command.staff_id is not None:
        work.connection.execute(
            update(Routing)
            .where(Routing.id.in_(signed))
            .values(signed_at_utc=work.now(), signed_by_id=command.staff_id)
        )
    write_changes(work, files, ("holder_id", "place_id"))
    rows: list[dict[str, Any]] = []
    for file in files:
        row = movement_of(command, work, file, "place", batch=command.batch)
        rows.append({**row, "place_id": place.place_id})
    add_rows(work, Movement, rows)
    add_rows(
        work,
        Event,
        [
            event_of(
                command, work, "application.placed", file,
                before={"holder": file.row.holder_id, "place": file.row.place_id},
                after={"place": place.place_id, "documents": put.get(file.row.id, 0)},
            )
            for file in files
        ],
    )  # fmt: skip
    return put
