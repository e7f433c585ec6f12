"""Appointments on both databases: slots by the calendar, quotas, check-in at its time, too early and too late."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from desktop.domain.errors import LoketError, UserError
from desktop.domain.numbers import parse_slip_code, parse_ticket
from desktop.models.catalogue import ServiceGroup
from desktop.models.engine import create_office_engine
from desktop.models.office import Holiday
from desktop.models.paper import Document, PrintJob
from desktop.models.people import Contact, Person
from desktop.models.queue import Appointment, AppointmentSlot, QueueLane, Ticket, Visit
from desktop.models.record import Command as Remembered
from desktop.models.record import Event
from desktop.office.appointments import (
    BookAppointment,
    CancelAppointment,
    CheckedIn,
    CheckIn,
    MakeSlots,
    MoveAppointment,
    SetQuota,
    book_appointment,
    cancel_appointment,
    check_in,
    list_day,
    list_slots,
    make_slots,
    move_appointment,
    next_free,
    set_quota,
)
from desktop.office.appointments.codes import ALPHABET, check_character, code_text, new_code, parse_code
from desktop.office.appointments.rows import clean_phone, every
from desktop.office.queue import CallNext, Finish, IssueTicket, call_next, finish, issue_ticket
from desktop.office.queue.rows import admit_due
from desktop.office.runner import Runner
from desktop.office.slips import slip_snapshot
from desktop.office.work import Command, Result, SetClock, Work
from tests.support.small_office import SmallOffice, make_small_office

MONDAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # 08.00 WITA
SUNDAY_NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@dataclass
class Desk:
    runner: Runner
    clock: SetClock
    office: SmallOffice

    def run(self, use_case: Any, command: type, **fields: Any) -> Any:
        return self.runner.run(use_case, command(office_id=self.office.office_id, **fields)).value

    def read(self, query: Any, *args: Any, **more: Any) -> Any:
        return self.runner.read(query, self.office.office_id, *args, **more)

    def write(self, statement: Any) -> None:
        with self.runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def rows(self, statement: Any) -> list[Any]:
        with self.runner.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    def one(self, statement: Any) -> Any:
        return self.rows(statement)[0][0]

    def slots(self, quota: int = 2, *times: time, group: int = 0, to: date = MONDAY) -> Any:
        return self.run(
            make_slots,
            MakeSlots,
            group_id=self.office.groups[group],
            from_day=MONDAY,
            to_day=to,
            times=times or (time(9), time(9, 30)),
            minutes=30,
            quota=quota,
        )

    def slot(self, number: int = 0) -> uuid.UUID:
        return self.read(list_slots, MONDAY, MONDAY)[number].id

    def book(self, slot: int = 0, service: int = 0, **more: Any) -> Any:
        fields = {"slot_id": self.slot(slot), "service_id": self.office.services[service], **more}
        return self.run(book_appointment, BookAppointment, **fields)

    def check_in(self, code: str, **more: Any) -> CheckedIn:
        return self.run(check_in, CheckIn, code=code, **more)

    def at(self, hour: int, minute: int = 0, second: int = 0) -> None:
        """Set the clock to a local time of Monday."""
        self.clock.current = EIGHT + timedelta(hours=hour - 8, minutes=minute, seconds=second)

    def refused(self, call: Any, *args: Any, **more: Any) -> UserError:
        with pytest.raises(UserError) as refused:
            call(*args, **more)
        return refused.value


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    engine = create_office_engine(database_url)
    clock = SetClock(SUNDAY_NOON)
    runner = Runner(engine, clock)
    yield Desk(runner, clock, make_small_office(engine))
    runner.close()
    engine.dispose()


# ---- slots ----


def test_slots_leave_out_closed_days_breaks_and_what_is_outside_the_hours(desk: Desk) -> None:
    desk.write(
        insert(Holiday).values(
            id=uuid.uuid4(),
            office_id=desk.office.office_id,
            day=date(2026, 11, 25),
            kind="local",
            treatment="closed",
            name_id="Hari jadi kota",
            name_en="City day",
            estimated=False,
            legal_basis="",
        )
    )
    times = (time(7), time(9), time(12), time(13), time(15))
    made = desk.slots(3, *times, to=date(2026, 11, 29))
    # Monday, Tuesday, Thursday, Friday; 12.00 is the break and 07.00 and 15.00 are outside.
    assert (made.made, made.existing, made.outside) == (8, 0, 12)
    assert made.closed_days == (date(2026, 11, 25), date(2026, 11, 28), date(2026, 11, 29))
    shown = desk.read(list_slots, MONDAY, date(2026, 11, 29))
    assert [slot.starts_at_utc.hour for slot in shown] == [1, 5] * 4
    again = desk.slots(9, *times, to=date(2026, 11, 29))
    assert (again.made, again.existing) == (0, 8)
    assert {slot.quota for slot in desk.read(list_slots, MONDAY, MONDAY)} == {3}


def test_fridays_break_is_fridays_own(desk: Desk) -> None:
    friday = date(2026, 11, 27)
    made = desk.run(
        make_slots,
        MakeSlots,
        group_id=desk.office.groups[0],
        from_day=MONDAY,
        to_day=friday,
        times=(time(11, 30),),
        minutes=30,
        quota=1,
    )
    assert (made.made, made.outside) == (4, 1)
    assert desk.read(list_slots, friday, friday) == ()


def test_slots_of_today_begin_after_now(desk: Desk) -> None:
    desk.at(9)
    assert (desk.slots().made, desk.slots().existing) == (1, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to_day": date(2026, 11, 22)}, "appointment.days"),
        ({"to_day": date(2028, 1, 1)}, "appointment.days"),
        ({"from_day": date(2026, 11, 1), "to_day": date(2026, 11, 20)}, "appointment.past_days"),
        ({"times": ()}, "appointment.times"),
        ({"minutes": 0}, "appointment.minutes"),
        ({"quota": 0}, "appointment.quota"),
        ({"group_id": uuid.uuid4()}, "appointment.unknown_group"),
    ],
)
def test_slots_that_make_no_sense_are_refused(desk: Desk, change: dict[str, Any], code: str) -> None:
    good = {
        "group_id": desk.office.groups[0],
        "from_day": MONDAY,
        "to_day": MONDAY,
        "times": (time(9),),
        "minutes": 30,
        "quota": 2,
    }
    assert desk.refused(desk.run, make_slots, MakeSlots, **{**good, **change}).code == code


def test_the_quota_is_never_below_what_is_booked(desk: Desk) -> None:
    desk.slots(3)
    desk.book()
    desk.book()
    error = desk.refused(desk.run, set_quota, SetQuota, slot_id=desk.slot(), quota=1)
    assert (error.code, error.details) == ("appointment.quota_below", {"booked": 2})
    assert desk.run(set_quota, SetQuota, slot_id=desk.slot(), quota=2) == 2
    assert desk.refused(desk.book).code == "appointment.slot_full"


# ---- booking ----


def test_a_booking_takes_a_place_and_gets_a_code(desk: Desk) -> None:
    desk.slots(2)
    first = desk.book(name="  Siti   Rahmawati ", phone="+62 812-3456-7890")
    assert first.code == parse_code(code_text(first.code).lower())
    assert desk.rows(select(AppointmentSlot.booked).order_by(AppointmentSlot.starts_at_utc)) == [(1,), (0,)]
    assert desk.rows(select(Person.name)) == [("Siti Rahmawati",)]
    assert desk.rows(select(Contact.kind, Contact.value)) == [("phone", "081234567890")]
    kept = desk.rows(select(Event.after)) + desk.rows(select(Remembered.result))
    assert "Siti" not in str(kept)
    assert "0812" not in str(kept)
    command = BookAppointment(
        office_id=uuid.uuid4(), slot_id=uuid.uuid4(), service_id=uuid.uuid4(), name="Siti"
    )
    assert "Siti" not in repr(command)


def test_a_full_slot_a_past_slot_and_a_foreign_service_are_refused(desk: Desk) -> None:
    desk.slots(1)
    desk.book()
    error = desk.refused(desk.book)
    assert error.code == "appointment.slot_full"
    assert error.details == {"quota": 1, "day": "2026-11-23", "time": "09.00 WITA"}
    assert desk.refused(desk.book, 1, 3).code == "appointment.wrong_service"
    assert desk.refused(desk.book, slot_id=uuid.uuid4()).code == "appointment.unknown_slot"
    assert desk.one(select(func.sum(AppointmentSlot.booked))) == 1
    assert desk.read(next_free, desk.office.groups[0]).starts_at_utc.minute == 30
    desk.at(9, 30)
    assert desk.refused(desk.book, 1).code == "appointment.slot_over"
    assert desk.read(next_free, desk.office.groups[0]) is None


def test_the_same_booking_twice_is_one(desk: Desk) -> None:
    desk.slots(2)
    command = BookAppointment(
        office_id=desk.office.office_id, slot_id=desk.slot(), service_id=desk.office.services[0], name="Budi"
    )
    first, again = desk.runner.run(book_appointment, command), desk.runner.run(book_appointment, command)
    assert again.value.repeated
    assert first.value.code == again.value.code
    assert desk.one(select(func.count()).select_from(Appointment)) == 1
    assert desk.one(select(func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(
    ("name", "phone", "code"),
    [("A" * 101, "", "name"), ("", "12", "phone"), ("", "081x", "phone")],
)
def test_names_and_numbers_are_checked(desk: Desk, name: str, phone: str, code: str) -> None:
    desk.slots(2)
    assert desk.refused(desk.book, name=name, phone=phone).code == f"appointment.{code}"
    assert desk.one(select(func.sum(AppointmentSlot.booked))) == 0


def test_moving_and_cancelling_give_places_back(desk: Desk) -> None:
    desk.slots(1)
    booked = desk.book()
    moved = desk.run(
        move_appointment, MoveAppointment, appointment_id=booked.appointment_id, slot_id=desk.slot(1)
    )
    assert moved.code == booked.code
    assert desk.rows(select(AppointmentSlot.booked).order_by(AppointmentSlot.starts_at_utc)) == [(0,), (1,)]
    other = desk.book()
    error = desk.refused(
        desk.run, move_appointment, MoveAppointment, appointment_id=other.appointment_id, slot_id=desk.slot(1)
    )
    assert error.code == "appointment.slot_full"
    for _ in range(2):
        desk.run(cancel_appointment, CancelAppointment, appointment_id=booked.appointment_id)
    assert desk.rows(select(AppointmentSlot.booked).order_by(AppointmentSlot.starts_at_utc)) == [(1,), (0,)]
    desk.at(8, 50)
    assert desk.refused(desk.check_in, booked.code).code == "appointment.was_cancelled"
    desk.check_in(other.code)
    error = desk.refused(desk.run, cancel_appointment, CancelAppointment, appointment_id=other.appointment_id)
    assert (error.code, error.details) == ("appointment.not_open", {"state": "checked_in"})


# ---- check-in ----


def test_checking_in_before_the_time_gives_a_number_that_joins_at_the_time(desk: Desk) -> None:
    desk.slots()
    booked = desk.book(name="Siti Rahmawati")
    desk.at(8, 40)
    here = desk.check_in(code_text(booked.code).lower(), printer_id=desk.office.printer_id, language="en")
    assert (here.ticket.label, here.ticket.state, here.late, here.again) == ("A001", "booked", False, False)
    assert here.service == "Service 0"
    assert desk.rows(select(Ticket.klass, Ticket.state, Ticket.arrival_no, Ticket.appointment_id)) == [
        ("appointment", "booked", None, booked.appointment_id)
    ]
    assert desk.rows(select(Appointment.state)) == [("checked_in",)]
    assert desk.one(select(Visit.person_id)) == desk.one(select(Person.id))
    assert desk.one(select(PrintJob.state)) == "queued"
    slip = slip_snapshot(desk.one(select(Document.content)), "Asia/Makassar")
    assert (slip.slot_local, slip.people_ahead) == (datetime(2026, 11, 23, 9, 0), None)
    desk.at(9)
    counter = desk.office.counters[0]
    called = desk.run(call_next, CallNext, counter_id=counter, staff_id=desk.office.staff[0])
    assert called.label == "A001"
    desk.run(finish, Finish, counter_id=counter, staff_id=desk.office.staff[0])
    assert desk.rows(select(Appointment.state)) == [("done",)]
    again = desk.check_in(booked.code)
    assert (again.again, again.ticket.label, again.ticket.state) == (True, "A001", "done")


@pytest.mark.parametrize(
    ("hour", "minute", "second", "code", "klass", "state", "late"),
    [
        (8, 29, 59, "appointment.too_early", "", "", False),
        (8, 30, 0, "", "appointment", "booked", False),
        (9, 0, 0, "", "appointment", "waiting", False),
        (9, 15, 0, "", "appointment", "waiting", False),
        (9, 15, 1, "", "regular", "waiting", True),
        (14, 0, 0, "", "regular", "waiting", True),
    ],
)
def test_early_and_late(
    desk: Desk, hour: int, minute: int, second: int, code: str, klass: str, state: str, late: bool
) -> None:
    desk.slots()
    booked = desk.book()
    desk.at(hour, minute, second)
    if code:
        error = desk.refused(desk.check_in, booked.code)
        assert error.code == code
        assert error.details == {"opens": "08.30 WITA", "time": "09.00 WITA", "minutes": 30}
        assert desk.rows(select(Ticket.id)) == []
        return
    here = desk.check_in(booked.code)
    assert (here.late, here.ticket.state) == (late, state)
    assert desk.rows(select(Ticket.klass, Ticket.letter)) == [(klass, "A")]


def test_priority_counts_for_somebody_late(desk: Desk) -> None:
    desk.slots()
    booked = desk.book()
    desk.at(10)
    here = desk.check_in(booked.code, priority=True, reason="elderly")
    assert (here.late, here.ticket.label) == (True, "P001")
    assert desk.rows(select(Ticket.klass, Ticket.priority_reason)) == [("priority", "elderly")]


def test_another_day_is_told(desk: Desk) -> None:
    desk.slots()
    booked = desk.book()
    error = desk.refused(desk.check_in, booked.code)
    assert (error.code, error.details) == (
        "appointment.other_day",
        {"day": "2026-11-23", "time": "09.00 WITA"},
    )
    desk.at(9)
    desk.clock.current += timedelta(days=1)
    assert desk.refused(desk.check_in, booked.code).code == "appointment.day_over"


def test_a_second_check_in_gives_the_same_number(desk: Desk) -> None:
    desk.slots()
    booked = desk.book()
    desk.at(8, 45)
    first = desk.check_in(booked.code)
    again = desk.check_in("", appointment_id=booked.appointment_id, source="counter")
    assert (again.again, again.ticket.ticket_id) == (True, first.ticket.ticket_id)
    command = CheckIn(office_id=desk.office.office_id, code=booked.code)
    assert desk.runner.run(check_in, command).changes == frozenset()
    assert desk.one(select(func.count()).select_from(Ticket)) == 1


def test_the_same_check_in_sent_twice_is_one(desk: Desk) -> None:
    desk.slots()
    command = CheckIn(office_id=desk.office.office_id, code=desk.book().code)
    desk.at(8, 45)
    first, again = desk.runner.run(check_in, command), desk.runner.run(check_in, command)
    assert again.value.repeated
    assert not again.value.again
    assert first.value.ticket.ticket_id == again.value.ticket.ticket_id


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "appointment.code_form"),
        ("B087", "appointment.code_form"),
        ("T261123B087", "appointment.code_form"),
        ("JAAAAAA", "appointment.code_check"),
        ("J00-0000", "appointment.code_check"),
    ],
)
def test_codes_that_are_none(desk: Desk, typed: str, code: str) -> None:
    assert desk.refused(desk.check_in, typed).code == code


def test_an_unknown_code_is_told(desk: Desk) -> None:
    code = "J34679" + check_character("J34679")
    error = desk.refused(desk.check_in, code)
    assert (error.code, error.details) == ("appointment.code_unknown", {"text": code})


def test_a_reference_of_the_online_booking_checks_in_too(desk: Desk) -> None:
    desk.slots()
    desk.book()
    desk.write(update(Appointment).values(external_ref="SIMPEL-2026/000123"))
    desk.at(8, 45)
    assert desk.check_in(" simpel-2026/000123 ").ticket.label == "A001"


def test_walk_ins_and_appointments_are_one_list_and_quotas_are_apart(desk: Desk) -> None:
    """The group's daily quota counts walk-ins; an appointment has its place by its slot."""
    desk.slots(5)
    codes = [desk.book().code for _ in range(3)]
    desk.write(update(ServiceGroup).values(daily_quota=1))
    desk.at(8, 45)

    def issue() -> Any:
        return desk.run(issue_ticket, IssueTicket, service_id=desk.office.services[0])

    labels = [desk.check_in(codes[0]).ticket.label, issue().label]
    assert desk.refused(issue).code == "queue.quota"
    labels += [desk.check_in(code).ticket.label for code in codes[1:]]
    assert labels == ["A001", "A002", "A003", "A004"]
    assert desk.rows(select(QueueLane.issued)) == [(1,)]


def test_the_days_list(desk: Desk) -> None:
    desk.slots(2)
    desk.slots(2, time(9), group=1)
    siti = desk.book(name="Siti Rahmawati", phone="081234567890")
    desk.book(2)
    desk.at(8, 45)
    desk.check_in(siti.code)
    day = desk.read(list_day, MONDAY)
    assert [(slot.letter, slot.starts_local.time(), slot.booked) for slot in day.slots] == [
        ("A", time(9), 1),
        ("B", time(9), 0),
        ("A", time(9, 30), 1),
    ]
    assert [(one.state, one.number, one.name) for one in day.appointments] == [
        ("checked_in", "A001", ""),
        ("booked", "", ""),
    ]
    named = desk.read(list_day, MONDAY, desk.office.groups[0], with_names=True)
    assert (named.appointments[0].name, named.appointments[0].phone) == ("Siti Rahmawati", "•••••••••890")
    assert desk.read(list_day, date(2026, 11, 24)).appointments == ()


# ---- what holds whatever happens ----


def test_the_quota_holds_against_everybody_at_once(database_url: str) -> None:
    """Eight desks, each with a connection of its own, book and cancel in slots of three."""
    engine = create_office_engine(database_url, pool_size=10)
    office = make_small_office(engine)
    runner = Runner(engine, SetClock(SUNDAY_NOON))
    desk = Desk(runner, SetClock(SUNDAY_NOON), office)
    desk.slots(3)
    slots = [desk.slot(0), desk.slot(1)]
    done: list[int] = []
    odd: list[str] = []

    def clerk(number: int) -> None:
        own = Runner(engine, SetClock(SUNDAY_NOON))
        mine = Desk(own, SetClock(SUNDAY_NOON), office)
        held: list[uuid.UUID] = []
        for turn in range(12):
            try:
                if held and turn % 3 == 2:
                    key = held.pop()
                    fields = {"appointment_id": key, "slot_id": slots[(number + turn) % 2]}
                    mine.run(move_appointment, MoveAppointment, **fields)
                    mine.run(cancel_appointment, CancelAppointment, appointment_id=key)
                else:
                    booked = mine.run(
                        book_appointment,
                        BookAppointment,
                        slot_id=slots[(number + turn) % 2],
                        service_id=office.services[0],
                    )
                    held.append(booked.appointment_id)
            except UserError as error:
                if error.code != "appointment.slot_full":
                    odd.append(error.code)
            except LoketError as error:
                odd.append(error.code)
        own.close()
        done.append(number)

    threads = [threading.Thread(target=clerk, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == list(range(8))
    assert odd == []
    counted = dict(
        desk.rows(
            select(Appointment.slot_id, func.count())
            .where(Appointment.state == "booked")
            .group_by(Appointment.slot_id)
        )
    )
    stored = dict(desk.rows(select(AppointmentSlot.id, AppointmentSlot.booked)))
    assert all(count <= 3 for count in stored.values())
    assert {key: counted.get(key, 0) for key in stored} == stored
    assert max(stored.values()) == 3, "the slots were wanted by more than they take"
    runner.close()
    engine.dispose()


def _admit(work: Work, command: Any) -> Result[int]:
    return Result(admit_due(work, command.office_id))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plays=st.lists(
        st.tuples(
            st.integers(0, 40), st.sampled_from(["slot", "slot", "slot", "walk", "call"]), st.integers(0, 7)
        ),
        min_size=3,
        max_size=20,
    )
)
def test_the_arrival_is_the_later_of_check_in_and_slot(desk: Desk, plays: list[Any]) -> None:
    """Minutes pass, people with and without appointments come; the line is in the order of their arrivals."""
    desk.clock.current = SUNDAY_NOON
    played = desk.one(select(func.count(AppointmentSlot.starts_at_utc.distinct())))
    day = MONDAY + timedelta(days=7 * played)  # a Monday that no play before this one has used
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)  # 08.00 WITA
    times = tuple(every(time(8, 30), time(11, 45), 30))
    made = desk.run(
        make_slots, MakeSlots, group_id=desk.office.groups[0], from_day=day, to_day=day, times=times, minutes=30,
        quota=50,
    )  # fmt: skip
    assert made.made == len(times)
    slots = desk.read(list_slots, day, day)
    booked = [
        desk.run(book_appointment, BookAppointment, slot_id=slots[number % 7].id, service_id=desk.office.services[0])
        for _minutes, _kind, number in plays
    ]  # fmt: skip
    desk.clock.current = start
    due: dict[uuid.UUID, datetime] = {}
    for (minutes, kind, _number), appointment in zip(plays, booked, strict=True):
        desk.clock.current += timedelta(minutes=minutes, seconds=1)
        now = desk.clock.current
        if kind == "call":
            desk.run(_admit, Command)
        elif kind == "walk":
            # As the program does before it looks at the line: whoever's time has come joins it first.
            desk.run(_admit, Command)
            ticket = desk.run(issue_ticket, IssueTicket, service_id=desk.office.services[0])
            due[ticket.ticket_id] = now
        else:
            if now < appointment.starts_at_utc - timedelta(minutes=30):
                assert desk.refused(desk.check_in, appointment.code).code == "appointment.too_early"
                continue
            here = desk.check_in(appointment.code)
            assert here.late == (now > appointment.starts_at_utc + timedelta(minutes=15))
            due[here.ticket.ticket_id] = max(now, appointment.starts_at_utc)
    desk.clock.current += timedelta(hours=5)
    desk.run(_admit, Command)
    line = desk.rows(
        select(Ticket.id)
        .where(Ticket.business_day == day, Ticket.state == "waiting")
        .order_by(Ticket.arrival_no)
    )
    moments = [due[key] for (key,) in line]
    assert len(moments) == len(due)
    assert moments == sorted(moments)


@given(st.text(ALPHABET, min_size=5, max_size=5), st.integers(1, 6), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, wrong: str) -> None:
    code = "J" + body + check_character("J" + body)
    assert parse_code(code.lower()) == code
    broken = code[:place] + wrong + code[place + 1 :]
    if broken != code:
        with pytest.raises(UserError) as refused:
            parse_code(broken)
        assert refused.value.code == "appointment.code_check"


def test_a_code_is_no_other_number() -> None:
    for code in {new_code() for _ in range(50)}:
        for parse in (parse_ticket, parse_slip_code):
            with pytest.raises(UserError):
                parse(code)


def test_telephone_numbers() -> None:
    assert clean_phone("+62 812 3456 7890") == "081234567890"
    assert clean_phone("0542 555 010") == "0542555010"
    assert clean_phone("  ") == ""
