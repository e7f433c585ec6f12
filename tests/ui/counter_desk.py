"""A counter of the small office for tests of its presenter and window: real use-cases, time that stands still."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from desktop.domain.errors import EnvironmentFault
from desktop.models.engine import create_office_engine
from desktop.models.queue import Call, Ticket
from desktop.office.queue import CallNext, IssueTicket, StartService, call_next, issue_ticket, start_service
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Option, Question, Said, Scene
from desktop.ui.tasks import StationContext
from tests.support.inline import InlineTasks
from tests.support.small_office import START, SmallOffice, make_small_office


class Screen:
    """Stands in for the window: keeps what it was told."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.said: list[tuple[str, bool]] = []
        self.last: Said | None = None
        self.busy: list[tuple[str, bool]] = []
        self.asked: list[tuple[str, Any]] = []
        self.scan: Said | None = None

    def show_scene(self, scene: Scene) -> None:
        self.scene = scene

    def say(self, said: Said, *, undo: bool = False) -> None:
        self.said.append((said.code, undo))
        self.last = said

    def show_busy(self, command_id: str, said: Said | None) -> None:
        self.busy.append((command_id, said is not None))

    def ask_call(self, question: Question) -> None:
        self.asked.append(("call", question))

    def ask_hold(self, number: str) -> None:
        self.asked.append(("hold", number))

    def ask_transfer(self, number: str, services: tuple[Option, ...], counters: tuple[Option, ...]) -> None:
        self.asked.append(("transfer", (number, services, counters)))

    def ask_service(self, adding_to: str, finishes: str, services: tuple[Option, ...]) -> None:
        self.asked.append(("service", (adding_to, finishes, services)))

    def ask_note(self, number: str, note: str) -> None:
        self.asked.append(("note", (number, note)))

    def ask_break(self) -> None:
        self.asked.append(("break", None))

    def show_list(self) -> None:
        self.asked.append(("list", None))

    def show_scan(self, said: Said | None) -> None:
        self.scan = said


class HeldTasks(InlineTasks):
    """Answers only when told to: what a slow database looks like from the window."""

    hold = False

    def _later(self, call: Callable[[], None]) -> None:
        if not hasattr(self, "waiting"):
            self.waiting: list[Callable[[], None]] = []
        self.waiting.append(call)

    def run(self, *args: Any, **kwargs: Any) -> None:
        if self.hold:
            self._later(lambda: InlineTasks.run(self, *args, **kwargs))
        else:
            super().run(*args, **kwargs)

    def read(self, *args: Any, **kwargs: Any) -> None:
        if self.hold:
            self._later(lambda: InlineTasks.read(self, *args, **kwargs))
        else:
            super().read(*args, **kwargs)

    def release(self) -> None:
        self.hold = False
        waiting, self.waiting = getattr(self, "waiting", []), []
        for call in waiting:
            call()


class LossyTasks(HeldTasks):
    """Loses the connection after the next write was committed: nobody knows whether it was."""

    lose = 0
    refuse = ""

    def run(
        self, use_case: Any, command: Any, done: Any = None, failed: Any = None, *, owner: Any = None
    ) -> None:
        if self.refuse:
            code, self.refuse = self.refuse, ""
            failed(EnvironmentFault(code))
            return
        if self.lose:
            self.lose -= 1
            self.runner.run(use_case, command)
            failed(EnvironmentFault("database.lost"))
            return
        super().run(use_case, command, done, failed, owner=owner)


class Hall:
    """The office around the counter under test, which is counter 3 ("3", Petugas 3)."""

    def __init__(self, office: SmallOffice, runner: Runner, clock: SetClock, tasks: LossyTasks) -> None:
        self.office, self.runner, self.clock, self.tasks = office, runner, clock, tasks
        self.context = StationContext(office.office_id, None, counter_id=office.counters[2])
        self.clerk = Clerk(office.staff[2], "Rina Wulandari", ("clerk",))
        self.counter_id = office.counters[2]

    def who(self, number: int = 2) -> dict[str, Any]:
        return {
            "office_id": self.office.office_id,
            "counter_id": self.office.counters[number],
            "staff_id": self.office.staff[number],
        }

    def issue(self, service: int = 0, *, priority: bool = False, tell: bool = True) -> Any:
        self.clock.current += timedelta(seconds=1)
        command = IssueTicket(
            office_id=self.office.office_id,
            service_id=self.office.services[service],
            priority=priority,
            reason="elderly" if priority else None,
        )
        value = self.runner.run(issue_ticket, command).value
        if tell:
            self.tasks.tell()
        return value

    def elsewhere(self, number: int = 0, *, tell: bool = False) -> Any:
        """Another counter calls the next, and serves."""
        value = self.runner.run(call_next, CallNext(**self.who(number), finish_current=True)).value
        self.runner.run(start_service, StartService(**self.who(number)))
        if tell:
            self.tasks.tell()
        return value

    def ticket(self, ticket_id: uuid.UUID) -> Any:
        return self.runner.read(
            lambda work: work.connection.execute(select(Ticket).where(Ticket.id == ticket_id)).one()
        )

    def calls(self) -> list[Any]:
        return list(
            self.runner.read(
                lambda work: work.connection.execute(select(Call).order_by(Call.announce_no)).all()
            )
        )


@contextmanager
def hall(url: str) -> Iterator[Hall]:
    """The office on one database; everything is given back afterwards."""
    engine = create_office_engine(url)
    office = make_small_office(engine, counters=4)
    clock = SetClock(START + timedelta(hours=3))
    runner = Runner(engine, clock)
    yield Hall(office, runner, clock, LossyTasks(runner, clock))
    runner.close()
    engine.dispose()
