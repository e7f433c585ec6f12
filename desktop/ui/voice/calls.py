"""What the voice is asked to say, and how much of it: pure rules without Qt, for announcer and presenters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.domain.speech import ClipId, Form, Language, Style, call_clips

Mode = Literal["id", "en", "id+en"]
Chime = Literal["chime", "chime-short"]

#: A call may start at most this long after it was made (the office's promise).
LIMIT_MS = 20_000
#: The whole sentence is said only while a call made at this moment would still start within this time.
#: It leaves room in LIMIT_MS for a burst of every counter at once.
NEWCOMER_MS = 8_000
#: Quiet between two calls (a chime parts them too), and between a call and its repetition.
BETWEEN_MS = 100
BEFORE_REPEAT_MS = 600


@dataclass(frozen=True, slots=True)
class SpokenCall:
    """One call to be said: ids only, no personal data.

    ``call_id`` names this call (each recall has its own), ``ticket`` the ticket's id; ``number`` and
    ``counter`` are exactly what the clerk and the hall see.
    """

    call_id: str
    ticket: str
    number: str
    counter: str


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How an office wants to be heard; ``volume`` is 0.0 to 1.0."""

    mode: Mode = "id"
    style: Style = "digits"
    volume: float = 1.0
    repeat: bool = True

    @property
    def first_language(self) -> Language:
        """The language that is always said."""
        return "en" if self.mode == "en" else "id"


@dataclass(frozen=True, slots=True)
class Saying:
    """One uninterruptible stretch of sound: a chime or none, then clips."""

    clips: tuple[ClipId, ...]
    chime: Chime | None


def first_saying(call: SpokenCall, settings: VoiceSettings, form: Form) -> Saying:
    """The chime and the call, whole or brief.

    Raises:
        SpeechError: the number has no spoken form.
    """
    clips = call_clips(call.number, call.counter, settings.first_language, settings.style, form=form)
    return Saying(clips, "chime" if form == "full" else "chime-short")


def second_saying(call: SpokenCall, settings: VoiceSettings) -> Saying | None:
    """What follows where nobody else waits: the English call (``id+en``), the same again, or nothing.

    Raises:
        SpeechError: the number has no spoken form.
    """
    if settings.mode == "id+en":
        return Saying(call_clips(call.number, call.counter, "en", settings.style), None)
    if not settings.repeat:
        return None
    return Saying(call_clips(call.number, call.counter, settings.first_language, settings.style), None)


def choose_form(full_ms: int, brief_ms: int, behind_ms: int) -> Form:
    """How much is said: the most with which a call made now would still begin within NEWCOMER_MS.

    Args:
        full_ms: how long the whole sentence would take.
        brief_ms: how long its brief form would take.
        behind_ms: how long the calls behind it take in their brief form.
    """
    if full_ms + behind_ms <= NEWCOMER_MS:
        return "full"
    return "brief" if brief_ms + behind_ms <= NEWCOMER_MS else "quick"
