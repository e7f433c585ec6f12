"""Work off the UI thread: two database lanes, the listener, and one bridge back to the main thread.

The interactive lane does what a person waits for, the background lane reports, searches and heartbeats, so
that a long read never delays a call. Built by ``desktop.app.station``; presenters know only the protocol in
``desktop.ui.tasks``.
"""

from __future__ import annotations

import logging
import time
import uuid
import weakref
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.app.listener import Listener
from desktop.app.trace import Trace
from desktop.domain.errors import EnvironmentFault, LoketError

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from sqlalchemy.engine import Engine

    from desktop.models.later import LaterEngine
    from desktop.office.runner import Runner
    from desktop.office.work import Clock

log = logging.getLogger(__name__)

SLOW_POLL_MS = 2_000


class _Bridge(QObject):
    """Carries closures from any thread to the main thread, in order."""

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()


class _Timer:
    """A QTimer that presenters can cancel without knowing Qt."""

    def __init__(self, timer: QTimer) -> None:
        self._timer = timer

    def cancel(self) -> None:
        if shiboken6.isValid(self._timer):
            self._timer.stop()
            self._timer.deleteLater()


class _Subscription:
    def __init__(self, calls: list[Any], entry: Any) -> None:
        self._calls, self._entry = calls, entry

    def cancel(self) -> None:
        if self._entry in self._calls:
            self._calls.remove(self._entry)


def _alive(owner: weakref.ref[Any] | None) -> bool:
    if owner is None:
        return True
    it = owner()
    return it is not None and (not isinstance(it, QObject) or shiboken6.isValid(it))


class Lanes:
    """Implements ``desktop.ui.tasks.Tasks`` with threads and Qt.

    Args:
        engine: the office's database; one that is made later is made in the thread that first works with it.
        office_id: the office.
        clock: a set clock, for tests, the tour and the demo.
        trace: where events are written.
    """

    def __init__(
        self,
        engine: Engine | LaterEngine,
        office_id: uuid.UUID,
        *,
        clock: Clock | None = None,
        trace: Trace | None = None,
    ) -> None:
        self._engine = engine
        self._trace = trace or Trace()
        self._bridge = _Bridge()
        self._set_clock = clock
        # Each is made and used by its lane's own thread only.
        self._runners: dict[str, Runner] = {}
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._news: list[tuple[Callable[[], None], weakref.ref[Any] | None]] = []
        self._connections: list[tuple[Callable[[LoketError | None], None], weakref.ref[Any] | None]] = []
        self._fault: LoketError | None = None
        self._pending_news = False
        self._offset = timedelta(0)
        self._base: tuple[datetime, float] = (datetime.now(UTC), time.monotonic())
        self._closed = False
        self._unhandled: Callable[[LoketError], None] = lambda error: log.warning("unhandled: %s", error)
        #: Names of the events traced so far: a window may be loaded before anybody asks to hear of it.
        self.traced: set[str] = set()
        self._traced: list[Callable[[str], None]] = []
        self._timers = QObject()
        self._slow = QTimer(self._timers)
        self._slow.timeout.connect(self._tell_news)
        self._listener = Listener(
            engine,
            office_id,
            woken=lambda: self._to_main(self._tell_news),
            connection=lambda fault: self._to_main(lambda: self._tell_connection(fault)),
            clock=lambda moment, reading: self._to_main(lambda: self._set_base(moment, reading)),
        )

    def start(self) -> None:
        """Begin to listen and to poll."""
        self._listener.start()
        self._slow.start(SLOW_POLL_MS)

    def close(self) -> None:
        """End the threads; work that was begun is finished, results are dropped."""
        self._closed = True
        self._slow.stop()
        self._listener.stop()
        for name, pool in self._pools.items():
            pool.submit(self._give_back, name)
            pool.shutdown(wait=True)
        self._timers.deleteLater()
        self._engine.dispose()

    def _give_back(self, lane: str) -> None:
        if lane in self._runners:
            self._runners[lane].close()

    def _pool(self, lane: str) -> ThreadPoolExecutor:
        """The thread of a lane; on the main thread."""
        if lane not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            self._pools[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"loket-{lane}")
        return self._pools[lane]

    def _runner(self, lane: str) -> Runner:
        """The runner of a lane; in the lane's own thread."""
        if lane not in self._runners:
            from desktop.models.later import engine_of
            from desktop.office.runner import Runner

            self._runners[lane] = Runner(engine_of(self._engine), self._set_clock)
        return self._runners[lane]

    def on_unhandled(self, call: Callable[[LoketError], None]) -> None:
        """Who tells about a failure that nobody asked to hear."""
        self._unhandled = call

    def on_trace(self, call: Callable[[str], None]) -> None:
        """Tell ``call``, beside those told already, the name of every event, on the thread that traced it."""
        self._traced.append(call)

    def prepare(self, work: Callable[[], object], then: Callable[[], None]) -> None:
        """Do something in the background lane's thread that nobody waits for, such as importing.

        It tells nothing of the database; what fails is met again by whoever needs it. ``then`` is called on the
        main thread in either case.
        """

        def job() -> None:
            try:
                work()
            except LoketError as error:
                log.info("not prepared: %s", error.code)
            finally:
                self._to_main(then)

        if not self._closed:
            self._pool("background").submit(job)

    # --- Tasks -----------------------------------------------------------------------------------------

    def run(
        self,
        use_case: Callable[..., Any],
        command: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[LoketError], None] | None = None,
        *,
        owner: object | None = None,
        background: bool = False,
    ) -> None:
        """See ``Tasks.run``; ``background`` is for housekeeping that nobody waits for."""

        def finished(result: Any) -> None:
            if done is not None:
                done(result)
            if result.changes:
                self._tell_news()

        lane = "background" if background else "interactive"
        self._submit(lane, lambda: self._runner(lane).run(use_case, command), finished, failed, owner)

    def read(
        self,
        query: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[LoketError], None] | None = None,
        owner: object | None = None,
        background: bool = False,
    ) -> None:
        """See ``Tasks.read``."""
        lane = "background" if background else "interactive"
        self._submit(lane, lambda: self._runner(lane).read(query, *args), done, failed, owner)

    def now(self) -> datetime:
        """See ``Tasks.now``."""
        if self._set_clock is not None and (moment := self._set_clock.moment()) is not None:
            return moment
        moment, reading = self._base
        return moment + timedelta(seconds=time.monotonic() - reading)

    def later(self, delay_ms: int, call: Callable[[], None], *, owner: object | None = None) -> _Timer:
        """See ``Tasks.later``."""
        return self._timer(delay_ms, call, owner, single=True)

    def every(self, period_ms: int, call: Callable[[], None], *, owner: object | None = None) -> _Timer:
        """See ``Tasks.every``."""
        return self._timer(period_ms, call, owner, single=False)

    def on_news(self, call: Callable[[], None], *, owner: object | None = None) -> _Subscription:
        """See ``Tasks.on_news``."""
        entry = (call, _weak(owner))
        self._news.append(entry)
        return _Subscription(self._news, entry)

    def on_connection(
        self, call: Callable[[LoketError | None], None], *, owner: object | None = None
    ) -> _Subscription:
        """See ``Tasks.on_connection``."""
        entry = (call, _weak(owner))
        self._connections.append(entry)
        return _Subscription(self._connections, entry)

    def trace(self, event: str, **details: Any) -> None:
        """See ``Tasks.trace``."""
        self._trace(event, **details)
        self.traced.add(event)
        for call in list(self._traced):
            call(event)

    # --- inside ----------------------------------------------------------------------------------------

    def _timer(self, ms: int, call: Callable[[], None], owner: object | None, *, single: bool) -> _Timer:
        weak = _weak(owner)
        timer = QTimer(self._timers)
        timer.setSingleShot(single)
        handle = _Timer(timer)

        def fire() -> None:
            if not _alive(weak):
                handle.cancel()
                return
            call()
            if single:
                handle.cancel()

        timer.timeout.connect(fire)
        timer.start(ms)
        return handle

    def _submit(
        self,
        lane: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[LoketError], None] | None,
        owner: object | None,
    ) -> None:
        weak = _weak(owner)

        def job() -> None:
            try:
                value = work()
            except LoketError as error:
                self._to_main(lambda fault=error: self._failed(fault, failed, weak))  # type: ignore[misc]
            except Exception:
                # A bug: the person gets a number to tell, the log gets the rest, and work goes on.
                import secrets

                number = secrets.token_hex(3)[:5].upper()
                log.exception("incident %s", number)
                incident = EnvironmentFault("app.incident", number=number)
                self._to_main(lambda: self._failed(incident, failed, weak))
            else:
                self._to_main(lambda: self._succeeded(value, done, weak))

        if not self._closed:
            self._pool(lane).submit(job)

    def _succeeded(self, value: Any, done: Callable[[Any], None], weak: weakref.ref[Any] | None) -> None:
        if self._fault is not None:
            self._tell_connection(None)
        if not self._closed and _alive(weak):
            done(value)

    def _failed(
        self, error: LoketError, failed: Callable[[LoketError], None] | None, weak: weakref.ref[Any] | None
    ) -> None:
        if self._closed:
            return
        if isinstance(error, EnvironmentFault) and error.code.startswith("database."):
            self._tell_connection(error)
        if failed is None:
            self._unhandled(error)
        elif _alive(weak):
            failed(error)

    def _to_main(self, call: Callable[[], None]) -> None:
        if not self._closed and shiboken6.isValid(self._bridge):
            self._bridge.arrived.emit(call)

    def _tell_news(self) -> None:
        # Several wake-ups of one moment are one look.
        if self._pending_news or self._closed:
            return
        self._pending_news = True
        QTimer.singleShot(0, self._timers, self._tell_news_now)

    def _tell_news_now(self) -> None:
        self._pending_news = False
        for call, weak in list(self._news):
            if _alive(weak):
                call()
            else:
                self._news.remove((call, weak))

    def _tell_connection(self, fault: LoketError | None) -> None:
        same = (fault is None) == (self._fault is None)
        self._fault = fault
        if same and fault is None:
            return
        for call, weak in list(self._connections):
            if _alive(weak):
                call(fault)

    def _set_base(self, moment: datetime, reading: float) -> None:
        self._base = (moment, reading)


def _weak(owner: object | None) -> weakref.ref[Any] | None:
    return None if owner is None else weakref.ref(owner)


__all__ = ["Lanes"]
