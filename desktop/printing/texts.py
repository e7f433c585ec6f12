"""Fixed words of printed documents, and dates and times as they stand on paper. Qt-free; for this package only.

The words are in ``resources/translations``, one file an area (``slip.toml``, ``receipt.toml`` ...), both languages
side by side, in the same form as everywhere else, so that translators know one format only.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

import msgspec

from desktop.printing.resources import resource_file


class _Plural(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    one: str
    other: str


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    en: str | _Plural


@lru_cache(maxsize=8)
def _entries(area: str) -> dict[str, _Entry]:
    data = resource_file("translations", f"{area}.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, _Entry])


def printed_text(code: str, language: str, **arguments: object) -> str:
    """The words for one code.

    Args:
        code: such as ``slip.heading``; its first part names the file.
        language: ``id`` or ``en``; anything else is printed in Indonesian.
        arguments: an English plural looks at ``count``.

    Raises:
        KeyError: no such code, or an argument is missing.
    """
    entry = _entries(code.partition(".")[0])[code]
    words = entry.en if language == "en" else entry.id
    if isinstance(words, _Plural):
        words = words.one if arguments["count"] == 1 else words.other
    return words.format(**arguments)


def printed_date(when_local: date, language: str) -> str:
    """A short date with its weekday: ``Senin, 23 Nov 2026``."""
    return printed_text(
        "slip.date",
        language,
        weekday=printed_text(f"slip.weekday_{when_local.isoweekday()}", language),
        day=when_local.day,
        month=printed_text(f"slip.month_{when_local.month}", language),
        year=when_local.year,
    )


def printed_day(when_local: date, language: str) -> str:
    """A short date without its weekday: ``23 Nov 2026``."""
    month = printed_text(f"slip.month_{when_local.month}", language)
    return f"{when_local.day} {month} {when_local.year}"


def printed_time(when_local: datetime, zone_label: str, language: str) -> str:
    """Hour and minute with the zone: ``14.05 WITA``."""
    hour, minute = f"{when_local.hour:02d}", f"{when_local.minute:02d}"
    return printed_text("slip.time", language, hour=hour, minute=minute, zone=zone_label).rstrip()


def printed_moment(when_local: datetime, zone_label: str, language: str) -> str:
    """Date and time on one line: ``23 Nov 2026, 14.12 WITA``."""
    return f"{printed_day(when_local, language)}, {printed_time(when_local, zone_label, language)}"
