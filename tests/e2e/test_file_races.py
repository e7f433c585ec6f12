"""Files in the hands of several people at the same instant, and a process killed in the middle: both databases."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from sqlalchemy import func, select

from desktop.domain.numbers import parse_file_number
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, ApplicationItem, Handover, IntakeBatch, Movement, VoidedNumber
from desktop.models.paper import Document
from desktop.models.people import Person
from desktop.models.record import Command as Stored
from desktop.models.record import Event, NumberSeries
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile
from desktop.office.files.importing import import_files
from desktop.office.files.importing_values import Bundle, BundleFile, BundleItem, BundlePerson, ImportFiles
from desktop.office.files.moving import FileRef
from desktop.office.files.registering import take_in_file
from desktop.office.runner import Runner
from tests.support.filed_office import NIKS, FiledOffice, make_file, make_filed_office
from tests.support.race_pair import play
from tests.support.race_run import ROOT
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("races")]
ANSWERS = tuple(
    ItemAnswer(requirement=requirement, kind=kind, value="received")
    for requirement, kind in (("f-1-02", "form"), ("kk-lama", "original_shown"), ("ktp", "copy"))
)
INK = (((0.0, 40.0), (20.0, 5.0), (40.0, 38.0)), ((10.0, 50.0), (90.0, 47.0)))
ROUNDS = 4
CLERKS = ("Rina Wulandari", "Budi Santosa")
HESTI, SUPARNO = "6471015708950011", "6471011203680028"
"""Invented: no such numbers were given out."""


class House:
    """An office with files, what its commands are made of, and what stands in its database afterwards."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.engine = create_office_engine(url)
        self.office: FiledOffice = make_filed_office(self.engine)
        self.runner = Runner(self.engine)

    def by(self, number: int, **more: Any) -> dict[str, Any]:
        """A command of the clerk Rina (0) or of the supervisor Budi Santosa (1), with an id of its own."""
        staff = (self.office.clerk, self.office.supervisor)[number % 2]
        return {"office_id": self.office.office_id, "staff_id": staff, "command_id": uuid.uuid4(), **more}

    def take_in(self, number: int = 0, nik: str | None = None, **more: Any) -> dict[str, Any]:
        values = {
            "service_id": self.office.services[0], "items": ANSWERS, "printer_id": None,
            "applicant": GivenPerson(name="Hesti Ramadhani", nik=nik),
        }  # fmt: skip
        return self.by(number, **{**values, **more})

    def play(self, *steps: tuple[str, list[Any]], count: int = 2) -> list[list[Any]]:
        return play(self.url, self.folder / uuid.uuid4().hex, list(steps), count)

    def rows(self, *columns: Any, where: Any = True) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(*columns).where(where)))

    def count(self, table: Any) -> int:
        return int(self.rows(func.count(next(iter(table.__table__.c))))[0][0])

    def series(self) -> tuple[list[int], int]:
        """All numbers that are a file's or voided, sorted, and the last one given."""
        used = [row.number for row in self.rows(Application.number)]
        voided = [row.number for row in self.rows(VoidedNumber.number)]
        (last,) = self.rows(NumberSeries.last_number, where=NumberSeries.letter == "K")
        return sorted(used + voided), last.last_number


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    made = House(database_url, tmp_path)
    yield made
    made.runner.close()
    made.engine.dispose()


def winners(told: list[list[Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """For each step of two processes: what the winner was told, and what the other one."""
    pairs = []
    for pair in zip(*told, strict=True):
        refused = [isinstance(one.get("refused"), str) for one in pair]
        assert not any("failed" in one for one in pair), pair
        assert sorted(refused) == [False, True], pair
        pairs.append((pair[refused.index(False)], pair[refused.index(True)]))
    return pairs


def a_bundle(count: int) -> Bundle:
    return Bundle(
        file="kiriman.json",
        digest="ab" * 32,
        files=tuple(
            BundleFile(
                index=number, reference=f"MGR-{number}", service="L0",
                applicant=BundlePerson(name=f"Warga {number}", nik=HESTI[:-4] + f"{number:04d}"),
                items=(BundleItem(requirement="*", value="received"),),
            )
            for number in range(1, count + 1)
        ),
    )  # fmt: skip


def test_eight_take_files_in_and_no_number_is_missing_or_twice(house: House) -> None:
    steps: list[tuple[str, list[Any]]] = []
    for turn in range(3):
        steps.append(("take_in_file", [house.take_in(number) for number in range(8)]))
        voids = [house.by(n, reason="Kertas macet") if n % 4 == turn % 4 else None for n in range(8)]
        steps.append(("void_number", voids))
    told = house.play(*steps, count=8)
    answers = [answer for one in told for answer in one]
    assert [one for one in answers if "code" not in one] == []
    codes = [one["code"] for one in answers]
    assert len(set(codes)) == len(codes) == 30
    numbers, last = house.series()
    assert numbers == list(range(1, 31))
    assert last == 30
    assert {row.code for row in house.rows(Application.code)} | {
        row.code for row in house.rows(VoidedNumber.code)
    } == set(codes)
    for code in codes:
        assert parse_file_number(code).n <= 30


def test_two_complete_the_same_returned_file(house: House) -> None:
    short = [
        house.runner.run(take_in_file, TakeInFile(**house.take_in(items=ANSWERS[:1]))).value for _n in range(ROUNDS)
    ]  # fmt: skip
    told = house.play(*[
        ("take_in_file", [
            house.take_in(n, application_id=one.application_id, version=1, applicant=None) for n in (0, 1)
        ])
        for one in short
    ])  # fmt: skip
    for one, (won, lost) in zip(short, winners(told), strict=True):
        assert (won["state"], won["code"]) == ("received", one.code)
        assert lost["refused"] == "file.changed"
        assert lost["details"]["state"] == "received"
        assert lost["details"]["by"] in CLERKS
        assert lost["details"]["at"]
        moves = house.rows(Movement.action, where=Movement.application_id == one.application_id)
        assert sorted(move.action for move in moves) == ["complete", "take_in"]


def test_two_give_the_same_documents_out(house: House) -> None:
    files = [make_file(house.engine, house.office, state="ready") for _n in range(ROUNDS)]
    told = house.play(*[
        ("hand_over", [
            house.by(n, application_id=one.application_id, version=1, last4=NIKS[0][-4:], face=True,
                     given=one.deliverables, strokes=INK)
            for n in (0, 1)
        ])
        for one in files
    ])  # fmt: skip
    for one, (won, lost) in zip(files, winners(told), strict=True):
        assert won["number"] == one.number
        assert lost["refused"] == "file.already_collected"
        assert lost["details"]["number"] == one.number
        (given,) = house.rows(Handover.staff_id, where=Handover.application_id == one.application_id)
        assert lost["details"]["by"] == CLERKS[given.staff_id == house.office.supervisor]
        assert lost["details"]["day"]
        assert lost["details"]["time"]


def test_two_move_the_same_file(house: House) -> None:
    files = [make_file(house.engine, house.office, state="received") for _n in range(ROUNDS)]
    told = house.play(*[
        ("move_files", [
            house.by(
                n, staff_id=house.office.operator,
                files=(FileRef(application_id=one.application_id, expected_version=1),),
            )
            for n in (0, 1)
        ])
        for one in files
    ])  # fmt: skip
    for won, lost in winners(told):
        assert len(won["moved"]) == 1
        assert lost["refused"] == "file.changed"
        assert lost["details"]["by"] == "Andi Rahmat"


def test_the_same_command_twice_at_the_same_instant_is_one_file(house: House) -> None:
    commands = [house.take_in(nik=HESTI, printer_id=house.office.printer_id) for _round in range(ROUNDS)]
    steps: list[tuple[str, list[Any]]] = [("take_in_file", [one, one]) for one in commands]
    first, second = house.play(*steps)
    assert first == second
    assert len({one["code"] for one in first}) == 4
    assert house.series() == ([1, 2, 3, 4], 4)
    for table in (Stored, Event, Document):
        assert house.count(table) == 4, table


def test_a_new_person_at_two_counters_is_one_person(house: House) -> None:
    """The second counter's transaction waits and takes the row that the first one made."""
    steps: list[tuple[str, list[Any]]] = []
    niks = [tuple(f"{one[:-4]}{100 + n:04d}" for one in (HESTI, SUPARNO)) for n in range(2 * ROUNDS)]
    for first, second in niks:
        hesti = GivenPerson(name="Hesti Ramadhani", nik=first, phone="0812 5550 0142")
        suparno = GivenPerson(name="Suparno Adi", nik=second)
        steps.append(
            ("take_in_file", [
                house.take_in(0, applicant=hesti, proxy=suparno, proxy_letter="letter"),
                house.take_in(1, applicant=suparno, proxy=hesti, proxy_letter="letter"),
            ])
        )  # fmt: skip
    told = house.play(*steps)
    assert [one for half in told for one in half if "code" not in one] == []
    people = house.rows(Person.id, Person.nik)
    assert sorted(row.nik for row in people) == sorted(nik for pair in niks for nik in pair)
    keys = {row.nik: row.id for row in people}
    files = house.rows(Application.applicant_id, Application.proxy_id)
    assert {(row.applicant_id, row.proxy_id) for row in files} == {
        (keys[one], keys[other]) for pair in niks for one, other in (pair, pair[::-1])
    }


def test_a_bundle_sent_twice_at_the_same_instant_is_taken_once(house: House) -> None:
    bundle = a_bundle(6)
    values = {"bundle": bundle, "channel": "village", "source": "Kelurahan Manggar"}
    told = [one[0] for one in house.play(("import_files", [house.by(n, **values) for n in (0, 1)]))]
    assert sorted(one.get("repeated") for one in told) == [False, True], told
    assert sorted(one["received"] for one in told)[-1] == 6
    assert (house.count(IntakeBatch), house.count(Application), house.count(Person)) == (1, 6, 6)
    assert house.series() == (list(range(1, 7)), 6)


def test_a_bundle_and_a_counter_with_the_same_people_do_not_wait_for_each_other(
    postgres_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An intake has its people when it asks for a number; an import has the series when it comes to its next one."""
    house = House(postgres_url, tmp_path)
    bundle = a_bundle(3)
    people = [GivenPerson(name=one.applicant.name, nik=one.applicant.nik) for one in bundle.files]
    for person in people:
        house.runner.run(take_in_file, TakeInFile(**house.take_in(applicant=person)))
    command = ImportFiles(**house.by(1), bundle=bundle, channel="village", source="Kelurahan Manggar")
    counter = Runner(house.engine)
    caplog.set_level("INFO", logger="desktop.office.runner")

    def waiting(boss: psycopg.Connection) -> int:
        locked = "wait_event_type = 'Lock' AND datname = current_database()"
        row = boss.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {locked}").fetchone()  # type: ignore[arg-type]
        assert row is not None
        return int(row[0])

    with (
        psycopg.connect(postgres_url) as holder,
        psycopg.connect(postgres_url, autocommit=True) as boss,
        ThreadPoolExecutor(2) as lanes,
    ):
        # The import stands in its middle, with the series, before the second person ...
        holder.execute("SELECT 1 FROM person WHERE nik = %s FOR UPDATE", (people[1].nik,))
        importing = lanes.submit(house.runner.run, import_files, command)
        wait_for(lambda: waiting(boss) == 1, what="the import at the second person")
        # ... and a counter takes in the third.
        taking = lanes.submit(counter.run, take_in_file, TakeInFile(**house.take_in(applicant=people[2])))
        wait_for(lambda: waiting(boss) == 2, what="the counter behind the import")
        holder.rollback()
        assert importing.result(30).value.received == 3
        assert taking.result(30).value.state == "received"
    assert caplog.records == [], "nobody had to begin again"
    assert house.series() == (list(range(1, 8)), 7)
    counter.close()
    house.runner.close()
    house.engine.dispose()


def test_killed_in_the_middle_nothing_is_half_there(house: House) -> None:
    tables = (Application, ApplicationItem, Movement, Document, Event, Stored, Person)
    plan = house.folder / "plan.json"
    command = house.take_in(nik=HESTI, printer_id=house.office.printer_id)
    plan.write_bytes(msgspec.json.encode({"url": house.url, "kind": "take_in_file", "command": command}))
    for after in (5, 8, 99):  # in the middle, with the number taken, and right before the commit
        stopped = subprocess.Popen(
            [sys.executable, "-m", "tests.support.race_files", str(plan), str(after)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert stopped.stdout is not None
        try:
            assert stopped.stdout.readline() == b"stopped\n"
        finally:
            stopped.kill()
            stopped.communicate(timeout=20)
        assert [house.count(table) for table in tables] == [0] * len(tables), after
        assert house.series() == ([], 0), after
    taken = house.runner.run(take_in_file, msgspec.convert(msgspec.to_builtins(command), TakeInFile)).value
    assert parse_file_number(taken.code).n == 1
    assert house.series() == ([1], 1)
