"""The code of an appointment: what a visitor types or scans to check in. Pure text rules.

J, five characters and a check character, such as ``J7K4MTC``: seven characters, so it is neither a ticket's
number, nor a slip's code, nor a file's number. Characters that look or sound like others are not used.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from desktop.domain.errors import UserError

PREFIX: Final = "J"
ALPHABET: Final = "ACDEFGHJKMNPRTWXY34679"
"""Without 0 O Q, 1 I L, 2 Z, 5 S, 8 B and U V, which hands and eyes mistake for one another."""

LENGTH: Final = 7
_BODY: Final = 5
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_NOISE: Final = re.compile(r"[\s.,_/\-\u2010-\u2015\u2212]+")


def new_code() -> str:
    """A code drawn by chance; whether it is free is for the database to say (22 to the 5th are possible)."""
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The check character after ``body``: ISO 7064's hybrid scheme over 22 characters (23 is a prime).

    It reveals every single wrong character, and nearly every swap of neighbours.

    Raises:
        KeyError: ``body`` holds a character outside the alphabet.
    """
    size = len(ALPHABET)
    product = size
    for character in body:
        product = ((product + _VALUE[character]) % size or size) * 2 % (size + 1)
    return ALPHABET[(1 - product) % size]


def looks_like_code(text: str) -> bool:
    """Whether ``text`` has the shape of an appointment's code, right or mistyped."""
    cleaned = _cleaned(text)
    return len(cleaned) == LENGTH and cleaned[0] == PREFIX and cleaned.isascii() and cleaned.isalnum()


def parse_code(text: str) -> str:
    """Read a code as people type it: ``j7k-4mtc``, ``J7K 4MTC``.

    Raises:
        UserError: ``appointment.code_form`` (text) where it has another shape; ``appointment.code_check``
            (text) where a character is wrong.
    """
    cleaned = _cleaned(text)
    if not looks_like_code(cleaned):
        raise UserError("appointment.code_form", text=text.strip()[:40])
    if any(char not in _VALUE for char in cleaned) or check_character(cleaned[:-1]) != cleaned[-1]:
        raise UserError("appointment.code_check", text=code_text(cleaned))
    return cleaned


def code_text(code: str) -> str:
    """The code as paper and screens show it: ``J7K-4MTC``."""
    return f"{code[:3]}-{code[3:]}"


def _cleaned(text: str) -> str:
    return _NOISE.sub("", text).upper()
