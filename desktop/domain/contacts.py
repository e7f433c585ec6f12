"""Telephone numbers and e-mail addresses: what is stored, what is shown, and what is refused.

Pure; any layer may call it. Reading numbers is left to ``lokal-id``, and nobody else imports that part of it.
No finding carries what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from desktop.domain.person_checks import Finding

PhoneKind = Literal["mobile", "landline"]

MAX_EMAIL: Final = 254
"""The longest address that mail can carry, in characters."""

_SIGNS: Final = re.compile(r"[\s().\-/\u00ad\u2010-\u2015\u2212]+")
_LETTERS_FOR_DIGITS: Final = str.maketrans("OoIil|", "001111")
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LIKELY_DOMAINS: Final = {
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.co.id": "gmail.com",
    "gmai.com": "gmail.com",
    "gmial.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "yahoo.con": "yahoo.com",
    "yaho.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
}


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as typed, read.

    Attributes:
        stored: E.164, ``+6281254321098``; "" where it was refused.
        shown: as people write it, ``0812-5432-1098`` or ``(0542) 876543``; "" where it was refused.
        kind: mobile or landline; None where it was refused.
        findings: errors ``person.phone_missing``, ``person.phone_letters`` (with a suggestion),
            ``person.phone_form``, ``person.phone_length``, ``person.phone_foreign``; warning
            ``person.phone_prefix``.
    """

    stored: str = ""
    shown: str = ""
    kind: PhoneKind | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it can be stored."""
        return bool(self.stored)


@dataclass(frozen=True, slots=True)
class Email:
    """An address as typed, read.

    Attributes:
        stored: without blanks around it, the part after @ in small letters; "" where it was refused.
        findings: errors ``person.email_missing``, ``person.email_form``, ``person.email_long`` (most); warning
            ``person.email_domain`` with the likely address as its suggestion.
    """

    stored: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it can be stored."""
        return bool(self.stored)


def read_phone(text: str) -> Phone:
    """Read a number as typed: ``0812-5432-1098``, ``+62 812 ...``, ``62812...``, ``812...``, ``(0542) 876543``.

    A mobile number has 10 to 13 digits with its leading 0; a landline needs its area code.
    """
    digits = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    if digits.startswith("0062"):
        digits = "+62" + digits[4:]
    if not digits:
        return _refused_phone("person.phone_missing")
    body = digits.removeprefix("+")
    if not re.fullmatch(r"[0-9]+", body):
        meant = digits.translate(_LETTERS_FOR_DIGITS)
        again = read_phone(meant) if meant != digits else Phone()
        return _refused_phone("person.phone_letters", again.shown or None)
    if digits.startswith(("+", "00")) and not digits.startswith("+62"):
        return _refused_phone("person.phone_foreign")
    from lokal.phone import parse_phone  # read late: no window's start should wait for its tables

    info = parse_phone(digits)
    if not info.valid or info.e164 is None or info.type is None:
        short = any(issue.code == "length" for issue in info.errors)
        return _refused_phone("person.phone_length" if short else "person.phone_form")
    warned = tuple(
        Finding("person.phone_prefix", "warning", "phone")
        for issue in info.warnings
        if issue.code == "prefix_unknown"
    )
    return Phone(info.e164, info.national or info.e164, info.type, warned)


def check_phone(text: str) -> tuple[Finding, ...]:
    """The findings of :func:`read_phone`; none for an empty field, which is not an error of form."""
    return read_phone(text).findings if text.strip() else ()


def show_phone(stored: str) -> str:
    """Return a stored number as people write it; one that cannot be read is shown as it is."""
    return read_phone(stored).shown or stored


def mask_phone(stored: str) -> str:
    """Return a stored number for lists: all but its last three digits hidden, ``*********098``."""
    digits = re.sub(r"[^0-9]", "", stored)
    if digits.startswith("62"):
        digits = "0" + digits[2:]
    return "*" * max(len(digits) - 3, 0) + digits[-3:] if len(digits) > 6 else "*" * len(digits)


def whatsapp_link(stored: str) -> str | None:
    """Return the address that opens a talk with a mobile number, ``https://wa.me/62812...``; None for others."""
    phone = read_phone(stored)
    return f"https://wa.me/{phone.stored[1:]}" if phone.kind == "mobile" else None


def read_email(text: str) -> Email:
    """Read an address as typed. Only its shape is looked at: whether it exists is known when mail comes back."""
    address = text.strip()
    if not address:
        return _refused_email("person.email_missing")
    if len(address) > MAX_EMAIL:
        return Email("", (Finding("person.email_long", "error", "email", {"most": MAX_EMAIL}),))
    local, at, domain = address.rpartition("@")
    labels = domain.split(".")
    if (
        not at
        or len(local) > 64
        or not _LOCAL.fullmatch(local)
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
        or not re.fullmatch(r"[A-Za-z]{2,}|xn--[A-Za-z0-9-]+", labels[-1])
    ):
        return _refused_email("person.email_form")
    likely = _LIKELY_DOMAINS.get(domain.casefold())
    found = (
        (Finding("person.email_domain", "warning", "email", {}, f"{local}@{likely}"),)
        if likely is not None
        else ()
    )
    return Email(f"{local}@{domain.casefold()}", found)


def check_email(text: str) -> tuple[Finding, ...]:
    """The findings of :func:`read_email`; none for an empty field."""
    return read_email(text).findings if text.strip() else ()


def mask_email(stored: str) -> str:
    """Return an address for lists: the first letter and what follows the @, ``r***@contoh.id``."""
    local, at, domain = stored.partition("@")
    return f"{local[:1]}***{at}{domain}" if at else "*" * len(stored)


def _refused_phone(code: str, suggestion: str | None = None) -> Phone:
    return Phone(findings=(Finding(code, "error", "phone", {}, suggestion),))


def _refused_email(code: str) -> Email:
    return Email("", (Finding(code, "error", "email"),))
