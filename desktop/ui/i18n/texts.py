"""`Texts`: a code with arguments becomes a sentence in one language; for views and the composition root."""

from __future__ import annotations

import datetime as dt
import logging
from functools import lru_cache
from pathlib import Path

from desktop.ui.i18n import formats
from desktop.ui.i18n.catalogue import Catalogue
from desktop.ui.resources import resource_path

log = logging.getLogger("loket.texts")

LANGUAGES: tuple[str, ...] = ("id", "en")


class MissingText(KeyError):
    """A code without text, or a text without one of its arguments; a bug in the program."""


@lru_cache(maxsize=8)
def _catalogue(folder: Path) -> Catalogue:
    return Catalogue(folder)


class Texts:
    """Words of one language.

    Args:
        language: "id" or "en".
        strict: raise MissingText instead of showing the code itself (for tests).
        folder: the translations' folder; the committed one by default.

    Raises:
        ValueError: the language is not one of LANGUAGES.
    """

    def __init__(self, language: str = "id", *, strict: bool = False, folder: Path | None = None) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
        self._language = language
        self._strict = strict
        self._catalogue = _catalogue(folder or resource_path("translations"))

    @property
    def language(self) -> str:
        """Which language these words are in: "id" or "en"."""
        return self._language

    def has(self, code: str, *, anywhere: bool = True) -> bool:
        """Tell whether a code has a text; not ``anywhere``: in its own area's file, so that no other is read."""
        return self._catalogue.entry(code, anywhere=anywhere) is not None

    def text(self, code: str, /, **args: object) -> str:
        """Return the text of a code.

        Args:
            code: for example "counter.call_next".
            **args: the text's named arguments; `count` also chooses between one and other.

        Raises:
            MissingText: strict, and the code or one of its arguments is missing.
        """
        entry = self._catalogue.entry(code)
        wording = None if entry is None else entry.get(self._language)
        if isinstance(wording, dict):
            form = "one" if self._language == "en" and args.get("count") == 1 else "other"
            wording = wording.get(form, wording.get("other"))
        if not isinstance(wording, str):
            return self._missing(code, "no text")
        try:
            return wording.format_map(args) if "{" in wording or "}" in wording else wording
        except (KeyError, IndexError, ValueError) as error:
            return self._missing(code, f"argument {error}", wording)

    def _missing(self, code: str, why: str, shown: str | None = None) -> str:
        if self._strict:
            raise MissingText(f"{code} ({self._language}): {why}")
        log.error("text %s (%s): %s", code, self._language, why)
        return shown or code

    # Formats: see formats.py, which has the examples.

    def date(self, day: dt.date) -> str:
        """23 November 2026."""
        return formats.date_long(day, self._language)

    def date_weekday(self, day: dt.date) -> str:
        """Senin, 23 November 2026."""
        return formats.date_weekday(day, self._language)

    def date_short(self, day: dt.date) -> str:
        """Sen, 23 November 2026."""
        return formats.date_short(day, self._language)

    def weekday(self, day: dt.date) -> str:
        """Senin."""
        return formats.weekday(day, self._language)

    def time(self, moment: dt.time | dt.datetime, zone: str | None = None) -> str:
        """14.05 (en: 14:05), or with a zone's name 14.05 WITA."""
        return formats.clock(moment, self._language, zone)

    def timer(self, seconds: float) -> str:
        """6.12 (en: 6:12), from an hour on 1.02.09."""
        return formats.timer(seconds, self._language)

    def minutes(self, seconds: float) -> str:
        """23 menit; less than a minute counts as "kurang dari 1 menit"."""
        return formats.minutes(seconds, self._language)

    def duration(self, seconds: float) -> str:
        """3 menit 48 detik."""
        return formats.duration(seconds, self._language)

    def remaining(self, seconds: float) -> str:
        """sisa 3 menit 48 detik."""
        return formats.remaining(seconds, self._language)

    def money(self, rupiah: int) -> str:
        """Rp1.250.000 (en: Rp1,250,000)."""
        return formats.money(rupiah, self._language)

    def number(self, value: int) -> str:
        """1.250 (en: 1,250)."""
        return formats.number(value, self._language)

    def span(self, low: int, high: int) -> str:
        """20–30; one number where both are the same."""
        return formats.span(low, high, self._language)

    def items(self, parts: list[str]) -> str:
        """a, b, dan c."""
        return formats.items(parts, self._language)
