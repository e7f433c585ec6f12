"""Numbers as they are given: without a gap, in their letter, with an honest count of who is ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.office.live.clock import day_of_newest_ticket_ahead
from desktop.office.queue import IssueTicket, issue_ticket
from desktop.office.queue.issuing import IssuedTicket
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.small_office import START, SmallOffice, make_small_office


@pytest.fixture
def hall(database_url: str) -> Iterator[tuple[Runner, SmallOffice]]:
    engine = create_office_engine(database_url)
    office = make_small_office(engine, quota=5)
    runner = Runner(engine, SetClock(START))
    yield runner, office
    runner.close()
    engine.dispose()


def _give(hall: tuple[Runner, SmallOffice], service: int = 0, **more: object) -> IssuedTicket:
    runner, office = hall
    command = IssueTicket(office_id=office.office_id, service_id=office.services[service], **more)  # type: ignore[arg-type]
    issued: IssuedTicket = runner.run(issue_ticket, command).value
    return issued


def test_letters_count_apart_and_a_priority_visitor_keeps_the_service(
    hall: tuple[Runner, SmallOffice],
) -> None:
    labels = [
        _give(hall, 0).label,
        _give(hall, 2).label,
        _give(hall, 2, priority=True).label,
        _give(hall, 0).label,
    ]
    assert labels == ["A001", "B001", "P001", "A002"]


def test_a_new_day_begins_with_one_and_the_code_says_which_day(hall: tuple[Runner, SmallOffice]) -> None:
    first = _give(hall)
    clock = hall[0].clock
    assert isinstance(clock, SetClock)
    clock.current += timedelta(days=1)
    second = _give(hall)
    assert (first.label, first.code) == ("A001", "T261123A001")
    assert (second.label, second.code) == ("A001", "T261124A001")


def test_people_ahead_of_a_priority_visitor_are_those_who_go_first(hall: tuple[Runner, SmallOffice]) -> None:
    for _ in range(3):
        _give(hall, 2)
    assert _give(hall, 2, priority=True).people_ahead == 0
    assert _give(hall, 2, priority=True).people_ahead == 1
    assert _give(hall, 2).people_ahead == 5
    assert _give(hall, 0).people_ahead == 0  # another group


def test_a_refused_number_leaves_no_gap(hall: tuple[Runner, SmallOffice]) -> None:
    for number in range(5):
        assert _give(hall).label == f"A{number + 1:03d}"
    with pytest.raises(UserError) as refused:
        _give(hall)
    assert (refused.value.code, refused.value.details) == ("queue.quota", {"quota": 5})
    assert _give(hall, 2).label == "B001"


def test_a_third_ticket_for_one_nik_is_refused_and_costs_no_number(hall: tuple[Runner, SmallOffice]) -> None:
    same = {"nik_hash": "a" * 64}
    assert [_give(hall, 2, **same).label, _give(hall, 2, **same).label] == ["B001", "B002"]
    with pytest.raises(UserError) as refused:
        _give(hall, 2, **same)
    assert (refused.value.code, refused.value.details) == ("queue.nik_limit", {"limit": 2})
    assert _give(hall, 2).label == "B003"


def test_a_repeated_command_gives_its_first_number(hall: tuple[Runner, SmallOffice]) -> None:
    runner, office = hall
    command = IssueTicket(office_id=office.office_id, service_id=office.services[0])
    first = runner.run(issue_ticket, command)
    again = runner.run(issue_ticket, command)
    assert again.value.label == first.value.label == "A001"
    assert again.value.repeated
    assert not again.changes
    assert _give(hall).label == "A002"


def test_a_clock_set_back_a_day_is_noticed(hall: tuple[Runner, SmallOffice]) -> None:
    runner, office = hall
    clock = runner.clock
    assert isinstance(clock, SetClock)
    _give(hall)
    assert runner.read(day_of_newest_ticket_ahead, office.office_id) is None
    clock.current -= timedelta(days=1)
    assert runner.read(day_of_newest_ticket_ahead, office.office_id) == START.date()
