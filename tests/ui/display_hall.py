"""A hall for the display's tests: an office on SQLite with its queue, a window, and a voice that takes notes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select, update

from desktop.domain.ids import new_id
from desktop.models.engine import create_office_engine
from desktop.models.office import DisplayMessage, Setting, Zone
from desktop.models.queue import Ticket
from desktop.models.staff import Counter
from desktop.office.queue import CallNext, IssueTicket, StartService, call_next, issue_ticket, start_service
from desktop.office.queue.serving import MarkNoShow, Recall, mark_no_show, recall
from desktop.office.queue.undo import TakeBack, take_back
from desktop.office.runner import Runner
from desktop.office.work import SetClock
from desktop.ui.display.build import build_display
from desktop.ui.display.view import DisplayView
from desktop.ui.i18n import Texts
from desktop.ui.tasks import StationContext
from desktop.ui.theme import Theme
from desktop.ui.voice.calls import SpokenCall, VoiceSettings
from tests.support.inline import InlineTasks
from tests.support.small_office import make_small_office

TWO_PM = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)


class NotingVoice(QObject):
    """Takes notes instead of speaking."""

    available_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.announced: list[SpokenCall] = []
        self.withdrawn: list[str] = []
        self.said: list[tuple[str, ...]] = []
        self.settings: list[VoiceSettings] = []
        self.available: bool | None = None
        self.prepared = 0
        self.closed = False

    def announce(self, call: SpokenCall) -> None:
        self.announced.append(call)

    def withdraw(self, ticket: str) -> None:
        self.withdrawn.append(ticket)

    def say(self, clips: tuple[str, ...]) -> None:
        self.said.append(tuple(clips))

    def apply(self, settings: VoiceSettings) -> None:
        self.settings.append(settings)

    def prepare(self) -> None:
        self.prepared += 1

    def close(self) -> None:
        self.closed = True

    @property
    def numbers(self) -> list[tuple[str, str]]:
        return [(call.number, call.counter) for call in self.announced]


class Hall:
    """The office; windows are opened with `window`."""

    def __init__(
        self, url: str, qtbot: QtBot | None, *, counters: int = 8, moment: datetime = TWO_PM
    ) -> None:
        self.qtbot = qtbot
        self.engine = create_office_engine(url)
        self.office = make_small_office(self.engine, counters=counters)
        self.clock = SetClock(moment)
        self.tasks = InlineTasks(Runner(self.engine, self.clock), self.clock)
        self.voice = NotingVoice()
        self.theme = Theme()
        self.windows: list[DisplayView] = []

    def close(self) -> None:
        for window in self.windows:
            window.close()
            window.deleteLater()
        self.tasks.runner.close()
        self.engine.dispose()

    def window(
        self,
        size: tuple[int, int] = (1920, 1080),
        language: str = "id",
        *,
        zone: str | None = None,
        **given: Any,
    ) -> DisplayView:
        context = StationContext(self.office.office_id, None, language=language, zone=zone)
        voice = given.pop("voice", self.voice)
        window = build_display(self.tasks, context, self.theme, Texts(language, strict=True), voice, **given)
        window.resize(*size)
        window.show()
        self.windows.append(window)
        if self.qtbot is not None:
            self.qtbot.waitUntil(lambda: window._was_loaded)  # from now on it paints at once
        return window

    # --- the office's day --------------------------------------------------------------------------------

    def write(self, *statements: Any) -> None:
        with self.engine.connect().execution_options(loket_write=True) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def setting(self, **value: Any) -> None:
        self.write(insert(Setting).values(office_id=self.office.office_id, name="display", value=value))

    def messages(self, *texts: str) -> None:
        self.write(
            *(
                insert(DisplayMessage).values(
                    id=new_id(),
                    office_id=self.office.office_id,
                    position=n,
                    text_id=text,
                    text_en=text,
                    active=True,
                )
                for n, text in enumerate(texts)
            )
        )

    def zones(self, **counters: str) -> None:
        """``A="12", B="3"``: the counters of each zone."""
        for code, names in counters.items():
            key = new_id()
            self.write(
                insert(Zone).values(id=key, office_id=self.office.office_id, code=code, name=f"Zona {code}"),
                update(Counter).where(Counter.name.in_(list(names))).values(zone_id=key),
            )

    def issue(self, count: int, service: int = 0) -> None:
        for _ in range(count):
            self.tasks.run(
                issue_ticket,
                IssueTicket(office_id=self.office.office_id, service_id=self.office.services[service]),
            )

    def rename(self, old: str, new: str) -> None:
        """Give a ticket another number, or a counter another name."""
        self.write(
            update(Ticket).where(Ticket.label == old).values(label=new),
            update(Counter).where(Counter.name == old).values(name=new),
        )

    def next_label(self) -> str:
        """The number of the only ticket that waits."""
        with self.engine.connect() as connection:
            return connection.execute(select(Ticket.label).where(Ticket.state == "waiting")).scalar_one()

    def _at(self, kind: Any, counter: int, **values: Any) -> Any:
        return kind(
            office_id=self.office.office_id,
            counter_id=self.office.counters[counter - 1],
            staff_id=self.office.staff[counter - 1],
            **values,
        )

    def _run(self, use_case: Any, command: Any, quiet: bool) -> None:
        (self.tasks.runner if quiet else self.tasks).run(use_case, command)
        assert not self.tasks.unhandled, self.tasks.unhandled

    def call(self, counter: int, *, quiet: bool = False) -> Any:
        """Call the next at a counter; ``quiet`` tells nobody yet."""
        command = self._at(CallNext, counter, finish_current=True)
        self._run(call_next, command, quiet)
        return command

    def serve(self, counter: int) -> None:
        self._run(start_service, self._at(StartService, counter), False)

    def recall(self, counter: int) -> None:
        self._run(recall, self._at(Recall, counter), False)

    def miss(self, counter: int) -> None:
        self._run(mark_no_show, self._at(MarkNoShow, counter), False)

    def take_back(self, counter: int, step: Any) -> None:
        self._run(take_back, self._at(TakeBack, counter, step_command_id=step.command_id), False)


def fill(widget: QWidget) -> str:
    """The colour of a card's ground, looked up in what it really paints."""
    image = widget.grab().toImage()
    return QColor(image.pixel(QPoint(image.width() // 2, image.height() - 12))).name().upper()


AMBER, WHITE = "#FFC93C", "#FFFFFF"
