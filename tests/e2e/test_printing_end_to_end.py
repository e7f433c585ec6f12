"""From a tap to paper: a ticket is issued, its slip comes out of a printer on the network, whatever goes wrong.

On both databases, with the strict printer emulator behind a real socket, and with real processes that are killed.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import zxingcpp
from sqlalchemy import insert, select, update

from desktop.app.printing import PrintService
from desktop.models.engine import create_office_engine
from desktop.models.paper import Document, Printer, PrintJob
from desktop.models.queue import Ticket
from desktop.models.staff import Staff
from desktop.office.paper_jobs import DatabaseJobs
from desktop.office.paper_queue import ReprintSlip, paper_counts, reprint_slip, unprinted
from desktop.office.queue import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.runner import Runner
from desktop.office.slips import read_slip_content
from desktop.printing.spool import SpoolTimes
from tests.printing_emulator import EmulatedPrinter, Faults
from tests.support.small_office import SmallOffice, make_small_office
from tests.support.waiting import wait_for

QUICK = SpoolTimes(poll_s=0.05, retry_first_s=0.05, retry_longest_s=0.2)
pytestmark = pytest.mark.e2e


@dataclass
class House:
    """An office, and what a test does in it."""

    runner: Runner
    office: SmallOffice
    url: str

    def connect(self, port: int, **more: Any) -> None:
        """The office's printer is at this port; refused ports are dead printers."""
        address = {
            "host": "127.0.0.1",
            "port": port,
            "connect_timeout_s": 1.0,
            "reply_timeout_s": 2.0,
            **more,
        }
        with self.runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(
                update(Printer).where(Printer.id == self.office.printer_id).values(address=address)
            )
            connection.commit()

    def issue(self, **more: Any) -> IssuedTicket:
        service = self.office.services[0]
        slip = self.runner.read(read_slip_content, self.office.office_id, service)
        command = IssueTicket(
            office_id=self.office.office_id,
            service_id=service,
            slip=slip,
            printer_id=self.office.printer_id,
            **more,
        )
        return self.runner.run(issue_ticket, command).value

    def service(self, station: str = "Kiosk 1", **more: Any) -> PrintService:
        return PrintService(self.runner.engine, self.office.office_id, station, times=QUICK, **more)

    def states(self) -> list[str]:
        with self.runner.engine.connect() as connection:
            rows = connection.execute(
                select(PrintJob.state).order_by(PrintJob.created_at_utc, PrintJob.copy_number)
            )
            return list(rows.scalars())

    def all_in(self, *states: str) -> bool:
        return all(state in states for state in self.states())

    def unprinted(self) -> list[str]:
        return [one.label for one in self.runner.read(unprinted, self.office.office_id, grace_s=0.0)]


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    engine = create_office_engine(database_url)
    runner = Runner(engine)
    yield House(runner, make_small_office(engine), database_url)
    runner.close()
    engine.dispose()


@pytest.fixture
def running() -> Iterator[Callable[[PrintService], PrintService]]:
    services: list[PrintService] = []

    def start(service: PrintService) -> PrintService:
        services.append(service)
        service.start()
        return service

    yield start
    ended = [service.stop(timeout_s=15) for service in services]
    assert all(ended)


def codes_on(paper: Any) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(paper)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_ticket_comes_out_as_a_slip_that_can_be_scanned(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        ticket = house.issue()
        service = running(house.service())
        papers = printer.wait_for_papers(1)
        assert not printer.errors
        assert codes_on(papers[0]) == {ticket.code}
        text = printer.drawer.texts[0]
        assert "DUKCAPIL KOTA TELUK SARI" in text
        assert "Layanan 0" in text
        assert "TIDAK DIPUNGUT BIAYA" in text
        assert " WITA" in text
        wait_for(lambda: house.states() == ["confirmed"], what="the confirmed slip")
        # The paper is out a moment before its outcome is written.
        wait_for(lambda: house.unprinted() == [], timeout_s=10, what="what is not printed yet")
        assert service.printers == ("Struk",)


def test_the_slip_tells_the_offices_local_time(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        ticket = house.issue()
        running(house.service())
        printer.wait_for_papers(1)
        minutes = ticket.issued_at_utc.hour * 60 + ticket.issued_at_utc.minute + 8 * 60
        assert f"{minutes // 60 % 24:02d}.{minutes % 60:02d} WITA" in printer.drawer.texts[0]


def test_a_dead_printer_never_blocks_a_ticket_and_prints_once_when_it_is_back(
    house: House, running: Any
) -> None:
    port = free_port()
    house.connect(port)
    running(house.service())
    tickets = [house.issue(), house.issue()]
    assert [ticket.label for ticket in tickets] == ["A001", "A002"]
    wait_for(
        lambda: house.runner.read(paper_counts, house.office.office_id).reason.startswith("print."),
        what="the printer's fault on the status bar",
    )
    # The paper is out a moment before its outcome is written.
    wait_for(lambda: house.unprinted() == ["A001", "A002"], timeout_s=10, what="what is not printed yet")
    back = EmulatedPrinter()
    back._server.close()
    back._server = socket.create_server(("127.0.0.1", port))
    back._server.settimeout(0.05)
    with back as printer:
        papers = printer.wait_for_papers(2, timeout_s=15)
        wait_for(lambda: house.all_in("confirmed"), what="both slips")
        assert [codes_on(paper) for paper in papers] == [{ticket.code} for ticket in tickets]
        assert len(printer.drawer.papers) == 2
    # The paper is out a moment before its outcome is written.
    wait_for(lambda: house.unprinted() == [], timeout_s=10, what="what is not printed yet")


def test_no_paper_is_told_and_the_slip_follows_the_new_roll(house: House, running: Any) -> None:
    faults = Faults(paper_rows=0)
    with EmulatedPrinter(faults=faults) as printer:
        house.connect(printer.address[1])
        service = running(house.service())
        ticket = house.issue()
        wait_for(
            lambda: house.runner.read(paper_counts, house.office.office_id).reason == "print.no_paper",
            what="the empty roll",
        )
        # The paper is out a moment before its outcome is written.
        wait_for(lambda: house.unprinted() == [ticket.label], timeout_s=10, what="what is not printed yet")
        faults.paper_rows = None
        service.wake()
        papers = printer.wait_for_papers(1, timeout_s=10)
        assert [codes_on(paper) for paper in papers] == [{ticket.code}]
        wait_for(lambda: house.states() == ["confirmed"])


def test_two_stations_on_one_printer_print_every_slip_once(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        codes = sorted(house.issue().code for _ in range(8))
        running(house.service("Kiosk 1"))
        running(house.service("Kiosk 2"))
        wait_for(lambda: house.all_in("confirmed"), timeout_s=30, what="eight slips")
        papers = printer.wait_for_papers(8)
        assert not printer.errors
        assert sorted(code for paper in papers for code in codes_on(paper)) == codes


def test_a_printer_that_names_its_station_is_served_there_only(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1], station="Kiosk 2")
        house.issue()
        own = running(house.service("Kiosk 2"))
        other = running(house.service("Kiosk 1"))
        wait_for(lambda: house.all_in("confirmed"))
        assert own.printers == ("Struk",)
        assert other.printers == ()


KILLED = textwrap.dedent(
    """
    import sys, uuid
    from desktop.models.engine import create_office_engine
    from desktop.office.paper_jobs import DatabaseJobs
    from desktop.office.runner import Runner

    url, office, printer, how = sys.argv[1:]
    engine = create_office_engine(url)
    jobs = DatabaseJobs(
        Runner(engine), uuid.UUID(office), uuid.UUID(printer), claim_lease_s=1.0, sending_lease_s=1.0
    )
    job = jobs.claim()
    assert job is not None
    if how == "sending":
        assert jobs.mark(job, "sending", "")
    print("held", flush=True)
    sys.stdin.read()
    """
)


def kill_a_worker(house: House, how: str) -> None:
    """A worker process takes the job and is killed with it in its hands."""
    arguments = [house.url, str(house.office.office_id), str(house.office.printer_id), how]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "held"
        worker.send_signal(signal.SIGKILL)


def test_a_worker_killed_before_sending_leaves_a_slip_that_prints_once(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        ticket = house.issue()
        kill_a_worker(house, "claimed")
        running(house.service())
        papers = printer.wait_for_papers(1, timeout_s=10)
        assert [codes_on(paper) for paper in papers] == [{ticket.code}]
        wait_for(lambda: house.states() == ["confirmed"])
        second = house.issue()
        papers = printer.wait_for_papers(2)
        assert [codes_on(paper) for paper in papers] == [{ticket.code}, {second.code}]


def test_a_worker_killed_while_sending_leaves_a_doubt_and_no_second_slip(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        first = house.issue()
        kill_a_worker(house, "sending")
        running(house.service())
        wait_for(lambda: house.states() == ["unknown"], timeout_s=10, what="the doubt")
        second = house.issue()
        papers = printer.wait_for_papers(1)
        assert [codes_on(paper) for paper in papers] == [{second.code}]
        # The paper is out a moment before its outcome is written.
        wait_for(lambda: house.unprinted() == [first.label], timeout_s=10, what="what is not printed yet")
        # Somebody looks, finds nothing, and prints it again: that slip says that it is a copy.
        rina = house.office.staff[0]
        with house.runner.engine.connect().execution_options(loket_write=True) as connection:
            connection.execute(update(Staff).where(Staff.id == rina).values(name="Rina Wulandari"))
            connection.commit()
        house.runner.run(
            reprint_slip,
            ReprintSlip(office_id=house.office.office_id, ticket_id=first.ticket_id, staff_id=rina),
        )
        papers = printer.wait_for_papers(2)
        assert codes_on(papers[1]) == {first.code}
        assert "SALINAN ke-1" in printer.drawer.texts[1]
        assert "Rina Wulandari" in printer.drawer.texts[1]
        # The paper is out a moment before its outcome is written.
        wait_for(lambda: house.unprinted() == [], timeout_s=10, what="what is not printed yet")


def test_a_slip_that_cannot_be_drawn_does_not_hold_up_the_next(house: House, running: Any) -> None:
    with EmulatedPrinter() as printer:
        house.connect(printer.address[1])
        broken = uuid.uuid4()
        first = house.issue()
        with house.runner.engine.connect().execution_options(loket_write=True) as connection:
            row = connection.execute(select(PrintJob)).mappings().one()
            document = connection.execute(select(Document)).mappings().one()
            content = {**document["content"], "issued_at_utc": "soon"}
            connection.execute(insert(Document).values(**{**document, "id": broken, "content": content}))
            connection.execute(insert(PrintJob).values(**{**row, "id": uuid.uuid4(), "document_id": broken}))
            connection.commit()
        last = house.issue()
        running(house.service())
        papers = printer.wait_for_papers(2)
        assert [codes_on(paper) for paper in papers] == [{first.code}, {last.code}]
        wait_for(lambda: sorted(house.states()) == ["confirmed", "confirmed", "failed"])


def test_the_document_holds_the_slip_for_ever(house: House) -> None:
    ticket = house.issue()
    jobs = DatabaseJobs(house.runner, house.office.office_id, house.office.printer_id)
    job = jobs.claim()
    assert job is not None
    snapshot = json.loads(job.snapshot)
    assert snapshot["code"] == ticket.code
    assert snapshot["people_ahead"] == 0
    with house.runner.engine.connect() as connection:
        assert connection.execute(select(Ticket.label)).scalar_one() == snapshot["number"]
