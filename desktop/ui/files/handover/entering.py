"""What the clerk enters and scans on the handover page, kept until it is given out. Half of the presenter; no Qt."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from desktop.domain.errors import LoketError
from desktop.domain.numbers import FileNumber, read_code
from desktop.office.files.handover import CheckIdentity, check_identity
from desktop.office.live.handover import HandoverState
from desktop.ui.files.handover.scene import Entered, digits_of, key_of, other_fate
from desktop.ui.files.handover.state import DoneScene, Line
from desktop.ui.tasks import Tasks


class Entering:
    """Every press and every typed figure; ``HandoverPresenter`` adds reading and giving out."""

    _tasks: Tasks
    _who: dict[str, Any]
    _state: HandoverState | None
    _entered: Entered
    _done: DoneScene | None
    _busy: bool
    _other: str
    _scanned: datetime | None

    def _show(self, note: Line | None = None) -> None:
        raise NotImplementedError

    def _failed(self, error: LoketError) -> None:
        raise NotImplementedError

    def _open_now(self) -> bool:
        raise NotImplementedError

    def open(self, what: uuid.UUID | str, *, scanned: bool = False) -> None:
        """Read a file; see ``HandoverPresenter``."""
        raise NotImplementedError

    def take_scan(self, text: str) -> bool:
        """A scan while the page is open; False where it is none of a file's."""
        try:
            number = read_code(text)
        except LoketError as error:
            if error.code != "number.file_check":
                return False
            self._failed(error)
            return True
        if not isinstance(number, FileNumber):
            return False
        if self._busy:
            self._show(note=Line("handover.busy"))
            return True
        here = self._state
        if here is not None and self._done is None and here.code == number.code:
            self._scanned, self._other = here.now_local, ""
            self._show(note=Line("handover.same_file"))
        elif here is None or self._done is not None or not self._entered.touched or not self._open_now():
            self.open(number.code, scanned=True)
        elif self._other == number.text:
            self.open_other()  # scanned twice: it is meant
        else:
            self._other = number.text
            self._show()
        return True

    def typed(self, text: str) -> None:
        """A number typed into the page's own field."""
        if text.strip():
            self.open(text)

    def open_other(self) -> None:
        """Leave this file for the one that was scanned in between."""
        if self._other:
            self.open(self._other, scanned=True)

    def tick(self, key: str, on: bool) -> None:
        """A thing lies in the receiver's hand, or was taken in."""
        (self._entered.ticked.add if on else self._entered.ticked.discard)(key)
        self._show()

    def tick_all(self) -> None:
        """Everything was counted into the receiver's hand."""
        if self._state is not None:
            self._entered.ticked.update(key_of(one) for one in self._state.things)
            self._show()

    def turn(self, key: str) -> None:
        """An original is taken in for good and not given back, or the other way round."""
        for thing in self._state.things if self._state is not None else ():
            if key_of(thing) == key and thing.kind == "original":
                self._entered.fates[key] = other_fate(self._entered.fate(thing))
        self._show()

    def choose_collector(self, collector: str) -> None:
        """``applicant`` or ``proxy``; the digits are of another paper then and are asked again."""
        if collector != self._entered.collector:
            self._entered.collector = collector
            self._entered.last4, self._entered.digits, self._entered.reason = "", "empty", None
            self._show()

    def choose_letter(self, letter: str) -> None:
        """What the proxy brought: ``f107`` or ``letter``."""
        self._entered.letter = letter
        self._show()

    def other_proxy(self) -> None:
        """Somebody else comes than the one who brought the file."""
        self._entered.other_proxy = True
        self._show()

    def set_proxy(self, name: str, nik: str) -> None:
        """Name and NIK from the proxy's own card."""
        self._entered.name, self._entered.nik = name, nik
        self._show()

    def set_digits(self, text: str) -> None:
        """The last four digits; compared by the office as soon as there are four."""
        entered, state = self._entered, self._state
        digits = digits_of(text)[:4]
        if state is None or digits == entered.last4:
            return
        entered.last4, entered.digits, entered.reason = digits, "empty", None
        if len(digits) == 4:
            entered.digits = "asking"

            def compared(result: Any) -> None:
                if self._state is state and entered.last4 == digits:
                    answer = result.value
                    entered.digits = "match" if answer.matched else "mismatch"
                    if not answer.has_nik:
                        entered.digits = "no_nik"
                    self._show()

            command = CheckIdentity(**self._who, application_id=state.application_id, last4=digits)
            self._tasks.run(check_identity, command, compared, self._failed, owner=self)
        self._show()

    def set_reason(self, reason: str | None) -> None:
        """Why there are no digits to compare; None compares them after all."""
        self._entered.reason = reason
        self._entered.last4, self._entered.digits = "", "empty"
        self._show()

    def set_face(self, on: bool) -> None:
        """The face was compared with the photograph."""
        self._entered.face = on
        self._show()

    def set_strokes(self, strokes: tuple[tuple[tuple[float, float], ...], ...]) -> None:
        """What stands on the pad."""
        self._entered.strokes = strokes
        self._show()

    def turn_paper(self) -> None:
        """Sign on paper, or on the pad again."""
        self._entered.signed = "pad" if self._entered.signed == "paper" else "paper"
        self._show()
