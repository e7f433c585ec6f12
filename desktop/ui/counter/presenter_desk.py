"""What the counter's presenter writes: one write at a time, each with the command that it began with. No Qt.

A write keeps its command until the office has answered: after a fault the same key sends the same command
again, so that nobody is called twice. The steps are in ``presenter``, panels in ``presenter_panels``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import EnvironmentFault, LoketError
from desktop.ui.counter.presenter_reading import BUSY_MS, CounterReader
from desktop.ui.counter.state import Said


@dataclass(slots=True)
class _Write:
    """A write under way, or one that met a fault and may be sent again."""

    name: str
    subject: object
    use_case: Callable[..., Any]
    command: Any
    done: Callable[[Any], None]


class CounterDesk(CounterReader):
    """One clerk at one counter; see :class:`CounterReader` for its making."""

    _running: _Write | None = None
    _unsure: _Write | None = None

    @property
    def who(self) -> dict[str, Any]:
        """What every command of this counter carries."""
        return {
            "office_id": self.context.office_id,
            "station_id": self.context.station_id,
            "staff_id": self.clerk.staff_id,
            "counter_id": self.counter_id,
        }

    def write(
        self,
        name: str,
        use_case: Callable[..., Any],
        make: Callable[[], Any],
        done: Callable[[Any], None],
        *,
        subject: object = None,
    ) -> None:
        """Make one write. Another that is under way swallows this press.

        ``subject`` is what it is about: after a fault the same name and subject send the same command again.
        """
        if self._running is not None or self._gone:
            return
        unsure = self._unsure
        if unsure is not None and (unsure.name, unsure.subject) == (name, subject):
            self._send(unsure)
        else:
            self._send(_Write(name, subject, use_case, make(), done))

    def _send(self, write: _Write) -> None:
        self._running, self._unsure, self.notice, self.write_fault = write, None, None, None
        self.tasks.later(BUSY_MS, lambda: self._busy_if(write), owner=self)
        self.tasks.run(
            write.use_case,
            write.command,
            done=lambda result: self._written(write, result),
            failed=lambda error: self._refused(write, error),
            owner=self,
        )

    def _busy_if(self, write: _Write) -> None:
        if self._running is write:
            self.view.show_busy(write.name, Said("counter.busy"))

    def _over(self, write: _Write) -> None:
        self._running = None
        self.view.show_busy(write.name, None)

    def _written(self, write: _Write, result: Any) -> None:
        self._over(write)
        write.done(result.value)
        if not result.changes:
            self.reload()

    def _refused(self, write: _Write, error: LoketError) -> None:
        self._over(write)
        if isinstance(error, EnvironmentFault):
            # Nobody knows whether it was written: the same command, sent again, does it once.
            self._unsure = write
            if error.code == "database.lost":
                self._connection(error)
            else:
                self.write_fault = error
                self.reload()
                self.show()
            return
        self.notice = Said(error.code, error.details)
        self.reload()
        self.show()

    def retry(self) -> None:
        """Try again what met a fault, or just look again."""
        if self._unsure is not None and self._running is None:
            self._send(self._unsure)
        else:
            self.reload()

    @property
    def who_without_counter(self) -> dict[str, Any]:
        """The same for commands that are about a ticket, wherever it is."""
        return {key: value for key, value in self.who.items() if key != "counter_id"}

    def write_step(
        self, name: str, use_case: Any, command: Any, code: str, subject: object, *, undo: bool = True
    ) -> None:
        """A write about one ticket, told afterwards by ``code``; ``undo`` offers to take it back."""

        def done(outcome: Any) -> None:
            said = Said(code, {"number": outcome.label, "finished": "", **outcome.args})
            if undo:
                self.remember_step(command, said)
            else:
                self.view.say(said)

        self.write(name, use_case, lambda: command, done, subject=subject)

    def remember_step(self, command: Any, said: Said) -> None:
        """Tell what was done, and that Ctrl+Z takes it back for some seconds."""
        self.last_step = (command.command_id, self.tasks.now())
        self.view.say(said, undo=True)
