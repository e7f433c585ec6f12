"""Event seals, the check of a whole database, and the retention of commands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from desktop.domain.errors import EnvironmentFault
from desktop.models.doorstep import HEAD
from desktop.models.record import Command, Event, EventSeal, SealedEvent
from desktop.office import audit
from desktop.office.audit import check_seals, seal_events
from desktop.office.commands import purge_commands
from desktop.office.database_tools import check_database
from desktop.office.queue import IssueTicket, issue_ticket
from desktop.office.work import Result, Work
from tests.support.whole_office import WholeOffice, whole_office


def _tamper(made: WholeOffice, *statements: str) -> None:
    """Change rows behind the program's back, as somebody with the file in hand could."""

    def change(work: Work, _command: object) -> Result[None]:
        if work.on_postgresql:
            work.connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            work.connection.execute(text("DROP TRIGGER event_no_update"))
            work.connection.execute(text("DROP TRIGGER event_no_delete"))
        for statement in statements:
            work.connection.execute(text(statement))
        return Result(None)

    made.runner.run(change, None)  # type: ignore[arg-type]


def _seal_all(made: WholeOffice) -> int:
    made.clock.current += timedelta(seconds=6)
    count = 0
    while made.runner.run(seal_events, made.office_id).value.number:  # type: ignore[arg-type]
        count += 1
    return count


def test_events_are_sealed_once_in_batches_and_the_chain_holds(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    with whole_office(database_url, counters=4) as made:
        events = made.runner.read(
            lambda work: work.connection.execute(select(func.count()).select_from(Event)).scalar_one()
        )
        assert _seal_all(made) == -(-events // 3)
        assert _seal_all(made) == 0, "nothing is sealed twice"
        report = made.runner.read(check_seals, made.office_id)
        assert (report.events, report.unsealed, report.broken) == (events, 0, ())
        assert len(report.head) == 64


def test_the_events_of_the_last_seconds_wait(database_url: str) -> None:
    with whole_office(database_url) as made:
        assert made.runner.run(seal_events, made.office_id).value.number == 0  # type: ignore[arg-type]
        made.clock.current += timedelta(seconds=6)
        assert made.runner.run(seal_events, made.office_id).value.number == 1  # type: ignore[arg-type]


def _late(made: WholeOffice) -> None:
    """An event that came in from elsewhere with an old time."""

    def add(work: Work, _command: object) -> Result[None]:
        old = work.now() - timedelta(days=9)
        work.connection.execute(
            Event.__table__.insert().values(  # type: ignore[attr-defined]
                id=uuid.uuid4(), office_id=made.office_id, at_utc=old, kind="outreach.merged"
            )
        )
        return Result(None)

    made.runner.run(add, None)  # type: ignore[arg-type]


def test_an_old_event_that_came_late_is_sealed_when_everything_is_looked_at(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        _seal_all(made)
        _late(made)
        assert _seal_all(made) == 0
        sealed = made.runner.run(lambda work, office: seal_events(work, office, True), made.office_id)  # type: ignore[arg-type]
        assert sealed.value.events == 1
        assert made.runner.read(check_seals, made.office_id).broken == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET reason = 'lain' WHERE kind = 'counter.added'",
        "UPDATE sealed_event SET position = 900 + position WHERE position = 1",
        "UPDATE event_seal SET previous_digest = 'abc' WHERE number = 2",
        "DELETE FROM sealed_event WHERE position = 2",
    ],
)
def test_what_is_changed_behind_the_back_shows(
    database_url: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 4)
    with whole_office(database_url, counters=4) as made:
        assert _seal_all(made) >= 2
        assert made.runner.read(check_seals, made.office_id).broken == ()
        _tamper(made, change)
        assert made.runner.read(check_seals, made.office_id).broken
        report = made.runner.read(check_database)
        with pytest.raises(EnvironmentFault) as told:
            report.raise_if_broken()
        assert told.value.code == "database.seal_broken"


def test_a_seal_that_was_taken_out_shows(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    with whole_office(sqlite_url, counters=4) as made:
        assert _seal_all(made) >= 2
        _tamper(
            made,
            "DELETE FROM sealed_event WHERE seal_id IN (SELECT id FROM event_seal WHERE number = 1)",
            "DELETE FROM event_seal WHERE number = 1",
        )
        assert made.runner.read(check_seals, made.office_id).broken == (2,)


def test_two_stations_that_seal_at_once_do_not_meet(postgres_url: str) -> None:
    with whole_office(postgres_url) as made:
        made.clock.current += timedelta(seconds=6)
        with made.runner.engine.connect() as connection:
            other = Work(connection, made.clock)
            assert seal_events(other, made.office_id).value.number == 1
            assert made.runner.run(seal_events, made.office_id).value.number == 0  # type: ignore[arg-type]
            connection.commit()
        assert _seal_all(made) == 0


def _issue(made: WholeOffice) -> None:
    from desktop.office.catalogue import list_services

    service = made.runner.read(list_services, made.office_id)[0].service_id
    made.runner.run(issue_ticket, IssueTicket(office_id=made.office_id, service_id=service))


def test_a_sound_database_passes_the_check(database_url: str) -> None:
    with whole_office(database_url) as made:
        _issue(made)
        report = made.runner.read(check_database)
        report.raise_if_broken()
        assert report.tables["ticket"] == 1
        assert (report.integrity, report.rules, report.version) == ("ok", (), HEAD)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("UPDATE ticket SET number = 7", "tickets_without_gaps"),
        ("UPDATE ticket SET arrival_no = 7000", "arrival_numbers"),
        ("UPDATE ticket SET state='serving', counter_id=(SELECT id FROM counter)", "active_tickets"),
    ],
)
def test_rows_that_break_a_rule_are_named(database_url: str, change: str, rule: str) -> None:
    with whole_office(database_url) as made:
        _issue(made)
        _tamper(made, change)
        report = made.runner.read(check_database)
        assert report.rules == (rule,)
        with pytest.raises(EnvironmentFault, match=r"database\.rules_broken"):
            report.raise_if_broken()


def test_old_commands_go_and_young_ones_stay(database_url: str) -> None:
    def count(made: WholeOffice) -> int:
        return int(
            made.runner.read(
                lambda work: work.connection.execute(select(func.count()).select_from(Command)).scalar_one()
            )
        )

    with whole_office(database_url) as made:
        old = count(made)
        made.clock.current += timedelta(days=13, hours=23)
        _issue(made)
        purge: Callable[[Any, Any], Result[int]] = purge_commands
        assert made.runner.run(purge, made.office_id).value == 0  # type: ignore[arg-type]
        made.clock.current += timedelta(hours=2)
        assert made.runner.run(purge, made.office_id).value == old  # type: ignore[arg-type]
        assert count(made) == 1


def test_a_retention_below_a_day_is_refused(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        with pytest.raises(ValueError, match="at least a day"):
            made.runner.run(lambda work, office: purge_commands(work, office, 0), made.office_id)  # type: ignore[arg-type]


def test_seals_and_sealed_events_are_tied() -> None:
    assert SealedEvent.__table__.c.seal_id.references(EventSeal.__table__.c.id)
