"""The one style sheet of the application, made from a theme's roles; no font is ever set here."""

from __future__ import annotations

from desktop.ui.theme.theme import Theme

_SHEET = """
QToolTip {{ color: {text}; background: {surface}; border: {line}px solid {edge}; padding: {p4}px {p8}px; }}
QLineEdit, QComboBox, QDateEdit, QSpinBox, QPlainTextEdit, QTextEdit {{
    color: {text}; background: {surface}; border: {line}px solid {edge}; border-radius: {r8}px;
    padding: 0 {p12}px; min-height: {h42}px; placeholder-text-color: {faint};
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QPlainTextEdit, QTextEdit {{ padding: {p8}px {p12}px; }}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{
    color: {muted}; background: {sunken}; border-color: {border};
}}
QLineEdit[bare="true"] {{ border: none; background: transparent; padding: 0; min-height: 0; }}
QLineEdit[wrong="true"] {{ border: {line2}px solid {late}; }}
QComboBox::drop-down {{ border: none; width: {h30}px; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: {line}px solid {edge};
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QAbstractItemView {{ background: {surface}; border: none; outline: none; }}
QScrollArea, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {p12}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {p12}px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: {p4}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {h30}px; }}
QScrollBar::handle:horizontal {{ min-width: {h30}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {surface}; color: {text}; border: {line}px solid {edge}; padding: {p4}px; }}
QMenu::item {{ padding: {p8}px {p16}px; border-radius: {r5}px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: {p4}px; }}
"""


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a theme at its scale."""
    colors = {
        role.replace("-", "_"): theme.color(role).name()
        for role in ("text", "surface", "edge", "accent", "on-accent", "muted", "sunken", "border",
                     "accent-soft", "faint")
    }  # fmt: skip
    return _SHEET.format(
        **colors,
        late=theme.state("late").plain.name(),
        line=int(theme.line(1)),
        line2=int(theme.line(2)),
        p4=theme.px(4),
        p8=theme.px(8),
        p12=theme.px(12),
        p16=theme.px(16),
        r5=theme.px(5),
        r8=theme.px(8),
        h30=theme.px(30),
        h42=theme.px(44) - 2 * int(theme.line(1)),
    )
