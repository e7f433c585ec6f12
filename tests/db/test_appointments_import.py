"""A file of the online booking: taken whole, refused whole, taken twice without a change."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop.app.cli import appointments as cli
from desktop.app.cli.console import Console
from desktop.app.cli.parsing import Parser, UsageError
from desktop.domain.errors import LoketError, UserError
from desktop.models.engine import create_office_engine
from desktop.models.people import Contact, Person
from desktop.models.queue import Appointment, AppointmentSlot, Ticket
from desktop.models.record import Event
from desktop.office.appointments import (
    CheckIn,
    ImportAppointments,
    ImportOutcome,
    MakeSlots,
    check_in,
    import_appointments,
    list_slots,
    make_slots,
    read_appointments,
)
from desktop.office.appointments.csv_file import COLUMNS, parse_appointments
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.i18n import Texts
from tests.support.small_office import START, SmallOffice, make_small_office

MONDAY = date(2026, 11, 23)
HEADING = "reference;date;time;service;name;phone\n"
GOOD = (
    HEADING
    + "DTS-1;2026-11-23;09:30;L0;Siti Rahmawati;0812 3456 7890\n"
    + "DTS-2;2026-11-23;09.30;L1;;\n"
    + "\n"
    + 'DTS-3;2026-11-23;10:00;L0;"Budi; Santoso";\n'
)


class Desk:
    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(START)  # 09.00 WITA
        self.runner = Runner(self.engine, self.clock)
        self.office: SmallOffice = make_small_office(self.engine)
        self.runner.run(
            make_slots,
            MakeSlots(
                office_id=self.office.office_id,
                group_id=self.office.groups[0],
                from_day=MONDAY,
                to_day=MONDAY,
                times=(time(9, 30), time(10), time(10, 30)),
                minutes=30,
                quota=2,
            ),
        )

    def take(self, text: str | bytes) -> ImportOutcome:
        data = text.encode() if isinstance(text, str) else text
        command = ImportAppointments(
            office_id=self.office.office_id, rows=parse_appointments(data, file="a.csv"), file="a.csv"
        )
        return self.runner.run(import_appointments, command).value

    def rows(self, statement: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement)]

    def booked(self) -> list[int]:
        return [
            row[0]
            for row in self.rows(select(AppointmentSlot.booked).order_by(AppointmentSlot.starts_at_utc))
        ]

    def refused(self, text: str | bytes) -> list[tuple[Any, ...]]:
        """The problems of a file; none of it may have been taken."""
        before = (self.booked(), self.rows(select(func.count()).select_from(Appointment)))
        with pytest.raises(UserError) as refused:
            self.take(text)
        assert (self.booked(), self.rows(select(func.count()).select_from(Appointment))) == before
        assert refused.value.code == "appointment.csv_invalid"
        problems: Any = refused.value.details["problems"]
        for language in ("id", "en"):
            texts = Texts(language, strict=True)
            texts.text(refused.value.code, **refused.value.details)
            assert all(texts.text(one["problem"], **one) for one in problems)
        return [
            (one["line"], one["column"], one["problem"].removeprefix("appointment.csv_")) for one in problems
        ]


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = Desk(database_url)
    yield desk
    desk.runner.close()
    desk.engine.dispose()


def test_a_file_is_taken_and_taken_again_changes_nothing(desk: Desk) -> None:
    assert desk.take(GOOD) == ImportOutcome(created=3, moved=0, unchanged=0)
    assert desk.booked() == [2, 1, 0]
    assert sorted(desk.rows(select(Person.name))) == [("Budi; Santoso",), ("Siti Rahmawati",)]
    kept = (Appointment.id, Appointment.code, Person.id, Contact.id, Event.id)
    before = [desk.rows(select(column)) for column in kept]
    again = desk.take("\ufeff" + GOOD.replace("\n", "\r\n"))
    assert again == ImportOutcome(created=0, moved=0, unchanged=3)
    assert not again.changed
    assert before == [desk.rows(select(column)) for column in kept]
    assert "Siti" not in str(desk.rows(select(Event.after)))


def test_commas_and_another_order_of_columns(desk: Desk) -> None:
    text = 'service,TIME,date,reference,phone,name\nL0,09:30,2026-11-23,X/1,,"Sari, Dewi"\n'
    assert desk.take(text).created == 1
    assert desk.rows(select(Appointment.external_ref, Appointment.source)) == [("X/1", "import")]


def test_a_known_reference_moves_until_its_visitor_is_here(desk: Desk) -> None:
    desk.take(GOOD)
    codes = desk.rows(select(Appointment.external_ref, Appointment.code).order_by(Appointment.external_ref))
    # DTS-1 goes where DTS-3 was and the other way round: both slots stay as full as they are.
    changed = GOOD.replace("DTS-3;2026-11-23;10:00", "DTS-3;2026-11-23;09:30")
    changed = changed.replace("DTS-1;2026-11-23;09:30", "DTS-1;2026-11-23;10:00")
    assert desk.take(changed) == ImportOutcome(created=0, moved=2, unchanged=1)
    assert desk.booked() == [2, 1, 0]
    assert codes == desk.rows(
        select(Appointment.external_ref, Appointment.code).order_by(Appointment.external_ref)
    )
    desk.clock.current += timedelta(minutes=40)
    desk.runner.run(check_in, CheckIn(office_id=desk.office.office_id, code="dts-1"))
    assert desk.rows(select(Ticket.label)) == [("A001",)]
    assert desk.take(GOOD.replace("DTS-3;2026-11-23;10:00", "DTS-3;2026-11-23;10:30")).unchanged == 2


def test_full_slots_name_the_lines_that_find_no_place(desk: Desk) -> None:
    desk.take(GOOD)
    more = HEADING + "".join(f"N-{number};2026-11-23;10:00;L0;;\n" for number in range(3))
    assert desk.refused(more) == [(3, "time", "full"), (4, "time", "full")]
    assert desk.take(HEADING + "N-0;2026-11-23;10:00;L0;;\n").created == 1


def test_what_the_office_does_not_know_is_named(desk: Desk) -> None:
    text = (
        HEADING
        + "A-1;2026-11-23;09:30;L9;;\n"
        + "A-2;2026-11-24;09:30;L0;;\n"
        + "A-3;2026-11-23;09:45;L0;;\n"
        + "A-4;2026-11-23;09:30;L2;;\n"
    )
    assert desk.refused(text) == [
        (2, "service", "unknown_service"),
        (3, "time", "no_slot"),
        (4, "time", "no_slot"),
        (5, "time", "no_slot"),
    ]
    desk.clock.current += timedelta(minutes=30)
    assert desk.refused(HEADING + "A-5;2026-11-23;09:30;L0;;\n") == [(2, "time", "past")]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (b"", [(1, "", "heading")]),
        ("reference;date;time;service;name\n", [(1, "phone", "no_column")]),
        ("reference;date;time;service;name;phone;nik\n", [(1, "nik", "unknown_column")]),
        ("reference;date;time;service;name;phone;date\n", [(1, "date", "double_column")]),
        ("# a remark\n" + HEADING, [(1, "# a remark", "unknown_column")]),
        (HEADING + "A;2026-11-23;09:30;L0;\n", [(2, "", "cells")]),
        (HEADING + ";2026-11-23;09:30;L0;;\n", [(2, "reference", "value")]),
        (
            HEADING + "A;23-11-2026;9;;;\n",
            [(2, "service", "value"), (2, "date", "value"), (2, "time", "value")],
        ),
        (HEADING + "A;2026-02-30;24:00;L0;;\n", [(2, "date", "value"), (2, "time", "value")]),
        (HEADING + f"A;2026-11-23;09:30;L0;{'x' * 101};12\n", [(2, "name", "value"), (2, "phone", "value")]),
        (HEADING + "A;2026-11-23;09:30;L0;;\n\na;2026-11-23;10:00;L0;;\n", [(4, "reference", "twice")]),
        (HEADING + 'A;2026-11-23;09:30;L0;"Siti;\n', [(2, "", "quotes")]),
        (HEADING.encode() + b"A;2026-11-23;09:30;L0;\xff;\n", [(2, "", "encoding")]),
        (HEADING.encode("utf-16"), [(1, "", "encoding")]),
        (HEADING + "A;2026-11-23;09:30;L0;a\0b;\n", [(2, "", "encoding")]),
    ],
)
def test_a_file_that_is_wrong_says_where(sqlite_url: str, text: str | bytes, problems: list[Any]) -> None:
    desk = Desk(sqlite_url)
    found = desk.refused(text)
    if isinstance(text, bytes) and text.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert found[0][2] == "encoding"
    else:
        assert [one for one in found if one[2] != "no_column" or problems[0][2] == "no_column"] == problems
    desk.runner.close()
    desk.engine.dispose()


def test_values_of_persons_are_not_repeated_in_errors() -> None:
    with pytest.raises(UserError) as refused:
        parse_appointments((HEADING + f"A;2026-11-23;09:30;L0;{'Siti' * 40};Siti\n").encode())
    assert "Siti" not in str(refused.value)


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet=';,"\n\r0129:-.AL\0é ', max_size=120).map(str.encode))
)
def test_no_file_breaks_the_reader(data: bytes) -> None:
    for given_data in (data, HEADING.encode() + data):
        with contextlib.suppress(UserError):
            parse_appointments(given_data)


def test_missing_and_large_files(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UserError) as refused:
            read_appointments(path)
        assert refused.value.code == "appointment.csv_missing"
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * 2_000_001)
    with pytest.raises(UserError) as refused:
        read_appointments(large)
    assert refused.value.code == "appointment.csv_too_large"


def test_the_guide_shows_the_columns_and_a_file_that_is_taken(sqlite_url: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "appointments-csv.md").read_text("utf-8")
    lines = [line.strip() for line in guide.splitlines()]
    start = lines.index(";".join(COLUMNS))
    example = "\n".join(lines[start : start + 3]).replace("KTP-HILANG", "L0").replace("08:30", "09:30")
    desk = Desk(sqlite_url)
    assert desk.take(example).created == 2
    desk.runner.close()
    desk.engine.dispose()


# ---- the command line ----


def loket(*words: str) -> tuple[int, Any]:
    """Run one command as the program does; the answer is what it printed as JSON."""
    console = Console(as_json=True)
    parser = Parser(console=console, prog="loket appointment")
    cli.build(parser, "appointment")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        arguments = parser.parse_args(list(words))
        try:
            code = arguments.run(arguments, console)
        except LoketError as error:
            code = console.error(error)
    return code, json.loads(said.getvalue())


def test_the_command_line(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOKET_DATABASE_URL", database_url)
    engine = create_office_engine(database_url)
    office = make_small_office(engine)
    runner = Runner(engine)
    day = date.today() + timedelta(days=7)
    day += timedelta(days=(-day.weekday()) % 7)  # a Monday
    slots = (
        "slots",
        "--group",
        "a",
        "--from",
        day.isoformat(),
        "--times",
        "08:30-09:30,13:00",
        "--quota",
        "2",
    )
    code, made = loket(*slots)
    assert (code, made["made"]) == (0, 4)
    assert loket(*slots)[1]["existing"] == 4
    code, booked = loket("book", "--service", "L0", "--at", f"{day}T09:00", "--name", "Siti Rahmawati")
    assert code == 0
    file = tmp_path / "bookings.csv"
    file.write_text(HEADING + f"DTS-1;{day};09:00;L1;;\n", "utf-8")
    assert loket("import", str(file))[1] == {"created": 1, "moved": 0, "unchanged": 0, "repeated": False}
    code, listed = loket("list", "--day", day.isoformat())
    assert [one["state"] for one in listed["appointments"]] == ["booked", "booked"]
    code, full = loket("book", "--service", "L0", "--at", f"{day}T09:00")
    assert (code, full["error"]) == (1, "appointment.slot_full")
    code, early = loket("check-in", booked["code"])
    assert (code, early["error"]) == (1, "appointment.other_day")
    assert loket("cancel", booked["code"])[1]["state"] == "cancelled"
    file.write_text(HEADING + f"DTS-2;{day};07:00;L1;;\n", "utf-8")
    code, refused = loket("import", str(file))
    assert (code, refused["error"], refused["line"]) == (1, "appointment.csv_invalid", 2)
    assert "2" in refused["message"]
    assert loket("slots", "--group", "Z", *slots[3:])[1]["error"] == "appointment.no_letter"
    with pytest.raises(UsageError):
        loket("list", "--day", "besok")
    free = runner.read(list_slots, office.office_id, day, day)
    assert [slot.booked for slot in free] == [0, 1, 0, 0]
    runner.close()
    engine.dispose()


def test_every_sentence_of_the_command_line_exists() -> None:
    import re

    source = Path(cli.__file__).read_text("utf-8")
    for language in ("id", "en"):
        texts = Texts(language, strict=True)
        for code in set(re.findall(r'"(appointment\.[a-z_]+)"', source)):
            assert texts.has(code), code
