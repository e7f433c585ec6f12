"""From what the office told and what the clerk typed to what the page shows; pure. Called by the presenter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.domain.files import NOTICE_WAYS
from desktop.office.files.commands import TakenIn
from desktop.office.live.intake_values import IntakeForm, IntakeRequirement, KnownPerson
from desktop.ui.files.intake.form import Form
from desktop.ui.files.intake.state import Choice, Done, Earlier, Key, Mode, Named, Outcome, Row, Said, Scene

#: So many earlier files are in view; the timeline and the search show the rest.
EARLIER_SHOWN = 4
_NEEDED = {"email": "email", "whatsapp": "phone", "sms": "phone", "phone_call": "phone"}


def key_of(one: IntakeRequirement) -> Key:
    """What names a requirement's row."""
    return (one.requirement, one.kind)


def usual_value(kind: str) -> str:
    """The answer that a requirement of this kind has when all is well."""
    return "original_shown" if kind == "original_shown" else "received"


def asked(opened: IntakeForm) -> tuple[IntakeRequirement, ...]:
    """The requirements that this visit asks for: all, or what was missing last time."""
    return tuple(one for one in opened.requirements if not one.brought)


def outcome_of(opened: IntakeForm, form: Form) -> tuple[Outcome, int, int]:
    """What F2 will give, how many rows have no answer yet, and how many are missing."""
    values = [form.answers.get(key_of(one)) for one in asked(opened)]
    unanswered, missing = values.count(None), values.count("missing")
    if unanswered:
        return "open", unanswered, missing
    return ("missing" if missing else "complete"), 0, missing


def rows_of(opened: IntakeForm, form: Form) -> tuple[Row, ...]:
    """The checklist."""
    return tuple(
        Row(
            key=key_of(one),
            label=Named(one.label_id, one.label_en),
            condition=Named(one.needed_if_id, one.needed_if_en),
            kind=one.kind,
            copies=one.copies,
            value=one.value if one.brought else form.answers.get(key_of(one)),
            note=form.notes.get(key_of(one), ""),
            missing_on=one.missing_on,
            asked=not one.brought,
        )
        for one in opened.requirements
    )


def earlier_of(opened: IntakeForm, known: KnownPerson | None) -> tuple[Earlier, ...]:
    """The earlier files of a known person; the one that is being completed is not among them."""
    if known is None:
        return ()
    files = [one for one in known.files if one.application_id != opened.application_id]
    # What can be continued comes first: it is what the person has most likely come for.
    files.sort(key=lambda one: one.state != "returned")
    return tuple(
        Earlier(
            application_id=one.application_id,
            number=one.number,
            service=Named(one.service_name_id, one.service_name_en),
            state=one.state,
            on=one.created_local.date(),
            missing=one.missing,
            can_continue=one.state == "returned",
        )
        for one in files[:EARLIER_SHOWN]
    )


def ways_of(opened: IntakeForm) -> tuple[str, ...]:
    """The ways of telling that this office has, as a file keeps them."""
    return tuple(way for way in dict.fromkeys(opened.notice_ways) if way in NOTICE_WAYS) or ("none",)


def notice_way_of(opened: IntakeForm, form: Form) -> str:
    """How the applicant will be told: as chosen, else the first way that the office has and the person too."""
    ways = ways_of(opened)
    if form.notice_way in ways:
        return form.notice_way
    for way in ways:
        if way != "none" and (way not in _NEEDED or form.fields[_NEEDED[way]].strip()):
            return way
    return "none"


def done_of(
    opened: IntakeForm, taken: TakenIn, paper: Said, *, printed: bool, can_print: bool, return_by: date | None
) -> Done:
    """What the page says once the file is in."""
    zone = ZoneInfo(opened.time_zone)
    due = None if taken.due_at_utc is None else taken.due_at_utc.astimezone(zone)
    return Done(
        number=taken.number,
        complete=taken.state != "returned",
        missing=taken.missing,
        items=taken.items,
        due=due,
        due_has_time=opened.service is not None and opened.service.promise_unit in ("minute", "hour"),
        zone="" if due is None else due.tzname() or "",
        return_by=return_by,
        paper=paper,
        printed=printed,
        can_print=can_print,
        service=_service(opened),
    )


def _service(opened: IntakeForm) -> Named:
    one = opened.service
    return Named() if one is None else Named(one.name_id, one.name_en)


def scene_of(
    opened: IntakeForm,
    form: Form,
    known: KnownPerson | None,
    *,
    mode: Mode,
    now: datetime,
    notice: Said | None = None,
    restored: datetime | None = None,
    done: Done | None = None,
    prints: bool = True,
) -> Scene:
    """The page at ``now``, an aware moment."""
    outcome, unanswered, missing = outcome_of(opened, form)
    started = opened.started_at_utc
    blocked = None
    if unanswered and mode == "form":
        blocked = Said("intake.answer_rest", {"count": unanswered})
    return Scene(
        mode=mode,
        ticket=opened.ticket,
        at_ticket=opened.ticket_id is not None,
        number=opened.number,
        service=_service(opened),
        elapsed_s=None if started is None else max(0, (now - started) // timedelta(seconds=1)),
        norm_s=opened.counter_minutes * 60,
        rows=rows_of(opened, form),
        outcome=outcome,
        unanswered=unanswered,
        missing=missing,
        total=len(asked(opened)),
        told=form.told(),
        sex=form.sex,
        proxy=form.proxy,
        letter=form.letter,
        notice_way=notice_way_of(opened, form),
        notice_ways=ways_of(opened),
        earlier=earlier_of(opened, known),
        restricted=known is not None and known.restricted,
        restored=restored,
        notice=notice,
        blocked=blocked,
        services=tuple(Choice(key, Named(id_, en)) for key, id_, en in opened.services),
        done=done,
        prints=prints,
    )
