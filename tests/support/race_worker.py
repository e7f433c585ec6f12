"""One clerk or one kiosk of a race, as a process of its own: works without pauses until it is told to stop.

Started by tests.support.race_run as ``python -m tests.support.race_worker FOLDER NUMBER LIFE``. It may be killed
at any moment. What it is about to do stands in its journal before it is sent, the answer after; its successor
reads the journal, sends the last command again if no answer stands there, with the same id and the same content,
and goes on. It drives the real runner and the real use-cases, and knows nothing of what the others do.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.domain.states import HOLD_REASONS, PRIORITY_REASONS
from desktop.models.engine import create_office_engine
from desktop.models.queue import Ticket
from desktop.models.record import Command as StoredCommand
from desktop.models.record import Event
from desktop.office.queue import calling, issuing, serving
from desktop.office.runner import Runner
from desktop.office.work import Command, Work
from tests.support.race_journal import GO, WAIT, Board, Journal

#: kind in the journal -> use-case and command.
KINDS: dict[str, tuple[Callable[[Work, Any], Any], type[Command]]] = {
    "issue_ticket": (issuing.issue_ticket, issuing.IssueTicket),
    "call_next": (calling.call_next, calling.CallNext),
    "finish": (calling.finish, calling.Finish),
    "start_service": (serving.start_service, serving.StartService),
    "recall": (serving.recall, serving.Recall),
    "mark_no_show": (serving.mark_no_show, serving.MarkNoShow),
    "hold_ticket": (serving.hold_ticket, serving.HoldTicket),
    "return_ticket": (serving.return_ticket, serving.ReturnTicket),
    "transfer_ticket": (serving.transfer_ticket, serving.TransferTicket),
    "call_chosen": (serving.call_chosen, serving.CallChosen),
}
#: Share of acknowledged commands that are sent once more.
REPEATED_SHARE = 0.05
#: How long the waiting line may be before a kiosk's next visitor comes in; changed every few tickets, so that
#: the line is empty, short and long in turn.
LINE_LIMITS = (0, 3, 10, 25, 40)


def waiting_now(work: Work, office_id: uuid.UUID) -> int:
    """How many wait."""
    return int(
        work.connection.execute(
            select(func.count()).where(Ticket.office_id == office_id, Ticket.state == "waiting")
        ).scalar_one()
    )


def at_counter(work: Work, counter_id: uuid.UUID) -> tuple[uuid.UUID, str] | None:
    """Who is at the counter, and whether called or being served."""
    row = work.connection.execute(
        select(Ticket.id, Ticket.state).where(
            Ticket.counter_id == counter_id, Ticket.state.in_(("called", "serving"))
        )
    ).first()
    return None if row is None else (row[0], row[1])


def some_in(work: Work, office_id: uuid.UUID, states: tuple[str, ...]) -> list[uuid.UUID]:
    """A few tickets in these states, for a clerk to choose from."""
    return list(
        work.connection.execute(
            select(Ticket.id).where(Ticket.office_id == office_id, Ticket.state.in_(states)).limit(30)
        ).scalars()
    )


def traces_of(work: Work, command_id: uuid.UUID) -> tuple[int, int]:
    """How many command rows and events one command left, on one snapshot."""
    commands = work.connection.execute(
        select(func.count()).where(StoredCommand.id == command_id)
    ).scalar_one()
    events = work.connection.execute(select(func.count()).where(Event.command_id == command_id)).scalar_one()
    return int(commands), int(events)


class Worker:
    """What clerks and kiosks share: sending, journalling, repeating."""

    def __init__(self, folder: Path, number: int, life: int) -> None:
        plan = json.loads((folder / "plan.json").read_text())
        self.plan, self.number, self.life = plan, number, life
        self.board = Board(folder / "board.bin", plan["clerks"] + plan["kiosks"])
        self.journal = Journal(folder / f"journal-{number:02}.jsonl")
        self.random = random.Random(f"{plan['seed']}/{number}/{life}")
        self.office_id = uuid.UUID(plan["office_id"])
        self.services = [uuid.UUID(key) for key in plan["services"]]
        self.runner = Runner(
            create_office_engine(plan["url"], application_name=f"race-{number}", pool_size=2)
        )
        # Some lives end by their own hand between the answer and the note of it: the worst moment of all.
        share = plan["own_deaths"]
        self.dies_after = self.random.randint(20, 120) if self.random.random() < share else -1
        self._pause = threading.Event()
        self._supervisor = os.getppid()

    def main(self) -> None:
        self.clear_doubt()
        self.board.ready(self.number, self.life)
        while self.board.phase == WAIT:
            self.alive()
            self._pause.wait(0.005)
        while self.board.phase == GO:
            self.alive()
            self.step()

    def alive(self) -> None:
        """End where the supervisor is gone: nobody would ever say stop."""
        if os.getppid() != self._supervisor:
            raise SystemExit(3)

    def clear_doubt(self) -> None:
        """Send what the predecessor left without an answer."""
        doubt = self.journal.in_doubt()
        if doubt is None:
            return
        kind = doubt["kind"]
        command = msgspec.convert(doubt["cmd"], KINDS[kind][1])
        rows, events = self.runner.read(traces_of, command.command_id)
        self.journal.write("found", command.command_id, commands=rows, events=events)
        self.answer(kind, command)

    def step(self) -> None:
        raise NotImplementedError

    def do(self, kind: str, **values: Any) -> Any:
        """Send one command and return its value, or the code of the refusal as text."""
        command = KINDS[kind][1](office_id=self.office_id, **values)
        self.journal.write(
            "send",
            command.command_id,
            kind=kind,
            ns=time.monotonic_ns(),
            cmd=msgspec.to_builtins(command),
            worker=self.number,
        )
        return self.answer(kind, command)

    def answer(self, kind: str, command: Command) -> Any:
        use_case = KINDS[kind][0]
        while True:
            try:
                value = self.runner.run(use_case, command).value
            except UserError as refusal:
                self.journal.write("refused", command.command_id, ns=time.monotonic_ns(), code=refusal.code)
                self.board.count(self.number)
                return refusal.code
            except EnvironmentFault as fault:
                # Not known whether it was written: the same command again, as a station does.
                self.journal.write("fault", command.command_id, ns=time.monotonic_ns(), code=fault.code)
                self.alive()
                self._pause.wait(0.05)
                continue
            break
        self.dies_after -= 1
        if self.dies_after == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.journal.write(
            "ack", command.command_id, ns=time.monotonic_ns(), value=msgspec.to_builtins(value)
        )
        self.board.count(self.number)
        if self.random.random() < REPEATED_SHARE:
            self.journal.write("resend", command.command_id, ns=time.monotonic_ns())
            again = self.runner.run(use_case, command)
            self.journal.write(
                "again",
                command.command_id,
                value=msgspec.to_builtins(again.value),
                changes=sorted(again.changes),
            )
        return value


class Kiosk(Worker):
    """Gives numbers."""

    def __init__(self, folder: Path, number: int, life: int) -> None:
        super().__init__(folder, number, life)
        self.given, self.limit = 0, LINE_LIMITS[-1]

    def step(self) -> None:
        if self.runner.read(waiting_now, self.office_id) > self.limit:
            self._pause.wait(0.002)
            return
        self.given += 1
        if self.given % 15 == 0:
            self.limit = self.random.choice(LINE_LIMITS)
        chance = self.random
        kind = chance.choices(("regular", "priority", "slot"), (65, 20, 15))[0]
        self.do(
            "issue_ticket",
            service_id=chance.choice(self.services),
            priority=kind == "priority",
            reason=chance.choice((None, *PRIORITY_REASONS)) if kind == "priority" else None,
            slot_at=datetime.now(UTC) + timedelta(seconds=chance.uniform(-0.3, 0.9))
            if kind == "slot"
            else None,
            nik_hash=f"{chance.randrange(self.plan['visitors']):064x}" if chance.random() < 0.2 else None,
            printer_id=uuid.UUID(self.plan["printer_id"]),
            slip={"service": "Layanan"},
        )


class Clerk(Worker):
    """Works at one counter."""

    def __init__(self, folder: Path, number: int, life: int) -> None:
        super().__init__(folder, number, life)
        counter = self.plan["counters"][number]
        self.counter_id = uuid.UUID(counter["id"])
        self.staff_id = uuid.UUID(counter["staff_id"])
        self.current: tuple[uuid.UUID, str] | None = None

    def main(self) -> None:
        self.clear_doubt()
        self.look()
        super().main()

    def look(self) -> None:
        self.current = self.runner.read(at_counter, self.counter_id)

    def here(self, kind: str, **values: Any) -> Any:
        return self.do(kind, counter_id=self.counter_id, staff_id=self.staff_id, **values)

    def step(self) -> None:
        if self.current is None:
            outcome = self.nobody_here()
        elif self.current[1] == "called":
            outcome = self.somebody_called(self.current[0])
        else:
            outcome = self.somebody_served(self.current[0])
        if isinstance(outcome, str):
            self.look()  # refused: somebody else was faster

    def call(self, finish_current: bool = False) -> Any:
        outcome = self.here("call_next", finish_current=finish_current)
        if not isinstance(outcome, str):
            self.current = None if outcome.ticket_id is None else (outcome.ticket_id, "called")
            if outcome.ticket_id is None:
                # Only here a clerk pauses: on SQLite eight of them asking without end keep the kiosks out.
                self._pause.wait(self.random.uniform(0.005, 0.03))
        return outcome

    def nobody_here(self) -> Any:
        chance = self.random.random()
        if chance < 0.80:
            return self.call()
        if chance < 0.87:
            states: tuple[str, ...] = ("waiting", "hold", "no_show", "booked")
        elif chance < 0.94:
            states = ("hold", "no_show")
        else:
            states = ("waiting", "hold")
        tickets = self.runner.read(some_in, self.office_id, states)
        if not tickets:
            return self.call()
        ticket = self.random.choice(tickets)
        if chance < 0.87:
            outcome = self.here("call_chosen", ticket_id=ticket)
            if not isinstance(outcome, str):
                self.current = (ticket, "called")
            return outcome
        if chance < 0.94:
            return self.do("return_ticket", ticket_id=ticket, staff_id=self.staff_id)
        return self.transfer(ticket)

    def transfer(self, ticket: uuid.UUID) -> Any:
        if self.random.random() < 0.5:
            return self.do(
                "transfer_ticket",
                ticket_id=ticket,
                staff_id=self.staff_id,
                service_id=self.random.choice(self.services),
            )
        target = self.random.choice(self.plan["counters"])
        return self.do(
            "transfer_ticket",
            ticket_id=ticket,
            staff_id=self.staff_id,
            service_id=uuid.UUID(self.random.choice(list(target["weights"]))),
            to_counter_id=uuid.UUID(target["id"]),
        )

    def somebody_called(self, ticket: uuid.UUID) -> Any:
        chance = self.random.random()
        if chance < 0.08:
            return self.here("recall")
        if chance < 0.20:
            outcome = self.here("mark_no_show", ticket_id=ticket)
        elif chance < 0.26:
            outcome = self.here("hold_ticket", reason=self.random.choice(HOLD_REASONS))
        else:
            outcome = self.here("start_service", ticket_id=ticket)
            if not isinstance(outcome, str):
                self.current = (ticket, "serving")
            return outcome
        if not isinstance(outcome, str):
            self.current = None
        return outcome

    def somebody_served(self, ticket: uuid.UUID) -> Any:
        chance = self.random.random()
        if chance < 0.45:
            return self.call(finish_current=True)
        if chance < 0.88:
            outcome = self.here("finish", ticket_id=ticket)
        elif chance < 0.94:
            outcome = self.here("hold_ticket", reason=self.random.choice(HOLD_REASONS))
        else:
            outcome = self.transfer(ticket)
        if not isinstance(outcome, str):
            self.current = None
        return outcome


def main() -> None:
    folder, number, life = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    clerks = json.loads((folder / "plan.json").read_text())["clerks"]
    (Clerk if number < clerks else Kiosk)(folder, number, life).main()


if __name__ == "__main__":
    main()
