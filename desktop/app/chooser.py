"""Asks once what this computer is, and writes the answer into station.toml.

Called by ``desktop.app.stations`` where neither the command line nor station.toml names a station.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.app.cli.options import StationOptions
from desktop.app.settings import FILE_NAME, Settings, home_folder
from desktop.app.stations import make_look
from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.widgets import ActionButton, Card, FocusRing, Label, Mark

KINDS = (
    ("counter", "desk"), ("kiosk", "ticket"), ("display", "screen"), ("backoffice", "file"), ("admin", "gear"),
)  # fmt: skip


class ChooserWindow(QWidget):
    """One large button a kind of station.

    Signals:
        chosen: the kind, such as ``counter``.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("chooser")
        self.setWindowTitle("Loket")
        card = Card(theme, padding=26)
        column = QVBoxLayout(card)
        column.setSpacing(theme.px(12))
        column.addWidget(Mark(theme, 48), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(theme, texts.text("start.choose_heading"), "title"))
        column.addWidget(Label(theme, texts.text("start.choose_line"), "body", "muted", wrap=True))
        titles = {
            "counter": texts.text("start.kind_counter"),
            "kiosk": texts.text("start.kind_kiosk"),
            "display": texts.text("start.kind_display"),
            "backoffice": texts.text("start.kind_backoffice"),
            "admin": texts.text("start.kind_admin"),
        }
        for kind, icon in KINDS:
            button = ActionButton(theme, titles[kind], icon=icon, kind="large")
            button.setObjectName(f"choose-{kind}")
            button.clicked.connect(lambda _checked=False, kind=kind: self.chosen.emit(kind))
            column.addWidget(button)
        card.setFixedWidth(theme.px(560))
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        self._ring = FocusRing(self, theme)


def choose_station(options: StationOptions, settings: Settings) -> str | None:
    """Show the chooser; returns the kind that was chosen and remembered, None where the window was closed."""
    look = make_look(options, settings)
    window = ChooserWindow(look.theme, look.texts)
    answer: list[str] = []

    def take(kind: str) -> None:
        answer.append(kind)
        remember_kind(kind)
        window.close()

    window.chosen.connect(take)
    window.resize(*(options.size or (1366, 697)))
    window.show()
    if options.exit_when_loaded:
        QTimer.singleShot(0, window, window.close)
    look.app.exec()  # house: nested-loop: the application's own event loop, before the station's
    return answer[0] if answer else None


def remember_kind(kind: str, path: Path | None = None) -> None:
    """Write ``kind`` into station.toml, leaving every other line of the file as it is."""
    path = path or home_folder() / FILE_NAME
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    line = f'kind = "{kind}"'
    section = re.search(r"(?m)^\[station\][^\n]*\n?", text)
    if section is None:
        text = f"[station]\n{line}\n" + ("\n" + text if text else "")
    else:
        head, body = text[: section.end()], text[section.end() :]
        end = re.search(r"(?m)^\[", body)
        mine, rest = (body, "") if end is None else (body[: end.start()], body[end.start() :])
        mine, count = re.subn(r"(?m)^kind\s*=.*$", line, mine)
        if not head.endswith("\n"):
            head += "\n"
        text = head + (mine if count else line + "\n" + mine) + rest
    path.write_text(text, encoding="utf-8")
