"""Qt's own texts in Indonesian, which Qt does not ship; installed by the composition root."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from desktop.ui.i18n.texts import Texts


class QtTexts(QTranslator):
    """Answers Qt's own questions ("&Copy") from qt.toml; everything else stays as it is."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None,
                  n: int = -1) -> str | None:  # fmt: skip
        """Return the text, or None where we have none (then Qt shows its English)."""
        code = f"qt.{sourceText}"
        # Qt asks for much that we have no word for: the search must not read every area's file.
        return self._texts.text(code) if self._texts.has(code, anywhere=False) else None


def install_qt_texts(app: QCoreApplication, texts: Texts, former: QtTexts | None = None) -> QtTexts:
    """Let Qt speak the language of `texts`; pass the former answer when the language changes."""
    if former is not None:
        app.removeTranslator(former)
    translator = QtTexts(texts, app)
    app.installTranslator(translator)
    return translator
