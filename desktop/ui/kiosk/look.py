"""How the kiosk looks now: theme, words, size of type, orientation, keyboard or finger. Given to every part."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtGui import QFont

from desktop.ui.i18n import Texts
from desktop.ui.kiosk.states import LookName, Say, When
from desktop.ui.theme import Theme

_FALLBACK = "kiosk.refused"
_WHEN = ("kiosk.when.today", "kiosk.when.tomorrow", "kiosk.when.week", "kiosk.when.later")
_WHEN_SHORT = (
    "kiosk.when_short.today",
    "kiosk.when_short.tomorrow",
    "kiosk.when_short.week",
    "kiosk.when_short.later",
)


class Look:
    """One kiosk's look; `name` and `portrait` change by `set`, and the parts are then built anew.

    Args:
        theme: this kiosk's own theme, because its visitors change it.
        texts: the words of both languages.
    """

    def __init__(self, theme: Theme, texts: dict[str, Texts]) -> None:
        self.theme = theme
        self._texts = texts
        self._theme_name = theme.name
        self.texts = texts["id"]
        self.name: LookName = "normal"
        self.portrait = False
        self.keyboard = False
        self.now = datetime(2000, 1, 1)

    @property
    def large(self) -> bool:
        """Large type and six tiles: "Teks besar" and "Kontras"."""
        return self.name != "normal"

    def set(self, name: LookName, *, portrait: bool, scale: float) -> None:
        """Set the kind of look, the orientation and the size."""
        self.name, self.portrait = name, portrait
        self.theme.set("black" if name == "contrast" else self._theme_name, scale)

    def set_language(self, language: str) -> None:
        """Say everything in this language from now on."""
        self.texts = self._texts[language]

    def px(self, n: float) -> int:
        """A length of n px at 1920 x 1080, in px of this screen."""
        return self.theme.px(n)

    def gap(self) -> int:
        """Space between things to touch."""
        return self.px(24 if self.large else 22)

    def tool_height(self) -> int:
        """Height of a tool: 96, with large type 124."""
        return self.px(124 if self.large else 96)

    def frame(self) -> float:
        """Width of a frame of something to touch."""
        return self.theme.line(4 if self.name == "contrast" else 2)

    def font(self, role: str, *, factor: float = 1.0, weight: int | None = None) -> QFont:
        """The font of a kiosk role: second, button, text, tile, heading, ticket."""
        return self.theme.font(self.role(role), factor=factor, weight=weight)

    def role(self, role: str) -> str:
        """The type role for this size of type and orientation."""
        if role == "tile" and self.portrait:
            role = "tile_portrait"
        return f"{'kiosk_large' if self.large else 'kiosk'}.{role}"

    def say(self, say: Say | str | None) -> str:
        """A text by its code in today's words; plain words stay as they are."""
        if say is None or isinstance(say, str):
            return say or ""
        args = {name: self._argument(name, value) for name, value in say.args.items()}
        # A refusal that this kiosk has no words for is still told as one.
        code = say.code if self.texts.has(say.code) else _FALLBACK
        return self.texts.text(code, **args)

    def _argument(self, name: str, value: object) -> object:
        if isinstance(value, When):
            return self.when(value)
        if isinstance(value, Say):
            return self.say(value)
        if name == "day" and isinstance(value, str):
            return self.texts.date_weekday(date.fromisoformat(value))
        if name == "amount" and isinstance(value, int):
            return self.texts.money(value)
        return value

    def when(self, when: When) -> str:
        """A moment as people say it: today by its time, then tomorrow, the weekday, the date."""
        moment, today = when.moment, self.now.date()
        day: date = moment.date()
        if day == today:
            distance = 0
        elif day == today + timedelta(days=1):
            distance = 1
        else:
            distance = 2 if day - today < timedelta(days=7) else 3
        code = (_WHEN_SHORT if when.short else _WHEN)[distance]
        stated = self.texts.date(day) if when.short else self.texts.date_weekday(day)
        return self.texts.text(
            code, time=self.texts.time(moment), weekday=self.texts.weekday(day), date=stated
        )
