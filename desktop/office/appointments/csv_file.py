"""The file in which an office's online booking hands over appointments (docs/guide/appointments-csv.md). No database.

A file is taken whole or refused whole, with each problem's line, column and what is allowed there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Final

import msgspec

from desktop.domain.errors import EnvironmentFault, JsonValue, UserError
from desktop.office.appointments.rows import MAX_NAME, clean_name, clean_phone

COLUMNS: Final = ("reference", "date", "time", "service", "name", "phone")
MAX_BYTES: Final = 2_000_000
MAX_ROWS: Final = 5_000
MAX_PROBLEMS: Final = 20

ALLOWED: Final = {
    "reference": "1 .. 40: A-Z a-z 0-9 . _ / -",
    "date": "YYYY-MM-DD",
    "time": "HH:MM",
    "service": "A-Z a-z 0-9 . _ -",
    "name": f"0 .. {MAX_NAME}",
    "phone": "8 .. 15: 0-9, +62 ...",
}
_REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_SERVICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})[.:](\d{2})", re.ASCII)


class BookedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of the file; ``line`` counts from 1, the heading included."""

    line: int
    reference: str
    day: date
    at: time
    service: str
    name: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        """Without name and number, so that they never reach a log."""
        return f"BookedRow(line={self.line}, reference={self.reference!r})"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of the file; ``code`` words it, ``value`` is never a name or number."""

    line: int
    column: str
    code: str
    allowed: str = ""
    value: str = ""

    def plain(self) -> dict[str, JsonValue]:
        """As arguments of an error."""
        return {
            "line": self.line,
            "column": self.column,
            "problem": self.code,
            "allowed": self.allowed,
            "value": self.value,
        }


def refuse(file: str, problems: Sequence[Problem]) -> UserError:
    """The refusal of a file: its first problem, how many there are, and up to 20 of them.

    Returns:
        ``appointment.csv_invalid`` (file, line, column, problem, allowed, value, count, problems), so that
        ``text(one["problem"], **one)`` words each.
    """
    ordered = sorted(problems, key=lambda one: one.line)
    return UserError(
        "appointment.csv_invalid",
        file=file,
        **ordered[0].plain(),
        count=len(ordered),
        problems=[problem.plain() for problem in ordered[:MAX_PROBLEMS]],
    )


def read_appointments(path: str | Path) -> tuple[BookedRow, ...]:
    """Read a file.

    Raises:
        UserError: ``appointment.csv_missing`` (file), ``appointment.csv_too_large`` (file, allowed),
            ``appointment.csv_invalid`` (see ``refuse``).
        EnvironmentFault: ``appointment.csv_cannot_read`` (file, cause).
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise FileNotFoundError
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UserError("appointment.csv_missing", file=str(path)) from error
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("appointment.csv_cannot_read", file=str(path), cause=cause) from error
    return parse_appointments(data, file=path.name)


def parse_appointments(data: bytes, *, file: str = "appointments.csv") -> tuple[BookedRow, ...]:
    """Read the bytes of a file. Raises as ``read_appointments``."""
    if len(data) > MAX_BYTES:
        raise UserError("appointment.csv_too_large", file=file, allowed=f"{MAX_BYTES // 1_000_000} MB")
    text = _decoded(data, file)
    heading = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True)
    problems: list[Problem] = []
    rows: list[BookedRow] = []
    places: dict[str, int] = {}
    seen: dict[str, int] = {}
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not places:
                places = _places([cell.strip().lower() for cell in cells], begins, file)
            elif any(cell.strip() for cell in cells):
                row = _row(cells, places, begins, problems)
                if row is not None:
                    rows.append(row)
                    _once(row, seen, problems)
            if len(rows) > MAX_ROWS:
                raise refuse(file, [Problem(begins, "", "appointment.csv_too_many", f"1 .. {MAX_ROWS}")])
    except csv.Error as error:
        problems.append(Problem(reader.line_num, "", "appointment.csv_quotes"))
        raise refuse(file, problems) from error
    if not places:
        problems.append(Problem(1, "", "appointment.csv_heading", ", ".join(COLUMNS)))
    if problems:
        raise refuse(file, problems)
    return tuple(rows)


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse(file, [Problem(line, "", "appointment.csv_encoding", "UTF-8")]) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise refuse(file, [Problem(line, "", "appointment.csv_encoding", "UTF-8")])
    return text


def _places(names: list[str], line: int, file: str) -> dict[str, int]:
    """Where each column stands; all of them, each once, and no other."""
    allowed = ", ".join(COLUMNS)
    problems = [
        Problem(line, name or f"{number + 1}", "appointment.csv_unknown_column", allowed, name[:40])
        for number, name in enumerate(names)
        if name not in COLUMNS
    ]
    problems += [
        Problem(line, name, "appointment.csv_no_column", allowed) for name in COLUMNS if name not in names
    ]
    problems += [
        Problem(line, name, "appointment.csv_double_column", allowed)
        for name in COLUMNS
        if names.count(name) > 1
    ]
    if problems:
        raise refuse(file, problems)
    return {name: number for number, name in enumerate(names)}


def _row(cells: list[str], places: dict[str, int], line: int, problems: list[Problem]) -> BookedRow | None:
    if len(cells) != len(places):
        problems.append(Problem(line, "", "appointment.csv_cells", f"{len(places)}", f"{len(cells)}"))
        return None
    cell = {name: cells[place].strip() for name, place in places.items()}
    before = len(problems)

    def wrong(column: str, *, shown: bool = True) -> None:
        value = cell[column][:40] if shown else ""
        problems.append(Problem(line, column, "appointment.csv_value", ALLOWED[column], value))

    if not _REFERENCE.fullmatch(cell["reference"]):
        wrong("reference")
    if not _SERVICE.fullmatch(cell["service"]):
        wrong("service")
    day, at = _date(cell["date"]), _time(cell["time"])
    if day is None:
        wrong("date")
    if at is None:
        wrong("time")
    name = phone = ""
    try:
        name = clean_name(cell["name"])
    except UserError:
        wrong("name", shown=False)
    try:
        phone = clean_phone(cell["phone"])
    except UserError:
        wrong("phone", shown=False)
    if len(problems) > before or day is None or at is None:
        return None
    return BookedRow(
        line=line,
        reference=cell["reference"],
        day=day,
        at=at,
        service=cell["service"],
        name=name,
        phone=phone,
    )


def _once(row: BookedRow, seen: dict[str, int], problems: list[Problem]) -> None:
    key = row.reference.upper()
    if key in seen:
        problems.append(
            Problem(row.line, "reference", "appointment.csv_twice", f"{seen[key]}", row.reference)
        )
    seen.setdefault(key, row.line)


def _date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2])
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
