"""Papers sent from desk to desk: signed for, called back, and who answers for them meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.files import Application, Movement, Routing
from desktop.models.paper import Document, DocumentPerson, Printer, PrintJob
from desktop.office.files.moving import FileRef
from desktop.office.files.routing import (
    AcceptFiles,
    PrintRouting,
    RecallRouting,
    Routed,
    RouteFiles,
    accept_files,
    papers_coming,
    papers_sent,
    print_routing,
    recall_routing,
    route_files,
)
from desktop.office.live.file_timeline import file_timeline
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from tests.support.filed_office import FiledFile, FiledOffice, at_local, make_file, make_filed_office

MONDAY = at_local(23, 9)


class Hall:
    """An office on Monday morning; the operator holds the papers."""

    def __init__(self, url: str) -> None:
        self.engine = create_office_engine(url)
        self.clock = SetClock(MONDAY)
        self.runner = Runner(self.engine, self.clock)
        self.office: FiledOffice = make_filed_office(self.engine)

    def file(self, **values: Any) -> FiledFile:
        return make_file(
            self.engine, self.office,
            **{
                "created_at": MONDAY - timedelta(hours=20), "state": "in_process", "step": 6,
                "holder_id": self.office.operator, **values,
            },
        )  # fmt: skip

    def do(self, use_case: Any, kind: Any, staff: Any, *files: FiledFile, **values: Any) -> Routed:
        refs = tuple(FileRef(application_id=one.application_id) for one in files)
        command = kind(office_id=self.office.office_id, staff_id=staff, files=refs, **values)
        routed: Routed = self.runner.run(use_case, command).value
        return routed

    def send(self, *files: FiledFile, staff: Any = None, **values: Any) -> Routed:
        return self.do(route_files, RouteFiles, staff or self.office.operator, *files, **values)

    def sign(self, staff: Any, *files: FiledFile, **values: Any) -> Routed:
        return self.do(accept_files, AcceptFiles, staff, *files, **values)

    def row(self, file: FiledFile) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(
                select(Application.__table__).where(Application.id == file.application_id)
            ).one()

    def coming(self, staff: Any) -> list[str]:
        return [one.code for one in self.runner.read(papers_coming, self.office.office_id, staff)]


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    hall = Hall(database_url)
    yield hall
    hall.runner.close()
    hall.engine.dispose()


def test_papers_are_sent_seen_on_their_way_and_signed_for(hall: Hall) -> None:
    office = hall.office
    files = [hall.file(nik=None) for _ in range(3)]
    sent = hall.send(*files, to_id=office.verifier)
    assert sent.count == 3
    assert hall.row(files[0]).holder_id == office.operator, "the sender answers until somebody signs"
    assert hall.coming(office.verifier) == [one.code for one in files]
    assert hall.coming(office.clerk) == []
    [first, *_rest] = hall.runner.read(papers_sent, office.office_id, office.operator)
    assert (first.sent_to, first.sent_by, first.service_id_text) == (
        "Kasi Nurhayati",
        "Andi Rahmat",
        "Layanan 0",
    )
    seen = hall.runner.read(file_timeline, office.office_id, files[0].application_id)
    assert seen.on_the_way_to == "Kasi Nurhayati"
    with pytest.raises(UserError, match="for_other"):
        hall.sign(office.clerk, files[0])
    assert hall.sign(office.verifier, files[0]).count == 1
    hall.clock.current += timedelta(minutes=5)
    assert hall.sign(office.verifier, list_id=sent.list_id).count == 2
    assert hall.coming(office.verifier) == []
    assert {hall.row(one).holder_id for one in files} == {office.verifier}
    with hall.engine.connect() as connection:
        actions = connection.execute(
            select(Movement.action)
            .where(Movement.application_id == files[1].application_id)
            .order_by(Movement.position)
        ).scalars()
        assert list(actions)[-2:] == ["route", "accept"]
    with pytest.raises(UserError, match="not_sent"):
        hall.sign(office.verifier, files[0])


def test_papers_for_a_unit_are_for_anybody_of_it(hall: Hall) -> None:
    file = hall.file()
    hall.send(file, to_unit="validator")
    assert hall.coming(hall.office.verifier) == hall.coming(hall.office.supervisor) == [file.code]
    with pytest.raises(UserError, match="for_other"):
        hall.sign(hall.office.clerk, file)
    hall.sign(hall.office.supervisor, file)
    assert hall.row(file).holder_id == hall.office.supervisor


def test_what_cannot_be_sent(hall: Hall) -> None:
    office, file = hall.office, hall.file()
    for values, error in (
        ({}, "nobody"), ({"to_unit": "gudang"}, "unit"), ({"to_id": office.operator}, "yourself"),
        ({"to_id": new_id()}, "unknown_staff"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=error):
            hall.send(file, **values)
    with pytest.raises(UserError, match="held_elsewhere") as caught:
        hall.send(file, staff=office.clerk, to_id=office.verifier)
    assert caught.value.details["by"] == "Andi Rahmat"
    hall.send(file, to_id=office.verifier)
    with pytest.raises(UserError, match="on_the_way"):
        hall.send(file, to_id=office.supervisor)
    both = hall.send(file, hall.file(nik=None), to_id=office.supervisor)
    assert (both.count, both.refused[0].error) == (1, "file.on_the_way")


def test_only_the_sender_calls_papers_back(hall: Hall) -> None:
    file = hall.file()
    sent = hall.send(file, to_id=hall.office.verifier)
    with pytest.raises(UserError, match="not_yours"):
        hall.do(recall_routing, RecallRouting, hall.office.clerk, file)
    back = hall.do(recall_routing, RecallRouting, hall.office.operator, list_id=sent.list_id)
    assert (back.action, back.count) == ("recall", 1)
    assert hall.coming(hall.office.verifier) == []
    assert hall.send(file, to_id=hall.office.supervisor).count == 1, "it may be sent again"


def test_two_people_sign_for_one_paper(hall: Hall) -> None:
    file = hall.file()
    hall.send(file, to_unit="validator")
    staff = [hall.office.verifier, hall.office.supervisor]
    barrier = threading.Barrier(2)
    answers: list[Any] = [None, None]

    def sign(n: int) -> None:
        runner = Runner(hall.engine, hall.clock)
        barrier.wait()
        try:
            answers[n] = runner.run(
                accept_files,
                AcceptFiles(
                    office_id=hall.office.office_id, staff_id=staff[n],
                    files=(FileRef(application_id=file.application_id),),
                ),
            ).value  # fmt: skip
        except UserError as error:
            answers[n] = error
        finally:
            runner.close()

    threads = [threading.Thread(target=sign, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    [lost] = [one for one in answers if isinstance(one, UserError)]
    assert lost.code == "routing.not_sent"
    with hall.engine.connect() as connection:
        [row] = connection.execute(
            select(Routing.__table__).where(Routing.application_id == file.application_id)
        )
    assert row.signed_by_id == hall.row(file).holder_id


def test_a_routing_list_is_printed_in_two_parts(hall: Hall) -> None:
    office = hall.office
    sent = hall.send(
        hall.file(name="Suparno Adi"), hall.file(name="Rudi Hartono", nik=None), to_id=office.verifier
    )
    printer = new_id()
    with hall.engine.connect().execution_options(loket_write=True) as connection:
        connection.execute(
            insert(Printer).values(
                id=printer, office_id=office.office_id, name="A4", kind="pdf_a4", address={"folder": "x"}
            )
        )
        connection.commit()
    assert sent.list_id is not None
    command = PrintRouting(
        office_id=office.office_id, staff_id=office.operator, list_id=sent.list_id, printer_id=printer
    )
    document = hall.runner.run(print_routing, command).value
    with hall.engine.connect() as connection:
        [matter] = connection.execute(select(Document.kind, Document.content).where(Document.id == document))
        [person] = connection.execute(select(DocumentPerson.content))
        jobs = connection.execute(select(PrintJob.id)).all()
    assert matter.kind == "routing_list"
    assert "Suparno" not in str(matter.content)
    assert person.content["names"] == ["Suparno Adi", "Rudi Hartono"]
    assert len(jobs) == 1
