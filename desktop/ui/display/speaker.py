"""The display's side of the voice: what is new is announced, what is over is withdrawn. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from desktop.domain.speech import ClipId, Language, SpeechError, call_clips
from desktop.office.live.display import DisplayCall, VoiceWishes
from desktop.ui.display.calls import News
from desktop.ui.display.state import Languages
from desktop.ui.voice.calls import Mode, SpokenCall, VoiceSettings

#: So many calls are said again by Ctrl+F2.
SAID_AGAIN = 3

_MODES: dict[Languages, Mode] = {"id": "id", "en": "en", "both": "id+en"}


class Voice(Protocol):
    """The zone's announcer (``desktop.ui.voice.announcer``)."""

    def announce(self, call: SpokenCall) -> None: ...

    def withdraw(self, ticket: str) -> None: ...

    def say(self, clips: tuple[ClipId, ...]) -> None: ...

    def apply(self, settings: VoiceSettings) -> None: ...


class Speaker:
    """Hands calls to the voice; without one it does nothing."""

    def __init__(self, voice: Voice | None, volume: float = 1.0) -> None:
        self._voice, self._volume = voice, volume
        self._settings = VoiceSettings()
        self._followed = False

    def follow(self, wishes: VoiceWishes, languages: Languages) -> None:
        """Speak as the office wishes, and else in the display's languages."""
        volume = min(1.0, max(0.0, wishes.volume)) * self._volume
        settings = VoiceSettings(wishes.mode or _MODES[languages], wishes.style, volume, wishes.repeat)
        if self._voice is not None and (settings != self._settings or not self._followed):
            self._voice.apply(settings)
        self._settings, self._followed = settings, True

    def tell(self, news: News) -> None:
        """Forget what was served or taken back, then say what is new, oldest first."""
        if self._voice is None:
            return
        for ticket in news.withdrawn:
            self._voice.withdraw(ticket)
        for call in news.spoken:
            name = f"{call.call_id}.{call.announce_no}"
            self._voice.announce(SpokenCall(name, call.ticket_id, call.label, call.counter))

    def say_again(self, calls: Iterable[DisplayCall]) -> None:
        """Say the first few of ``calls`` without a chime, after what is being said."""
        if self._voice is None:
            return
        mode = self._settings.mode
        languages: tuple[Language, ...] = (
            ("id", "en") if mode == "id+en" else (self._settings.first_language,)
        )
        for call in list(calls)[:SAID_AGAIN]:
            for language in languages:
                try:
                    clips = call_clips(call.label, call.counter, language, self._settings.style)
                except SpeechError:
                    continue  # a number without a spoken form is on the screen all the same
                self._voice.say(clips)
