"""The population number (NIK, 16 digits): what the number alone tells, its mask and its daily hash.

Pure; any layer may call it. A NIK has no check digit, so a number that passes is possible, never proven.
Nothing here writes a NIK anywhere, and no error or warning carries one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

Sex = Literal["male", "female"]

MAX_AGE_YEARS: Final = 120
"""The oldest age at which a two-digit year is still read as a birth in the century before."""

_SEPARATORS: Final = re.compile(r"[\s.\-\u00ad\u2010-\u2015\u2212]+")
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoIil|", "001111")
_WOMEN_ADD_DAYS: Final = 40


@dataclass(frozen=True, slots=True)
class NikResult:
    """What a look at a NIK found.

    Attributes:
        digits: the number without spaces, dots and dashes; 16 digits wherever there is no error of form.
        errors: codes that refuse the number, in the order of its parts.
        warnings: codes to show; the person at the counter decides. Nothing is ever corrected by itself.
        suggestion: the number meant where only O or I was typed for 0 or 1; never taken over by itself.
        birth_dates: the dates that the number can mean, latest first; two where the century is open.
        sex: as the number says, or None where it cannot be told.
        temporary: whether this is a NIK sementara, which begins with 0.
    """

    digits: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestion: str | None = None
    birth_dates: tuple[date, ...] = ()
    sex: Sex | None = None
    temporary: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the number."""
        return not self.errors


def check_nik(
    text: str,
    *,
    today: date,
    birth_date: date | None = None,
    sex: Sex | None = None,
    importing: bool = False,
    allow_temporary: bool = False,
    knows_district: Callable[[str], bool] | None = None,
) -> NikResult:
    """Look at a NIK as typed or scanned.

    Args:
        text: the number; spaces, dots and dashes are ignored.
        today: the office's business day, the latest possible birth date.
        birth_date: the birth date already known, to compare.
        sex: the sex already known, to compare.
        importing: True takes a serial of 0000 with a warning, for data that came from elsewhere.
        allow_temporary: True takes a NIK sementara with a warning.
        knows_district: whether a kecamatan code (six digits) is in today's table; an unknown one only warns,
            because a NIK keeps the code it was made with through every split of a district.

    Returns:
        Errors among ``nik.empty``, ``nik.letters``, ``nik.length``, ``nik.temporary``, ``nik.province``,
        ``nik.region``, ``nik.birth_date``, ``nik.serial``; warnings among ``nik.temporary_taken``,
        ``nik.serial_suspicious``, ``nik.district_unknown``, ``nik.birth_date_differs``, ``nik.sex_differs``.
    """
    digits = _SEPARATORS.sub("", text)
    if not digits:
        return NikResult("", errors=("nik.empty",))
    if not re.fullmatch(r"[0-9]+", digits):
        meant = digits.translate(_LETTERS_FOR_DIGITS)
        return NikResult(
            digits, errors=("nik.letters",), suggestion=meant if re.fullmatch(r"[0-9]{16}", meant) else None
        )
    if len(digits) != 16:
        return NikResult(digits, errors=("nik.length",))
    if digits[0] == "0":
        return _temporary(digits, allow_temporary=allow_temporary)

    errors: list[str] = []
    warnings: list[str] = []
    if digits[:2] not in _provinces():
        errors.append("nik.province")
    elif digits[2:4] == "00" or digits[4:6] == "00":
        errors.append("nik.region")
    elif knows_district is not None and not knows_district(digits[:6]):
        warnings.append("nik.district_unknown")
    dates, found_sex = _birth(digits, today)
    if not dates:
        errors.append("nik.birth_date")
    else:
        if birth_date is not None and birth_date not in dates:
            warnings.append("nik.birth_date_differs")
        if sex is not None and sex != found_sex:
            warnings.append("nik.sex_differs")
    if digits[12:] == "0000":
        (warnings if importing else errors).append("nik.serial_suspicious" if importing else "nik.serial")
    return NikResult(digits, tuple(errors), tuple(warnings), birth_dates=dates, sex=found_sex)


def mask_nik(digits: str) -> str:
    """Return a NIK for lists and receipts: the first six and the last two digits, ``647101********01``.

    Anything else than 16 characters is masked whole, so that a mistyped number does not show either.
    """
    if len(digits) != 16:
        return "*" * len(digits)
    return digits[:6] + "*" * 8 + digits[14:]


def daily_hash(key: bytes, day: date, nik: str) -> str:
    """Return the keyed hash under which a kiosk counts the tickets of a NIK on one day (64 hex digits).

    The day is part of it, so that two days cannot be joined; without the key it cannot be tried out.

    Args:
        key: the office's secret, 16 bytes or more.
        day: the business day.
        nik: the number; spaces, dots and dashes are ignored.

    Raises:
        ValueError: the key is shorter than 16 bytes, or `nik` is not 16 digits.
    """
    if len(key) < 16:
        raise ValueError("the key of the daily hash is shorter than 16 bytes")
    digits = _SEPARATORS.sub("", nik)
    if not re.fullmatch(r"[0-9]{16}", digits):
        raise ValueError("not 16 digits")
    return hmac.new(
        key, f"loket-nik-1|{day.isoformat()}|{digits}".encode("ascii"), hashlib.sha256
    ).hexdigest()


def _temporary(digits: str, *, allow_temporary: bool) -> NikResult:
    """Judge a number that begins with 0: a village's own number, 0 + village code + five digits."""
    if not allow_temporary:
        return NikResult(digits, errors=("nik.temporary",), temporary=True)
    if digits[1:3] not in _provinces():
        return NikResult(digits, errors=("nik.province",), temporary=True)
    if digits[11:] == "00000":
        return NikResult(digits, errors=("nik.serial",), temporary=True)
    return NikResult(digits, warnings=("nik.temporary_taken",), temporary=True)


def _birth(digits: str, today: date) -> tuple[tuple[date, ...], Sex | None]:
    """Return the possible birth dates, latest first, and the sex; nothing where no date is possible."""
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex: Sex = "male"
    if day > _WOMEN_ADD_DAYS:
        day, sex = day - _WOMEN_ADD_DAYS, "female"
    dates = []
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today and today.year - born.year <= MAX_AGE_YEARS:
            dates.append(born)
    return tuple(dates), sex if dates else None


@cache
def _provinces() -> frozenset[str]:
    # Taken late: the package reads more than this list, and the first window should not wait for it.
    from lokal.provinces import PROVINCES

    return frozenset(PROVINCES)
