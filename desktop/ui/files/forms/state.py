"""What the sheets of forms and registers show, as frozen data: codes with arguments, and plain strings."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.ui.files.finding.state import Said


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of the list."""

    code: str
    title_id: str
    title_en: str
    papers: tuple[str, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class FormsScene:
    """The list: ``number`` of the file is empty where forms are printed empty only."""

    rows: tuple[FormRow, ...] = ()
    number: str = ""
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a paper goes: a printer, or a file where ``printer_id`` is None."""

    paper: str
    printer_id: uuid.UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """A finding in both languages; ``args`` hold its label, row and detail."""

    code: str
    error: bool
    label: Mapping[str, str]
    section: Mapping[str, str]
    detail: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class FormScene:
    """One form.

    Attributes:
        number: of the file; empty where there is none, and then it is printed empty.
        filled: what is printed now: filled from the file, or empty.
        known: fields that the program fills; None while that is being read.
        lacks: what is missing, wrong or odd.
        notice: why the last attempt came to nothing.
    """

    form: FormRow
    number: str = ""
    filled: bool = False
    known: int | None = None
    lacks: tuple[Lack, ...] = ()
    targets: tuple[Target, ...] = ()
    busy: bool = False
    notice: Said | None = None


@dataclass(frozen=True, slots=True)
class RegisterScene:
    """Which register of today, and where it may go."""

    kind: str = "agenda"
    day: date | None = None
    targets: tuple[Target, ...] = ()
    busy: bool = False
    notice: Said | None = None


def said_of(code: str, details: Mapping[str, Any]) -> Said:
    """A refusal with its arguments."""
    return Said(code, dict(details))
