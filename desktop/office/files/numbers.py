"""File numbers: the next of a series, and numbers that serve no file. Called by use-cases of files.

A number comes from the series' row in the transaction that uses it, so a series has no gap: a transaction that
fails gives its number back, and one that is spent otherwise is a row of ``voided_number`` with its reason.
"""

from __future__ import annotations

import uuid
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import MAX_FILE, SERIES_LETTERS, FileNumber
from desktop.office.files.commands import VoidNumber
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"files"})


class Voided(msgspec.Struct, frozen=True, kw_only=True):
    """The number that was spent."""

    code: str
    number: str


def take_number(work: Work, command: Command, letter: str, year: int) -> tuple[uuid.UUID, FileNumber]:
    """The next number of an office's series; returns the series' key and the number.

    Raises:
        UserError: ``file.series_full`` (letter, year) after 999 999 numbers.
    Locks: the series' row until the transaction ends: take it as late as possible.
    """
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.record import NumberSeries

    insert = postgresql.insert if work.on_postgresql else sqlite.insert
    first = insert(NumberSeries).values(
        id=new_id(), office_id=command.office_id, year=year, letter=letter, last_number=1
    )
    row = work.connection.execute(
        first.on_conflict_do_update(
            index_elements=["office_id", "year", "letter"],
            set_={"last_number": NumberSeries.last_number + 1},
            where=NumberSeries.last_number < MAX_FILE,
        ).returning(NumberSeries.id, NumberSeries.last_number)
    ).first()
    if row is None:
        raise UserError("file.series_full", letter=letter, year=year)
    return row.id, FileNumber(letter, year, row.last_number)


def void_number(work: Work, command: VoidNumber) -> Result[Voided]:
    """Spend the next number on nothing, with the reason.

    Raises:
        UserError: ``file.reason_needed``; ``file.series_letter`` (letter) for a letter no series may have;
            ``file.series_full``.
    Locks: the series' row.
    Writes: number_series, voided_number, event, command.
    Changes: files.
    """
    from sqlalchemy import insert, select

    from desktop.models.office import Office
    from desktop.office.files.rows import read_file_settings

    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, Voided))
    if not command.reason.strip():
        raise UserError("file.reason_needed")
    letter = command.letter or read_file_settings(work, command.office_id).series
    if letter not in SERIES_LETTERS:
        raise UserError("file.series_letter", letter=letter)
    from desktop.models.files import VoidedNumber

    zone = work.connection.execute(
        select(Office.time_zone).where(Office.id == command.office_id)
    ).scalar_one()
    series_id, number = take_number(work, command, letter, work.now().astimezone(ZoneInfo(zone)).year)
    key = new_id()
    work.connection.execute(
        insert(VoidedNumber).values(
            id=key,
            office_id=command.office_id,
            series_id=series_id,
            number=number.n,
            code=number.code,
            reason=command.reason.strip()[:300],
            staff_id=command.staff_id,
            voided_at_utc=work.now(),
        )
    )
    append_event(work, command, "number.voided", key, after={"code": number.code})
    voided = Voided(code=number.code, number=number.text)
    remember(work, command, "void_number", msgspec.to_builtins(voided))
    work.wake(command.office_id)
    return Result(voided, CHANGES)
