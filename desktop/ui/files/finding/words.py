"""The sentences of files in lists, searches and refusals, made from values and the texts of one language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop.ui.files.finding.looks import STATES, state_look
from desktop.ui.files.finding.state import FileRow, Named, Said
from desktop.ui.i18n import Texts

__all__ = [
    "EMPTY",
    "LISTS",
    "SHORT",
    "STATES",
    "UNITS",
    "capital",
    "day_short",
    "due",
    "either",
    "moment_short",
    "named",
    "person",
    "said",
    "state_look",
    "state_word",
    "unbroken",
    "unit",
]

LISTS = {
    "today": "finding.list.today",
    "late": "finding.list.late",
    "waiting": "finding.list.waiting",
    "returned": "finding.list.returned",
    "ready": "finding.list.ready",
    "mine": "finding.list.mine",
    "coming": "finding.list.coming",
    "days_7": "finding.list.days_7",
    "days_30": "finding.list.days_30",
    "days_90": "finding.list.days_90",
}
"""A list's name -> code of its word; ``SHORT`` for the tiles of a narrow window, ``EMPTY`` for none in it."""

SHORT = {
    "today": "finding.short.today",
    "late": "finding.short.late",
    "waiting": "finding.short.waiting",
    "returned": "finding.short.returned",
    "ready": "finding.short.ready",
    "mine": "finding.short.mine",
    "coming": "finding.short.coming",
    "days_7": "finding.short.days_7",
    "days_30": "finding.short.days_30",
    "days_90": "finding.short.days_90",
}

EMPTY = {
    "today": "finding.empty.today",
    "late": "finding.empty.late",
    "waiting": "finding.empty.waiting",
    "returned": "finding.empty.returned",
    "ready": "finding.empty.ready",
    "mine": "finding.empty.mine",
    "coming": "finding.empty.coming",
    "days_7": "finding.empty.days_7",
    "days_30": "finding.empty.days_30",
    "days_90": "finding.empty.days_90",
}

UNITS = {
    "front_office": "finding.unit.front_office",
    "operator": "finding.unit.operator",
    "validator": "finding.unit.validator",
    "head": "finding.unit.head",
    "production": "finding.unit.production",
    "collection": "finding.unit.collection",
    "archive": "finding.unit.archive",
    "applicant": "finding.unit.applicant",
    "technical_team": "finding.unit.technical_team",
    "clinician": "finding.unit.clinician",
    "office": "finding.unit.office",
    "system": "finding.unit.system",
}

_ERRORS = {
    "file.not_found": "finding.error.not_found",
    "file.voided": "finding.error.voided",
    "file.wrong_state": "finding.error.wrong_state",
    "file.backwards": "finding.error.backwards",
    "file.too_early": "finding.error.too_early",
    "file.changed": "finding.error.changed",
    "file.twice": "finding.error.twice",
    "file.role": "finding.error.role",
    "file.reason_needed": "finding.error.reason_needed",
    "file.needs_handover": "finding.error.needs_handover",
    "file.last_step": "finding.error.last_step",
    "file.no_earlier_step": "finding.error.no_earlier_step",
    "file.on_the_way": "finding.error.on_the_way",
    "file.originals_held": "finding.error.originals_held",
    "file.held_elsewhere": "finding.error.held_elsewhere",
    "file.slip_no_file": "finding.error.slip_no_file",
    "file.not_late": "finding.error.not_late",
    "file.undo_none": "finding.error.undo_none",
    "file.undo_late": "finding.error.undo_late",
    "file.undo_changed": "finding.error.undo_changed",
    "file.undo_other": "finding.error.undo_other",
    "place.unknown": "finding.error.place_unknown",
    "place.inactive": "finding.error.place_inactive",
    "routing.not_sent": "finding.error.not_sent",
    "routing.for_other": "finding.error.for_other",
    "routing.not_yours": "finding.error.not_yours",
    "routing.yourself": "finding.error.yourself",
    "routing.unknown_staff": "finding.error.unknown_staff",
    "number.file_check": "finding.error.file_check",
    "number.unknown": "shell.scan.unknown",
}


def state_word(texts: Texts, state: str) -> str:
    """Siap diambil."""
    return texts.text(STATES[state][2]) if state in STATES else state


def unit(texts: Texts, name: str) -> str:
    """A desk of procedures in words; a person's name stays as it is."""
    return texts.text(UNITS[name]) if name in UNITS else name


def unbroken(number: str) -> str:
    """A number that no line break divides: lines may break, numbers never do."""
    return number.replace("-", "\u2060-\u2060")


def capital(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def day_short(texts: Texts, day: date) -> str:
    """23 Nov."""
    parts = texts.date(day).split()
    return f"{parts[0]} {parts[1][:3]}"


def moment_short(texts: Texts, at: datetime) -> str:
    """Kam 19 Nov, 09.14."""
    return f"{texts.weekday(at.date())[:3]} {day_short(texts, at.date())}, {texts.time(at)}"


def due(texts: Texts, row: FileRow, today: date | None) -> tuple[str, str]:
    """What a row says of its date, and the colour role of it."""
    if row.state == "returned":
        if row.return_by is not None:
            return texts.text("finding.return_by", date=day_short(texts, row.return_by)), "muted"
        return texts.text("finding.returned_days", count=row.days_waiting), "muted"
    if row.state in ("ready", "uncollected"):
        if row.days_waiting:
            return texts.text("finding.ready_days", count=row.days_waiting), "muted"
        return texts.text("finding.ready_today"), "muted"
    if row.paused:
        return texts.text("finding.paused"), "state:hold"
    if row.due is None:
        return "", "muted"
    day = row.due.date()
    if row.late:
        if day == today:
            return texts.text("finding.late_today", time=texts.time(row.due)), "state:late"
        return texts.text("finding.late", date=day_short(texts, day)), "state:late"
    if row.state in ("collected", "archived", "refused", "cancelled"):
        return "", "muted"
    if day == today:
        return texts.text("finding.due_today", time=texts.time(row.due)), "text"
    return texts.text("finding.due", date=day_short(texts, day)), "muted"


def person(texts: Texts, row: FileRow) -> str:
    """Suparno Adi, 647101********28."""
    if not row.person:
        return texts.text("finding.sent_by", name=row.sent_by) if row.sent_by else ""
    return f"{row.person}, {row.nik}" if row.nik else row.person


def either(texts: Texts, parts: list[str]) -> str:
    """a atau b."""
    if len(parts) < 2:
        return "".join(parts)
    return texts.text("finding.or", first=", ".join(parts[:-1]), last=parts[-1])


def named(texts: Texts, name: Named) -> str:
    """A name in the language that is shown."""
    return name.words(texts.language)


def said(texts: Texts, what: Said, zone: str = "UTC") -> str:
    """A text with its arguments, those of a refusal turned into words first."""
    args: dict[str, Any] = dict(what.args)
    if "state" in args:
        args["state"] = state_word(texts, str(args["state"]))
    label = args.get("label_en" if texts.language == "en" else "label_id") or args.get("state", "")
    args.setdefault("step", label)
    if isinstance(args.get("at_utc"), str) and args["at_utc"]:
        moment = datetime.fromisoformat(args["at_utc"]).astimezone(ZoneInfo(zone))
        args["time"], args["date"] = texts.time(moment), day_short(texts, moment.date())
    args.setdefault("time", "")
    args.setdefault("date", "")
    args["to"] = args.get("to") or unit(texts, str(args.get("unit", "")))
    args.setdefault("by", "")
    args.setdefault("number", "")
    if isinstance(args.get("likely"), (list, tuple)):
        args["likely"] = either(texts, [str(one) for one in args["likely"]])
    for name, value in args.items():
        if isinstance(value, (list, tuple)):
            args[name] = texts.items([str(one) for one in value])
    code = _ERRORS.get(what.code, what.code)
    if code == "finding.error.changed" and not args["by"]:
        code = "finding.error.changed_nobody"
    if code == "finding.error.file_check" and not args.get("likely"):
        code = "finding.error.file_check_none"
    if not texts.has(code):
        return texts.text("finding.error.other", code=what.code)
    return texts.text(code, **args)
