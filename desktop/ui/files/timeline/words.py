"""The sentences of a file's window, made from its state and the texts of one language."""

from __future__ import annotations

from desktop.ui.files.finding import words as files
from desktop.ui.files.timeline.state import Kept, Paper, Promise, Said, Scene, Step
from desktop.ui.i18n import Texts

HOUR_S, DAY_S = 3600, 86_400

PRIMARY = {
    "next_step": ("timeline.next_step", "arrow-right"),
    "hand_over": ("timeline.hand_over", "hand-over"),
    "resume": ("timeline.resume", "file-check"),
    "resubmit": ("timeline.resubmit", "repeat"),
    "archive": ("timeline.archive", "database"),
    "accept": ("timeline.accept", "person"),
    "none": ("timeline.next_step", "arrow-right"),
}
MOVES = {
    "return": ("timeline.move.return", "repeat"),
    "refuse": ("timeline.move.refuse", "x"),
    "cancel": ("timeline.move.cancel", "x"),
    "send_back": ("timeline.move.send_back", "arrow-up"),
}
MOVE_LINES = {
    "return": "timeline.move.return_line",
    "refuse": "timeline.move.refuse_line",
    "cancel": "timeline.move.cancel_line",
    "send_back": "timeline.move.send_back_line",
}
MOVE_TITLES = {
    "return": "timeline.move.return_title",
    "refuse": "timeline.move.refuse_title",
    "cancel": "timeline.move.cancel_title",
    "send_back": "timeline.move.send_back_title",
}
STATUS = {
    "done": "timeline.status.done",
    "current": "timeline.status.current",
    "to_come": "timeline.status.to_come",
}
UNITS = {
    "minute": "timeline.unit.minute",
    "hour": "timeline.unit.hour",
    "working_day": "timeline.unit.working_day",
}
KEPT = {
    "held": "timeline.kept.held",
    "returned": "timeline.kept.returned",
    "destroyed": "timeline.kept.destroyed",
    "given": "timeline.kept.given",
}
REASONS = {
    "incomplete": "timeline.reason.incomplete",
    "unreadable": "timeline.reason.unreadable",
    "data_mismatch": "timeline.reason.data_mismatch",
    "applicant_needed": "timeline.reason.applicant_needed",
    "other": "timeline.reason.other",
    "entry_error": "timeline.reason.entry_error",
    "print_fault": "timeline.reason.print_fault",
    "signature_refused": "timeline.reason.signature_refused",
    "double_nik": "timeline.reason.double_nik",
    "biometric": "timeline.reason.biometric",
    "false_document": "timeline.reason.false_document",
    "not_entitled": "timeline.reason.not_entitled",
    "applicant_asked": "timeline.reason.applicant_asked",
    "double_entry": "timeline.reason.double_entry",
    "wrong_service": "timeline.reason.wrong_service",
    "step": "timeline.reason.step",
    "returned": "timeline.reason.returned",
}
PAPERS = {
    "receipt": "timeline.paper.receipt",
    "shortage": "timeline.paper.shortage",
    "apology": "timeline.paper.apology",
    "handover": "timeline.paper.handover",
    "handover_proof": "timeline.paper.handover_proof",
    "routing": "timeline.paper.routing",
    "scan": "timeline.paper.scan",
    "photo": "timeline.paper.photo",
    "letter": "timeline.paper.letter",
    "signature": "timeline.paper.signature",
    "form": "timeline.paper.form",
}
PLAIN = {
    "timeline.event.return": "timeline.event.return_plain",
    "timeline.event.refuse": "timeline.event.refuse_plain",
    "timeline.event.cancel": "timeline.event.cancel_plain",
    "timeline.event.send_back": "timeline.event.send_back_plain",
    "timeline.stopped": "timeline.stopped_plain",
}
"""Texts that name a reason -> the same without one."""

VERDICTS = {
    "running": ("waiting", "timeline.verdict.running"),
    "today": ("called", "timeline.verdict.today"),
    "paused": ("hold", "timeline.verdict.paused"),
    "late": ("late", "timeline.verdict.late"),
    "met": ("done", "timeline.verdict.met"),
    "missed": ("late", "timeline.verdict.missed"),
}


def said(texts: Texts, what: Said, zone: str = "UTC") -> str:
    """A text with its arguments; codes among them are turned into words first."""
    args = dict(what.args)
    if "unit" in args:
        args["unit"] = files.unit(texts, str(args["unit"]))
    if "reason" in args:
        args["reason"] = reason(texts, str(args["reason"]))
        if not args["reason"] and what.code in PLAIN:
            return files.said(texts, Said(PLAIN[what.code], args), zone)
    return files.said(texts, Said(what.code, args), zone)


def reason(texts: Texts, code: str) -> str:
    """Why it was returned, refused, cancelled or sent back; "" for none."""
    return texts.text(REASONS[code]) if code in REASONS else ""


def step_title(texts: Texts, step: Step) -> str:
    """The step's own words, or what happened."""
    if step.title is not None and (words := files.named(texts, step.title)):
        return words
    return "" if step.said is None else said(texts, step.said)


def step_below(texts: Texts, step: Step) -> str:
    """Who did it, or what it waits for."""
    return "" if step.below is None else said(texts, step.below)


def took(texts: Texts, step: Step) -> str:
    """48 menit; 3 jam kerja; 1 hari (while the clock stood)."""
    if step.took_s is None or (step.took_s < 60 and not step.by_calendar):
        return ""
    return span(texts, step.took_s, by_calendar=step.by_calendar)


def span(texts: Texts, seconds: int, *, by_calendar: bool = False) -> str:
    """A span in its largest unit: minutes, hours (of work), days."""
    if seconds < HOUR_S:
        return texts.minutes(max(60, seconds))
    if by_calendar and seconds >= DAY_S:
        return texts.text("timeline.days", count=round(seconds / DAY_S))
    code = "timeline.hours" if by_calendar else "timeline.work_hours"
    return texts.text(code, count=round(seconds / HOUR_S))


def promise_line(texts: Texts, promise: Promise) -> str:
    """1 hari kerja. Berhenti 1 hari selama menunggu pemohon."""
    parts = []
    if promise.value and promise.unit in UNITS:
        parts.append(texts.text(UNITS[promise.unit], count=promise.value) + ".")
    if promise.stopped_days:
        parts.append(texts.text("timeline.stood", count=promise.stopped_days))
    if promise.late_s and promise.verdict in ("late", "missed"):
        parts.append(texts.text("timeline.late_by", span=span(texts, promise.late_s)))
    if promise.first is not None and promise.due is not None and promise.first.date() != promise.due.date():
        parts.append(texts.text("timeline.first_promise", date=files.day_short(texts, promise.first.date())))
    return " ".join(parts)


def promise_date(texts: Texts, promise: Promise, state: str = "") -> str:
    """Senin, 23 November 2026; with the time where the promise is in minutes or hours."""
    if promise.verdict == "paused" or state == "returned":
        return texts.text("timeline.no_date_now")
    if promise.due is None:
        return texts.text("timeline.no_promise")
    day = texts.date_weekday(promise.due.date())
    if promise.unit in ("minute", "hour"):
        return f"{texts.date_short(promise.due.date())}, {texts.time(promise.due)}"
    return day


def paper(texts: Texts, one: Paper) -> str:
    """Tanda terima; a scan's own title."""
    if one.title:
        return one.title
    return texts.text(PAPERS.get(one.kind, "timeline.paper.other"))


def paper_detail(texts: Texts, one: Paper) -> str:
    """19 Nov, versi 1."""
    day = files.day_short(texts, one.at.date())
    if one.printed:
        return texts.text("timeline.paper_version", date=day, version=one.version)
    return texts.text("timeline.paper_scan", date=day)


def kept(texts: Texts, one: Kept) -> tuple[str, str]:
    """Its name, and where it is or went."""
    name = one.label if one.quantity == 1 else f"{one.label} ({one.quantity})"
    if one.state == "held" and one.where:
        return name, one.where
    return name, texts.text(KEPT[one.state])


def below_service(texts: Texts, scene: Scene) -> str:
    """Suparno Adi, 647101********28; dibawa oleh kuasa ..."""
    parts = [part for part in (scene.person, scene.nik) if part]
    line = ", ".join(parts)
    if scene.proxy:
        line = texts.text("timeline.by_proxy", person=line, proxy=scene.proxy)
    return line


def promise_standing(texts: Texts, promise: Promise) -> str:
    """That the calendar has changed since the promise was given, which stands; "" where nothing changed."""
    if not promise.standing or promise.due is None or promise.now is None:
        return ""
    return texts.text(
        promise.standing, promised=texts.date(promise.due.date()), now=texts.date(promise.now.date())
    )
