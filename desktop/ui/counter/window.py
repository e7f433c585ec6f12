"""The counter's window: the shell with the counter's body, panels and words; it shows what presenters say."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent

from desktop.ui.counter import words
from desktop.ui.counter.asking import AskingWindow
from desktop.ui.counter.screen import Clerk
from desktop.ui.counter.state import Named, Said, Scene
from desktop.ui.i18n import Texts
from desktop.ui.shell.bars import StatusItem
from desktop.ui.shell.signin import CounterChoice, CounterChooserView, SignInView
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.counter.view import CounterView


class CounterWindow(AskingWindow):
    """What the presenters of the counter talk to. Signals are what people do; `build` connects them."""

    painted = Signal()
    signing_in = Signal(str, str)
    counter_chosen = Signal(object)
    signing_out = Signal()
    entered = Signal(object, object)
    undo_asked = Signal()
    bar_pressed = Signal(object)

    def __init__(self, theme: Theme, texts: Texts, office: str = "") -> None:
        super().__init__(theme, texts, "counter")
        self._office, self._was_painted = office, False
        self.view: CounterView | None = None
        self.sign_in: SignInView | None = None
        self.chooser: CounterChooserView | None = None
        self.presenters: list[Any] = []
        """Kept alive by their window: the lanes hold them weakly."""
        self.take_scan: Callable[[str], None] = lambda _code: None
        self.top.scan.submitted.connect(lambda text: self.take_scan(text))
        self.message.action.connect(self._bar_pressed)
        self.toast.action.connect(self.undo_asked)
        self.toast.at_top = True  # a roomy card has a strip of its own; a small one needs all of its foot
        self.commands.refused.connect(lambda _id, reason: self.tell(reason))
        self.commands.bind("shell.scan", self.focus_scan, self._why_no_scan)
        self.commands.bind("counter.confirm", self._confirm, self._why_no_confirm)
        self.layout_changed.connect(lambda _name: self._show_bars())
        self.layout_changed.connect(lambda _name: self._slim_bars())
        theme.changed.connect(self._slim_bars)
        self.setWindowTitle(texts.text("shell.window.counter"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            # Its children are painted after it, in the same turn.
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    # ---- before a counter is open ----

    def set_office(self, name: str) -> None:
        """The office's name, above the sign-in and in the bar while no counter is open."""
        self._office = name
        if self.sign_in is not None:
            self.sign_in.office.setText(name)
        if self.view is None:
            self.top.set_title(name or self.texts.text("shell.window.counter"))

    def show_sign_in(self, fault: Said | None) -> None:
        """Ask who works here."""
        if self.sign_in is None or self.body is not self.sign_in:
            self.view = self.chooser = None
            self.sign_in = SignInView(self.theme, self.texts, self._office)
            self.sign_in.submitted.connect(self.signing_in)
            self._quiet_bars()
            self.set_body(self.sign_in)
        self.sign_in.set_busy(False)
        self.sign_in.set_fault(None if fault is None else words.said(self.texts, fault))

    def show_checking(self) -> None:
        """The answer to signing in is awaited."""
        if self.sign_in is not None:
            self.sign_in.set_busy(True)

    def show_counters(self, rows: tuple[tuple[str, str, tuple[Named, ...], str | None], ...]) -> None:
        """Ask for a counter."""
        if self.chooser is None or self.body is not self.chooser:
            self.view = self.sign_in = None
            self.chooser = CounterChooserView(self.theme, self.texts)
            self.chooser.chosen.connect(lambda key: self.counter_chosen.emit(uuid.UUID(key)))
            self.chooser.sign_out.connect(self.signing_out)
            self._quiet_bars()
            self.set_body(self.chooser)
        texts = self.texts
        self.chooser.set_counters([
            CounterChoice(key, texts.text("counter.title", counter=name),
                          ", ".join(one.words(texts.language) for one in services), taken_by)
            for key, name, services, taken_by in rows
        ])  # fmt: skip
        if not rows:
            self.chooser.set_fault(texts.text("shell.counters.none"))

    def show_counter_fault(self, said: Said) -> None:
        """Why a counter could not be taken."""
        if self.chooser is None:
            self.show_counters(())
        if self.chooser is not None:
            self.chooser.set_fault(words.said(self.texts, said))

    def enter(self, clerk: Clerk, counter_id: uuid.UUID) -> None:
        """A counter is open: show it."""
        self.sign_in = self.chooser = None
        from desktop.ui.counter.view import CounterView  # late: the sign-in is painted first

        self.view = CounterView(self.theme, self.texts)
        self.view.picked.connect(self.picked)
        card = self.view.card
        card.strip.undo.connect(self.undo_asked)
        add = self.commands.add_button
        add("counter.next_step", card.primary)
        add("counter.finish", card.finish)
        add("counter.check_file", card.check)
        add("counter.no_ticket", card.no_ticket)
        for name, button in card.keys.items():
            add(f"counter.{name}", button)
        add("counter.list", self.view.next.all, dress=False)
        card.empty.button.clicked.connect(lambda _checked=False: self.commands.trigger("counter.break"))
        self.set_body(self.view)
        self.entered.emit(clerk, counter_id)

    def _quiet_bars(self) -> None:
        self.scene = Scene()
        self.top.set_title(self._office or self.texts.text("shell.window.counter"))
        self.top.set_staff("")
        self.top.break_button.hide()
        self.top.scan.hide()
        self.message.clear()
        self.status.set_items(())
        self.status.set_figures("")

    def _slim_bars(self) -> None:
        # In one column height is what is missing; the bars keep what they hold and give the air away.
        one = self.layout_name == "one"
        self.top.setFixedHeight(self.theme.px(46 if one else 60))
        self.status.setFixedHeight(self.theme.px(30 if one else 36))

    # ---- the scene ----

    def show_scene(self, scene: Scene) -> None:
        """Draw everything that the scene tells."""
        if self.view is None:
            return
        before, self.scene = self.scene.mode, scene
        self.commands.set_title("counter.next_step", words.primary(self.texts, scene)[0])
        on_break = scene.mode == "break"
        self.commands.set_title("counter.break", self.texts.text("counter.open") if on_break else None)
        self.view.show_scene(scene)
        self.commands.refresh()
        if (
            before != scene.mode
            and self.sheet is None
            and self.page is None
            and not self.top.scan.edit.hasFocus()
        ):
            (self.view.card.empty.button if on_break else self.view.card.primary).setFocus()
        self._show_bars()
        self._show_listed(scene)

    def _show_bars(self) -> None:
        scene, texts = self.scene, self.texts
        if self.view is None:
            self.top.scan.hide()
        if self.view is None or scene.at is None:
            return
        if self.layout_name != "one":
            self.top.scan.show()
        groups = ", ".join(one.words(texts.language) for one in scene.groups)
        self.top.set_title(texts.text("counter.title", counter=scene.counter), groups)
        self.top.set_staff(scene.staff)
        self.top.set_clock(texts.time(scene.at, scene.zone), texts.date_short(scene.at.date()))
        button = self.top.break_button
        button.setVisible(scene.mode in ("idle", "break") and self.layout_name == "two")
        button.set_title(texts.text("counter.open" if scene.mode == "break" else "shell.state.break"))
        button.set_key("F12")
        self._show_status()
        self._show_message()

    def _show_status(self) -> None:
        scene, texts = self.scene, self.texts
        items = []
        if scene.prints_stuck:
            items.append(StatusItem(texts.text("counter.prints_stuck", count=scene.prints_stuck), "late"))
        else:
            items.append(StatusItem(texts.text("shell.status.printer_ready")))
        if scene.fault is not None and scene.fault.code == "database.lost":
            items.append(StatusItem(texts.text("counter.database_short"), "late"))
        else:
            items.append(StatusItem(texts.text("shell.status.database_ready")))
        if scene.display is not None:
            code = "shell.status.display_ready" if scene.display else "counter.display_lost"
            items.append(StatusItem(texts.text(code), "done" if scene.display else "late"))
        self.status.set_items(tuple(items), texts.text("shell.status.all_ready"))
        mean = scene.figures.mean_s
        code = "shell.status.today" if mean is not None else "counter.today_served"
        average = "" if mean is None else texts.minutes(max(60, mean + 30 - (mean + 30) % 60))
        self.status.set_figures(texts.text(code, served=scene.figures.served, average=average))

    def _show_message(self) -> None:
        scene, texts = self.scene, self.texts
        alarm = next((one for one in scene.alarms if not one.mine), None)
        mine = next((one for one in scene.alarms if one.mine), None)
        if scene.fault is not None:
            lost = scene.fault.code == "database.lost"
            cause = texts.text("counter.database_lost") if lost else words.said(texts, scene.fault)
            self.message.show_fault(cause, texts.text("shell.retry"))
        elif alarm is not None:
            code = "counter.alarm_help" if alarm.kind == "help" else "counter.alarm_at"
            self.message.show_fault(texts.text(code, place=alarm.place), texts.text("counter.alarm_go"))
        elif mine is not None:
            self.message.show_fault(texts.text("counter.alarm_mine"))
        else:
            self.message.clear()

    def _bar_pressed(self) -> None:
        alarm = next((one.alarm_id for one in self.scene.alarms if not one.mine), None)
        self.bar_pressed.emit(None if self.scene.fault is not None else alarm)

    def set_texts(self, texts: Texts) -> None:
        """Change the language of everything that is shown."""
        super().set_texts(texts)
        self.setWindowTitle(texts.text("shell.window.counter"))
        if self.view is not None:
            self.view.set_texts(texts)
            self.show_scene(self.scene)
            card = self.view.card
            buttons = {f"counter.{name}": button for name, button in card.keys.items()}
            buttons |= {"counter.finish ": card.finish, "counter.no_ticket ": card.no_ticket}
            buttons["counter.check_file"] = card.check
            for command, button in buttons.items():
                if command != "counter.list":
                    button.set_title(self.commands.title(command.strip()))

    # ---- what is said ----

    def say(self, said: Said, *, undo: bool = False) -> None:
        """Tell what was done; ``undo`` with the key that takes it back."""
        text = words.said(self.texts, said)
        action = self.texts.text("shell.undo") if undo else None
        line: Any = self.toast
        if self.view is not None and self.view.card.roomy:
            line = self.view.card.strip
        line.show_line(text, action=action, key="Ctrl+Z" if undo else None, seconds=10 if undo else 5)

    def tell(self, text: str) -> None:
        """Say why a key did nothing."""
        line: Any = self.toast
        if self.view is not None and self.view.card.roomy:
            line = self.view.card.strip
        line.show_line(text, icon="info", seconds=4)

    def show_busy(self, command_id: str, said: Said | None) -> None:
        """A write takes longer than a moment."""
        if self.view is None:
            return
        busy = None if said is None else words.said(self.texts, said)
        button = {"counter.finish": self.view.card.finish}.get(command_id, self.view.card.primary)
        button.set_busy(busy)

    def show_scan(self, said: Said | None) -> None:
        """What became of a scanned or typed number."""
        scan = self.top.scan
        if said is None:
            scan.clear()
            if self.view is not None and scan.edit.hasFocus():
                self.view.card.primary.setFocus()
            return
        scan.set_wrong(True)
        self.tell(words.said(self.texts, said))

    def _why_no_scan(self) -> str | None:
        return None if self.view is not None else self.texts.text("shell.nothing_to_do")
