"""What a touch means: each action of the kiosk's window, as a change of the visitor's way.

Used by the kiosk's presenter only; plain Python.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

from desktop.office.alarms import RaiseAlarm, raise_alarm
from desktop.office.live.kiosk import KioskState
from desktop.ui.kiosk import screens
from desktop.ui.kiosk.attention import Attention
from desktop.ui.kiosk.flow import NIK_LENGTH, REASONS, Flow
from desktop.ui.kiosk.numbers import NumberDesk
from desktop.ui.kiosk.states import LookName, Say
from desktop.ui.tasks import StationContext, Tasks


class Choices:
    """The visitor who stands there now.

    Args:
        tasks, context: as the presenter's.
        owner: callbacks end with it.
        desk: where numbers come from.
        state: the office as it is now; asked for only once it is known.
        today: the office's date.
        leave: go back to the start.
        show: show what changed, where it changed later.

    Attributes:
        flow: what was chosen.
        attention: whether somebody still stands there, and what was told.
    """

    def __init__(self, tasks: Tasks, context: StationContext, owner: object, desk: NumberDesk, *,
                 state: Callable[[], KioskState], today: Callable[[], date], leave: Callable[[], None],
                 show: Callable[[], None]) -> None:  # fmt: skip
        self._tasks, self._context, self._owner, self.desk = tasks, context, owner, desk
        self._state, self._today, self._leave, self._show = state, today, leave, show
        self.fresh()
        self._acts: dict[str, Callable[[str], None]] = {
            "group": self._group, "service": self._service, "priority": self._priority,
            "reason": self._reason, "skip": self._skip, "page": self._page, "nik": self._nik,
            "code": self._code, "open_code": self._open_code, "key": self._key, "hide": self._hide,
            "back": self._back, "home": self._home, "language": self._language, "look": self._look,
            "call": self._call, "reprint": self._reprint, "time": self._more_time, "finish": self._finish,
        }  # fmt: skip

    def act(self, action: str, value: str) -> None:
        """Do what a touch asks for; what does not belong to this step does nothing."""
        self._acts[action](value)
        if self.flow.step == "issuing" and not self.desk.busy:
            self.desk.issue(self._state(), self.flow, self._today())

    def scan(self, code: str) -> None:
        """Take a scanned code as if it had been typed."""
        self.flow.code = code.strip().upper()
        self._code("")

    def fresh(self) -> None:
        """The next visitor."""
        self.flow: Flow = Flow(self._context.language, "large" if self._context.accessible else "normal")
        self.attention: Attention = Attention()

    def pristine(self) -> bool:
        """Whether the next visitor would find what the first one found."""
        start = Flow(self._context.language, "large" if self._context.accessible else "normal")
        return self.flow == start

    def _group(self, value: str) -> None:
        group = next((one for one in self._state().groups if str(one.id) == value), None)
        if group is None or self.flow.step != "home":
            return
        if group.takes_tickets:
            self.flow.choose_group(group, self._state())
        else:
            self.attention.tell(screens.refusal(group), bad=True)

    def _service(self, value: str) -> None:
        group = self.flow.group(self._state())
        if self.flow.step != "services":
            return
        if group is None or not group.takes_tickets:
            self.flow.back(self._state())
            self.attention.tell(screens.refusal(group) if group else Say("kiosk.no_service"), bad=True)
        elif any(str(one.id) == value for one in group.services):
            self.flow.choose_service(uuid.UUID(value), self._state())

    def _priority(self, _value: str) -> None:
        if self.flow.step == "home":
            self.flow.priority = not self.flow.priority

    def _reason(self, value: str) -> None:
        if self.flow.step == "reason" and value in REASONS:
            self.flow.reason, self.flow.reason_asked = value, True
            self.flow.forward(self._state())

    def _skip(self, _value: str) -> None:
        if self.flow.step == "reason":
            self.flow.reason_asked = True
        elif self.flow.step == "nik":
            self.flow.digits, self.flow.nik_asked = "", True
        else:
            return
        self.flow.forward(self._state())

    def _page(self, value: str) -> None:
        self.flow.page = int(value)

    def _key(self, value: str) -> None:
        (self.flow.type_nik if self.flow.step == "nik" else self.flow.type_code)(value)

    def _hide(self, _value: str) -> None:
        self.flow.digits_hidden = not self.flow.digits_hidden

    def _nik(self, _value: str) -> None:
        if self.flow.step == "nik" and len(self.flow.digits) == NIK_LENGTH:
            if self.flow.checked_nik(self._today()).ok:
                self.flow.nik_asked = True
                self.flow.forward(self._state())
            else:
                self.flow.wrong = Say("kiosk.nik_wrong")

    def _open_code(self, _value: str) -> None:
        if self.flow.step == "home" and self._state().has_appointments:
            self.flow.go("code")

    def _code(self, _value: str) -> None:
        if not self._state().has_appointments:
            self.attention.tell(Say("kiosk.code_unknown"), bad=True)
            return
        self.flow.go("issuing")
        self.desk.check_in(self._state(), self.flow)

    def _back(self, _value: str) -> None:
        if self.flow.step not in ("done", "issuing"):
            self.flow.back(self._state())

    def _home(self, _value: str) -> None:
        language, look = self.flow.language, self.flow.look
        self.flow = Flow(language=language, look=look)

    def _language(self, _value: str) -> None:
        self.flow.language = "id" if self.flow.language == "en" else "en"

    def _look(self, value: str) -> None:
        looks: dict[str, LookName] = {"large": "large", "contrast": "contrast"}
        self.flow.look, self.flow.page = looks.get(value, "normal"), 0

    def _call(self, _value: str) -> None:
        command = RaiseAlarm(
            office_id=self._context.office_id, station_id=self._context.station_id, kind="help"
        )
        self._tasks.run(
            raise_alarm,
            command,
            lambda _result: self._tell(Say("kiosk.called")),
            lambda _error: self._tell(Say("kiosk.call_failed"), bad=True),
            owner=self._owner,
        )

    def _reprint(self, _value: str) -> None:
        self.desk.print_again(lambda: self._tell(Say("kiosk.reprint_failed"), bad=True))

    def _more_time(self, _value: str) -> None:
        self.attention.touch()

    def _finish(self, _value: str) -> None:
        self._leave()

    def _tell(self, say: Say, *, bad: bool = False) -> None:
        self.attention.tell(say, bad=bad)
        self._show()
