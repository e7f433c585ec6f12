"""What a tool says: results on stdout, sentences about errors and progress on stderr, or JSON for scripts."""

from __future__ import annotations

import io
import locale
import os
import sys
from typing import TYPE_CHECKING, Any

from desktop.domain.errors import EnvironmentFault, LoketError

if TYPE_CHECKING:
    from desktop.ui.i18n import Texts

OK, REFUSED, USAGE, ENVIRONMENT = 0, 1, 2, 3


def system_language() -> str:
    """``id`` or ``en``: LOKET_LANGUAGE, else the system's language, else Indonesian."""
    named = os.environ.get("LOKET_LANGUAGE", "").strip().lower()[:2]
    if named in ("id", "en"):
        return named
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "id"
    if sys.platform == "win32":
        return "en" if (locale.getlocale()[0] or "").lower().startswith("en") else "id"
    return "id"


class Console:
    """One run of one tool.

    Attributes:
        as_json: results and errors are one JSON object on stdout.
        helping: help was asked for, so that its words are needed.
    """

    def __init__(self, *, as_json: bool, helping: bool = False, language: str | None = None) -> None:
        self.as_json = as_json
        self.helping = helping
        self.language = language or system_language()
        self._texts: Texts | None = None
        if sys.platform == "win32":
            # An old console's code page lacks some of our characters; JSON is UTF-8 everywhere.
            for stream in (sys.stdout, sys.stderr):
                if isinstance(stream, io.TextIOWrapper):
                    stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")

    @property
    def texts(self) -> Texts:
        """The words; loaded when the first is said."""
        if self._texts is None:
            from desktop.ui.i18n import Texts

            self._texts = Texts(self.language)
        return self._texts

    def text(self, code: str, **args: Any) -> str:
        """The words of one code."""
        return self.texts.text(code, **args)

    def result(self, value: Any, *lines: str) -> int:
        """Say what came out: ``value`` as JSON, or the lines. Returns the exit code 0."""
        if self.as_json:
            self._print_json(value)
        else:
            for line in lines:
                print(line)
        return OK

    def progress(self, code: str, **args: Any) -> None:
        """Say on stderr how far a long work is."""
        print(self.text(code, **args), file=sys.stderr, flush=True)

    def error(self, error: LoketError) -> int:
        """Say what went wrong and what to do; returns the exit code."""
        exit_code = ENVIRONMENT if isinstance(error, EnvironmentFault) else REFUSED
        self.failure(error.code, self.sentences(error), dict(error.details))
        return exit_code

    def sentences(self, error: LoketError) -> list[str]:
        """The error in words; a catalogue's error has one sentence for each problem."""
        details = dict(error.details)
        problems = details.get("problems")
        if isinstance(problems, list) and problems:
            found = [self.text(str(one["problem"]), **one) for one in problems]
            return [*found, self.text("cli.nothing_imported")]
        if not self.texts.has(error.code):
            return [self.text("app.unworded", name=error.code, details=str(error))]
        return [self.text(error.code, **details)]

    def failure(self, code: str, sentences: list[str], details: dict[str, Any]) -> None:
        """Say that it failed."""
        if self.as_json:
            self._print_json({"error": code, "message": " ".join(sentences), **details})
        for sentence in sentences:
            print(sentence, file=sys.stderr)

    @staticmethod
    def _print_json(value: Any) -> None:
        import msgspec  # not needed by who opens a window

        print(msgspec.json.encode(value).decode(), flush=True)
