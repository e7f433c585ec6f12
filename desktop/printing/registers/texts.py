"""Fixed words of the register pages, from ``resources/translations/forms.toml``. For this package only."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import msgspec

from desktop.printing.resources import resource_file


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    en: str


@lru_cache(maxsize=1)
def _entries() -> dict[str, _Entry]:
    data = resource_file("translations", "forms.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, _Entry])


def word(code: str, language: str, **arguments: object) -> str:
    """The words for ``forms.register_<code>``.

    Raises:
        KeyError: no such code, or an argument is missing.
    """
    entry = _entries()[f"forms.register_{code}"]
    return (entry.en if language == "en" else entry.id).format(**arguments)


def state_word(code: str, language: str) -> str:
    """The state of a file in words; the code itself where it has none."""
    name = f"state_{code}"
    return word(name, language) if f"forms.register_{name}" in _entries() else code


def day(when: date, language: str) -> str:
    """``23 November 2026``."""
    months = word("months", language).split()
    return f"{when.day} {months[when.month - 1]} {when.year}"


def moment(when: datetime | None) -> str:
    """``23-11-2026 14.05``; empty for None."""
    return "" if when is None else f"{when:%d-%m-%Y %H.%M}"
