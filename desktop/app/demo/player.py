"""The other people of the sample office: visitors who arrive and clerks who serve them, without a window.

They use the same use-cases as the windows. ``Player`` knows when its next thing is due and does it then; who
calls it decides the time: the demo in real time from a thread, the tour and the past days as fast as they go.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from desktop.app.demo.clock import DAY, at
from desktop.app.demo.sample import SampleOffice
from desktop.domain.errors import UserError
from desktop.office.queue import (
    CallNext,
    Finish,
    IssueTicket,
    StartService,
    call_next,
    finish,
    issue_ticket,
    start_service,
)
from desktop.office.queue.serving import HoldTicket, MarkNoShow, Recall, hold_ticket, mark_no_show, recall
from desktop.office.runner import Runner
from desktop.office.shifts import (
    BeginBreak,
    CloseCounter,
    OpenCounter,
    Resume,
    begin_break,
    close_counter,
    open_counter,
    resume,
)

#: How much of the visitors each group gets, and its usual minutes at the counter.
GROUPS: Final = {
    "A": (24, 6.0),
    "B": (30, 4.5),
    "C": (8, 7.0),
    "D": (14, 7.0),
    "E": (4, 9.0),
    "F": (8, 4.0),
    "G": (8, 2.5),
    "H": (4, 5.0),
}
#: Visitors by hour, 08 to 14, as in the project's simulator.
HOURLY: Final = (14, 22, 20, 14, 6, 14, 4)
_REASONS: Final = ("elderly", "elderly", "pregnant_nursing", "infant", "disabled", None)


@dataclass
class _Desk:
    """A counter as the player keeps it: what it does next, and when."""

    name: str
    counter_id: uuid.UUID
    staff_id: uuid.UUID
    due: datetime
    step: str = "open"
    service_min: float = 5.0
    comes: bool = True


class Player:
    """Plays visitors and clerks.

    Args:
        runner: on the clock that counts.
        office: the sample office.
        seed: the same seed plays the same day.
        counters: the counters it plays.
        speed: how much faster than usual clerks serve (the demo is to look alive).
    """

    def __init__(
        self, runner: Runner, office: SampleOffice, *, seed: int = 1, counters: tuple[str, ...] = (),
        speed: float = 1.0,
    ) -> None:  # fmt: skip
        self._runner, self._office, self._speed = runner, office, speed
        self._random = random.Random(seed)
        self._arrivals: list[datetime] = []
        self._desks = {name: self._desk(name) for name in counters}
        self.issued: list[str] = []
        self.calls = 0

    def _desk(self, name: str) -> _Desk:
        staff_id, _name = self._office.staff[self._office.clerks[name]]
        return _Desk(name, self._office.counters[name], staff_id, datetime.max.replace(tzinfo=at(0).tzinfo))

    def day(self, visitors: int, *, day: date = DAY) -> None:
        """Plan a day's arrivals and when the clerks come."""
        for hour, share in enumerate(HOURLY, start=8):
            count = round(visitors * share / sum(HOURLY))
            span = 30 if hour == 14 else 60
            for _one in range(count):
                moment = at(hour, day=day) + timedelta(minutes=self._random.uniform(0, span))
                self._arrivals.append(moment)
        for _one in range(visitors // 12):
            self._arrivals.append(at(7, 46, day=day) + timedelta(minutes=self._random.uniform(0, 13)))
        self._arrivals.sort()
        for desk in self._desks.values():
            desk.step, desk.due = "open", at(7, 55, day=day) + timedelta(seconds=self._random.randrange(240))

    def skip_arrivals(self, until: datetime) -> None:
        """Nobody arrives before ``until``; the tour's own visitors came instead."""
        self._arrivals = [moment for moment in self._arrivals if moment >= until]

    def stream(self, now: datetime, *, every_s: float = 40.0) -> None:
        """Plan arrivals until the machine closes, on average one in ``every_s`` seconds."""
        moment = now
        while moment < at(14, 30):
            moment += timedelta(seconds=self._random.expovariate(1 / every_s))
            self._arrivals.append(moment)

    def busy(self, names: tuple[str, ...]) -> None:
        """These counters are open already, as the database says; their clerks look for the next person."""
        now = self._runner.clock.moment() or at(14)
        for name in names:
            desk = self._desks[name]
            desk.step, desk.due = "resume", now + timedelta(seconds=self._random.uniform(4, 80))

    def takes(self, name: str, now: datetime) -> None:
        """Let a clerk work whose counter is open already, until ``puts_down``."""
        desk = self._desks[name]
        desk.step, desk.due = "idle", now + timedelta(seconds=5)

    def puts_down(self, name: str, now: datetime) -> None:
        """End what a clerk is at, so that a window can go on there."""
        desk = self._desks[name]
        if desk.step in ("called", "again", "serving"):
            self._runner.run(finish, Finish(**self._who(desk)))
        elif desk.step == "break":
            self._runner.run(resume, Resume(**self._who(desk)))
        desk.step, desk.due = "gone", now

    def rests(self, name: str) -> bool:
        """Send a clerk away once nobody is at the counter; True when that was just done."""
        desk = self._desks[name]
        if desk.step != "idle":
            return False
        desk.step = "gone"
        return True

    def next_due(self) -> datetime | None:
        """When the next thing happens."""
        times = [desk.due for desk in self._desks.values() if desk.step != "gone"]
        if self._arrivals:
            times.append(self._arrivals[0])
        return min(times, default=None)

    def step(self, now: datetime) -> None:
        """Do the one thing that is due first; ``now`` is the clock's moment."""
        if self._arrivals and all(
            self._arrivals[0] <= desk.due for desk in self._desks.values() if desk.step != "gone"
        ):
            self._arrivals.pop(0)
            self.arrive(now)
            return
        desk = min(
            (one for one in self._desks.values() if one.step != "gone"), key=lambda one: (one.due, one.name)
        )
        self._act(desk, now)

    # ---- visitors ----

    def arrive(self, now: datetime, *, letter: str | None = None, priority: bool | None = None) -> str | None:
        """Somebody takes a number; returns it, or None where it was refused."""
        chance = self._random
        letter = letter or chance.choices(list(GROUPS), [share for share, _min in GROUPS.values()])[0]
        services = self._office.of_letter(letter)
        # The first services of a group are its usual ones.
        service = services[min(int(chance.expovariate(0.9)), len(services) - 1)]
        priority = chance.random() < 0.1 if priority is None else priority
        command = IssueTicket(
            office_id=self._office.office_id,
            service_id=service,
            priority=priority,
            reason=chance.choice(_REASONS) if priority else None,
            language="en" if chance.random() < 0.04 else "id",
            source="desk",
        )
        try:
            label = str(self._runner.run(issue_ticket, command).value.label)
        except UserError:
            return None  # the machine has closed: this visitor came too late
        self.issued.append(label)
        for desk in self._desks.values():
            if desk.step == "idle":
                desk.due = min(desk.due, now + timedelta(seconds=chance.uniform(5, 20)))
        return label

    # ---- clerks ----

    def _act(self, desk: _Desk, now: datetime) -> None:
        acts: dict[str, Any] = {
            "open": self._open,
            "resume": self._resume,
            "idle": self._idle,
            "called": self._called,
            "again": self._again,
            "serving": self._serving,
            "break": self._end_break,
        }
        try:
            acts[desk.step](desk, now)
        except UserError:
            # Somebody at a window was faster, or took this counter: this clerk looks again later.
            desk.step, desk.due = "idle", now + timedelta(seconds=30)

    def _who(self, desk: _Desk) -> dict[str, Any]:
        return {
            "office_id": self._office.office_id, "staff_id": desk.staff_id, "counter_id": desk.counter_id,
        }  # fmt: skip

    def _later(self, desk: _Desk, now: datetime, step: str, low_s: float, high_s: float) -> None:
        desk.step = step
        desk.due = now + timedelta(seconds=self._random.uniform(low_s, high_s) / self._speed)

    def _open(self, desk: _Desk, now: datetime) -> None:
        self._runner.run(open_counter, OpenCounter(**self._who(desk)))
        desk.step, desk.due = "idle", max(now, at(8, day=now.astimezone(at(0).tzinfo).date()))

    def _resume(self, desk: _Desk, now: datetime) -> None:
        # Whoever was called or served when the file was made: seen to the end first.
        desk.step, desk.due = "idle", now + timedelta(seconds=self._random.uniform(5, 20))
        try:
            self._runner.run(finish, Finish(**self._who(desk)))
        except UserError:
            return  # nobody was there

    def _idle(self, desk: _Desk, now: datetime) -> None:
        local = now.astimezone(at(0).tzinfo)
        if local.hour == 12 and local.weekday() != 4:
            self._runner.run(begin_break, BeginBreak(**self._who(desk), until=at(13, day=local.date())))
            desk.step = "break"
            desk.due = at(13, day=local.date()) + timedelta(seconds=self._random.randrange(120))
            return
        outcome = self._runner.run(call_next, CallNext(**self._who(desk))).value
        if outcome.ticket_id is None:
            if local.hour >= 15:
                self._runner.run(close_counter, CloseCounter(**self._who(desk)))
                desk.step = "gone"
                return
            self._later(desk, now, "idle", 40, 120)
            return
        self.calls += 1
        desk.service_min = GROUPS.get(outcome.label[-4:-3], (0, 5.0))[1]
        desk.comes = self._random.random() > 0.06
        self._later(desk, now, "called" if desk.comes else "again", 12, 35)

    def _again(self, desk: _Desk, now: datetime) -> None:
        self._runner.run(recall, Recall(**self._who(desk)))
        self._later(desk, now, "called", 25, 45)

    def _called(self, desk: _Desk, now: datetime) -> None:
        if not desk.comes:
            self._runner.run(mark_no_show, MarkNoShow(**self._who(desk)))
            self._later(desk, now, "idle", 3, 10)
            return
        self._runner.run(start_service, StartService(**self._who(desk)))
        minutes = min(25.0, self._random.lognormvariate(0.0, 0.55) * desk.service_min)
        desk.step = "serving"
        desk.due = now + timedelta(minutes=minutes / self._speed)

    def _serving(self, desk: _Desk, now: datetime) -> None:
        if self._random.random() < 0.03:
            self._runner.run(hold_ticket, HoldTicket(**self._who(desk), reason="documents"))
        else:
            self._runner.run(finish, Finish(**self._who(desk)))
        self._later(desk, now, "idle", 5, 30)

    def _end_break(self, desk: _Desk, now: datetime) -> None:
        self._runner.run(resume, Resume(**self._who(desk)))
        self._later(desk, now, "idle", 2, 10)
