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
        if not args["reason"] and texts.has(what.code + "_plain"):
            return files.said(texts, Said(what.code + "_plain", args), zone)
    return files.said(texts, Said(what.code, args), zone)


def reason(texts: Texts, code: str) -> str:
    """Why it was returned, refused, cancelled or sent back; "" for none."""
    name = f"timeline.reason.{code}"
    return texts.text(name) if code and texts.has(name) else ""


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
    if promise.value:
        parts.append(texts.text(f"timeline.unit.{promise.unit}", count=promise.value) + ".")
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
    code = f"timeline.paper.{one.kind}"
    return texts.text(code if texts.has(code) else "timeline.paper.other")


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
    return name, texts.text(f"timeline.kept.{one.state}")


def below_service(texts: Texts, scene: Scene) -> str:
    """Suparno Adi, 647101********28; dibawa oleh kuasa ..."""
    parts = [part for part in (scene.person, scene.nik) if part]
    line = ", ".join(parts)
    if scene.proxy:
        line = texts.text("timeline.by_proxy", person=line, proxy=scene.proxy)
    return line
