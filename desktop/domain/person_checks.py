"""What is looked at when a person's data are typed: name, NIK, birth date and sex, errors and warnings apart.

Pure; any layer may call it. An error refuses the field; a warning is shown and the person at the counter decides.
Nothing is ever corrected by itself, and no finding carries what was typed but as a suggestion. A single name is
never a finding: many people bear one, and there is no surname.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from typing import Final, Literal

from desktop.domain.dates_typed import DateRead, read_date
from desktop.domain.errors import JsonValue
from desktop.domain.nik import MAX_AGE_YEARS, NikResult, Sex, check_nik

__all__ = [
    "CheckedPerson",
    "DateRead",
    "Finding",
    "NewNameRules",
    "check_name",
    "check_person",
    "errors_of",
    "read_date",
    "tidy_name",
    "warnings_of",
]

Severity = Literal["error", "warning"]
Field = Literal["nik", "name", "birth_date", "sex", "phone", "email"]

MAX_NAME: Final = 200
"""The longest name that is kept, in characters; the longest real ones are far below 100."""

MAX_NEW_NAME: Final = 60
"""The longest name that may be given anew, in letters with spaces (Permendagri 73/2022)."""

_JOINERS: Final = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a field.

    Attributes:
        code: of its text; ``person.*`` or ``nik.*``.
        severity: an error refuses the field, a warning only tells.
        field: the field it stands at.
        args: the text's named arguments; never what was typed.
        suggestion: what was probably meant, to be offered and never taken over by itself; None where unknown.
    """

    code: str
    severity: Severity
    field: Field
    args: Mapping[str, JsonValue] = made_by(default_factory=dict)
    suggestion: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether it refuses the field."""
        return self.severity == "error"


@dataclass(frozen=True, slots=True)
class CheckedPerson:
    """A person's data as typed, read.

    Attributes:
        findings: errors first, in the order of the fields.
        nik: what the number tells; its ``digits`` are what is stored.
        name: the name without needless blanks; "" where it was refused as empty.
        birth_date: the date read, or None where there is none or it was refused.
        sex: as given.
    """

    findings: tuple[Finding, ...]
    nik: NikResult
    name: str
    birth_date: date | None
    sex: Sex | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What refuses the data."""
        return errors_of(self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is only told."""
        return warnings_of(self.findings)

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the data."""
        return not self.errors

    def at(self, field_name: Field) -> tuple[Finding, ...]:
        """The findings of one field."""
        return tuple(one for one in self.findings if one.field == field_name)


@dataclass(frozen=True, slots=True)
class NewNameRules:
    """The rules for a name that is given or changed now (birth, change of name), as warnings.

    Attributes:
        max_letters: letters with spaces, 1 or more.
        min_words: words; fewer are advised against, never refused.
    """

    max_letters: int = MAX_NEW_NAME
    min_words: int = 2


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that refuse."""
    return tuple(one for one in findings if one.severity == "error")


def warnings_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that only tell."""
    return tuple(one for one in findings if one.severity == "warning")


def tidy_name(text: str) -> str:
    """Return a name as it is stored: one form of each letter (NFC), no blanks around it, one between words.

    Case, dots, apostrophes and hyphens stay: they belong to the name. So does every sign that
    :func:`check_name` refuses, so that tidying never hides one.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_name(text: str, *, new: NewNameRules | None = None) -> tuple[Finding, ...]:
    """Look at a name as typed; errors first.

    Args:
        text: the name.
        new: the rules for a name that is given now; None for a name that somebody already bears.

    Returns:
        Errors ``person.name_missing``, ``person.name_long`` (length, most), ``person.name_emoji``,
        ``person.name_control`` (line ends and other signs that cannot be seen), ``person.name_direction`` (signs
        that turn the direction of writing), ``person.name_no_letter``; warnings ``person.name_right_to_left``,
        ``person.name_not_latin``, and for a new name ``person.name_new_long`` (length, most),
        ``person.name_new_signs``, ``person.name_new_words`` (words).
    """
    name = tidy_name(text)
    kinds = [_kind_of(sign) for sign in text.strip()]
    found: list[Finding] = []

    def error(code: str, **args: JsonValue) -> None:
        found.append(Finding(code, "error", "name", args))

    def warn(code: str, **args: JsonValue) -> None:
        found.append(Finding(code, "warning", "name", args))

    if not name:
        error("person.name_missing")
        return tuple(found)
    if len(name) > MAX_NAME:
        error("person.name_long", length=len(name), most=MAX_NAME)
    for kind, code in (
        ("emoji", "person.name_emoji"),
        ("control", "person.name_control"),
        ("direction", "person.name_direction"),
    ):
        if kind in kinds:
            error(code)
    letters = [sign for sign in name if sign.isalpha()]
    if not letters and not found:
        error("person.name_no_letter")
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in letters):
        warn("person.name_right_to_left")
    elif any(not _is_latin(sign) for sign in letters):
        warn("person.name_not_latin")
    if new is not None and not errors_of(tuple(found)):
        if len(name) > new.max_letters:
            warn("person.name_new_long", length=len(name), most=new.max_letters)
        if any(not sign.isalpha() and sign != " " for sign in name):
            warn("person.name_new_signs")
        if len(name.split()) < new.min_words:
            warn("person.name_new_words", words=new.min_words)
    return tuple(found)


def check_person(
    nik: str,
    name: str,
    birth_date: str | date | None = None,
    sex: Sex | None = None,
    *,
    today: date,
    nik_needed: bool = True,
    importing: bool = False,
    allow_temporary: bool = False,
    new_name: NewNameRules | None = None,
) -> CheckedPerson:
    """Look at a person's data as typed or scanned, and compare them with what the NIK tells.

    Args:
        nik: as typed; see :func:`desktop.domain.nik.check_nik`.
        name: as typed.
        birth_date: as typed, or a date that is already known; None or "" is no finding.
        sex: where it is known.
        today: the office's business day; a later birth date is refused.
        nik_needed: False takes an empty NIK (a new-born child, a foreigner).
        importing: True takes a NIK's serial of 0000 with a warning.
        allow_temporary: True takes a NIK sementara with a warning.
        new_name: see :func:`check_name`.

    Returns:
        The findings of :func:`check_name` and of ``check_nik`` (the comparison with birth date and sex only
        warns), and for the birth date the errors ``person.date_form``, ``person.date_letters`` (with a
        suggestion), ``person.date_impossible``, ``person.date_month``, ``person.birth_future``; warnings
        ``person.birth_old`` (years), ``person.birth_century`` (year) for a year of two digits.
    """
    found: list[Finding] = []
    read = _birth(birth_date, today)
    born = read.value if not any(one.is_error for one in read.findings) else None
    number = (
        NikResult("")
        if not nik.strip() and not nik_needed
        else check_nik(
            nik,
            today=today,
            birth_date=born,
            sex=sex,
            importing=importing,
            allow_temporary=allow_temporary,
        )
    )
    found += [Finding(code, "error", "nik", {}, number.suggestion) for code in number.errors]
    found += [Finding(code, "warning", "nik") for code in number.warnings]
    found += check_name(name, new=new_name)
    found += read.findings
    found.sort(key=lambda one: one.severity != "error")
    return CheckedPerson(tuple(found), number, tidy_name(name), born, sex)


@dataclass(frozen=True, slots=True)
class _Birth:
    value: date | None
    findings: tuple[Finding, ...] = ()


def _birth(typed: str | date | None, today: date) -> _Birth:
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return _Birth(None)
    read = DateRead(typed) if isinstance(typed, date) else read_date(typed, today=today)
    if read.value is None:
        refused = Finding(read.code or "person.date_form", "error", "birth_date", {}, read.suggestion)
        return _Birth(None, (refused,))
    born = read.value
    if born > today:
        return _Birth(born, (Finding("person.birth_future", "error", "birth_date"),))
    found: list[Finding] = []
    if today.year - born.year > MAX_AGE_YEARS:
        found.append(Finding("person.birth_old", "warning", "birth_date", {"years": MAX_AGE_YEARS}))
    if read.short_year:
        found.append(Finding("person.birth_century", "warning", "birth_date", {"year": born.year}))
    return _Birth(born, tuple(found))


def _kind_of(sign: str) -> str:
    """Sort a sign: ``direction``, ``control``, ``emoji`` or ``plain``."""
    category = unicodedata.category(sign)
    if sign in "\u061c\u200e\u200f" or unicodedata.bidirectional(sign) in _TURNING:
        return "direction"
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and sign not in _JOINERS:
        return "control"
    if category == "So" or sign == "\ufe0f" or (category == "Sk" and ord(sign) >= 0x1F3FB):
        return "emoji"
    return "plain"


_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_LATIN: Final = re.compile(r"LATIN |MODIFIER LETTER |FEMININE ORDINAL|MASCULINE ORDINAL")


def _is_latin(sign: str) -> bool:
    return sign.isascii() or bool(_LATIN.match(unicodedata.name(sign, "")))
