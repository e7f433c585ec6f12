"""The sentences of the intake page, made from its state and the texts of one language."""

from __future__ import annotations

from datetime import date, datetime

from desktop.ui.files.intake.state import Earlier, Row, Said, Scene, Told
from desktop.ui.i18n import Texts

VALUES = ("received", "original_shown", "missing", "not_needed")
VALUE_CODES = {
    "received": "intake.value.received",
    "original_shown": "intake.value.original_shown",
    "missing": "intake.value.missing",
    "not_needed": "intake.value.not_needed",
}
_KINDS = {
    "copy": "intake.kind.copy",
    "original_shown": "intake.kind.original_shown",
    "original_kept": "intake.kind.original_kept",
    "form": "intake.kind.form",
    "photo": "intake.kind.photo",
}
_WAYS = {
    "none": "intake.way.none",
    "whatsapp": "intake.way.whatsapp",
    "sms": "intake.way.sms",
    "phone_call": "intake.way.phone_call",
    "counter_display": "intake.way.counter_display",
    "come_back": "intake.way.come_back",
    "email": "intake.way.email",
}
_STATES = {
    "returned": "intake.state.returned",
    "received": "intake.state.received",
    "verified": "intake.state.verified",
    "in_process": "intake.state.in_process",
    "waiting_signature": "intake.state.waiting_signature",
    "ready": "intake.state.ready",
    "collected": "intake.state.collected",
    "archived": "intake.state.archived",
    "refused": "intake.state.refused",
    "cancelled": "intake.state.cancelled",
    "uncollected": "intake.state.uncollected",
}


def said(texts: Texts, what: Said) -> str:
    """A text with its arguments; a date among them in words."""
    args = {
        name: texts.date(value) if isinstance(value, date) and not isinstance(value, datetime) else value
        for name, value in what.args.items()
    }
    return texts.text(what.code, **args)


def told(texts: Texts, what: tuple[Told, ...]) -> tuple[str, bool, str]:
    """What stands below a field: the words, whether they refuse it, and a suggestion or ""."""
    errors = tuple(one for one in what if one.error)
    shown = errors[:1] or what
    suggestion = next((one.suggestion for one in shown if one.suggestion is not None), "")
    return " ".join(said(texts, one.said) for one in shown), bool(errors), suggestion


def kind(texts: Texts, row: Row) -> str:
    """What a requirement is: "fotokopi, 2 lembar"; "asli ditahan, dicatat sebagai titipan"."""
    line = texts.text(_KINDS.get(row.kind, "intake.kind.copy"))
    return texts.text("intake.kind_copies", kind=line, count=row.copies) if row.copies > 1 else line


def way(texts: Texts, code: str) -> str:
    """A way of telling the applicant."""
    return texts.text(_WAYS.get(code, "intake.way.none"))


def earlier(texts: Texts, one: Earlier) -> str:
    """KIA baru, dikembalikan, 18 November 2026."""
    state = texts.text(_STATES.get(one.state, "intake.state.received"))
    return texts.text("intake.earlier_line", service=one.service.words(texts.language), state=state,
                      date=texts.date(one.on))  # fmt: skip


def outcome(texts: Texts, scene: Scene) -> tuple[str, str, str, str, str]:
    """The outcome card: heading, sentence, icon, colour role of heading and frame, title of F2."""
    if scene.mode == "unsure":
        return (texts.text("intake.unsure"), texts.text("intake.unsure_hint"), "warning", "state:late",
                texts.text("shell.retry"))  # fmt: skip
    if scene.outcome == "complete":
        return (texts.text("intake.complete"), texts.text("intake.complete_hint"), "check-circle", "state:done",
                texts.text("intake.give_receipt" if scene.prints else "intake.give_receipt_plain"))  # fmt: skip
    if scene.outcome == "missing":
        return (texts.text("intake.short", missing=scene.missing, total=scene.total),
                texts.text("intake.short_hint"), "warning", "state:late",
                texts.text("intake.give_slip" if scene.prints else "intake.give_slip_plain"))  # fmt: skip
    done = scene.total - scene.unanswered
    return (texts.text("intake.open", done=done, total=scene.total), texts.text("intake.open_hint"), "file",
            "text", texts.text("intake.give_receipt" if scene.prints else "intake.give_receipt_plain"))  # fmt: skip


def primary(texts: Texts, scene: Scene) -> str:
    """The title of F2."""
    if scene.mode == "done":
        return texts.text("intake.back_to_counter" if scene.at_ticket else "intake.back")
    if scene.mode == "failed":
        return texts.text("shell.retry")
    return outcome(texts, scene)[4]


def promised(texts: Texts, scene: Scene) -> str:
    """The promised date or moment, or until when the rest should come."""
    done = scene.done
    if done is None:
        return ""
    if done.due is not None:
        day = texts.date_weekday(done.due.date())
        if done.due_has_time:
            return texts.text("intake.due_at", date=day, time=texts.time(done.due, done.zone))
        return day
    return texts.date_weekday(done.return_by) if not done.complete and done.return_by is not None else ""
