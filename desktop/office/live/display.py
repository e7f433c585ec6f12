"""What the hall sees, read in one go: today's calls, the running text, the posters, hours and settings.

Called by the display's presenter: ``read_calls`` at every wake-up (three small statements), ``read_display`` at
the start and now and then. Nothing here tells who somebody is or why a number has priority.
"""

from __future__ import annotations

import threading
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from desktop.domain.calendar import zone_label
from desktop.office.live.hours import load_calendar

if TYPE_CHECKING:
    from desktop.office.work import Work

DISPLAY_SETTING: Final = "display"
"""Name of the office's setting; its fields are those of `DisplaySettings`, all of them optional."""

CALLS_READ = 40
"""How many announcements are looked at: more than any hall has open at once."""

_REQUIREMENTS = 4
_KEPT_VERSIONS = 2_000


class Words(msgspec.Struct, frozen=True):
    """The same in both languages."""

    id: str
    en: str


class DisplayCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call as the hall sees it.

    Attributes:
        call_id, ticket_id: keys; a recall keeps both.
        label: the number exactly as on the slip and at the counter.
        counter: the counter's name, mostly a number.
        times: how often it was announced, 1 or more.
        announce_no: place in the order of all announcements.
        announced_at_utc: when it was announced last.
        state: ``called`` until service begins, ``serving``, ``ended`` (finished, missed, put aside).
        called_again: it was announced once more after service had begun.
        group: the service group's short name.
    """

    call_id: str
    ticket_id: str
    label: str
    counter: str
    times: int
    announce_no: int
    announced_at_utc: datetime
    state: Literal["called", "serving", "ended"]
    called_again: bool
    group: Words


class Paper(msgspec.Struct, frozen=True):
    """A paper to bring: its full name and, where the slip has one, a shorter Indonesian one."""

    name: Words
    short_id: str


class Poster(msgspec.Struct, frozen=True, kw_only=True):
    """The standard of one service.

    Attributes:
        name: the service's short name.
        promise_value, promise_unit: 1 and ``working_day``, ``hour`` or ``minute``; 0 where nothing is promised.
        fee_amount: rupiah, 0 is free; None where it depends.
        fee_text: what it depends on, or empty.
        papers: the first papers that everybody needs, forms last.
    """

    name: Words
    promise_value: int
    promise_unit: str
    fee_amount: int | None
    fee_text: Words
    papers: tuple[Paper, ...]


class VoiceWishes(msgspec.Struct, frozen=True):
    """How the office wants to be heard; None follows the display's language."""

    mode: Literal["id", "en", "id+en"] | None = None
    style: Literal["digits", "cardinal"] = "digits"
    volume: float = 1.0
    repeat: bool = True


class DisplaySettings(msgspec.Struct, frozen=True):
    """The office's setting ``display``.

    Attributes:
        languages: ``id``, ``en``, ``both``, or None for the station's own language.
        last_calls: 5, or 3 larger ones for a deep hall.
        reduced_motion: the running text comes in pages instead of moving.
        voice: how calls are said.
    """

    languages: Literal["id", "en", "both"] | None = None
    last_calls: Literal[3, 5] = 5
    reduced_motion: bool = False
    voice: VoiceWishes = VoiceWishes()


class HallCalls(msgspec.Struct, frozen=True):
    """Today's calls, newest announcement first, one for each ticket; ``now_utc`` is the office's clock."""

    calls: tuple[DisplayCall, ...]
    now_utc: datetime


class DisplayState(msgspec.Struct, frozen=True, kw_only=True):
    """All that one display shows.

    Attributes:
        office: the office's name. zone: the name of the display's part of the hall, or "".
        time_zone: IANA name. zone_label: WIB, WITA or WIT.
        calls: see `HallCalls`. messages: the running text, in order. posters: in the order of the services.
        status: as `desktop.domain.calendar.OfficeStatus.kind`.
        next_opening: when the counters open again, with the office's zone.
        holiday: the name of the holiday that closes the office, or empty.
    """

    office: str
    zone: str
    time_zone: str
    zone_label: str
    calls: HallCalls
    messages: tuple[Words, ...]
    posters: tuple[Poster, ...]
    status: str
    next_opening: datetime | None
    holiday: Words
    settings: DisplaySettings


_posters: dict[uuid.UUID, Poster] = {}
_posters_lock = threading.Lock()


def read_calls(work: Work, office_id: uuid.UUID, zone_code: str | None = None) -> HallCalls:
    """Read today's calls of a zone.

    Args:
        work: the open transaction.
        office_id: the office.
        zone_code: the part of the hall whose counters count; None, or a code that the office does
            not have, is the whole hall.
    """
    from desktop.office.queue.rows import zone_of

    return _calls(work, office_id, zone_of(work, office_id), zone_code)


def read_display(work: Work, office_id: uuid.UUID, zone_code: str | None = None) -> DisplayState:
    """Read all that a display shows. Arguments as `read_calls`."""
    from sqlalchemy import and_, select

    from desktop.models.office import DisplayMessage, Office, Setting, Zone

    run = work.connection.execute
    office = run(
        select(Office.name, Office.time_zone, Setting.value, Zone.name.label("zone"))
        .join_from(
            Office,
            Setting,
            and_(Setting.office_id == Office.id, Setting.name == DISPLAY_SETTING),
            isouter=True,
        )
        .join(Zone, and_(Zone.office_id == Office.id, Zone.code == zone_code), isouter=True)
        .where(Office.id == office_id)
    ).one()
    calls = _calls(work, office_id, office.time_zone, zone_code)
    calendar = load_calendar(work, office_id)
    status = calendar.status_at(calls.now_utc)
    messages = run(
        select(DisplayMessage.text_id, DisplayMessage.text_en)
        .where(DisplayMessage.office_id == office_id, DisplayMessage.active)
        .order_by(DisplayMessage.position, DisplayMessage.id)
    ).all()
    return DisplayState(
        office=office.name,
        zone=office.zone or "",
        time_zone=office.time_zone,
        zone_label=zone_label(office.time_zone),
        calls=calls,
        messages=tuple(Words(*row) for row in messages),
        posters=_read_posters(work, office_id),
        status=status.kind,
        next_opening=status.next_opening,
        holiday=Words(status.holiday.name_id, status.holiday.name_en) if status.holiday else Words("", ""),
        settings=_settings(office.value),
    )


def _settings(value: Any) -> DisplaySettings:
    # A display in the hall never stops over a setting: what cannot be read counts as not set.
    try:
        return msgspec.convert(value or {}, DisplaySettings)
    except msgspec.ValidationError:
        return DisplaySettings()


def _calls(work: Work, office_id: uuid.UUID, time_zone: str, zone_code: str | None) -> HallCalls:
    from sqlalchemy import exists, or_, select

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.office import Zone
    from desktop.models.queue import Call, Ticket
    from desktop.models.staff import Counter
    from desktop.office.work import business_day

    now = work.now()
    query = (
        select(
            Call.id,
            Call.ticket_id,
            Ticket.label,
            Counter.name,
            Call.times,
            Call.announce_no,
            Call.announced_at_utc,
            Call.started_at_utc,
            Call.ended_at_utc,
            ServiceGroup.short_id,
            ServiceGroup.short_en,
        )
        .join_from(Call, Ticket, Ticket.id == Call.ticket_id)
        .join(Counter, Counter.id == Call.counter_id)
        .join(ServiceGroup, ServiceGroup.id == Ticket.group_id)
        .where(
            Call.office_id == office_id,
            Call.business_day == business_day(now, time_zone),
            Call.times > 0,
            or_(Call.outcome.is_(None), Call.outcome != "taken_back"),
        )
        .order_by(Call.announce_no.desc())
        .limit(CALLS_READ)
    )
    if zone_code is not None:
        # A zone that does not exist (a slip of the pen in station.toml) must not leave the hall in the dark.
        known = exists().where(Zone.office_id == office_id, Zone.code == zone_code)
        query = query.join(Zone, Zone.id == Counter.zone_id, isouter=True).where(
            or_(Zone.code == zone_code, ~known)
        )
    found: dict[uuid.UUID, DisplayCall] = {}
    for row in work.connection.execute(query):
        if row[1] not in found:  # a ticket stands where it was called last
            found[row[1]] = _call(*row)
    return HallCalls(tuple(found.values()), now)


def _call(
    call_id: uuid.UUID,
    ticket_id: uuid.UUID,
    label: str,
    counter: str,
    times: int,
    announce_no: int,
    announced: datetime,
    started: datetime | None,
    ended: datetime | None,
    short_id: str,
    short_en: str,
) -> DisplayCall:
    return DisplayCall(
        call_id=str(call_id),
        ticket_id=str(ticket_id),
        label=label,
        counter=counter,
        times=times,
        announce_no=announce_no,
        announced_at_utc=announced,
        state="ended" if ended is not None else "serving" if started is not None else "called",
        called_again=started is not None and announced > started,
        group=Words(short_id, short_en),
    )


def _read_posters(work: Work, office_id: uuid.UUID) -> tuple[Poster, ...]:
    """The posters of all services; what a version says never changes, so each is read once and kept."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion

    wanted = list(
        work.connection.execute(
            select(ServiceVersion.id)
            .join_from(Service, ServiceVersion, ServiceVersion.service_id == Service.id)
            .join(ServiceGroup, ServiceGroup.id == Service.group_id)
            .where(
                Service.office_id == office_id,
                Service.active,
                ServiceGroup.active,
                Service.general.is_(False),
                ServiceVersion.valid_to_utc.is_(None),
            )
            .order_by(ServiceGroup.position, Service.position, Service.code)
        ).scalars()
    )
    with _posters_lock:
        found = {key: _posters[key] for key in wanted if key in _posters}
    missing = [key for key in wanted if key not in found]
    if missing:
        for row in work.connection.execute(
            select(
                ServiceVersion.id,
                ServiceVersion.short_id,
                ServiceVersion.short_en,
                ServiceVersion.fee_amount,
                ServiceVersion.content,
            ).where(ServiceVersion.id.in_(missing))
        ):
            found[row[0]] = _poster(*row[1:])
        with _posters_lock:
            if len(_posters) > _KEPT_VERSIONS:
                _posters.clear()
            _posters.update(found)
    return tuple(found[key] for key in wanted)


def _poster(short_id: str, short_en: str, fee_amount: int | None, content: dict[str, Any]) -> Poster:
    promise = content.get("promise") or {}
    fee_text = (content.get("fee") or {}).get("text") or {}
    asked = [one for one in content.get("requirements") or () if not one.get("needed_if")]
    # Forms come last: they are filled in here, the rest has to be brought.
    asked.sort(key=lambda one: one.get("kind") == "form")
    papers = [Paper(_words(one.get("label")), str(one.get("short", ""))) for one in asked]
    return Poster(
        name=Words(short_id, short_en),
        promise_value=int(promise.get("value", 0)),
        promise_unit=str(promise.get("unit", "")),
        fee_amount=fee_amount,
        fee_text=_words(fee_text),
        papers=tuple(papers[:_REQUIREMENTS]),
    )


def _words(value: Any) -> Words:
    given = value or {}
    return Words(str(given.get("id", "")), str(given.get("en", given.get("id", ""))))
