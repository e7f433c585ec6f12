"""Binds commands to one window: keys, buttons, what F10 and the key sheet list. For the shell and views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.commands.catalogue import Command, commands_for, key_label
from desktop.ui.i18n import Texts
from desktop.ui.widgets import ActionButton


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of F10 or the key sheet; `reason` says why it cannot run now, or is None."""

    id: str
    title: str
    key: str
    icon: str
    reason: str | None


@dataclass(slots=True)
class _Bound:
    handler: Callable[[], None]
    why_not: Callable[[], str | None] | None


class CommandSet(QObject):
    """The commands of one window.

    Args:
        window: whose keys these are (window shortcuts).
        station: counter, kiosk, display, ...
        texts: words of titles.
        roles: of who is signed in; None for all.
    """

    refused = Signal(str, str)
    """(command id, reason): a key or button that has nothing to do says why."""
    triggered = Signal(str)

    def __init__(self, window: QWidget, station: str, texts: Texts, *,
                 roles: frozenset[str] | None = None) -> None:  # fmt: skip
        super().__init__(window)
        self._texts = texts
        self._commands: dict[str, Command] = {c.id: c for c in commands_for(station, roles)}
        self._bound: dict[str, _Bound] = {}
        self._buttons: dict[str, list[ActionButton]] = {}
        self._titles: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._titled: list[tuple[str, ActionButton]] = []
        self._blocked: frozenset[str] | None = None
        self._shortcuts: list[QShortcut] = []
        for command in self._commands.values():
            for key in command.keys:
                sequence = QKeySequence(key)
                self._keys[sequence.toString(QKeySequence.SequenceFormat.PortableText)] = command.id
                shortcut = QShortcut(sequence, window)
                shortcut.setAutoRepeat(False)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(lambda command_id=command.id: self.trigger(command_id))
                self._shortcuts.append(shortcut)

    def bind(self, command_id: str, handler: Callable[[], object],
             why_not: Callable[[], str | None] | None = None) -> None:  # fmt: skip
        """Give a command its handler, and a question that answers why it cannot run now (None: it can).

        Raises:
            KeyError: the station has no such command.
        """
        if command_id not in self._commands:
            raise KeyError(command_id)

        def call() -> None:
            handler()

        self._bound[command_id] = _Bound(call, why_not)

    def add_button(self, command_id: str, button: ActionButton, *, dress: bool = True) -> None:
        """Let a button run a command; dress: take key, icon and title from the catalogue."""
        command = self._commands[command_id]
        self._buttons.setdefault(command_id, []).append(button)
        if dress:
            button.set_icon(command.icon)
            button.set_key(key_label(command.keys[0]) if command.keys else None)
            if not button.text():
                button.set_title(self.title(command_id))
                self._titled.append((command_id, button))
        button.clicked.connect(lambda _checked=False: self.trigger(command_id))
        button.refused.connect(lambda reason: self.refused.emit(command_id, reason))

    def set_title(self, command_id: str, title: str | None) -> None:
        """Show another title in this state ("Mulai layani" on F2); None: the catalogue's."""
        if title is None:
            self._titles.pop(command_id, None)
        else:
            self._titles[command_id] = title
        for button in self._buttons.get(command_id, []):
            button.set_title(self.title(command_id))

    def set_texts(self, texts: Texts) -> None:
        """Change the language; titles set by the window are for the window to set again."""
        self._texts = texts
        self._titles.clear()
        for command_id, button in self._titled:
            button.set_title(self.title(command_id))

    def title(self, command_id: str) -> str:
        """Return the title that is shown now."""
        return self._titles.get(command_id) or self._texts.text(self._commands[command_id].title_code)

    def key(self, command_id: str) -> str:
        """Return the key as caps show it, or ""."""
        keys = self._commands[command_id].keys
        return key_label(keys[0]) if keys else ""

    def why_not(self, command_id: str) -> str | None:
        """Return why a command cannot run now, or None."""
        bound = self._bound.get(command_id)
        if bound is None:
            return self._texts.text("shell.nothing_to_do")
        return bound.why_not() if bound.why_not is not None else None

    def refresh(self) -> None:
        """Ask every button's command again whether it may run, and show the reason where not."""
        for command_id, buttons in self._buttons.items():
            reason = self.why_not(command_id)
            for button in buttons:
                button.set_unavailable(reason)

    def set_blocked(self, allowed: frozenset[str] | None) -> None:
        """While a sheet is open only the allowed ids run; None: all run again."""
        self._blocked = allowed

    def set_awake(self, awake: bool) -> None:
        """Let the keys rest while a page with keys of its own lies over the window's body."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(awake)

    def retire(self) -> None:
        """Give the keys back for good: the page that these commands belong to is closed."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        self.deleteLater()

    def trigger(self, command_id: str) -> bool:
        """Run a command as if its key had been pressed; False where it was refused."""
        if self._blocked is not None and command_id not in self._blocked:
            return False
        reason = self.why_not(command_id)
        if reason is not None:
            self.refused.emit(command_id, reason)
            return False
        self._bound[command_id].handler()
        self.triggered.emit(command_id)
        return True

    def press(self, sequence: QKeySequence) -> bool:
        """Run the command of a key that was held back; True where the key is one of ours."""
        command_id = self._keys.get(sequence.toString(QKeySequence.SequenceFormat.PortableText))
        if command_id is None:
            return False
        self.trigger(command_id)
        return True

    def entries(self, *, menu_only: bool = True) -> list[MenuEntry]:
        """Return what F10 lists (menu_only), or all bound commands with a key for the key sheet."""
        result = []
        for command in self._commands.values():
            if command.id not in self._bound or (menu_only and not command.in_menu):
                continue
            if not menu_only and not command.keys:
                continue
            result.append(
                MenuEntry(command.id, self.title(command.id), self.key(command.id), command.icon,
                          self.why_not(command.id))
            )  # fmt: skip
        return result
