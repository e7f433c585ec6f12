"""What windows show of files: heads, rows of lists, the timeline. Frozen values; for presenters and tests.

Texts of the catalogue come in both languages (``..._id`` and ``..._en`` of a text); everything else is a code.
Names of persons are as they may be shown: masked where their data are restricted; a NIK is always masked.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import msgspec


class FileHead(msgspec.Struct, frozen=True, kw_only=True):
    """One file as a scan finds it, a list shows it, and the head of its window.

    Attributes:
        number: ``K26-004866-7``; ``code`` is what a scanner reads.
        service_id_text, service_en_text: the service's short name in its own version.
        state: a code of ``domain.files.APPLICATION_STATES``.
        step_id_text, step_en_text: where it stands in its procedure; empty outside of it.
        actor: whose turn it is: the step's actor, ``applicant`` while returned.
        applicant: name as it may be shown; ``nik`` masked, "" where none is known.
        restricted: the person's data are restricted: shown as little as possible.
        due_at_utc: the promise as it stands now; None without one. ``paused``: its clock is stopped.
        late: running, not paused, and past its due moment.
        holder: name of who has the paper; "" where it lies at ``place`` or is with the applicant.
        days_waiting: ready or returned since so many calendar days; 0 otherwise.
    """

    application_id: uuid.UUID
    number: str
    code: str
    service_id: uuid.UUID
    service_id_text: str
    service_en_text: str
    state: str
    step: int
    step_id_text: str = ""
    step_en_text: str = ""
    actor: str = ""
    applicant_id: uuid.UUID
    applicant: str
    nik: str
    restricted: bool = False
    created_at_utc: datetime
    state_since_utc: datetime
    due_at_utc: datetime | None = None
    paused: bool = False
    late: bool = False
    ready_at_utc: datetime | None = None
    return_by: date | None = None
    holder_id: uuid.UUID | None = None
    holder: str = ""
    place: str = ""
    place_code: str = ""
    reason: str | None = None
    channel: str = "counter"
    revision: int = 1
    version: int = 1
    days_waiting: int = 0


class TimelineRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a file's way.

    Attributes:
        kind: ``step`` (of its procedure), ``stopped`` (the promise's clock stood still), ``event`` (returned,
            refused, cancelled, uncollected, sent back, resubmitted, placed, sent, signed for, taken back).
        status: ``done``, ``current``, ``to_come``.
        number: of the step, 0 otherwise. ``state`` is the step's, or the file's after the event.
        action: for events, the movement's action; ``reason`` its code.
        label_id, label_en: the step's words; empty for what is worded by ``action`` or ``reason``.
        actor: whose step it is. ``who``: name of who did it; ``counter`` its name, such as "3".
        at_local: done: when it was finished; current and stopped: since when; None to come. In the office's zone.
        took_working_s: seconds of the office's working time that it took or has taken; None where it says nothing.
        stopped_s: for ``stopped``, how long in seconds by the calendar (not working time), until now if it still is.
        norm_minutes: of the step; 0 has none.
        place: where the paper was put, if it was.
        open: a stopped clock that still stands.
    """

    kind: str
    status: str
    number: int = 0
    state: str = ""
    action: str = ""
    reason: str | None = None
    label_id: str = ""
    label_en: str = ""
    actor: str = ""
    who: str = ""
    counter: str = ""
    at_local: datetime | None = None
    took_working_s: int | None = None
    stopped_s: int | None = None
    norm_minutes: int = 0
    place: str = ""
    open: bool = False


class BarDay(msgspec.Struct, frozen=True, kw_only=True):
    """One working day of the promise's bar; ``state``: done, today, to_come, stopped, late."""

    day: date
    state: str


class FilePromise(msgspec.Struct, frozen=True, kw_only=True):
    """The promise.

    Attributes:
        due_local: as it stands now; ``first_local`` as it was first printed. In the office's zone.
        value, unit: its length: ``minute``, ``hour`` or ``working_day``; 0 where the version has none.
        verdict: ``none`` (no promise), ``running``, ``today``, ``paused``, ``late``, ``met``, ``missed``.
        late_working_s: working time past it, seconds.
        stopped_days: days (calendar) on which the clock stood.
        bar: at most 15 working days, from when it was complete; it ends at the promise that was given.
        standing: ``promise.stands_earlier`` or ``promise.stands_later`` where the calendar has changed since it
            was given and would give another moment now, ``now_local``; "" where nothing changed. It stands.
    """

    due_local: datetime | None = None
    first_local: datetime | None = None
    value: int = 0
    unit: str = ""
    verdict: str = "none"
    late_working_s: int = 0
    stopped_days: int = 0
    bar: tuple[BarDay, ...] = ()
    standing: str = ""
    now_local: datetime | None = None


class FilePaper(msgspec.Struct, frozen=True, kw_only=True):
    """A printed document (``source`` document) or a scan (attachment).

    Attributes:
        kind: of the document (receipt, shortage, apology, handover ...) or attachment (scan, photo ...).
        title: an attachment's; empty for documents, whose kind is worded.
        version: how many of its kind there are up to this one, from 1.
    """

    paper_id: uuid.UUID
    source: str
    kind: str
    title: str = ""
    at_local: datetime
    version: int = 1
    pages: int = 1
    media_type: str = ""


class FileItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the checklist; the words stand in the service's version."""

    requirement: str
    kind: str
    value: str
    label_id: str = ""
    label_en: str = ""
    note: str | None = None
    missing_on: date | None = None


class FileCustody(msgspec.Struct, frozen=True, kw_only=True):
    """An original, or an old card, that the office keeps or kept."""

    custody_id: uuid.UUID
    label: str
    state: str
    holder: str = ""
    place: str = ""
    taken_local: datetime
    ended_local: datetime | None = None


class FileDeliverable(msgspec.Struct, frozen=True, kw_only=True):
    """What the file gave: one thing in the bag."""

    deliverable_id: uuid.UUID
    label: str
    quantity: int = 1
    unit: str = "sheet"
    place: str = ""
    handed_local: datetime | None = None


class FileNotice(msgspec.Struct, frozen=True, kw_only=True):
    """News that were sent; none yet."""

    to: str
    way: str
    state: str
    at_local: datetime


class FileTimeline(msgspec.Struct, frozen=True, kw_only=True):
    """A file's window, whole.

    Attributes:
        steps_done, steps_total: of its procedure.
        on_the_way_to: name or unit's code of whom the paper was sent to and who has not signed; "" otherwise.
        actions: moves that may be taken from here by who asks (keys of FILE_TRANSITIONS), next_step first.
        next_id_text, next_en_text: the next step's words; empty where there is none.
        send_back: (number, label_id, label_en) of the steps that it may be sent back to.
        proxy: name of who brought it with a power of attorney; "" for the applicant.
        received_by, received_counter: the clerk's name and the counter's; received_local when.
    """

    at_utc: datetime
    time_zone: str
    head: FileHead
    rows: tuple[TimelineRow, ...] = ()
    steps_done: int = 0
    steps_total: int = 0
    promise: FilePromise = FilePromise()
    papers: tuple[FilePaper, ...] = ()
    notices: tuple[FileNotice, ...] = ()
    items: tuple[FileItem, ...] = ()
    custody: tuple[FileCustody, ...] = ()
    deliverables: tuple[FileDeliverable, ...] = ()
    on_the_way_to: str = ""
    actions: tuple[str, ...] = ()
    next_id_text: str = ""
    next_en_text: str = ""
    send_back: tuple[tuple[int, str, str], ...] = ()
    proxy: str = ""
    proxy_letter: str | None = None
    note: str | None = None
    received_by: str = ""
    received_counter: str = ""
    received_local: datetime | None = None


class FileList(msgspec.Struct, frozen=True, kw_only=True):
    """One list: how many files there are, and the first rows of it (at most 200)."""

    name: str
    count: int = 0
    rows: tuple[FileHead, ...] = ()


class DueLists(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for somebody.

    Attributes:
        today: due until the end of this day; late: past their due moment. Both running, the clock not stopped.
        waiting: running and another's turn than the office's desk: by actor (applicant, head ...).
        returned: with the applicant, incomplete; the latest ``return_by`` last.
        ready: waits for its applicant; ``days_7``, ``days_30``, ``days_90``: for so long and more (each file in
            the longest that fits, ``uncollected`` ones too).
        mine: whoever asks holds the paper, the earliest due first.
    """

    at_utc: datetime
    time_zone: str
    today: FileList
    late: FileList
    waiting: tuple[FileList, ...] = ()
    returned: FileList
    ready: FileList
    days_7: FileList
    days_30: FileList
    days_90: FileList
    mine: FileList


class FoundFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What a search found, newest first.

    Attributes:
        by: ``number``, ``nik``, ``phone``, ``name``, or ``nothing`` for a text that says too little.
        more: there are more than those in ``rows``.
    """

    text: str
    by: str
    rows: tuple[FileHead, ...] = ()
    more: bool = False
