"""An office from nothing, on both databases: what is there afterwards, and what is refused."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import func, select

from desktop.domain.errors import UserError
from desktop.models.engine import create_office_engine
from desktop.models.office import DisplayMessage, Holiday, Office, OfficeBreak, OfficeHours, Zone
from desktop.models.queue import QueuePolicy
from desktop.models.record import Event
from desktop.office.catalogue import list_services
from desktop.office.counters import AddCounter, add_counter, list_counter_services
from desktop.office.printers import AddPrinter, add_printer, list_printers
from desktop.office.queue import CallNext, IssueTicket, call_next, issue_ticket
from desktop.office.runner import Runner
from desktop.office.setup import init_office, presets, read_preset
from desktop.office.shifts import OpenCounter, open_counter
from desktop.office.staff import list_staff
from desktop.office.work import Work
from tests.support.whole_office import init_command, whole_office


def test_a_new_office_has_hours_breaks_holidays_policy_zone_and_messages(database_url: str) -> None:
    with whole_office(database_url) as made:

        def look(work: Work) -> None:
            run = work.connection.execute
            office = run(select(Office.__table__)).one()
            assert (office.code, office.agency, office.time_zone) == (
                "dukcapil-kota-teluk-sari",
                "disdukcapil",
                "Asia/Makassar",
            )
            assert len(bytes.fromhex(office.nik_key)) == 32
            hours = run(select(OfficeHours.__table__).order_by(OfficeHours.weekday)).all()
            assert [row.weekday for row in hours] == [0, 1, 2, 3, 4]
            assert {(r.kiosk_opens, r.opens, r.closes, r.last_ticket) for r in hours} == {
                (time(7, 45), time(8), time(15), time(14, 30))
            }
            breaks = {row.weekday: (row.begins, row.ends) for row in run(select(OfficeBreak.__table__))}
            assert breaks[0] == (time(12), time(13))
            assert breaks[4] == (time(11, 30), time(13))
            independence = run(select(Holiday.name_id).where(Holiday.day == date(2026, 8, 17))).all()
            assert len(independence) == 1
            policy = run(select(QueuePolicy.__table__)).one()
            assert (policy.ratio_regular, policy.weight_step, policy.bound) == (2, 5, 20)
            assert run(select(Zone.code)).scalars().all() == ["utama"]
            messages = run(select(DisplayMessage.text_id).order_by(DisplayMessage.position)).scalars().all()
            assert "tidak dipungut biaya" in messages[0]
            assert "0542 555 010" in messages[1]

        made.runner.read(look)


def test_every_group_has_its_general_ticket_and_the_preset_its_services(database_url: str) -> None:
    with whole_office(database_url) as made:
        services = made.runner.read(list_services, made.office_id, "administrator")
    general = [one for one in services if one.general]
    assert sorted(one.letter for one in general) == list("ABCDEFGH")
    assert {(one.name_id, one.name_en) for one in general} == {("Belum yakin", "Not sure yet")}
    assert len(services) - len(general) == 33


def test_a_made_office_can_work_at_once(database_url: str) -> None:
    with whole_office(database_url) as made:
        service = made.runner.read(list_services, made.office_id)[0]
        counter = made.runner.read(list_counter_services, made.office_id)[0]
        made.runner.run(
            open_counter,
            OpenCounter(office_id=made.office_id, staff_id=made.clerk_id, counter_id=counter.counter_id),
        )
        issued = made.runner.run(
            issue_ticket, IssueTicket(office_id=made.office_id, service_id=service.service_id)
        ).value
        called = made.runner.run(
            call_next,
            CallNext(office_id=made.office_id, staff_id=made.clerk_id, counter_id=counter.counter_id),
        ).value
    assert called.label == issued.label == f"{service.letter}001"


def test_a_second_office_is_refused_and_nothing_changes(database_url: str) -> None:
    with whole_office(database_url) as made:
        with pytest.raises(UserError) as refused:
            made.runner.run(init_office, init_command(name="Kantor lain"))
        assert refused.value.code == "office.exists"
        assert refused.value.details == {"office": "Dukcapil Kota Teluk Sari"}
        count = made.runner.read(
            lambda work: work.connection.execute(select(func.count()).select_from(Office)).scalar_one()
        )
    assert count == 1


def test_the_same_command_again_gives_the_first_result(database_url: str) -> None:
    engine = create_office_engine(database_url)
    runner = Runner(engine)
    try:
        command = init_command()
        first = runner.run(init_office, command).value
        again = runner.run(init_office, command)
        assert again.value.office_id == first.office_id
        assert again.value.repeated
        assert not again.changes
    finally:
        runner.close()
        engine.dispose()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"time_zone": "Europe/Berlin"}, "office.time_zone"),
        ({"name": "   "}, "office.name"),
        ({"admin_login": "ad min"}, "staff.login_form"),
    ],
)
def test_what_cannot_be_is_refused_whole(sqlite_url: str, changes: dict[str, object], code: str) -> None:
    engine = create_office_engine(sqlite_url)
    runner = Runner(engine)
    try:
        with pytest.raises(UserError) as refused:
            runner.run(init_office, init_command(**changes))
        assert refused.value.code == code
        left = runner.read(
            lambda work: work.connection.execute(select(func.count()).select_from(Office)).scalar_one()
        )
        assert left == 0
    finally:
        runner.close()
        engine.dispose()


def test_the_presets_are_three_and_an_unknown_one_is_refused_naming_them() -> None:
    assert presets() == ("disdukcapil", "dpmptsp", "puskesmas")
    with pytest.raises(UserError) as refused:
        read_preset("../etc")
    assert refused.value.code == "office.no_preset"
    assert refused.value.details["allowed"] == "disdukcapil, dpmptsp, puskesmas"


def test_a_counter_gives_groups_and_services_with_weights(database_url: str) -> None:
    with whole_office(database_url, counters=0) as made:
        services = made.runner.read(list_services, made.office_id)
        code = next(one.code for one in services if one.letter == "C" and not one.general)
        counter = made.runner.run(
            add_counter,
            AddCounter(
                office_id=made.office_id, name="3", services=("a", "B", code), weights={"B": 3, code: 5}
            ),
        ).value
    of_b = {one.code for one in services if one.letter == "B"}
    assert counter.groups == ("A", "B", "C")
    assert {counter.services[one] for one in of_b} == {3}
    assert counter.services[code] == 5
    assert counter.services["umum-a"] == 1
    assert "umum-c" not in counter.services, "one service of a group does not bring its general ticket"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "1"}, "office.counter_taken"),
        ({"name": ""}, "office.counter_name"),
        ({"services": ("Z",)}, "office.counter_services"),
        ({"services": ()}, "office.counter_services"),
        ({"services": ("A",), "weights": {"B": 2}}, "office.counter_weight"),
        ({"weights": {"A": 6}}, "office.counter_weight"),
        ({"zone": "atas"}, "office.no_zone"),
    ],
)
def test_a_counter_that_cannot_be_is_refused(sqlite_url: str, changes: dict[str, object], code: str) -> None:
    with whole_office(sqlite_url) as made:
        values: dict[str, object] = {"office_id": made.office_id, "name": "2", **changes}
        with pytest.raises(UserError) as refused:
            made.runner.run(add_counter, AddCounter(**values))  # type: ignore[arg-type]
        assert refused.value.code == code
        assert len(made.runner.read(list_counter_services, made.office_id)) == 1


def test_a_printer_is_checked_before_it_is_kept(sqlite_url: str) -> None:
    with whole_office(sqlite_url) as made:
        good = AddPrinter(
            office_id=made.office_id, name="Struk", kind="escpos58", address={"host": "10.0.0.9"}
        )
        made.runner.run(add_printer, good)
        for changes, code in (
            ({"name": "struk"}, "office.printer_taken"),
            ({"name": "Lain", "kind": "laser"}, "print.paper_kind"),
            ({"name": "Lain", "address": {"hots": "10.0.0.9"}}, "print.printer_settings"),
        ):
            values: dict[str, object] = {
                "office_id": made.office_id,
                "name": "Struk",
                "kind": "escpos58",
                "address": {"host": "10.0.0.9"},
                **changes,
            }
            with pytest.raises(UserError) as refused:
                made.runner.run(add_printer, AddPrinter(**values))  # type: ignore[arg-type]
            assert refused.value.code == code
        assert [one.name for one in made.runner.read(list_printers, made.office_id)] == ["Struk"]


def test_events_and_commands_hold_no_names(database_url: str) -> None:
    with whole_office(database_url) as made:
        members = made.runner.read(list_staff, made.office_id)
        rows = made.runner.read(
            lambda work: work.connection.execute(select(Event.kind, Event.before, Event.after)).all()
        )
    told = " ".join(str(row) for row in rows)
    assert {row.kind for row in rows} >= {"office.made", "staff.added", "counter.added"}
    for member in members:
        assert member.name not in told
        assert f"'{member.login}'" not in told
