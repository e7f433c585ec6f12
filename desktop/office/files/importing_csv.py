"""Reads a bundle of files as CSV (docs/guide/import-files.md): one line a file, no scans. No database.

Called by ``importing.read_bundle``.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any, Final

from desktop.office.files.importing_json import REFERENCE, REFERENCE_ALLOWED, check_references, person_of
from desktop.office.files.importing_values import MAX_FILES, Bundle, BundleFile, BundleItem, Problem, refuse
from desktop.office.files.keeping import plain_title

COLUMNS: Final = ("reference", "service", "nik", "name", "birth_date", "sex", "phone", "email", "family_card_no",
                  "birth_place", "received", "shown", "not_needed", "note")  # fmt: skip
NEEDED: Final = ("reference", "service", "nik", "name", "received")
_VALUES: Final = {"received": "received", "shown": "original_shown", "not_needed": "not_needed"}


def parse_csv(data: bytes, *, file: str) -> Bundle:
    """Read the bytes of a bundle.

    Raises:
        UserError: ``import.refused`` with every problem and its line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse(file, [Problem(0, line, "", "import.encoding", "UTF-8")]) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise refuse(file, [Problem(0, line, "", "import.encoding", "UTF-8")])
    heading = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True)
    problems: list[Problem] = []
    files: list[BundleFile] = []
    columns: list[str] = []
    line, index = 1, 0
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not columns:
                columns = _columns([cell.strip().lower() for cell in cells], file)
            elif any(cell.strip() for cell in cells):
                index += 1
                if index > MAX_FILES:
                    raise refuse(file, [Problem(0, begins, "", "import.too_many", f"1 .. {MAX_FILES}")])
                one = _file(cells, columns, begins, index, problems)
                if one is not None:
                    files.append(one)
    except csv.Error as error:
        problems.append(Problem(0, reader.line_num, "", "import.quotes"))
        raise refuse(file, problems) from error
    if not columns:
        raise refuse(file, [Problem(0, 1, "", "import.needed_columns", ", ".join(NEEDED))])
    if not files and not problems:
        problems.append(Problem(0, 1, "", "import.no_files", f"1 .. {MAX_FILES}"))
    check_references(files, problems)
    if problems:
        raise refuse(file, problems)
    return Bundle(file=file, digest=hashlib.sha256(data).hexdigest(), files=tuple(files))


def _columns(names: list[str], file: str) -> list[str]:
    allowed = ", ".join(COLUMNS)
    problems = [
        Problem(0, 1, plain_title(name, longest=30) or str(number), "import.unknown_field", allowed)
        for number, name in enumerate(names, 1)
        if name not in COLUMNS
    ]
    problems += [Problem(0, 1, name, "import.needed", allowed) for name in NEEDED if name not in names]
    problems += [Problem(0, 1, name, "import.column_twice") for name in COLUMNS if names.count(name) > 1]
    if problems:
        raise refuse(file, problems)
    return names


def _file(
    cells: list[str], columns: list[str], line: int, index: int, problems: list[Problem]
) -> BundleFile | None:
    if len(cells) != len(columns):
        args: dict[str, Any] = {"cells": len(cells), "columns": len(columns)}
        problems.append(Problem(index, line, "", "import.cells", str(len(columns)), args))
        return None
    cell = dict.fromkeys(COLUMNS, "") | {
        name: value.strip() for name, value in zip(columns, cells, strict=True)
    }
    before = len(problems)

    def say(field: str, code: str, allowed: str = "", **args: Any) -> None:
        problems.append(Problem(index, line, field, code, allowed, args))

    if not REFERENCE.fullmatch(cell["reference"]):
        say("reference", "import.value", REFERENCE_ALLOWED)
    if not cell["service"]:
        say("service", "import.needed")
    for name in COLUMNS:
        if len(cell[name]) > 400:
            say(name, "import.value", "0 .. 400")
    applicant = person_of(cell, "", say)
    items = tuple(
        BundleItem(requirement=word, value=value)
        for column, value in _VALUES.items()
        for word in cell[column].replace("|", " ").replace("+", " ").split()
    )
    if len(problems) > before:
        return None
    return BundleFile(
        index=index, line=line, reference=cell["reference"], service=cell["service"], applicant=applicant,
        items=items, note=cell["note"],
    )  # fmt: skip
