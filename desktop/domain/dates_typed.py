"""A date as people type it: 22-11-1990, 22111990, 22/11/90, 22 November 1990. Pure; any layer may call it.

Day, month, year, in this order; a year that comes first (1990-11-22) is read too. Nothing is guessed beyond the
century of a year of two digits, and that is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS: Final = {
    name[:3]: number
    for number, names in enumerate(
        (
            ("januari", "january"),
            ("februari", "february"),
            ("maret", "march"),
            ("april",),
            ("mei", "may"),
            ("juni", "june"),
            ("juli", "july"),
            ("agustus", "august"),
            ("september",),
            ("oktober", "october"),
            ("november", "nopember"),
            ("desember", "december"),
        ),
        start=1,
    )
    for name in names
} | {"agt": 8, "ags": 8}
_PARTS: Final = re.compile(r"(\d{1,4})[\s./\-,]+(\d{1,2})[\s./\-,]+(\d{1,4})")
_WORDS: Final = re.compile(r"(\d{1,2})[\s./\-,]*([a-z]{3,9})\.?[\s./\-,]*(\d{4}|\d{2})")
_LOOKALIKES: Final = str.maketrans("OoIil|", "001111")


@dataclass(frozen=True, slots=True)
class DateRead:
    """What a typed date means.

    Attributes:
        value: the date, or None where it could not be read.
        code: why not: ``person.date_form``, ``person.date_letters``, ``person.date_month``,
            ``person.date_impossible``; None where it was read.
        suggestion: for ``person.date_letters`` the date with digits in place of O and I, as dd-mm-yyyy.
        short_year: whether the year had two digits, so that its century was taken from today.
    """

    value: date | None
    code: str | None = None
    suggestion: str | None = None
    short_year: bool = False


def read_date(text: str, *, today: date) -> DateRead:
    """Read a date as typed.

    Args:
        text: ``dd-mm-yyyy`` with dashes, dots, slashes or blanks, ``ddmmyyyy``, ``ddmmyy``, ``d/m/yy``, a month
            in words (Indonesian or English, three letters or more), or ``yyyy-mm-dd``.
        today: gives a year of two digits its century: the latest that is not in the future.

    Returns:
        The date, or the code of the reason; the 31st of February is ``person.date_impossible``.
    """
    plain = " ".join(text.split()).casefold()
    if (words := _WORDS.fullmatch(plain)) is not None and (month := _month(words[2])) is not None:
        return _made(int(words[1]), month, words[3], today)
    if re.search(r"[^\d\s./\-,]", plain):
        meant = plain.translate(_LOOKALIKES)
        if meant != plain and (read := read_date(meant, today=today)).value is not None:
            return DateRead(None, "person.date_letters", f"{read.value:%d-%m-%Y}")
        return DateRead(None, "person.date_form")
    if (parts := _PARTS.fullmatch(plain)) is not None:
        first, month_text, last = parts.groups()
        if len(first) == 4 and len(last) <= 2:
            first, last = last, first
        if len(first) <= 2 and len(last) in (2, 4):
            return _made(int(first), int(month_text), last, today)
    elif re.fullmatch(r"\d{8}|\d{6}", plain):
        return _made(int(plain[:2]), int(plain[2:4]), plain[4:], today)
    return DateRead(None, "person.date_form")


def _month(word: str) -> int | None:
    """The number of a month by its name or the first three letters and more of it."""
    return _MONTHS.get(word[:3])


def _made(day: int, month: int, year_text: str, today: date) -> DateRead:
    if not 1 <= month <= 12:
        return DateRead(None, "person.date_month")
    short = len(year_text) == 2
    try:
        if not short:
            return DateRead(date(int(year_text), month, day))
        century = today.year // 100 * 100
        value = (
            date(century + int(year_text), month, day) if _exists(century, year_text, month, day) else None
        )
        if value is None or value > today:
            value = date(century - 100 + int(year_text), month, day)
        return DateRead(value, short_year=True)
    except ValueError:
        return DateRead(None, "person.date_impossible")


def _exists(century: int, year_text: str, month: int, day: int) -> bool:
    try:
        date(century + int(year_text), month, day)
    except ValueError:
        return False
    return True
