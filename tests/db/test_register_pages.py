"""Register pages from the files of a period; both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.nik import mask_nik
from desktop.models.engine import create_office_engine
from desktop.models.files import Deliverable
from desktop.models.office import Setting
from desktop.models.people import Person
from desktop.models.record import Event
from desktop.office.files.commands import VoidNumber
from desktop.office.files.handover import HandOver, hand_over
from desktop.office.files.numbers import void_number
from desktop.office.files.register_pages import OpenRegister, open_register
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.printing.registers import render_register
from tests.support.filed_office import NIKS, FiledOffice, at_local, make_file, make_filed_office
from tests.unit.printing.forms.filling import all_text

DAY = date(2026, 11, 25)


class Desk:
    """An office on 25 November 2026, 14.05 WITA."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.office: FiledOffice = make_filed_office(self.engine)
        self.clock = SetClock(at_local(25, 14, 5))
        self.runner = Runner(self.engine, self.clock)
        self.write(
            insert(Setting).values(
                office_id=self.office.office_id,
                name="forms",
                value={"place": "Teluk Sari", "head": "Dra. Sulastri Handayani"},
            )
        )

    def write(self, statement: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(statement)
            connection.commit()

    def file(self, **more: Any) -> Any:
        return make_file(self.engine, self.office, **more)

    def command(self, kind: str, **changes: Any) -> OpenRegister:
        values: dict[str, Any] = {
            "office_id": self.office.office_id,
            "staff_id": self.office.clerk,
            "kind": kind,
            "first_day": DAY,
            "last_day": DAY,
        }
        return OpenRegister(**{**values, **changes})

    def open(self, kind: str, **changes: Any) -> Any:
        return self.runner.run(open_register, self.command(kind, **changes)).value

    def events(self) -> list[Any]:
        return self.runner.read(
            lambda work: work.connection.execute(
                select(Event.after).where(Event.kind == "register.printed")
            ).all()
        )


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    made = Desk(database_url)
    yield made
    made.runner.close()
    made.engine.dispose()


def test_the_agenda_has_the_files_of_the_office_day_in_their_order(desk: Desk) -> None:
    desk.file(name="Kemarin", created_at=at_local(24, 23, 59))
    late = desk.file(name="Terakhir", created_at=at_local(25, 23, 59), nik=None)
    first = desk.file(name="Pertama", created_at=at_local(25, 0, 0), place_id=desk.office.shelf)
    desk.file(name="Besok", created_at=at_local(26, 0, 0))
    page = desk.open("agenda")
    assert [row.number for row in page.rows] == [first.number, late.number]
    assert [row.applicant for row in page.rows] == ["Pertama", "Terakhir"]
    assert [row.nik_masked for row in page.rows] == [mask_nik(NIKS[0]), ""]
    assert [row.place for row in page.rows] == ["Rak C laci 4", "Rina Wulandari"]
    assert page.rows[0].state == "received"
    assert page.rows[0].received_local == at_local(25, 0, 0).replace(tzinfo=None) + timedelta(hours=8)
    assert (page.office, page.place, page.keeper) == (
        "Dukcapil Kota Teluk Sari",
        "Teluk Sari",
        "Rina Wulandari",
    )
    text = all_text(render_register(page))
    assert NIKS[0] not in text
    assert "Jumlahhalamanini:2berkas" in text
    week = desk.open("agenda", first_day=DAY - timedelta(days=1), last_day=DAY + timedelta(days=1))
    assert len(week.rows) == 4


def test_a_voided_number_stands_in_the_agenda(desk: Desk) -> None:
    desk.runner.run(
        void_number,
        VoidNumber(office_id=desk.office.office_id, staff_id=desk.office.clerk, reason="Blangko rusak"),
    )
    rows = desk.open("agenda").rows
    assert [(row.state, row.note, row.applicant) for row in rows] == [("voided", "Blangko rusak", "")]
    assert "Nomorbatal" in all_text(render_register(desk.open("agenda")))


def test_a_restricted_person_is_not_named(desk: Desk) -> None:
    desk.file(name="Marlina Tandi", created_at=at_local(25, 9), restricted=True)
    page = desk.open("agenda")
    assert page.rows[0].restricted
    assert "Marlina" not in str(page)
    assert "(datadibatasi)" in all_text(render_register(page))


def test_the_handover_list_has_what_was_given_and_to_whom(desk: Desk) -> None:
    file = desk.file(
        state="ready",
        name="Marlina Tandi",
        created_at=at_local(24, 9),
        deliverables=("Kartu Keluarga", "KIA"),
    )
    desk.write(update(Deliverable).where(Deliverable.label == "KIA").values(quantity=2))
    order = HandOver(
        office_id=desk.office.office_id, staff_id=desk.office.clerk, version=1, application_id=file.application_id,
        last4=NIKS[0][-4:], face=True, given=file.deliverables, returned=(), counter_id=desk.office.counter,
        strokes=(((0.0, 40.0), (20.0, 5.0), (40.0, 38.0)), ((10.0, 50.0), (90.0, 47.0))),
    )  # fmt: skip
    desk.runner.run(hand_over, order)
    page = desk.open("handover_list")
    assert len(page.rows) == 1
    row = page.rows[0]
    assert (row.number, row.documents, row.pieces) == (file.number, "Kartu Keluarga, KIA (2)", 3)
    assert (row.collector, row.by_proxy, row.clerk) == ("Marlina Tandi", False, "Rina Wulandari")
    assert "3dokumen" in all_text(render_register(page))
    assert (
        desk.open("handover_list", first_day=DAY - timedelta(days=1), last_day=DAY - timedelta(days=1)).rows
        == ()
    )


def test_who_looked_is_written_down_once_and_without_names(desk: Desk) -> None:
    desk.file(name="Marlina Tandi", created_at=at_local(25, 9))
    command = desk.command("agenda")
    assert desk.runner.run(open_register, command).value == desk.runner.run(open_register, command).value
    assert len(desk.events()) == 1
    assert desk.events()[0].after == {
        "register": "agenda", "first_day": "2026-11-25", "last_day": "2026-11-25", "rows": 1,
    }  # fmt: skip


def test_days_out_of_order_and_other_offices_are_refused(desk: Desk) -> None:
    for changes, code in (
        ({"last_day": DAY - timedelta(days=1)}, "forms.register_days"),
        ({"first_day": DAY - timedelta(days=366)}, "forms.register_days"),
        ({"office_id": new_id()}, "forms.no_office"),
    ):
        with pytest.raises(UserError) as told:
            desk.open("agenda", **changes)
        assert told.value.code == code
    assert desk.events() == []
    assert desk.runner.read(lambda work: work.connection.execute(select(Person.id)).all()) == []
