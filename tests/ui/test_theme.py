"""Looks: tokens complete, contrast as promised, one signal a change, fonts and palette in place."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.theme import ROLES, STATES, THEME_NAMES, Theme, apply, icon_names, icon_pixmap, register_fonts
from desktop.ui.theme.tokens import STATE_ALIASES, STATE_ICONS
from desktop.ui.theme.type import TYPE


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(a: QColor, b: QColor) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_role_and_state_is_there(name: str) -> None:
    theme = Theme(name)
    assert all(theme.color(role).isValid() for role in ROLES)
    for state in (*STATES, *STATE_ALIASES):
        look = theme.state(state)
        assert look.icon in icon_names()
        assert (look.frame is not None) == theme.high_contrast


@pytest.mark.parametrize("name", THEME_NAMES)
def test_text_is_at_least_seven_to_one(name: str) -> None:
    theme = Theme(name)
    for ground in ("canvas", "surface", "sunken", "accent-soft"):
        for text in ("text", "muted"):
            assert contrast(theme.color(text), theme.color(ground)) >= 7, (text, ground)
    for state in STATES:
        look = theme.state(state)
        assert contrast(look.text, look.fill) >= 7, state
        assert contrast(look.plain, theme.color("accent-soft")) >= 7, state
    assert contrast(theme.color("on-accent"), theme.color("accent-hover")) >= 7
    assert contrast(theme.color("faint"), theme.color("canvas")) >= 5.5
    assert contrast(theme.color("focus"), theme.color("focus-gap")) >= 3


def test_called_is_the_only_filled_pill_in_high_contrast() -> None:
    for name in ("black", "white"):
        theme = Theme(name)
        filled = [s for s in STATES if theme.state(s).fill != theme.color("surface")]
        assert filled == ["called"]
        assert theme.state("called").plain == theme.state("called").fill


def test_a_change_says_so_once(qtbot: QtBot) -> None:
    theme = Theme()
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.name))
    theme.set(name="dark", scale=2.0)
    theme.set(name="dark")
    assert seen == ["dark"]


def test_scale_multiplies_sizes_and_its_root_lines() -> None:
    theme = Theme(scale=2.0)
    assert theme.px(44) == 88
    assert theme.line(3) == 4
    assert theme.font("body").pixelSize() == 32
    assert Theme("black").line(1) == 2
    with pytest.raises(ValueError, match="scale"):
        theme.set(scale=9)
    with pytest.raises(ValueError, match="theme"):
        Theme("pink")


def test_fonts_are_registered_and_every_role_uses_them(qapp: QApplication) -> None:
    assert register_fonts() == []
    for role, spec in TYPE.items():
        font = Theme().font(role)
        assert font.families()[0] == "Atkinson Hyperlegible Next"
        assert font.pixelSize() == round(spec.size_pt * 4 / 3)
    assert Theme().font("timer").featureTags()


def test_apply_dresses_palette_first_and_again_on_change(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme()
    former_sheet, former_palette = qapp.styleSheet(), qapp.palette()
    try:
        apply(qapp, theme)
        label = QLabel("x")
        qtbot.addWidget(label)
        assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("canvas")
        assert qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.color(
            "muted"
        )
        theme.set(name="dark")
        assert qapp.palette().color(QPalette.ColorRole.Base) == QColor("#1B2326")
        assert "#1b2326" in qapp.styleSheet()
    finally:
        theme.changed.disconnect()
        qapp.setStyleSheet(former_sheet)
        qapp.setPalette(former_palette)


def test_icons_take_the_colour_and_size_that_is_asked_for(qapp: QApplication) -> None:
    assert set(STATE_ICONS.values()) <= set(icon_names())
    for name in icon_names():
        picture = icon_pixmap(name, 24, "#ff0000", 2.0).toImage()
        assert picture.width() == 48
        inked = [
            picture.pixelColor(x, y)
            for x in range(48)
            for y in range(48)
            if picture.pixelColor(x, y).alpha() > 200
        ]
        assert inked, name
        assert all(c.red() > 200 and c.green() < 40 for c in inked), name
