"""A counter of the whole sample office for tests of the intake page: real use-cases, time that stands still."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desktop.models.catalogue import Service
from desktop.models.files import Application, ApplicationItem, IntakeDraft
from desktop.models.queue import Ticket
from desktop.models.staff import Counter
from desktop.office.files.commands import GivenPerson, ItemAnswer, TakeInFile, TakenIn
from desktop.office.files.registering import take_in_file
from desktop.office.live.intake import open_intake
from desktop.office.printers import AddPrinter, add_printer
from desktop.office.queue import CallNext, IssueTicket, StartService, call_next, issue_ticket, start_service
from desktop.office.shifts import OpenCounter, open_counter
from desktop.ui.tasks import StationContext
from tests.support.inline import InlineTasks
from tests.support.whole_office import WholeOffice, whole_office

#: Invented people; the numbers begin with no district's code that is in use.
HESTI = "6471014105900001"
HESTI_NAME = "Hesti Ramadhani"


@dataclass
class IntakeOfficeDesk:
    """Counter 1 with clerk Rina; see `intake_desk`."""

    office: WholeOffice
    counter_id: uuid.UUID
    context: StationContext
    tasks: InlineTasks

    def service(self, code: str) -> uuid.UUID:
        return self.office.runner.read(
            lambda work: work.connection.execute(select(Service.id).where(Service.code == code)).scalar_one()
        )

    def who(self) -> dict[str, Any]:
        return {
            "office_id": self.office.office_id,
            "counter_id": self.counter_id,
            "staff_id": self.office.clerk_id,
        }

    def serve(self, code: str = "KIA-BARU") -> uuid.UUID:
        """A visitor takes a ticket, is called and sits down; six minutes pass."""
        run = self.office.runner.run
        run(issue_ticket, IssueTicket(office_id=self.office.office_id, service_id=self.service(code)))
        called = run(call_next, CallNext(**self.who())).value
        run(start_service, StartService(**self.who(), ticket_id=called.ticket_id))
        self.office.clock.current += timedelta(seconds=372)
        return called.ticket_id

    def returned(self, code: str = "KIA-BARU", *, nik: str = HESTI, missing: int = 1) -> TakenIn:
        """An incomplete file of an earlier day: its last rows were missing."""
        service = self.service(code)
        form = self.office.runner.read(
            lambda work: open_intake(work, self.office.office_id, self.office.clerk_id, service_id=service)
        )
        items = tuple(
            ItemAnswer(
                requirement=one.requirement,
                kind=one.kind,
                value="missing" if place >= len(form.requirements) - missing else "received",
            )
            for place, one in enumerate(form.requirements)
        )
        command = TakeInFile(
            office_id=self.office.office_id,
            staff_id=self.office.clerk_id,
            service_id=service,
            applicant=GivenPerson(nik=nik, name=HESTI_NAME, phone="0812-5550-0142"),
            items=items,
            channel="desk",
        )
        return self.office.runner.run(take_in_file, command).value

    def rows(self, model: Any) -> list[Any]:
        return list(self.office.runner.read(lambda work: work.connection.execute(select(model)).all()))

    def application(self) -> Any:
        (row,) = self.rows(Application)
        return row

    def items(self) -> dict[str, str]:
        return {row.requirement: row.value for row in self.rows(ApplicationItem)}

    def drafts(self) -> list[Any]:
        return self.rows(IntakeDraft)

    def ticket(self, ticket_id: uuid.UUID) -> Any:
        return next(row for row in self.rows(Ticket) if row.id == ticket_id)


@contextmanager
def intake_desk(url: str, *, printer: bool = True) -> Iterator[IntakeOfficeDesk]:
    """The whole office with one open counter and, unless told otherwise, a printer of 80 mm."""
    with whole_office(url) as office:
        runner = office.runner
        counter_id = runner.read(lambda work: work.connection.execute(select(Counter.id)).scalar_one())
        runner.run(
            open_counter,
            OpenCounter(office_id=office.office_id, counter_id=counter_id, staff_id=office.clerk_id),
        )
        printer_id = None
        if printer:
            command = AddPrinter(
                office_id=office.office_id, name="Struk", kind="pdf80", address={"folder": "x"}
            )
            printer_id = runner.run(add_printer, command).value.printer_id
        context = StationContext(office.office_id, None, counter_id=counter_id, printer_id=printer_id)
        yield IntakeOfficeDesk(office, counter_id, context, InlineTasks(runner, office.clock))
