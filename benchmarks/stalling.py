"""How long the counter's main thread is ever held up, while the database answers two seconds late.

``python -m benchmarks.stalling PORT DATABASE OUT``: a process of its own. A timer of 2 ms is the pulse: the longest
time between two beats is the longest stall. The same is measured for a bare window in the same process first.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.bare_window import Bare
from benchmarks.rows import percentile
from benchmarks.slow_link import SlowLink

DELAY_S = 2.0


class Pulse:
    """Beats every 2 ms and remembers how long it took to the next beat, in ms."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin afresh."""
        self.gaps.clear()
        self._clock.start()
        self._timer.start(2)

    def stop(self) -> list[float]:
        """End; returns the gaps."""
        self._timer.stop()
        return list(self.gaps)

    def _beat(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1e6)
        self._clock.restart()


def _spin(app: QApplication, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        if until():
            return True
        time.sleep(0.0005)
    return until()


def main(port: int, database: str, out: Path) -> None:
    """Measure both and write ``{"bare": ms, "loket": ms, "p50": ms, "p99": ms}``."""
    app = QApplication(sys.argv)
    bare = Bare()
    bare._painted = True  # it shall stay open here
    bare.show()
    pulse = Pulse()
    _spin(app, 0.5)
    pulse.start()
    _spin(app, 5.0)
    floor = pulse.stop()
    bare.close()

    from sqlalchemy import select

    from desktop.app.headless import open_office
    from desktop.app.lanes import Lanes
    from desktop.models.queue import Ticket
    from desktop.models.staff import Shift
    from desktop.office.queue import IssueTicket, issue_ticket
    from desktop.office.work import Work
    from desktop.ui.counter.build import build_counter
    from desktop.ui.counter.screen import Clerk
    from desktop.ui.i18n import Texts
    from desktop.ui.tasks import StationContext
    from desktop.ui.theme import Theme, apply

    def shift(work: Work) -> tuple[uuid.UUID, uuid.UUID]:
        row = work.connection.execute(select(Shift.counter_id, Shift.staff_id).limit(1)).one()
        return row.counter_id, row.staff_id

    def service(work: Work) -> uuid.UUID:
        from desktop.models.catalogue import Service

        return work.connection.execute(select(Service.id).limit(1)).scalar_one()

    def states(work: Work) -> list[str]:
        return list(
            work.connection.execute(select(Ticket.state).where(Ticket.counter_id.is_not(None))).scalars()
        )

    url = "postgresql://postgres@127.0.0.1:{}/" + database
    with SlowLink(port) as link, open_office(url.format(port), "bench direct") as direct:
        for _ in range(12):
            direct.run(issue_ticket, IssueTicket(office_id=direct.office_id, service_id=direct.read(service)))
        counter_id, staff_id = direct.read(shift)
        office = open_office(url.format(link.port), "bench slow")
        theme = Theme("light", 1.0)
        apply(app, theme)
        lanes = Lanes(office.engine, office.office_id)
        context = StationContext(office.office_id, None, counter_id=counter_id)
        window = build_counter(
            lanes, context, theme, Texts("id"), clerk=Clerk(staff_id, "Petugas 1", ("clerk",))
        )
        window.resize(1366, 697)
        window.show()
        lanes.start()
        _spin(app, 3.0)
        link.delay_s = DELAY_S
        pulse.start()
        done = 0
        for wanted in ("called", "serving"):
            looked, pressed = QElapsedTimer(), QElapsedTimer()
            looked.start()
            window.commands.trigger("counter.next_step")
            pressed.start()

            def arrived(
                wanted: str = wanted, looked: QElapsedTimer = looked, pressed: QElapsedTimer = pressed
            ) -> bool:
                # A clerk presses again when nothing seems to happen; a second press makes no second call.
                if pressed.elapsed() > 8_000:
                    pressed.restart()
                    window.commands.trigger("counter.next_step")
                if looked.elapsed() < 500:
                    return False
                looked.restart()
                return wanted in direct.read(states)

            done += _spin(app, 120.0, arrived)
            _spin(app, 2 * DELAY_S + 1)
        window.commands.trigger("counter.list")
        _spin(app, DELAY_S + 1)
        gaps = pulse.stop()
        link.delay_s = 0.0
        window.close()
        lanes.close()
        office.close()
    if done != 2:
        raise SystemExit(f"the slow day did not go as planned: {done} of 2 steps were seen in the database")
    figures = {
        "bare": max(floor), "loket": max(gaps), "p50": percentile(gaps, 0.5), "p99": percentile(gaps, 0.99),
    }  # fmt: skip
    out.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
