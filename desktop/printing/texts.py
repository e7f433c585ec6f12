"""Fixed words of printed documents, and dates and times as they stand on paper. Qt-free; for this package only.

The words are in ``resources/translations/slip.toml``, both languages side by side, in the same form as every other
area, so that translators know one format only.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import msgspec

from desktop.printing.resources import resource_file


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    en: str


@lru_cache(maxsize=1)
def _entries() -> dict[str, _Entry]:
    data = resource_file("translations", "slip.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, _Entry])


def printed_text(code: str, language: str, **arguments: object) -> str:
    """The words for one code.

    Args:
        code: such as ``slip.heading``.
        language: ``id`` or ``en``; anything else is printed in Indonesian.

    Raises:
        KeyError: no such code, or an argument is missing.
    """
    entry = _entries()[code]
    return (entry.en if language == "en" else entry.id).format(**arguments)


def printed_date(when_local: datetime, language: str) -> str:
    """A short date with its weekday: ``Senin, 23 Nov 2026``."""
    return printed_text(
        "slip.date",
        language,
        weekday=printed_text(f"slip.weekday_{when_local.isoweekday()}", language),
        day=when_local.day,
        month=printed_text(f"slip.month_{when_local.month}", language),
        year=when_local.year,
    )


def printed_time(when_local: datetime, zone_label: str, language: str) -> str:
    """Hour and minute with the zone: ``14.05 WITA``."""
    hour, minute = f"{when_local.hour:02d}", f"{when_local.minute:02d}"
    return printed_text("slip.time", language, hour=hour, minute=minute, zone=zone_label).rstrip()
