"""The numbers that people see: ticket numbers, slip codes, and file numbers with their check character.

Pure text rules, used by every layer. Reading is generous (spaces, dots, lower case, O for 0, I for 1);
writing has one form only. Where a number comes from, and that none is given twice, is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.errors import UserError

MAX_TICKET: Final = 9_999
"""The largest ticket number of a letter and day; above 999 the number grows to four digits."""

MAX_FILE: Final = 999_999
"""The largest number of a file series in a year."""

SERIES_LETTERS: Final = "ABCDEFGHJKLMNPQRSUVWXYZ"
"""Letters a file series may have: no T (slips begin with it), no I and O (read as 1 and 0)."""

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE: Final = {character: value for value, character in enumerate(_ALPHABET)}
_NOISE: Final = re.compile(r"[\s.,_/\-\u2010-\u2015\u2212]+")
_TO_DIGIT: Final = str.maketrans("OIL", "011")
_TO_DIGIT_IN_CHECK: Final = str.maketrans("OI", "01")
_LOOKS_LIKE: Final = frozenset(
    frozenset(pair)
    for pair in ("17", "38", "56", "69", "08", "14", "27", "35", "0D", "0Q", "2Z", "5S", "8B", "1T")
)


@dataclass(frozen=True, slots=True)
class TicketNumber:
    """What is called in the hall.

    Attributes:
        letter: the service group's letter, or P for a priority ticket; A to Z.
        n: 1 to 9999, counted for each letter from the start of the business day.
    """

    letter: str
    n: int

    def __str__(self) -> str:
        return format_ticket(self.letter, self.n)


@dataclass(frozen=True, slots=True)
class SlipCode:
    """What the barcode of a queue slip holds: the business day and the ticket's number."""

    day: date
    ticket: TicketNumber

    @property
    def code(self) -> str:
        """The text of the barcode, as ``T261123B087``."""
        return slip_code(self.day, self.ticket.letter, self.ticket.n)


@dataclass(frozen=True, slots=True)
class FileNumber:
    """The number of a file (berkas): series letter, year and six digits, guarded by one check character.

    Attributes:
        series: one of `SERIES_LETTERS`.
        year: the full year, 2000 to 2099.
        n: 1 to 999999.

    Raises:
        ValueError: a part is outside its range.
    """

    series: str
    year: int
    n: int

    def __post_init__(self) -> None:
        if len(self.series) != 1 or self.series not in SERIES_LETTERS:
            raise ValueError(f"not a series letter: {self.series!r}")
        if not 2000 <= self.year <= 2099:
            raise ValueError(f"year outside 2000 to 2099: {self.year}")
        if not 1 <= self.n <= MAX_FILE:
            raise ValueError(f"file number outside 1 to {MAX_FILE}: {self.n}")

    @property
    def body(self) -> str:
        """The nine characters before the check character."""
        return f"{self.series}{self.year % 100:02d}{self.n:06d}"

    @property
    def code(self) -> str:
        """The text of the barcode, such as ``K26004866`` and its check character."""
        body = self.body
        return body + check_character(body)

    @property
    def text(self) -> str:
        """The text on paper and screens: ``K26-004866-`` and the check character."""
        code = self.code
        return f"{code[:3]}-{code[3:9]}-{code[9]}"

    def __str__(self) -> str:
        return self.text


def check_character(body: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of `body`.

    It reveals every single wrong character, and every swap of two neighbours but for one pair of adjacent
    values at each place.

    Args:
        body: one or more of 0-9 and A-Z.

    Raises:
        ValueError: `body` is empty or holds another character.
    """
    return _ALPHABET[(1 - _product(body)) % 36]


def is_checked(code: str) -> bool:
    """Say whether the last character of `code` is the check character of the rest."""
    if len(code) < 2 or any(character not in _VALUE for character in code):
        return False
    return check_character(code[:-1]) == code[-1]


def format_ticket(letter: str, n: int) -> str:
    """Return a ticket's number: ``format_ticket("B", 87)`` is ``B087``; from 1000 on it has four digits.

    Raises:
        ValueError: `letter` is not one of A to Z, or `n` is outside 1 to 9999.
    """
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise ValueError(f"not a ticket letter: {letter!r}")
    if not 1 <= n <= MAX_TICKET:
        raise ValueError(f"ticket number outside 1 to {MAX_TICKET}: {n}")
    return f"{letter}{n:03d}"


def parse_ticket(text: str) -> TicketNumber:
    """Read a ticket's number as people type it: ``b87``, ``B 087``, ``B-O87``.

    Raises:
        UserError: ``number.ticket_form`` where this is no ticket number (text).
    """
    cleaned = _cleaned(text)
    digits = cleaned[1:].translate(_TO_DIGIT)
    if (
        re.fullmatch(r"[A-Z]", cleaned[:1])
        and re.fullmatch(r"[0-9]{1,5}", digits)
        and 1 <= int(digits) <= MAX_TICKET
    ):
        return TicketNumber(cleaned[0], int(digits))
    raise UserError("number.ticket_form", text=text.strip())


def slip_code(day: date, letter: str, n: int) -> str:
    """Return the barcode text of a slip: T, the day as yymmdd, the ticket's number (``T261123B087``).

    Raises:
        ValueError: a part is outside its range, or the year is not 2000 to 2099.
    """
    if not 2000 <= day.year <= 2099:
        raise ValueError(f"year outside 2000 to 2099: {day.year}")
    return f"T{day:%y%m%d}{format_ticket(letter, n)}"


def parse_slip_code(text: str) -> SlipCode:
    """Read a slip's code, scanned or typed.

    Raises:
        UserError: ``number.slip_form`` where this is no slip code (text).
    """
    cleaned = _cleaned(text)
    digits = cleaned[1:7].translate(_TO_DIGIT)
    letter, number = cleaned[7:8], cleaned[8:].translate(_TO_DIGIT)
    if (
        cleaned[:1] == "T"
        and re.fullmatch(r"[0-9]{6}", digits)
        and re.fullmatch(r"[A-Z]", letter)
        and re.fullmatch(r"[0-9]{3}|[1-9][0-9]{3}", number)
        and int(number) >= 1
    ):
        try:
            day = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            pass
        else:
            return SlipCode(day, TicketNumber(letter, int(number)))
    raise UserError("number.slip_form", text=text.strip())


def parse_file_number(text: str) -> FileNumber:
    """Read a file number, scanned or typed in any of its forms.

    Raises:
        UserError: ``number.file_form`` where this has not the shape of a file number (text);
            ``number.file_check`` where it has, but the check character does not fit (text, likely: the texts
            of up to five numbers that one slip of the hand would explain).
    """
    canonical = _file_characters(code_in(text))
    if canonical is None:
        raise UserError("number.file_form", text=text.strip())
    found = _file_from(canonical)
    if found is None:
        likely = [number.text for number in likely_file_numbers(text)]
        raise UserError("number.file_check", text=text.strip(), likely=likely)
    return found


def likely_file_numbers(
    text: str, *, years: Container[int] | None = None, series: Container[str] | None = None, limit: int = 5
) -> tuple[FileNumber, ...]:
    """Return the file numbers that one wrong character, or one swap of neighbours, would turn into `text`.

    The likeliest come first: swaps, then characters that look or lie alike, then the rest. A caller with a
    database keeps those that exist.

    Args:
        text: what was typed; anything without the shape of a file number gives an empty result.
        years: the years in use, full; None for any.
        series: the series in use; None for any.
        limit: how many at most, 1 or more.
    """
    typed = _file_characters(text)
    if typed is None:
        return ()
    ranked: dict[FileNumber, tuple[int, int]] = {}
    for order, (rank, guess) in enumerate(_one_slip_away(typed)):
        number = _file_from(guess)
        if number is None or (years is not None and number.year not in years):
            continue
        if series is not None and number.series not in series:
            continue
        ranked[number] = min(ranked.get(number, (rank, order)), (rank, order))
    return tuple(sorted(ranked, key=ranked.__getitem__)[:limit])


def code_in(text: str) -> str:
    """The code in what was scanned: the end of an address (a receipt's QR where the office has set one), or all."""
    if "://" not in text:
        return text
    return re.split(r"[/=?#]", text.strip().rstrip("/"))[-1]


def read_code(text: str) -> SlipCode | FileNumber | TicketNumber:
    """Tell what a scanned or typed code is, so that one box serves all.

    Raises:
        UserError: ``number.unknown`` for no known shape (text), or ``number.file_check`` as in
            `parse_file_number`.
    """
    for parse in (parse_slip_code, parse_file_number, parse_ticket):
        try:
            return parse(code_in(text))
        except UserError as error:
            if error.code == "number.file_check":
                raise
    raise UserError("number.unknown", text=text.strip())


def _product(body: str) -> int:
    """Return the running product P (1 to 36) of ISO 7064 after all characters of `body`."""
    if not body:
        raise ValueError("nothing to check")
    product = 36
    for character in body:
        if character not in _VALUE:
            raise ValueError(f"not one of 0-9 and A-Z: {character!r}")
        product = ((product + _VALUE[character]) % 36 or 36) * 2 % 37
    return product


def _cleaned(text: str) -> str:
    return _NOISE.sub("", text).upper()


def _file_characters(text: str) -> str | None:
    """Return the ten characters of a file number with O and I read as digits where digits stand, or None."""
    cleaned = _cleaned(text)
    digits = cleaned[1:9].translate(_TO_DIGIT)
    if len(cleaned) != 10 or not re.fullmatch(r"[0-9]{8}", digits):
        return None
    if cleaned[0] not in _VALUE or cleaned[9] not in _VALUE or cleaned[0].isdigit():
        return None
    return cleaned[0] + digits + cleaned[9]


def _file_from(characters: str) -> FileNumber | None:
    """Return the number, where series, digits and check character agree; O and 0, I and 1 check alike."""
    series, n = characters[0], int(characters[3:9])
    if series not in SERIES_LETTERS or n == 0:
        return None
    if check_character(characters[:9]).translate(_TO_DIGIT_IN_CHECK) != characters[9].translate(
        _TO_DIGIT_IN_CHECK
    ):
        return None
    return FileNumber(series, 2000 + int(characters[1:3]), n)


def _one_slip_away(typed: str) -> Iterator[tuple[int, str]]:
    """Yield (rank, characters): the lower, the likelier; a wrong check character is the last guess."""
    for i in range(1, 8):
        if typed[i] != typed[i + 1]:
            yield 0, typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :]
    if typed[9].isdigit():
        yield 0, typed[:8] + typed[9] + typed[8]
    for i in range(9):
        for wanted in SERIES_LETTERS if i == 0 else "0123456789":
            if wanted != typed[i]:
                yield (1 if _are_close(wanted, typed[i]) else 2), typed[:i] + wanted + typed[i + 1 :]
    yield 3, typed[:9] + check_character(typed[:9])


def _are_close(first: str, second: str) -> bool:
    """Say whether two characters look alike, or lie side by side in the row of digits."""
    if frozenset((first, second)) in _LOOKS_LIKE:
        return True
    return first.isdigit() and second.isdigit() and abs(int(first) - int(second)) == 1
