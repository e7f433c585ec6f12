"""What a kiosk reads: groups, lines, waits, hours, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update
from sqlalchemy.engine import Engine

from desktop.domain.estimates import WaitEstimate
from desktop.domain.ids import new_id
from desktop.models.catalogue import ServiceVersion
from desktop.models.engine import create_office_engine
from desktop.models.office import Holiday as HolidayRow
from desktop.models.office import OfficeHours
from desktop.models.queue import Call, Ticket
from desktop.models.staff import CounterService, Shift
from desktop.office.live.hours import load_calendar
from desktop.office.live.kiosk import KioskGroup, KioskState, read_kiosk, read_slip
from desktop.office.live.waits import Wait, load_queue_state, told
from desktop.office.queue import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.ui.kiosk_hall import Hall, make_hall

MONDAY_14_05 = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


@dataclass
class Scene:
    engine: Engine
    runner: Runner
    clock: SetClock
    hall: Hall

    def issue(self, code: str, **values: Any) -> IssuedTicket:
        command = IssueTicket(office_id=self.hall.office_id, service_id=self.hall.services[code], **values)
        return self.runner.run(issue_ticket, command).value

    def read(self) -> KioskState:
        return self.runner.read(read_kiosk, self.hall.office_id)

    def group(self, letter: str) -> KioskGroup:
        return next(one for one in self.read().groups if one.letter == letter)

    def change(self, statement: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()


@pytest.fixture
def scene(database_url: str) -> Iterator[Scene]:
    engine = create_office_engine(database_url)
    clock = SetClock(MONDAY_14_05)
    runner = Runner(engine, clock)
    yield Scene(engine, runner, clock, make_hall(engine, quotas={"F": 2}))
    runner.close()
    engine.dispose()


def test_office_and_groups_in_their_order(scene: Scene) -> None:
    state = scene.read()
    assert (state.office_name, state.zone_label) == ("Dukcapil Kota Teluk Sari", "WITA")
    assert [group.letter for group in state.groups] == list("ABCDEFGH")
    assert state.all_free
    assert state.takes_tickets
    assert state.status == "open"
    lost = next(one for one in scene.group("B").services if one.code == "KTP-HILANG")
    assert lost.version.short_en == "ID card lost"
    assert lost.version.bring_id == ("Surat hilang dari polisi", "Fotokopi KK")
    assert lost.version.slip_bring[-1].startswith("F-1.02")
    assert scene.group("A").services[-1].general


def test_line_and_wait_grow_with_the_queue(scene: Scene) -> None:
    assert scene.group("B").waiting == 0
    assert scene.group("B").wait == Wait(0, 0, 0)
    for _ in range(12):
        scene.issue("KTP-HILANG")
    group = scene.group("B")
    assert group.waiting == 12
    assert group.wait is not None
    assert group.wait.median_min >= 5
    service = group.services[0]
    assert service.priority_wait is not None
    assert service.wait is not None
    assert service.priority_wait.median_min < service.wait.median_min


def test_no_wait_is_told_where_no_open_counter_gives_the_service(scene: Scene) -> None:
    key = scene.hall.services["IKD"]
    scene.change(CounterService.__table__.delete().where(CounterService.service_id == key))
    assert scene.group("F").wait is None
    assert scene.group("B").wait is not None


def test_a_counter_that_left_without_a_known_return_does_not_count(scene: Scene) -> None:
    for _ in range(10):
        scene.issue("KTP-HILANG")
    before = scene.group("B").wait
    ids = [
        row[0] for row in scene.engine.connect().execute(Shift.__table__.select().with_only_columns(Shift.id))
    ]
    scene.change(update(Shift).where(Shift.id.in_(ids[:5])).values(state="break"))
    after = scene.group("B").wait
    assert before is not None
    assert after is not None
    assert after.median_min > 2 * before.median_min


def test_waits_learn_from_the_last_calls(scene: Scene) -> None:
    """Counters that took 30 minutes a person lately make the same line wait longer than the norm says."""
    calendar = scene.runner.read(load_calendar, scene.hall.office_id)
    norm = scene.runner.read(load_queue_state, scene.hall.office_id, MONDAY_14_05, calendar)
    key = scene.hall.services["KTP-HILANG"]
    shift = scene.engine.connect().execute(Shift.__table__.select()).first()
    assert shift is not None
    for number in range(20):
        ticket = scene.issue("KTP-HILANG")
        called = MONDAY_14_05 - timedelta(hours=2)
        ended = called + timedelta(minutes=30)
        scene.change(update(Ticket).where(Ticket.id == ticket.ticket_id)
                     .values(state="done", finished_at_utc=ended))  # fmt: skip
        scene.change(insert(Call).values(
            id=new_id(), office_id=scene.hall.office_id, business_day=date(2026, 11, 23),
            ticket_id=ticket.ticket_id, counter_id=shift.counter_id, staff_id=shift.staff_id, kind="auto",
            times=1, announce_no=number + 1, reason="why.only_one", reason_args={}, called_at_utc=called,
            announced_at_utc=called, ended_at_utc=ended, outcome="done"))  # fmt: skip
    scene.clock.current += timedelta(minutes=2)  # what was learned is kept for a minute
    learned = scene.runner.read(load_queue_state, scene.hall.office_id, scene.clock.current, calendar)
    assert learned.times[key].mean_min > 2 * norm.times[key].mean_min
    other = scene.hall.services["KK-BARU"]
    assert learned.times[other] == norm.times[other]


def test_quota_closes_one_group_only(scene: Scene) -> None:
    assert scene.group("F").quota_left == 2
    scene.issue("IKD")
    scene.issue("IKD")
    group = scene.group("F")
    assert (group.takes_tickets, group.why_not, group.quota_left) == (False, "quota", 0)
    assert scene.group("B").takes_tickets
    assert scene.read().takes_tickets


def test_a_group_closes_by_its_own_hours(scene: Scene) -> None:
    group = scene.group("E")
    assert (group.takes_tickets, group.why_not) == (False, "closed")
    assert group.opens_at is not None
    assert group.opens_at.isoformat() == "2026-11-24T08:00:00+08:00"
    scene.clock.current = MONDAY_14_05 - timedelta(hours=4)
    assert scene.group("E").takes_tickets


@pytest.mark.parametrize(
    ("local", "status", "takes", "opens"),
    [
        ("2026-11-23T07:40", "before_opening", False, "2026-11-23T08:00"),
        ("2026-11-23T07:50", "before_opening", True, "2026-11-23T08:00"),
        ("2026-11-27T12:00", "break", False, "2026-11-27T13:00"),
        ("2026-11-26T11:45", "open", True, None),
        ("2026-11-27T11:45", "break", False, "2026-11-27T13:00"),
        ("2026-11-23T14:40", "last_ticket_passed", False, "2026-11-24T08:00"),
        ("2026-11-29T10:00", "closed", False, "2026-11-30T08:00"),
        ("2026-12-25T10:00", "holiday", False, "2026-12-28T08:00"),
    ],
)
def test_state_of_the_office_at_a_set_clock(
    scene: Scene, local: str, status: str, takes: bool, opens: str | None
) -> None:
    scene.clock.current = datetime.fromisoformat(local + "+08:00")
    state = scene.read()
    assert (state.status, state.takes_tickets) == (status, takes)
    assert (state.next_opening.isoformat()[:16] if state.next_opening else None) == opens


def test_hours_are_dated_and_an_office_without_any_has_the_usual_ones(scene: Scene) -> None:
    office = scene.hall.office_id
    scene.change(insert(OfficeHours).values(
        id=new_id(), office_id=office, group_id=None, weekday=0, kiosk_opens=time(8, 45), opens=time(9, 0),
        closes=time(12, 0), last_ticket=time(11, 30), valid_from=date(2026, 12, 1), valid_to=None))  # fmt: skip
    before = scene.runner.read(load_calendar, office, date(2026, 11, 30))
    after = scene.runner.read(load_calendar, office, date(2026, 12, 7))
    assert before.week[0].opens == time(8, 0)
    assert after.week[0].opens == time(9, 0)
    assert after.week[1].opens == time(8, 0)
    scene.change(OfficeHours.__table__.delete())
    assert scene.runner.read(load_calendar, office, date(2026, 12, 7)).week[4].breaks[0].begins == time(
        11, 30
    )


def test_a_limited_day_and_an_open_one(scene: Scene) -> None:
    office = scene.hall.office_id
    for day, treatment in ((date(2026, 12, 28), "limited"), (date(2026, 12, 29), "open")):
        scene.change(insert(HolidayRow).values(
            id=new_id(), office_id=office, day=day, kind="cuti_bersama", treatment=treatment, name_id="Cuti",
            name_en="Leave", estimated=False, legal_basis=""))  # fmt: skip
    calendar = scene.runner.read(load_calendar, office, date(2026, 12, 27))
    limited, usual = calendar.hours_on(date(2026, 12, 28)), calendar.hours_on(date(2026, 12, 29))
    assert limited is not None
    assert limited.closes == time(12, 0)
    assert usual is not None
    assert usual.closes == time(15, 0)


def test_a_new_version_of_a_service_is_seen_at_once(scene: Scene) -> None:
    assert scene.group("F").services[0].version.short_id == "Aktivasi IKD"
    key = scene.hall.services["IKD"]
    scene.change(update(ServiceVersion).where(ServiceVersion.service_id == key)
                 .values(valid_to_utc=MONDAY_14_05))  # fmt: skip
    scene.change(insert(ServiceVersion).values(
        id=new_id(), office_id=scene.hall.office_id, service_id=key, number=2, name_id="IKD", name_en="IKD",
        short_id="IKD baru", short_en="IKD", counter_minutes=5, fee_amount=50_000, verified=True, content={},
        digest="", valid_from_utc=MONDAY_14_05, valid_to_utc=None))  # fmt: skip
    service = scene.group("F").services[0]
    assert (service.version.short_id, service.version.free) == ("IKD baru", False)
    assert not scene.read().all_free


def test_the_key_of_the_nik_hash_stays_out_unless_it_is_needed_and_out_of_texts(scene: Scene) -> None:
    assert scene.read().nik_key == ""
    with_nik = make_hall_with_nik(scene)
    assert with_nik.nik_key == "5a" * 32
    assert "5a5a" not in repr(with_nik)


def make_hall_with_nik(scene: Scene) -> KioskState:
    from desktop.models.office import Setting

    scene.change(update(Setting).values(value={"nik": True}))
    return scene.read()


def test_few_statements_once_warm(scene: Scene) -> None:
    scene.read()
    statements: list[str] = []
    event.listen(scene.engine, "before_cursor_execute",
                 lambda _conn, _cursor, statement, *_rest: statements.append(statement))  # fmt: skip
    scene.read()
    assert len(statements) <= 14, statements
    assert not any("content" in statement for statement in statements)  # the catalogue's words are kept


def test_what_became_of_a_slip(scene: Scene) -> None:
    ticket = scene.issue("IKD", slip={"office": "x"}, printer_id=scene.hall.printer_id)
    slip = scene.runner.read(read_slip, ticket.ticket_id)
    assert slip is not None
    assert (slip.state, slip.reason) == ("queued", "")
    assert scene.runner.read(read_slip, uuid.UUID(int=1)) is None


@pytest.mark.parametrize(
    ("estimate", "wait"),
    [
        ((0.0, 0.0, 0.0), Wait(0, 0, 0)),
        ((4.4, 2.9, 6.1), Wait(2, 4, 7)),
        ((25.2, 21.0, 29.3), Wait(20, 25, 30)),
        ((43.0, 31.0, 58.0), Wait(30, 45, 60)),
    ],
)
def test_waits_are_told_in_round_minutes(estimate: tuple[float, float, float], wait: Wait) -> None:
    assert told(WaitEstimate(*estimate)) == wait


def test_no_estimate_is_told_as_none() -> None:
    assert told(None) is None
