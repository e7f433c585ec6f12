"""A file's window: where it has been, where it stands, what was promised, where its papers are.

Looking is an access to personal data: presenters run ``record_look`` once for each opening.
Called by presenters and tests.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.errors import UserError
from desktop.domain.files import (
    FILE_TRANSITIONS,
    OPEN_STATES,
    earlier_steps,
    file_action_allowed,
    next_step,
    procedure_of,
)
from desktop.domain.promise import day_bar, promise_of, promise_stands, working_time
from desktop.office.live.file_heads import head_of, masked_name
from desktop.office.live.file_timeline_rows import read_head, read_movements, read_things
from desktop.office.live.file_values import (
    BarDay,
    FileCustody,
    FileDeliverable,
    FileItem,
    FilePaper,
    FilePromise,
    FileTimeline,
)
from desktop.office.live.file_way import Way, way_of
from desktop.office.live.hours import load_calendar
from desktop.office.work import Command, Result, Work, business_day

MOST_BAR_DAYS: Final = 15
_ORDER: Final = ("next_step", "hand_over", "complete", "archive", "return", "send_back", "refuse", "resubmit",
                 "uncollected", "cancel")  # fmt: skip


class LookAtFile(Command, frozen=True, kw_only=True):
    """Somebody opened a file's window; ``how``: scan, search, list or intake."""

    application_id: uuid.UUID
    how: str = "scan"


def file_timeline(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, viewer: uuid.UUID | None = None
) -> FileTimeline:
    """The whole window in at most 8 statements.

    Args:
        viewer: who looks; their roles decide ``actions``, nobody sees all.

    Raises:
        UserError: ``file.not_found``.
    """
    now = work.now()
    row = read_head(work, office_id, application_id)
    if row is None:
        raise UserError("file.not_found", number="")
    steps = procedure_of(row.content)
    movements = read_movements(work, application_id)
    things = read_things(work, application_id, viewer)
    calendar = load_calendar(
        work, office_id, business_day(row.complete_at_utc or row.created_at_utc, row.time_zone)
    )
    zone = ZoneInfo(row.time_zone)
    pauses = sorted(things["pause"], key=lambda one: one.at1)
    words = {one.number: (one.label_id, one.label_en, one.actor) for one in steps}
    head = head_of(row, words, now)
    way = Way(row, steps, movements, pauses, calendar, now, zone)
    following = next_step(steps, row.step) if file_action_allowed("next_step", row.state) else None
    roles = None if viewer is None else {one.a for one in things["role"]}
    sent = things["routing"][0] if things["routing"] else None
    back = [] if not file_action_allowed("send_back", row.state) else earlier_steps(steps, row.step)
    rows = way_of(way)
    return FileTimeline(
        at_utc=now,
        time_zone=row.time_zone,
        head=head,
        rows=rows,
        steps_done=sum(one.number > 0 and one.status == "done" for one in rows),
        steps_total=len(steps),
        promise=_promise(row, pauses, calendar, now, zone),
        papers=_papers(things, zone),
        items=_items(row.content, things["item"]),
        custody=_custody(things["custody"], zone),
        deliverables=_deliverables(things["deliverable"], zone),
        on_the_way_to="" if sent is None else sent.a or sent.b or "",
        actions=_actions(row.state, roles, following is not None),
        next_id_text="" if following is None else following.label_id,
        next_en_text="" if following is None else following.label_en,
        send_back=tuple((one.number, one.label_id, one.label_en) for one in back),
        proxy=masked_name(row.proxy_name, bool(row.proxy_restricted)) if row.proxy_name else "",
        proxy_letter=row.proxy_letter,
        note=row.note,
        received_by=row.received_by or "",
        received_counter=row.counter_name or "",
        received_local=row.created_at_utc.astimezone(zone),
    )


def record_look(work: Work, command: LookAtFile) -> Result[None]:
    """Write down that somebody looked at a person's data: event ``person.viewed`` (ids only).

    Raises:
        UserError: ``file.not_found``.
    Writes: event, command.
    """
    from sqlalchemy import select

    from desktop.models.files import Application
    from desktop.office.records import append_event, remember, remembered

    if remembered(work, command) is not None:
        return Result(None)
    person = work.connection.execute(
        select(Application.applicant_id).where(
            Application.id == command.application_id, Application.office_id == command.office_id
        )
    ).scalar_one_or_none()
    if person is None:
        raise UserError("file.not_found", number="")
    append_event(
        work,
        command,
        "person.viewed",
        person,
        after={"application": command.application_id, "how": command.how},
    )
    remember(work, command, "record_look", {})
    return Result(None)


def _actions(state: str, roles: set[str] | None, has_next: bool) -> tuple[str, ...]:
    return tuple(
        action
        for action in _ORDER
        if file_action_allowed(action, state)
        and (roles is None or roles & set(FILE_TRANSITIONS[action].roles))
        and (action != "next_step" or has_next)
    )


def _promise(row: Any, pauses: list[Any], calendar: OfficeCalendar, now: Any, zone: ZoneInfo) -> FilePromise:
    promise = promise_of(row.content)
    if promise is None or row.complete_at_utc is None:
        return FilePromise()
    due = row.due_at_utc
    paused = row.paused_since_utc is not None
    stopped = row.state in ("refused", "cancelled")
    # A file that is ready, or that nobody works on any longer, is not getting later.
    moment = row.ready_at_utc or (row.state_since_utc if stopped else now)
    spans = [(one.at1, one.at2) for one in pauses if one.at2 is None or one.at2 > one.at1]
    cut_off = row.cut_off
    bar = day_bar(
        calendar, promise, row.complete_at_utc, moment, spans, promised_at=due, cut_off=cut_off,
        group=row.group_letter,
    )  # fmt: skip
    standing = None
    if due is not None and not paused and row.state in OPEN_STATES and row.ready_at_utc is None:
        # A holiday that came into the calendar, or left it, since the date was given.
        standing = promise_stands(
            calendar, promise, row.complete_at_utc, due, spans, cut_off=cut_off, group=row.group_letter
        )
    if row.ready_at_utc is not None and due is not None:
        verdict = "met" if row.ready_at_utc <= due else "missed"
    elif due is None or stopped:
        verdict = "none"
    elif paused:
        verdict = "paused"
    elif due < now:
        verdict = "late"
    else:
        verdict = "today" if due.astimezone(zone).date() == now.astimezone(zone).date() else "running"
    late_s = 0
    if due is not None and verdict in ("late", "missed"):
        late_s = int(working_time(calendar, due, moment, group=row.group_letter).total_seconds())
    return FilePromise(
        due_local=None if due is None else due.astimezone(zone),
        first_local=None if row.promised_at_utc is None else row.promised_at_utc.astimezone(zone),
        value=promise.value,
        unit=promise.unit,
        verdict=verdict,
        late_working_s=late_s,
        stopped_days=sum(((end or moment).astimezone(zone).date() - begin.astimezone(zone).date()).days
                         for begin, end in spans),
        bar=tuple(_bar_day(one) for one in bar if one.kind != "off")[:MOST_BAR_DAYS],
        standing="" if standing is None else standing.code or "",
        now_local=standing.now.at if standing is not None and standing.code else None,
    )  # fmt: skip


def _bar_day(one: Any) -> BarDay:
    if one.kind == "paused":
        state = "stopped"
    elif one.late:
        state = "late"
    elif one.today:
        state = "today"
    else:
        state = "to_come" if one.ahead else "done"
    return BarDay(day=one.day, state=state)


def _papers(things: dict[str, list[Any]], zone: ZoneInfo) -> tuple[FilePaper, ...]:
    found = [("document", one) for one in things["document"]] + [
        ("attachment", one) for one in things["attachment"]
    ]
    found.sort(key=lambda pair: pair[1].at1)
    so_far: dict[tuple[str, str], int] = {}
    papers = []
    for source, one in found:
        so_far[source, one.a] = so_far.get((source, one.a), 0) + 1
        papers.append(
            FilePaper(
                paper_id=one.key,
                source=source,
                kind=one.a,
                title=one.b or "",
                at_local=one.at1.astimezone(zone),
                version=so_far[source, one.a],
                pages=one.n or 1,
                media_type=one.c or "",
            )
        )
    return tuple(papers)


def _items(content: Any, found: list[Any]) -> tuple[FileItem, ...]:
    words = {
        (str(one.get("id")), str(one.get("kind"))): one.get("label") or {}
        for one in (content or {}).get("requirements") or ()
    }
    return tuple(
        FileItem(
            requirement=one.a,
            kind=one.b,
            value=one.c,
            label_id=str(words.get((one.a, one.b), {}).get("id", "")),
            label_en=str(words.get((one.a, one.b), {}).get("en", "")),
            note=one.d,
            missing_on=date.fromisoformat(one.e) if one.e else None,
        )
        for one in sorted(found, key=lambda item: item.n)
    )


def _custody(found: list[Any], zone: ZoneInfo) -> tuple[FileCustody, ...]:
    return tuple(
        FileCustody(
            custody_id=one.key,
            label=one.a,
            state=one.b,
            holder=one.c or "",
            place=one.d or "",
            taken_local=one.at1.astimezone(zone),
            ended_local=None if one.at2 is None else one.at2.astimezone(zone),
        )
        for one in sorted(found, key=lambda item: item.at1)
    )


def _deliverables(found: list[Any], zone: ZoneInfo) -> tuple[FileDeliverable, ...]:
    return tuple(
        FileDeliverable(
            deliverable_id=one.key,
            label=one.a,
            quantity=one.n,
            unit=one.b,
            place=one.d or "",
            handed_local=None if one.at1 is None else one.at1.astimezone(zone),
        )
        for one in sorted(found, key=lambda item: (item.e, item.a))
    )


__all__ = ["LookAtFile", "file_timeline", "record_look"]
