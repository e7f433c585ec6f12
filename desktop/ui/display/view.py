"""The display's window: header, call card, poster, last calls, running text. Passive; painted, never a dialog.

It knows neither presenter nor office: ``build.py`` connects them.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.commands import CommandSet
from desktop.ui.display.card import CallCard
from desktop.ui.display.hall import Hall
from desktop.ui.display.header import Header
from desktop.ui.display.last import LastCalls
from desktop.ui.display.poster import PosterCard
from desktop.ui.display.running import RunningText
from desktop.ui.display.state import Both, Fresh, PosterState, Screen
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme


class DisplayView(QWidget):
    """One display of the hall.

    Args:
        theme: fonts; the hall has its own fixed colours.
        texts: the words by language, the display's main language first.
    """

    #: Announcements (tuple of Fresh) whose frame is on the screen.
    painted = Signal(object)
    #: The first frame is on the screen; and the first one with the hall's calls.
    first_painted = Signal()
    loaded = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, texts: dict[str, Texts]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hall = Hall(theme, texts)
        self.header = Header(self.hall, self)
        self.card = CallCard(self.hall, self)
        self.poster = PosterCard(self.hall, self)
        self.last = LastCalls(self.hall, self)
        self.running = RunningText(self.hall, self)
        self.presenter: object | None = None  # kept alive by its window
        self._screen = Screen()
        self._messages: tuple[tuple[Both, ...], bool] = ((), False)
        self._unpainted: tuple[Fresh, ...] = ()
        self._was_painted = self._was_loaded = False
        self.commands = CommandSet(self, "display", texts[self.hall.language])
        for key, call in (("F11", self._toggle_full_screen), ("Esc", self._leave_full_screen)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(call)
        self.card.after_paint = self._after_paint
        theme.changed.connect(self._lay_out)
        self.setMinimumSize(480, 270)
        self.resize(1920, 1080)
        self._name()

    # --- what the presenter shows ------------------------------------------------------------------------

    def show_screen(self, screen: Screen) -> None:
        """Show calls and notices; what is new is painted before this returns."""
        if self.hall.set_languages(screen.languages):
            self._screen = screen
            self._name()
            self._tell_messages()
            for widget in (self.header, self.card, self.poster, self.last):
                widget.update()
        self._screen = screen
        self._unpainted += screen.fresh
        self.header.show_office(screen.office, screen.zone)
        card = self.card.show_state(screen.card, screen.notice)
        rows = self.last.show_rows(screen.rows, screen.row_count)
        if card or screen.fresh or (screen.loaded and not self._was_loaded):
            self.card.repaint()
        if rows:
            self.last.repaint()

    def show_flash(self, white: bool) -> None:
        """The call's eight seconds: white, or amber again."""
        self.card.show_flash(white)

    def show_poster(self, poster: PosterState | None) -> None:
        """Show another poster."""
        self.poster.show_poster(poster)

    def show_messages(self, messages: tuple[Both, ...], reduced_motion: bool) -> None:
        """Show another running text."""
        self._messages = (messages, reduced_motion)
        self._tell_messages()

    def show_clock(self, moment: datetime, zone: str) -> None:
        """Show the office's time."""
        self.header.show_clock(moment, zone)

    def show_sound(self, available: bool) -> None:
        """Show or hide the mark for a missing voice."""
        self.header.show_sound(available)

    # --- inside ------------------------------------------------------------------------------------------

    def _name(self) -> None:
        self.setWindowTitle(self.hall.text("display.title"))

    def _tell_messages(self) -> None:
        messages, reduced = self._messages
        lines = [one.in_language(language) for language in self.hall.languages for one in messages]
        if not messages:
            lines = [self.hall.text("display.welcome", language) for language in self.hall.languages]
        self.running.show_messages(tuple(line for line in lines if line), reduced)

    def _after_paint(self) -> None:
        """The card was painted; when the event loop turns again the frame has been handed to the screen."""
        if self._unpainted or not self._was_painted or (self._screen.loaded and not self._was_loaded):
            QTimer.singleShot(0, self, self._tell_painted)

    def _tell_painted(self) -> None:
        if not self._was_painted:
            self._was_painted = True
            self.first_painted.emit()
        if self._screen.loaded and not self._was_loaded:
            self._was_loaded = True
            self.loaded.emit()
        fresh, self._unpainted = self._unpainted, ()
        if fresh:
            self.painted.emit(fresh)

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._pointer()

    def _leave_full_screen(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        self._pointer()

    def _pointer(self) -> None:
        if self.isFullScreen():
            self.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self.unsetCursor()

    def _lay_out(self) -> None:
        width, height = self.width(), self.height()
        self.hall.measure(width, height)
        px = self.hall.px
        upright = height > width
        edge, foot = round(px(36)), round(px(92))
        head = round(px(140 if upright else 104))
        self.header.setGeometry(0, 0, width, head)
        self.running.setGeometry(0, height - foot, width, foot)
        body = QRect(edge, head + edge, width - 2 * edge, height - head - foot - 2 * edge)
        if upright:
            # The list keeps its rows; what is left goes to the call and, less of it, to the poster.
            rows = round(min(px(811), body.height() * 0.52))
            call = round((body.height() - rows - 2 * edge) * 0.65)
            self.card.setGeometry(body.left(), body.top(), body.width(), call)
            self.last.setGeometry(body.left(), body.top() + call + edge, body.width(), rows)
            top = body.top() + call + rows + 2 * edge
            self.poster.setGeometry(body.left(), top, body.width(), body.bottom() + 1 - top)
        else:
            list_width = round(px(704))
            left = body.width() - list_width - edge
            call = round((body.height() - edge) * 0.67)
            self.card.setGeometry(body.left(), body.top(), left, call)
            top = body.top() + call + edge
            self.poster.setGeometry(body.left(), top, left, body.bottom() + 1 - top)
            self.last.setGeometry(body.left() + left + edge, body.top(), list_width, body.height())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.hall.color("canvas"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
