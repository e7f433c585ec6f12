"""Dates, times, durations, money and numbers in Indonesian and English; pure functions, for Texts.

Babel is not used here: it costs start-up time, and these few forms are fixed by the office's habit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

_MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
           "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
}  # fmt: skip
_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def date_long(day: date, language: str) -> str:
    """23 November 2026, in both languages."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def weekday(day: date, language: str) -> str:
    """Senin; Monday."""
    return _DAYS[language][day.weekday()]


def date_weekday(day: date, language: str) -> str:
    """Senin, 23 November 2026."""
    return f"{weekday(day, language)}, {date_long(day, language)}"


def date_short(day: date, language: str) -> str:
    """Sen, 23 November 2026; Mon, 23 November 2026."""
    return f"{weekday(day, language)[:3]}, {date_long(day, language)}"


def clock(moment: time | datetime, language: str, zone: str | None = None) -> str:
    """14.05 WITA in Indonesian, 14:05 WITA in English; the moment is already in the office's zone."""
    point = "." if language == "id" else ":"
    shown = f"{moment.hour:02d}{point}{moment.minute:02d}"
    return f"{shown} {zone}" if zone else shown


def timer(seconds: float, language: str) -> str:
    """6.12 in Indonesian, 6:12 in English; 1.02.09 from an hour on; never below zero."""
    point = "." if language == "id" else ":"
    whole = max(0, int(seconds))
    minutes_, rest = divmod(whole, 60)
    hours, minutes_ = divmod(minutes_, 60)
    if hours:
        return f"{hours}{point}{minutes_:02d}{point}{rest:02d}"
    return f"{minutes_}{point}{rest:02d}"


def _unit(count: int, language: str, indonesian: str, english: str) -> str:
    if language == "id":
        return f"{count} {indonesian}"
    return f"{count} {english}" if count == 1 else f"{count} {english}s"


def minutes(seconds: float, language: str) -> str:
    """23 menit; 1 jam 5 menit from an hour on; below a minute "kurang dari 1 menit"."""
    whole = max(0, int(seconds)) // 60
    if whole == 0:
        return "kurang dari 1 menit" if language == "id" else "less than 1 minute"
    hours, rest = divmod(whole, 60)
    parts = []
    if hours:
        parts.append(_unit(hours, language, "jam", "hour"))
    if rest or not hours:
        parts.append(_unit(rest, language, "menit", "minute"))
    return " ".join(parts)


def duration(seconds: float, language: str) -> str:
    """3 menit 48 detik; 48 detik below a minute; 1 jam 5 menit from an hour on."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return minutes(whole, language)
    full, rest = divmod(whole, 60)
    parts = []
    if full:
        parts.append(_unit(full, language, "menit", "minute"))
    if rest or not full:
        parts.append(_unit(rest, language, "detik", "second"))
    return " ".join(parts)


def remaining(seconds: float, language: str) -> str:
    """sisa 3 menit 48 detik; 3 minutes 48 seconds left."""
    shown = duration(seconds, language)
    return f"sisa {shown}" if language == "id" else f"{shown} left"


def number(value: int, language: str) -> str:
    """1.250 in Indonesian, 1,250 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "id" else grouped


def money(rupiah: int, language: str) -> str:
    """Rp1.250.000; a debt is -Rp1.250.000."""
    sign = "-" if rupiah < 0 else ""
    return f"{sign}Rp{number(abs(rupiah), language)}"


def span(low: int, high: int, language: str) -> str:
    """20–30 with an en dash; one number where both are the same."""
    if low == high:
        return number(low, language)
    return f"{number(low, language)}\N{EN DASH}{number(high, language)}"


def items(parts: Sequence[str], language: str) -> str:
    """a; a dan b; a, b, dan c."""
    word = "dan" if language == "id" else "and"
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return f"{parts[0]} {word} {parts[1]}"
    return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"
