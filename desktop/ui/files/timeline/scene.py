"""From the office's timeline of a file to what its window shows, as pure functions. Called by the presenter."""

from __future__ import annotations

from typing import Final

from desktop.domain.files import CANCEL_REASONS, REFUSAL_REASONS, RUNNING_STATES
from desktop.office.files.moving_values import RETURN_REASONS, SEND_BACK_REASONS
from desktop.office.live.file_values import FileTimeline, TimelineRow
from desktop.ui.files.finding.looks import state_look
from desktop.ui.files.timeline.state import (
    BarDay,
    Item,
    Kept,
    Move,
    Named,
    News,
    Paper,
    Primary,
    Promise,
    Said,
    Scene,
    Step,
)

REASONS: Final = {
    "return": RETURN_REASONS,
    "refuse": REFUSAL_REASONS,
    "cancel": CANCEL_REASONS,
    "send_back": SEND_BACK_REASONS,
}
"""What F8 offers, in this order, and the reasons of each."""

_EVENT_ICONS: Final = {
    "return": ("returned", "repeat"),
    "refuse": ("no_show", "x"),
    "cancel": ("offline", "x"),
    "uncollected": ("hold", "shelf"),
    "send_back": ("hold", "arrow-up"),
    "resubmit": ("waiting", "repeat"),
    "place": ("waiting", "shelf"),
    "route": ("waiting", "transfer"),
    "accept": ("waiting", "person"),
    "undo": ("offline", "undo"),
    "complete": ("done", "tick"),
}
_EVENTS: Final = {
    "return": "timeline.event.return",
    "refuse": "timeline.event.refuse",
    "cancel": "timeline.event.cancel",
    "send_back": "timeline.event.send_back",
    "uncollected": "timeline.event.uncollected",
    "resubmit": "timeline.event.resubmit",
    "place": "timeline.event.place",
    "route": "timeline.event.route",
    "accept": "timeline.event.accept",
    "undo": "timeline.event.undo",
    "complete": "timeline.event.complete",
    "archive": "timeline.event.archive",
    "hand_over": "timeline.event.hand_over",
    "take_in": "timeline.event.take_in",
}
_CLOSED: Final = ("collected", "archived", "cancelled")


def scene_of(file: FileTimeline) -> Scene:
    """The window of a file."""
    head, promise = file.head, file.promise
    primary, why = _primary(file)
    return Scene(
        loaded=True,
        application_id=head.application_id,
        number=head.number,
        service=Named(head.service_id_text, head.service_en_text),
        person=head.applicant,
        nik=head.nik,
        proxy=file.proxy,
        restricted=head.restricted,
        state=head.state,
        version=head.version,
        steps=tuple(_step(row) for row in file.rows),
        steps_done=file.steps_done,
        steps_total=file.steps_total,
        promise=Promise(
            promise.verdict, promise.due_local, promise.first_local, promise.value, promise.unit,
            promise.late_working_s, promise.stopped_days,
            tuple(BarDay(one.day, _bar_state(one.state, promise.verdict)) for one in promise.bar),
            promise.standing, promise.now_local,
        ),
        papers=tuple(
            Paper(one.paper_id, one.source == "document", one.kind, one.title, one.at_local, one.version)
            for one in reversed(file.papers)
        ),
        kept=(
            *(
                Kept(one.label, one.state, one.place or one.holder)
                for one in file.custody
            ),
            *(
                Kept(one.label, "given" if one.handed_local else "held", one.place, True, one.quantity,
                     one.unit)
                for one in file.deliverables
            ),
        ),
        news=tuple(News(one.to, one.way, one.state, one.at_local) for one in file.notices),
        where=_where(file),
        note=file.note or "",
        primary=primary,
        primary_why=why,
        next=Named(file.next_id_text, file.next_en_text) if file.next_id_text else None,
        moves=tuple(Move(name, reasons) for name, reasons in REASONS.items() if name in file.actions),
        send_back=tuple((number, Named(label, en)) for number, label, en in file.send_back),
        items=tuple(
            Item(one.requirement, one.kind, Named(one.label_id, one.label_en))
            for one in file.items
            if one.value in ("received", "original_shown")
        ),
        coming=bool(file.on_the_way_to),
        late=promise.verdict in ("late", "missed"),
        zone=file.time_zone,
    )  # fmt: skip


def _bar_state(state: str, verdict: str) -> str:
    # A promise that was met or missed has no today any more: that day is done.
    return "done" if state == "today" and verdict in ("met", "missed") else state


def _primary(file: FileTimeline) -> tuple[Primary, Said | None]:
    state, actions = file.head.state, file.actions
    if state == "returned":
        return "resume", None
    if state in ("ready", "uncollected"):
        return "hand_over", None
    if state in RUNNING_STATES and "next_step" in actions:
        return "next_step", None
    if state == "refused" and "resubmit" in actions:
        return "resubmit", None
    if state in ("collected", "refused") and "archive" in actions:
        return "archive", None
    if state in _CLOSED:
        return "none", Said("timeline.why_closed")
    return "none", Said("timeline.why_role")


def _where(file: FileTimeline) -> Said | None:
    head = file.head
    if file.on_the_way_to:
        return Said("timeline.where_on_the_way", {"unit": file.on_the_way_to})
    if head.place:
        return Said("timeline.where_place", {"place": head.place, "code": head.place_code})
    if head.holder:
        return Said("timeline.where_holder", {"name": head.holder})
    if head.state in ("returned", "collected"):
        return Said("timeline.where_applicant")
    return None


def _step(row: TimelineRow) -> Step:
    if row.kind == "stopped":
        stands = Said("timeline.clock_stands" if row.open else "timeline.clock_stood")
        title = Named(row.label_id, row.label_en) if row.label_id else None
        return Step("current" if row.open else "done", "hold", "pause", title,
                    Said("timeline.stopped", {"reason": row.reason or ""}), stands, row.at_local,
                    row.stopped_s, by_calendar=True)  # fmt: skip
    if row.kind == "event":
        look, icon = _EVENT_ICONS.get(row.action, ("waiting", "info"))
        args = {"place": row.place, "reason": row.reason or "", "unit": row.who}
        code = _EVENTS.get(row.action, "timeline.event.undo")
        return Step(row.status, look, icon, None, Said(code, args), _who(row), row.at_local)
    over = bool(row.norm_minutes and row.took_working_s and row.took_working_s > row.norm_minutes * 60)
    look, icon = _disc(row)
    below = _who(row)
    if row.status != "done":
        if row.status == "to_come" or below is None:
            below = Said("timeline.waits_for", {"unit": row.actor})
        if row.place:
            below = Said("timeline.lies_at", {"place": row.place})
    return Step(row.status, look, icon, Named(row.label_id, row.label_en), Said("timeline.step_state",
                {"state": row.state}), below, row.at_local, row.took_working_s,
                over_norm=over and row.status == "current" and row.state in RUNNING_STATES)  # fmt: skip


def _disc(row: TimelineRow) -> tuple[str, str]:
    if row.status == "done":
        return "done", "check-circle"
    if row.status == "to_come":
        return "waiting", "clock"
    look, icon = state_look(row.state)
    return look, icon or ("hand-over" if look == "collect" else "clock")


def _who(row: TimelineRow) -> Said | None:
    if not row.who:
        return None
    if row.counter:
        return Said("timeline.who_at", {"name": row.who, "counter": row.counter})
    return Said("timeline.who", {"name": row.who})
