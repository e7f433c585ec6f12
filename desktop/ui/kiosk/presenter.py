"""The kiosk's presenter: what visitors touch becomes steps, one command a number, and back to the start.

Plain Python. The view reports touches as (action, value) and shows whole screens; the steps themselves are in
``flow``, what they show in ``screens``, getting the number in ``numbers``, who still stands there in ``attention``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from desktop.domain.errors import LoketError
from desktop.office.live.kiosk import KioskState, read_kiosk
from desktop.ui.kiosk import screens
from desktop.ui.kiosk.attention import DONE_S, NO_SLIP_S
from desktop.ui.kiosk.choices import Choices
from desktop.ui.kiosk.numbers import NumberDesk
from desktop.ui.kiosk.states import Body, Say, Screen, WaitState
from desktop.ui.tasks import Cancel, StationContext, Tasks

DEAF_MS = 400
"""After a change of screen touches are ignored this long: the second half of a double tap is no choice."""

_ONCE = frozenset({"priority", "language", "look", "page", "call", "reprint"})
"""What a double tap must not do twice, though the screen stays."""


class View(Protocol):
    """What the presenter needs of the window."""

    def show_screen(self, screen: Screen) -> None:
        """Show this, whole."""


class KioskPresenter:
    """One kiosk.

    Args:
        tasks: work off the UI thread, time and news.
        context: where this kiosk stands; its language and printer.
        view: the window.
    """

    def __init__(self, tasks: Tasks, context: StationContext, view: View) -> None:
        self._tasks, self._context, self._view = tasks, context, view
        self._state: KioskState | None = None
        self._fault = self._reading = self._again = self._deaf = False
        self._shown: Screen | None = None
        self._open = True
        self._ends: tuple[Cancel, ...] = ()
        self._desk = NumberDesk(
            tasks, context, self, changed=self._show, given=self._got, refused=self._refused
        )
        self._choices = Choices(
            tasks, context, self, self._desk, state=self._known, today=lambda: self._local().date(),
            leave=self._reset, show=self._show,
        )  # fmt: skip

    def start(self) -> None:
        """Read, show, and stay live."""
        self._ends = (
            self._tasks.on_news(self._read, owner=self),
            self._tasks.on_connection(self._connection, owner=self),
            self._tasks.every(1_000, self._tick, owner=self),
        )
        self._read()

    def stop(self) -> None:
        """The window has closed: nothing more is shown in it."""
        self._open = False
        for end in self._ends:
            end.cancel()

    # what people do

    def touched(self) -> None:
        """Somebody is there: a touch anywhere, or a key."""
        self._choices.attention.touch()
        self._show()

    def act(self, action: str, value: str = "") -> None:
        """Somebody touched something. Ignored while a number is asked for, and just after a change of screen."""
        self._choices.attention.touch()
        if self._state is None or self._deaf or self._desk.busy:
            return
        self._choices.attention.hush()
        self._follow(lambda: self._choices.act(action, value), deaf=action in _ONCE)

    def scanned(self, code: str) -> None:
        """A scanner read a code, on whatever screen; never a press of what has the focus."""
        self._choices.attention.touch()
        if self._state is None or self._fault or self._desk.busy or self._choices.flow.step == "done":
            return
        self._follow(lambda: self._choices.scan(code))

    def _follow(self, act: Callable[[], None], *, deaf: bool = False) -> None:
        step = self._choices.flow.step
        act()
        if deaf or self._choices.flow.step != step:
            self._deaf = True
            self._tasks.later(DEAF_MS, self._hear, owner=self)
        self._show()

    def _hear(self) -> None:
        self._deaf = False

    # what happens

    def _got(self) -> None:
        self._choices.flow.go("done")
        self._choices.attention.last_screen(NO_SLIP_S if self._desk.paperless else DONE_S)
        self._choices.attention.touch()
        self._show()

    def _refused(self, say: Say) -> None:
        coded = bool(self._choices.flow.code)
        self._choices.flow.service_id = self._choices.flow.group_id = None
        self._choices.flow.nik_asked = self._choices.flow.reason_asked = False
        self._choices.flow.go("code" if coded else "home")
        if coded:
            self._choices.flow.wrong = say
        else:
            self._choices.attention.tell(say, bad=True)
        self._show()

    def _tick(self) -> None:
        if self._desk.tick():
            self._reset()
            self._fault = True  # until the next read succeeds
        done = self._choices.flow.step == "done"
        if done:
            self._choices.attention.last_screen(NO_SLIP_S if self._desk.paperless else DONE_S)
        if self._choices.attention.tick(at_start=self._choices.pristine() or self._desk.busy, done=done):
            self._reset()
        self._show()

    def _connection(self, fault: LoketError | None) -> None:
        if fault is None:
            self._desk.connection_back()
            self._read()
        else:
            self._fault = True
            self._show()

    def _read(self) -> None:
        if self._reading:
            self._again = True  # whatever changed meanwhile is read after this
            return
        self._reading, self._again = True, False
        self._tasks.read(
            read_kiosk, self._context.office_id, done=self._seen, failed=self._unseen, owner=self
        )

    def _seen(self, state: KioskState) -> None:
        self._reading, self._fault = False, False
        first, self._state = self._state is None, state
        self._show()
        if first:
            self._tasks.trace("window.loaded", window="kiosk")
        if self._again:
            self._read()

    def _unseen(self, _error: LoketError) -> None:
        self._reading, self._fault = False, True
        self._show()

    # what is shown

    def _show(self) -> None:
        if self._desk.quiet and self._shown is not None:
            return  # the number mostly comes before anybody could read that it is being asked for
        screen = self._screen()
        if self._open and screen != self._shown:
            self._shown = screen
            self._view.show_screen(screen)

    def _known(self) -> KioskState:
        assert self._state is not None
        return self._state

    def _local(self) -> datetime:
        zone = self._state.zone if self._state is not None else "Asia/Jakarta"
        return self._tasks.now().astimezone(ZoneInfo(zone))

    def _reset(self) -> None:
        self._desk.forget()
        self._choices.fresh()
        self._show()

    def _screen(self) -> Screen:
        flow, attention, state = self._choices.flow, self._choices.attention, self._state
        step, body = self._body()
        notice = attention.notice
        return Screen(
            step=step,
            body=body,
            language=flow.language,
            look=flow.look,
            office=state.office_name if state else "",
            address=state.address if state else "",
            hotline=state.hotline if state else "",
            now=self._local().replace(second=0, microsecond=0),
            zone=state.zone_label if state else "",
            tools=self._tools(step),
            notice=notice[0] if notice else None,
            notice_bad=bool(notice and notice[1]),
            leaving_s=None if step == "done" else attention.leaving_s,
        )

    def _body(self) -> tuple[str, Body]:
        flow, state = self._choices.flow, self._state
        if flow.step in ("done", "issuing"):
            return flow.step, self._desk.screen(self._choices.attention.left_s)
        if state is None and not self._fault:
            return "loading", WaitState(Say("kiosk.loading"))
        if state is None or self._fault:
            return "fault", screens.fault()
        group, service = flow.group(state), flow.service(state)
        if flow.step == "services" and group is not None:
            return "services", screens.services(state, flow, group)
        if flow.step == "reason" and service is not None:
            return "reason", screens.reasons()
        if flow.step == "nik":
            return "nik", screens.nik_pad(flow)
        if flow.step == "code":
            return "code", screens.code_pad(flow)
        closed = screens.closed(state, flow.language)
        if closed is not None:
            return "closed", closed
        return "home", screens.home(state, flow, can_check_in=state.has_appointments)

    def _tools(self, step: str) -> tuple[str, ...]:
        look = self._choices.flow.look
        if step in ("fault", "loading", "issuing"):
            return ()
        looks = {"normal": ("large", "contrast"), "large": ("contrast", "normal"), "contrast": ("normal",)}[
            look
        ]
        if step == "done":
            again = ("reprint",) if self._desk.can_reprint else ()
            return (*again, "call", "time", "finish")
        if step == "closed":
            return ("language", *looks)
        if step == "home":
            return ("language", *looks, "call")
        return ("back", "home", "language", "call")
