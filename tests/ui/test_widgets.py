"""Widgets and the shell: names for screen readers, unavailable with its reason, panels, commands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.commands import COMMANDS, commands_for, key_conflicts
from desktop.ui.i18n import Texts, install_qt_texts
from desktop.ui.shell import (
    CounterChoice,
    CounterChooserView,
    Sheet,
    SignInView,
    StaffWindow,
    StatusItem,
    layout_class,
)
from desktop.ui.theme import Theme, register_fonts
from desktop.ui.widgets import ActionButton, ElidedLabel, Gauge, Pill, PrimaryButton, ScanField

TEXTS = Texts("id", strict=True)


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp: QApplication) -> None:
    """Widths are those of our own type, not of what the machine happens to have."""
    assert register_fonts() == []


@pytest.fixture
def theme() -> Theme:
    return Theme()


def test_button_says_its_line_and_its_reason(qtbot: QtBot, theme: Theme) -> None:
    button = PrimaryButton(theme, "Panggil berikutnya", icon="megaphone", key="F2", line="B087 ditutup")
    qtbot.addWidget(button)
    pressed: list[bool] = []
    refused: list[str] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.refused.connect(refused.append)
    button.show()
    assert button.accessibleName() == "Panggil berikutnya"
    assert button.accessibleDescription() == "B087 ditutup"
    button.set_unavailable("Tidak ada antrean")
    assert button.accessibleName() == "Tidak ada antrean"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == []
    assert refused == ["Tidak ada antrean"] * 3
    button.set_unavailable(None)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == 2


def test_busy_button_keeps_its_width_and_does_not_press(qtbot: QtBot, theme: Theme) -> None:
    button = PrimaryButton(theme, "Panggil berikutnya", key="F2")
    qtbot.addWidget(button)
    button.show()
    width, pressed = button.width(), []
    button.clicked.connect(lambda: pressed.append(1))
    button.set_busy("Memanggil...")
    assert button.minimumWidth() == width
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == []


def test_every_widget_grows_with_the_scale(qtbot: QtBot, theme: Theme) -> None:
    widgets = [ActionButton(theme, "Tunda", key="F6"), Pill(theme, "hold", "Ditunda"), Gauge(theme),
               ScanField(theme, "Pindai")]  # fmt: skip
    for widget in widgets:
        qtbot.addWidget(widget)
    before = [w.sizeHint().height() for w in widgets]
    theme.set(scale=2.0)
    for widget, height in zip(widgets, before, strict=True):
        assert abs(widget.sizeHint().height() - 2 * height) <= 2


def test_gauge_has_a_value_and_is_late_after_the_norm(qtbot: QtBot, theme: Theme) -> None:
    gauge = Gauge(theme)
    qtbot.addWidget(gauge)
    gauge.set_times(372, 600, "10 menit")
    assert (gauge.value(), gauge.maximum(), gauge.late) == (372, 800, False)
    gauge.set_times(601, 600)
    assert gauge.late
    gauge.set_times(5000, 600)
    assert gauge.value() == gauge.maximum()


def test_elided_label_keeps_the_whole_text_as_its_name(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel(theme, "KTP-el dan KIA, Pengambilan dokumen")
    qtbot.addWidget(label)
    label.resize(80, 24)
    label.show()
    assert label.toolTip() == label.text()
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface.text(QAccessible.Text.Name) == "KTP-el dan KIA, Pengambilan dokumen"


@pytest.mark.parametrize(
    ("width", "scale", "name"),
    [(1366, 1.0, "two"), (1200, 1.0, "two"), (1199, 1.0, "narrow"), (1366, 1.5, "narrow"),
     (1366, 2.0, "one"), (1366, 3.0, "one"), (1920, 1.5, "two")],
)  # fmt: skip
def test_layout_follows_width_over_scale(width: int, scale: float, name: str) -> None:
    assert layout_class(width, scale) == name


def test_no_two_commands_of_a_station_share_a_key() -> None:
    for station in ("counter", "kiosk", "display", "supervisor"):
        assert key_conflicts(station) == {}


def test_no_staff_command_is_a_bare_letter_and_every_title_has_words() -> None:
    for command in COMMANDS:
        assert TEXTS.has(command.title_code), command.id
        for key in command.keys:
            if "kiosk" not in command.stations:
                assert "+" in key or (key.startswith("F") and key[1:].isdigit()), key
            assert QKeySequence(key).count() == 1


def test_commands_are_for_their_station() -> None:
    assert "counter.next_step" in {c.id for c in commands_for("counter")}
    assert "counter.next_step" not in {c.id for c in commands_for("display")}


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> StaffWindow:
    window = StaffWindow(theme, TEXTS, "counter")
    qtbot.addWidget(window)
    window.resize(1366, 768)
    body = QWidget()
    QVBoxLayout(body).addWidget(ActionButton(theme, "Tunda", icon="pause", key="F6"))
    window.set_body(body)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_key_runs_its_command_and_an_idle_key_says_why(qtbot: QtBot, window: StaffWindow) -> None:
    ran: list[str] = []
    refused: list[tuple[str, str]] = []
    window.commands.refused.connect(lambda i, r: refused.append((i, r)))
    window.commands.bind("counter.next_step", lambda: ran.append("F2"))
    window.commands.bind("counter.recall", lambda: ran.append("F3"), lambda: "Tidak ada yang dipanggil")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert ran == ["F2"]
    assert refused == [
        ("counter.recall", "Tidak ada yang dipanggil"),
        ("counter.finish", TEXTS.text("shell.nothing_to_do")),
    ]


def test_button_and_command_share_title_key_and_reason(
    qtbot: QtBot, window: StaffWindow, theme: Theme
) -> None:
    reason: list[str | None] = [None]
    window.commands.bind("counter.hold", lambda: None, lambda: reason[0])
    button = ActionButton(theme, parent=window)
    window.commands.add_button("counter.hold", button)
    assert (button.text(), button.key) == ("Tunda", "F6")
    reason[0] = "Belum ada yang dilayani"
    window.commands.refresh()
    assert button.unavailable_reason == "Belum ada yang dilayani"


def test_sheet_keeps_focus_blocks_keys_and_gives_focus_back(qtbot: QtBot, window: StaffWindow) -> None:
    ran: list[str] = []
    window.commands.bind("counter.next_step", lambda: ran.append("F2"))
    window.top.scan.edit.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F10)
    sheet = window.sheet
    assert isinstance(sheet, Sheet)
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
    assert ran == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.sheet is None
    assert QApplication.focusWidget() is window.top.scan.edit
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert ran == ["F2"]


def test_accessibility_panel_changes_theme_scale_and_language(qtbot: QtBot, window: StaffWindow) -> None:
    languages: list[str] = []
    window.language_chosen.connect(languages.append)
    window.open_accessibility()
    sheet = window.sheet
    assert sheet is not None
    buttons = {b.text(): b for b in sheet.findChildren(ActionButton)}
    buttons["Gelap"].click()
    buttons["200 %"].click()
    buttons["English"].click()
    assert (window.theme.name, window.theme.scale, languages) == ("dark", 2.0, ["en"])
    assert window.layout_name == "one"
    assert window.width() == 1366


def test_a_new_language_reaches_bars_buttons_and_the_open_panel(
    qtbot: QtBot, window: StaffWindow, theme: Theme
) -> None:
    button = ActionButton(theme, parent=window)
    window.commands.add_button("counter.hold", button)
    window.language_chosen.connect(lambda name: window.set_texts(Texts(name, strict=True)))
    window.open_accessibility()
    sheet = window.sheet
    assert sheet is not None
    next(b for b in sheet.findChildren(ActionButton) if b.text() == "English").click()
    assert window.sheet is not None
    assert window.sheet.title.text() == "Look and language"
    assert button.text() == "Hold"
    assert window.top.scan.edit.placeholderText() == "Scan or type a number"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
def test_bars_fit_the_smallest_staff_screen(qtbot: QtBot, scale: float) -> None:
    window = StaffWindow(Theme("light", scale), TEXTS, "counter")
    qtbot.addWidget(window)
    window.top.set_title("Loket 12", "KTP-el dan KIA, Pengambilan")
    window.top.set_staff("Rina Wulandari")
    window.top.set_clock("14.05 WITA", "Sen, 23 November 2026")
    window.resize(1366, 697)
    window.show()
    assert window.width() == 1366
    assert window.top.menu.geometry().right() < 1366
    assert window.top.clock.width() >= window.top.clock.sizeHint().width()


def test_every_tab_stop_of_the_window_has_a_name(qtbot: QtBot, window: StaffWindow) -> None:
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name).strip(), widget


def test_a_fault_takes_the_first_place_of_the_status_bar(qtbot: QtBot, window: StaffWindow) -> None:
    window.status.set_items((StatusItem("Printer struk siap"), StatusItem("Layar terputus", "late")))
    first = window.status._parts.itemAt(0).widget()
    assert first.text() == "Layar terputus"


def test_sign_in_asks_for_both_and_clears_a_wrong_password(qtbot: QtBot, theme: Theme) -> None:
    view = SignInView(theme, TEXTS, "Dukcapil Kota Teluk Sari")
    qtbot.addWidget(view)
    view.show()
    got: list[tuple[str, str]] = []
    view.submitted.connect(lambda a, b: got.append((a, b)))
    view.button.click()
    assert got == []
    assert not view.login.fault.isHidden()
    qtbot.keyClicks(view.login.edit, "rina")
    qtbot.keyClicks(view.password.edit, "rahasia")
    qtbot.keyClick(view.password.edit, Qt.Key.Key_Return)
    assert got == [("rina", "rahasia")]
    view.set_fault(TEXTS.text("shell.signin.wrong"))
    assert view.password.text() == ""


def test_a_taken_counter_is_refused_with_its_holder(qtbot: QtBot, theme: Theme) -> None:
    view = CounterChooserView(theme, TEXTS)
    qtbot.addWidget(view)
    view.set_counters([CounterChoice("1", "Loket 1", "KK", "Joko"), CounterChoice("2", "Loket 2", "KTP-el")])
    view.show()
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    qtbot.mouseClick(view.rows[0], Qt.MouseButton.LeftButton)
    assert chosen == []
    assert "Joko" in view.fault.text()
    qtbot.mouseClick(view.rows[1], Qt.MouseButton.LeftButton)
    assert chosen == ["2"]


def test_qt_speaks_indonesian(qapp: QApplication) -> None:
    translator = install_qt_texts(qapp, TEXTS)
    try:
        assert QApplication.translate("QWidgetTextControl", "&Copy") == "&Salin"
        assert QApplication.translate("QPlatformTheme", "Cancel") == "Batal"
        assert QApplication.translate("Unknown", "Not a text of Qt") == "Not a text of Qt"
    finally:
        qapp.removeTranslator(translator)


def test_undo_in_the_scan_field_is_the_fields_while_something_was_typed(
    qtbot: QtBot, window: StaffWindow
) -> None:
    undone: list[int] = []
    window.commands.bind("counter.undo", lambda: undone.append(1))
    edit = window.top.scan.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "ab")
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (edit.text(), undone) == ("", [])
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
