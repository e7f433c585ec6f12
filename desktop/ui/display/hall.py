"""Sizes, fonts and colours of the hall: the fixed set of look.md, scaled to the screen. For the display's widgets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop.ui.i18n import Texts
from desktop.ui.theme import Theme
from desktop.ui.theme.type import TYPE

STEP = 0.92
"""Numbers that do not fit shrink by steps of 8 %."""


class Hall:
    """One display's measure: 1.0 on 1920 x 1080 and on 1080 x 1920.

    Args:
        theme: fonts.
        texts: the words of each language; the first language is the display's main one.
    """

    def __init__(self, theme: Theme, texts: dict[str, Texts]) -> None:
        self.theme = theme
        self._texts = texts
        self.languages: tuple[str, ...] = tuple(texts)[:1]
        self.scale = 1.0

    @property
    def language(self) -> str:
        """The main language."""
        return self.languages[0]

    def set_languages(self, languages: str) -> bool:
        """Show ``id``, ``en`` or ``both``; True where that is a change."""
        wanted = tuple(self._texts) if languages == "both" else (languages,)
        changed, self.languages = wanted != self.languages, wanted
        return changed

    def measure(self, width: int, height: int) -> None:
        """Take the window's size in px."""
        short, long = min(width, height), max(width, height)
        self.scale = max(0.1, min(short / 1080, long / 1920))

    def px(self, n: float) -> float:
        """n px of the 1080 high design, on this screen."""
        return n * self.scale

    def font(self, role: str, factor: float = 1.0, weight: int | None = None) -> QFont:
        """A role's font at this screen's size; whole pixels of the design, so that nothing jumps between sizes."""
        font = self.theme.font(role, weight=weight)
        font.setPixelSize(max(8, round(TYPE[role].size_pt * 4 / 3 * factor * self.scale)))
        return font

    def color(self, role: str) -> QColor:
        """A colour of the hall's fixed set."""
        return self.theme.hall(role)

    def text(self, code: str, language: str | None = None, **args: object) -> str:
        """The words of a code in the main language, or in another."""
        return self._texts[language or self.language].text(code, **args)

    def texts(self, language: str | None = None) -> Texts:
        """Dates and times of a language."""
        return self._texts[language or self.language]

    def second(self, code: str, **args: object) -> str:
        """The words in the second language where the office shows both, else nothing."""
        return self._texts[self.languages[1]].text(code, **args) if len(self.languages) > 1 else ""


def width_of(font: QFont, text: str) -> float:
    """The width in px that a text takes."""
    return QFontMetricsF(font).horizontalAdvance(text)


def cap_height(font: QFont) -> float:
    """The height in px of its capitals and figures."""
    return QFontMetricsF(font).capHeight()


def draw(painter: QPainter, font: QFont, color: QColor, left: float, baseline: float, text: str) -> QRectF:
    """Draw a line of text from its left end on its baseline; returns the rectangle of its figures."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(left, baseline), text)
    return QRectF(left, baseline - cap_height(font), width_of(font, text), cap_height(font))


def draw_right(
    painter: QPainter, font: QFont, color: QColor, right: float, baseline: float, text: str
) -> QRectF:
    """As `draw`, ending at ``right``."""
    return draw(painter, font, color, right - width_of(font, text), baseline, text)


def elided(font: QFont, text: str, width: float) -> str:
    """The text, cut with an ellipsis where it is wider."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def wrapped(font: QFont, text: str, width: float, lines: int) -> list[str]:
    """The text in up to ``lines`` lines, broken between words; the last one is cut where it must be."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines:
        line = words.pop(0)
        last = len(found) == lines - 1
        while words and (last or width_of(font, f"{line} {words[0]}") <= width):
            line = f"{line} {words.pop(0)}"
        found.append(elided(font, line, width))
    return found
