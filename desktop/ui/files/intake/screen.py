"""What the intake's presenter asks of the page. Plain Python."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from desktop.ui.files.intake.state import Key, Scene


class IntakeScreen(Protocol):
    """The page."""

    def show_scene(self, scene: Scene) -> None:
        """Draw everything but the texts in the fields."""

    def set_field(self, name: str, text: str) -> None:
        """Put a text into a field."""

    def set_date(self, name: str, day: date) -> None:
        """Put a date into a field, in the reader's language."""

    def focus_field(self, name: str) -> None:
        """Go to a field."""

    def focus_row(self, key: Key) -> None:
        """Go to a row of the checklist."""

    def focus_primary(self) -> None:
        """Go to the button of F2."""

    def finish(self) -> None:
        """The page is done: close it."""
