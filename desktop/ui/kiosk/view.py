"""The kiosk's window: full screen, one page at a time, keys and touches, the line that asks "Masih di sini?".

Passive: it shows screens and tells what was touched. It never opens a dialog.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QWidget

from desktop.ui.kiosk.done import DonePage, RestPage
from desktop.ui.kiosk.home import HomePage, SixPage
from desktop.ui.kiosk.look import Look
from desktop.ui.kiosk.parts import Page
from desktop.ui.kiosk.press import Press, Tool
from desktop.ui.kiosk.states import Say, Screen
from desktop.ui.kiosk.steps import ListPage, PadPage
from desktop.ui.widgets import FocusRing, IconLabel, Label
from desktop.ui.widgets.paint import paint_box

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LEAST_SCALE = 0.5


class Notice(QWidget):
    """A line over the tools: what just happened, why not, or whether somebody is still there."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._bad = look, False
        self._icon = IconLabel(look.theme, "info", 44)
        self._text = Label(look.theme, "", look.role("text"), wrap=True)
        self.time = Tool(look, "time", "", "", "clock")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(36), look.px(12), look.px(20), look.px(12))
        row.setSpacing(look.px(24))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.time)
        self.hide()

    def say(self, text: str, *, bad: bool, icon: str, button: str) -> None:
        """Show a line; with a button where `button` says what it does."""
        self._bad = bad
        color = "state:late" if bad else "text"
        self._icon.set_icon(icon, color)
        self._text.setText(text)
        self._text.set_color(color)
        self.time.setVisible(bool(button))
        self.time.set_text(button)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        late = theme.state("late")
        fill = late.fill if self._bad else theme.color("accent-soft")
        frame = late.text if self._bad else theme.color("accent")
        painter.fillRect(self.rect(), theme.color("canvas"))
        paint_box(painter, self.rect().toRectF(), self._look.px(18), fill, frame, self._look.frame())


class KioskWindow(QWidget):
    """The window; `acted(action, value)` for what was chosen, `touched()` for every sign of life."""

    acted = Signal(str, str)
    touched = Signal()
    painted = Signal()
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("kiosk")
        self.look = look
        self._screen: Screen | None = None
        self._pages: dict[str, Page] = {}
        self._front: Page | None = None
        self._shape: tuple[object, ...] = ()
        self._stack = QStackedLayout(self)
        self._stack.setSizeConstraint(QStackedLayout.SizeConstraint.SetNoConstraint)  # the screen decides
        self._notice: Notice | None = None
        self._painted = False
        self.take_scan: Callable[[str], object] = lambda code: None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        self._ring = FocusRing(self, look.theme, width=8, gap=8)
        self._ring.set_keyboard(False)
        look.theme.changed.connect(self.update)

    @Slot(str)
    def scanned(self, code: str) -> None:
        """Pass on what was scanned: a slot, so that the connection ends with this window."""
        self.take_scan(code)

    def show_screen(self, screen: Screen) -> None:
        """Show this, whole."""
        before, self._screen = self._screen, screen
        self.look.now = screen.now.replace(tzinfo=None)
        self.look.set_language(screen.language)
        self._fit()
        page = self._page(screen)
        fresh, self._front = page is not self._front, page
        page.render_screen(screen)
        self._stack.setCurrentWidget(page)
        if fresh or before is None or before.step != screen.step:
            self._focus_first(page)
        self._show_notice(screen)
        self.setWindowTitle(screen.office or "Loket")

    @property
    def page(self) -> Page | None:
        """The page shown now."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def _fit(self) -> None:
        """Build the pages anew when the look, the orientation or the size is another."""
        assert self._screen is not None
        width, height = max(self.width(), 1), max(self.height(), 1)
        portrait = height > width
        across, down = (1080, 1920) if portrait else (1920, 1080)
        scale = max(_LEAST_SCALE, round(min(width / across, height / down), 3))
        shape = (self._screen.look, portrait, scale)
        if shape == self._shape:
            return
        self._shape = shape
        self.look.set(self._screen.look, portrait=portrait, scale=min(scale, 4.0))
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages, self._front = {}, None
        if self._notice is not None:
            self._notice.deleteLater()
        self._notice = Notice(self.look, self)
        self._notice.time.clicked.connect(lambda: self.acted.emit("time", ""))

    def _page(self, screen: Screen) -> Page:
        kind = screen.step
        if kind in ("closed", "fault", "issuing", "loading"):
            kind = "rest"
        page = self._pages.get(kind)
        if page is None:
            look = self.look
            if kind == "home":
                page = SixPage(look) if look.large else HomePage(look)
            elif kind in ("services", "reason"):
                page = ListPage(look, pictures=kind == "reason")
            elif kind in ("nik", "code"):
                page = PadPage(look, letters=kind == "code")
            else:
                page = DonePage(look) if kind == "done" else RestPage(look)
            page.acted.connect(self.acted)
            self._pages[kind] = page
            self._stack.addWidget(page)
        return page

    def _focus_first(self, page: Page) -> None:
        first = page.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notice(self, screen: Screen) -> None:
        notice, look = self._notice, self.look
        assert notice is not None
        if screen.leaving_s is not None:
            text = look.say(Say("kiosk.still_here", {"count": screen.leaving_s}))
            notice.say(text, bad=False, icon="clock", button=look.texts.text("kiosk.tool.time"))
        elif screen.notice is not None:
            icon = "warning" if screen.notice_bad else "info"
            notice.say(look.say(screen.notice), bad=screen.notice_bad, icon=icon, button="")
        else:
            notice.hide()
            return
        self._place_notice()
        notice.show()
        notice.raise_()

    def _place_notice(self) -> None:
        notice, page, px = self._notice, self.page, self.look.px
        if notice is None or page is None:
            return
        tools = getattr(page, "tools", None)
        height = self.look.tool_height() + px(24)
        if isinstance(tools, QWidget) and tools.height() > px(40):
            self._stack.activate()
            corner = tools.mapTo(self, QPoint(0, 0))
            area = QRect(corner, tools.size())
            notice.setGeometry(area.x(), area.bottom() + px(12) - height, area.width(), height)
        else:
            notice.setGeometry(px(40), self.height() - height - px(40), self.width() - 2 * px(40), height)

    # size and life

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._screen is not None:
            self.show_screen(self._screen)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.look.theme.color("canvas"))
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.closed.emit()
        super().closeEvent(event)

    # keys and touches

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and isinstance(watched, QWidget) and watched.window() is self:
            keyboard = event.type() == QEvent.Type.KeyPress
            if keyboard != self.look.keyboard:
                self.look.keyboard = keyboard
                focused = self.focusWidget()
                if focused is not None:
                    focused.update()
            if isinstance(watched, (Press, KioskWindow)) or not keyboard:
                self.touched.emit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if key in _ARROWS:
            self._move(*_ARROWS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) and not event.isAutoRepeat():
            self._go_back(key == Qt.Key.Key_Backspace)
        elif len(text) == 1 and text.isascii() and text.isalnum() and not event.isAutoRepeat():
            self._type(text)
        else:
            super().keyPressEvent(event)

    def _type(self, text: str) -> None:
        page = self.page
        if isinstance(page, PadPage):
            key = page.keys.get(text.upper())
            if key is not None:
                key.click()
        elif page is not None and text.isdecimal():
            for tile in page.tiles():
                if tile.number == int(text):
                    tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    tile.click()
                    return

    def _go_back(self, backspace: bool) -> None:
        page = self.page
        if isinstance(page, PadPage) and backspace:
            page.keys["back"].click()
        elif page is not None:
            self.acted.emit("back", "")

    def _move(self, dx: int, dy: int) -> None:
        """Move the focus to the nearest thing to touch in a direction."""
        page, focused = self.page, self.focusWidget()
        if page is None:
            return
        if not isinstance(focused, Press):
            self._focus_first(page)
            return
        here = QRect(focused.mapTo(self, QPoint(0, 0)), focused.size())
        best: tuple[float, Press] | None = None
        for press in page.findChildren(Press):
            if press is focused or not press.isVisible() or not press.isEnabled():
                continue
            there = QRect(press.mapTo(self, QPoint(0, 0)), press.size())
            away = self._distance(here, there, dx, dy)
            if away is not None and (best is None or away < best[0]):
                best = (away, press)
        if best is not None:
            best[1].setFocus(Qt.FocusReason.TabFocusReason)

    @staticmethod
    def _distance(here: QRect, there: QRect, dx: int, dy: int) -> float | None:
        """How far in a direction, sidesteps counted double; None when it lies elsewhere."""
        step = there.center() - here.center()
        along, aside = (step.x() * dx, abs(step.y())) if dx else (step.y() * dy, abs(step.x()))
        edge = (there.left() - here.right() if dx > 0 else here.left() - there.right()) if dx else (
            there.top() - here.bottom() if dy > 0 else here.top() - there.bottom()
        )  # fmt: skip
        return None if along <= 0 or edge < -4 else along + 2.0 * aside
