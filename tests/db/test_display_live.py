"""What a display reads, on both databases: whose calls, in which order, in which state, and nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import event, insert, update
from sqlalchemy.engine import Engine

from desktop.domain.ids import new_id
from desktop.models.catalogue import ServiceVersion
from desktop.models.engine import create_office_engine
from desktop.models.office import DisplayMessage, Setting, Zone
from desktop.models.staff import Counter
from desktop.office.live.display import DisplayCall, Words, read_calls, read_display
from desktop.office.queue import (
    CallNext,
    Finish,
    IssueTicket,
    StartService,
    call_next,
    finish,
    issue_ticket,
    start_service,
)
from desktop.office.queue.direct import ServeWithoutTicket, serve_without_ticket
from desktop.office.queue.serving import MarkNoShow, Recall, mark_no_show, recall
from desktop.office.queue.undo import TakeBack, take_back
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.small_office import SmallOffice, make_small_office

TWO_PM = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@dataclass
class Desk:
    """An office with its queue, driven by short words."""

    engine: Engine
    runner: Runner
    clock: SetClock
    office: SmallOffice

    def issue(self, count: int, service: int = 0) -> None:
        for _ in range(count):
            self.runner.run(
                issue_ticket,
                IssueTicket(office_id=self.office.office_id, service_id=self.office.services[service]),
            )

    def at(self, counter: int, kind: Any, **values: Any) -> Any:
        self.clock.current += timedelta(seconds=5)
        return kind(
            office_id=self.office.office_id,
            counter_id=self.office.counters[counter - 1],
            staff_id=self.office.staff[counter - 1],
            **values,
        )

    def call(self, counter: int) -> CallNext:
        command: CallNext = self.at(counter, CallNext, finish_current=True)
        self.runner.run(call_next, command)
        return command

    def calls(self, zone: str | None = None) -> tuple[DisplayCall, ...]:
        return self.runner.read(read_calls, self.office.office_id, zone).calls

    def write(self, *statements: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    engine = create_office_engine(database_url)
    office = make_small_office(engine, counters=4)
    clock = SetClock(TWO_PM)
    runner = Runner(engine, clock)
    yield Desk(engine, runner, clock, office)
    runner.close()
    engine.dispose()


def seen(calls: tuple[DisplayCall, ...]) -> list[tuple[str, str, str]]:
    return [(call.label, call.counter, call.state) for call in calls]


def test_calls_stand_newest_announcement_first_with_their_state(desk: Desk) -> None:
    desk.issue(4)
    for counter in (1, 2, 3):
        desk.call(counter)
    desk.runner.run(start_service, desk.at(1, StartService))
    desk.runner.run(mark_no_show, desk.at(2, MarkNoShow))
    assert seen(desk.calls()) == [
        ("A003", "3", "called"),
        ("A002", "2", "ended"),
        ("A001", "1", "serving"),
    ]
    desk.runner.run(finish, desk.at(1, Finish))
    assert seen(desk.calls())[2] == ("A001", "1", "ended")
    assert [call.group for call in desk.calls()] == [Words("Kelompok A", "Group A")] * 3


def test_a_recall_is_a_new_announcement_of_the_same_call(desk: Desk) -> None:
    desk.issue(2)
    desk.call(1)
    desk.call(2)
    before = {call.label: call for call in desk.calls()}
    desk.runner.run(recall, desk.at(1, Recall))
    newest = desk.calls()[0]
    assert (newest.label, newest.times, newest.called_again) == ("A001", 2, False)
    assert newest.call_id == before["A001"].call_id
    assert newest.announce_no > before["A002"].announce_no
    assert newest.announced_at_utc > before["A001"].announced_at_utc
    desk.runner.run(start_service, desk.at(1, StartService))
    assert desk.calls()[0].called_again is False
    desk.runner.run(recall, desk.at(1, Recall))
    assert (desk.calls()[0].state, desk.calls()[0].called_again) == ("serving", True)


def test_a_call_that_was_taken_back_was_never_seen(desk: Desk) -> None:
    desk.issue(2)
    desk.call(1)
    step = desk.call(2)
    assert seen(desk.calls())[0] == ("A002", "2", "called")
    desk.runner.run(take_back, desk.at(2, TakeBack, step_command_id=step.command_id))
    assert seen(desk.calls()) == [("A001", "1", "called")]


def test_a_ticket_called_twice_stands_once_where_it_was_called_last(desk: Desk) -> None:
    desk.issue(1)
    step = desk.call(1)
    desk.runner.run(take_back, desk.at(1, TakeBack, step_command_id=step.command_id))
    desk.call(3)
    assert seen(desk.calls()) == [("A001", "3", "called")]


def test_who_is_served_without_a_call_is_not_shown(desk: Desk) -> None:
    desk.runner.run(serve_without_ticket, desk.at(1, ServeWithoutTicket, service_id=desk.office.services[0]))
    assert desk.calls() == ()


def test_yesterday_is_gone(desk: Desk) -> None:
    desk.issue(1)
    desk.call(1)
    desk.clock.current += timedelta(days=1)
    assert desk.calls() == ()


def test_each_zone_shows_its_own_counters(desk: Desk) -> None:
    zones = {"A": new_id(), "B": new_id()}
    desk.write(
        *(
            insert(Zone).values(id=key, office_id=desk.office.office_id, code=code, name=f"Zona {code}")
            for code, key in zones.items()
        ),
        update(Counter).where(Counter.name.in_(["1", "2"])).values(zone_id=zones["A"]),
        update(Counter).where(Counter.name == "3").values(zone_id=zones["B"]),
    )
    desk.issue(4)
    for counter in (1, 2, 3, 4):
        desk.call(counter)
    assert [call.counter for call in desk.calls("A")] == ["2", "1"]
    assert [call.counter for call in desk.calls("B")] == ["3"]
    assert [call.counter for call in desk.calls()] == ["4", "3", "2", "1"]
    assert desk.calls("misspelt") == desk.calls()
    assert desk.runner.read(read_display, desk.office.office_id, "B").zone == "Zona B"
    assert desk.runner.read(read_display, desk.office.office_id, None).zone == ""


def test_running_text_posters_and_settings(desk: Desk) -> None:
    content = {
        "promise": {"value": 3, "unit": "working_day"},
        "fee": {"amount": 0},
        "requirements": [
            {"kind": "form", "label": {"id": "Formulir", "en": "Form"}, "short": "F"},
            {"kind": "copy", "label": {"id": "Fotokopi KK", "en": "Copy"}, "short": "FC KK"},
            {
                "kind": "copy",
                "label": {"id": "Bila perlu", "en": "If needed"},
                "needed_if": {"id": "x", "en": "y"},
            },
        ],
    }
    office = desk.office.office_id
    desk.write(
        *(
            insert(DisplayMessage).values(
                id=new_id(), office_id=office, position=place, text_id=f"Pesan {place}", text_en=f"Note {place}",
                active=place != 2,
            )
            for place in (3, 1, 2)
        ),
        update(ServiceVersion).where(ServiceVersion.service_id == desk.office.services[0]).values(content=content),
        insert(Setting).values(
            office_id=office, name="display", value={"languages": "both", "last_calls": 3, "voice": {"volume": 0.5}}
        ),
    )  # fmt: skip
    state = desk.runner.read(read_display, office, None)
    assert state.messages == (Words("Pesan 1", "Note 1"), Words("Pesan 3", "Note 3"))
    poster = state.posters[0]
    assert (poster.name.id, poster.promise_value, poster.promise_unit, poster.fee_amount) == (
        "Layanan 0",
        3,
        "working_day",
        0,
    )
    assert [paper.name.id for paper in poster.papers] == ["Fotokopi KK", "Formulir"]
    assert len(state.posters) == 4
    assert (state.settings.languages, state.settings.last_calls, state.settings.voice.volume) == (
        "both",
        3,
        0.5,
    )


@pytest.mark.parametrize("value", [{"last_calls": 4}, {"languages": "jv"}, {"last_calls": "five"}])
def test_a_setting_that_cannot_be_read_does_not_stop_the_hall(desk: Desk, value: dict[str, Any]) -> None:
    desk.write(insert(Setting).values(office_id=desk.office.office_id, name="display", value=value))
    settings = desk.runner.read(read_display, desk.office.office_id, None).settings
    assert (settings.languages, settings.last_calls) == (None, 5)


@pytest.mark.parametrize(
    ("local_hour", "status", "opens"),
    [(7, "before_opening", "08:00"), (10, "open", None), (12, "break", "13:00"), (16, "closed", "08:00")],
)
def test_the_hours_of_the_day(desk: Desk, local_hour: int, status: str, opens: str | None) -> None:
    desk.clock.current = datetime(2026, 11, 23, 0, 30, tzinfo=UTC) + timedelta(hours=local_hour - 8)
    state = desk.runner.read(read_display, desk.office.office_id, None)
    assert state.status == status
    assert (state.next_opening.strftime("%H:%M") if state.next_opening else None) == opens
    assert (state.zone_label, state.calls.now_utc) == ("WITA", desk.clock.current)


def test_a_look_is_a_few_statements_and_says_nothing_about_people(desk: Desk) -> None:
    desk.runner.run(
        issue_ticket,
        IssueTicket(
            office_id=desk.office.office_id,
            service_id=desk.office.services[0],
            priority=True,
            reason="disabled",
            needs=("wheelchair",),
            nik_hash="c0ffee",
        ),
    )
    desk.issue(30)
    desk.call(1)
    desk.call(2)
    desk.runner.read(read_display, desk.office.office_id, None)  # what is kept has been read
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(desk.engine, "before_cursor_execute", note)
    state = desk.runner.read(read_display, desk.office.office_id, None)
    whole = len(statements)
    statements.clear()
    desk.runner.read(read_calls, desk.office.office_id, None)
    assert len(statements) <= 3
    assert whole <= 10
    words = msgspec.json.encode(state).decode().lower()
    assert "p001" in words
    for told in ("priority", "disabled", "wheelchair", "c0ffee", "petugas", "staff"):
        assert told not in words
