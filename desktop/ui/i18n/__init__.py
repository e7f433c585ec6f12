"""Words: codes with named arguments become Indonesian or English text; dates, times, money, durations.

Views, widgets and the composition root use it; presenters get a `Texts`-like object handed in.
"""

from desktop.ui.i18n.qt import QtTexts, install_qt_texts
from desktop.ui.i18n.texts import LANGUAGES, MissingText, Texts

__all__ = ["LANGUAGES", "MissingText", "QtTexts", "Texts", "install_qt_texts"]
