"""The announcer: the queue of calls of one zone, said one after another and never cut off.

One ``Announcer`` a zone; a display that serves several zones through one loudspeaker gives their calls to the
same announcer, or two voices would speak at once. The display's composition creates it, calls ``prepare`` after
its first paint and passes each call to ``announce``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.domain.speech import ClipId, SpeechError
from desktop.ui.voice.bank import BadClip, ClipBank
from desktop.ui.voice.calls import (
    BEFORE_REPEAT_MS,
    BETWEEN_MS,
    Saying,
    SpokenCall,
    VoiceSettings,
    choose_form,
    first_saying,
    second_saying,
)
from desktop.ui.voice.output import Clock, PcmOutput, QtClock, QtPcmOutput

_log = logging.getLogger("loket.voice")

#: A device that has not said "done" this long after a sound's own length is not waited for.
GRACE_MS = 1_500


@dataclass(slots=True)
class _Now:
    """What is being said."""

    call: SpokenCall | None
    repeat: bool
    started_ms: int = 0
    length_ms: int = 0


class Announcer(QObject):
    """Says calls in order; works without a sound device too, on the same timetable."""

    #: A call has begun to sound (its id), at its chime.
    started = Signal(str)
    #: It has been said, with its repetition if there was one.
    finished = Signal(str)
    #: It left the queue unsaid: withdrawn, replaced by a newer call of the ticket, or unspeakable.
    skipped = Signal(str)
    #: Whether there is a sound device; said first by ``prepare``.
    available_changed = Signal(bool)

    def __init__(
        self,
        bank: Callable[[], ClipBank],
        settings: VoiceSettings | None = None,
        *,
        output: PcmOutput | None = None,
        clock: Clock | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make a silent announcer; nothing is loaded yet.

        Args:
            bank: makes the clip bank when it is first needed.
            settings: languages, style, volume; None is Indonesian, digit by digit.
            output: the loudspeaker; None is the computer's own.
            clock: None is the real one.
            parent: owner.
        """
        super().__init__(parent)
        self._make_bank = bank
        self._bank: ClipBank | None = None
        self._settings = settings or VoiceSettings()
        self._output: PcmOutput = output if output is not None else QtPcmOutput(parent=self)
        self._clock: Clock = clock if clock is not None else QtClock(self)
        self._queue: deque[SpokenCall] = deque()
        self._now: _Now | None = None
        self._clips_next: deque[tuple[ClipId, ...]] = deque()
        self._cancel: Callable[[], None] | None = None
        self._sound = 0
        self._available: bool | None = None
        self._closed = False
        self._output.listen(self._availability)

    # -- what others may ask ------------------------------------------------------------------------------

    @property
    def available(self) -> bool | None:
        """Whether there is a sound device; None before ``prepare``."""
        return self._available

    @property
    def waiting(self) -> tuple[SpokenCall, ...]:
        """The calls not yet begun, in order."""
        return tuple(self._queue)

    def prepare(self) -> None:
        """Look for the device and load the bank; call it once the window is painted."""
        self._load()
        self._availability(self._output.available())

    def apply(self, settings: VoiceSettings) -> None:
        """Use other settings from the next saying on."""
        self._settings = settings

    def announce(self, call: SpokenCall) -> None:
        """Append a call. A call of the same ticket that has not begun is replaced in its place."""
        if self._closed:
            return
        for place, queued in enumerate(self._queue):
            if queued.ticket == call.ticket:
                self._queue[place] = call
                self.skipped.emit(queued.call_id)
                return
        self._queue.append(call)
        self._advance()

    def withdraw(self, ticket: str) -> None:
        """Forget the ticket's unsaid call (served, cancelled); one that is sounding is not cut, nor repeated."""
        for queued in [call for call in self._queue if call.ticket == ticket]:
            self._queue.remove(queued)
            self.skipped.emit(queued.call_id)
        if self._now is not None and self._now.call is not None and self._now.call.ticket == ticket:
            self._now.repeat = False

    def say(self, clips: tuple[ClipId, ...]) -> None:
        """Say a sentence (``queue_clips``) after what sounds now, before the calls that wait; no chime."""
        if not self._closed:
            self._clips_next.append(clips)
            self._advance()

    def close(self) -> None:
        """Forget the queue and let go of the device."""
        self._closed = True
        self._queue.clear()
        self._clips_next.clear()
        self._stop_timer()
        self._now = None
        self._output.close()

    # -- the queue ----------------------------------------------------------------------------------------

    def _advance(self) -> None:
        """Begin the next thing, if nothing is being said."""
        while self._now is None and not self._closed:
            if self._clips_next:
                self._begin(_Now(None, repeat=False), Saying(self._clips_next.popleft(), None))
            elif self._queue:
                call = self._queue.popleft()
                try:
                    saying = self._first(call)
                except SpeechError as fault:
                    _log.warning("not said: %s", fault)
                    self.skipped.emit(call.call_id)
                    continue
                self._begin(_Now(call, repeat=True), saying)
            else:
                return

    def _first(self, call: SpokenCall) -> Saying:
        full = first_saying(call, self._settings, "full")
        behind_ms = sum(self._brief_ms(queued) for queued in self._queue)
        form = choose_form(self._length_ms(full) + BETWEEN_MS, self._brief_ms(call), behind_ms)
        return first_saying(call, self._settings, form)

    def _brief_ms(self, call: SpokenCall) -> int:
        try:
            return self._length_ms(first_saying(call, self._settings, "brief")) + BETWEEN_MS
        except SpeechError:
            return 0

    def _begin(self, now: _Now, saying: Saying) -> None:
        now.started_ms = self._clock.now_ms()
        now.length_ms = self._length_ms(saying)
        again = self._now is now
        self._now = now
        played = self._play(saying)
        self._availability(played)
        self._timer(now.length_ms + (GRACE_MS if played else 0), self._said)
        if now.call is not None and not again:
            self.started.emit(now.call.call_id)

    def _play(self, saying: Saying) -> bool:
        bank = self._load()
        if bank is None:
            return False
        try:
            pcm = bank.join(saying)
        except (BadClip, KeyError, OSError) as fault:
            _log.warning("clip not usable: %s", fault)
            return False
        self._sound += 1
        sound = self._sound

        def done() -> None:
            if sound == self._sound:
                self._played()

        return self._output.play(pcm, bank.rate_hz, self._settings.volume, done)

    def _played(self) -> None:
        """The device is through; some say so a little early, so the sound's own length is waited for."""
        if self._now is not None:
            left_ms = self._now.started_ms + self._now.length_ms - self._clock.now_ms()
            self._timer(max(0, left_ms), self._said)

    def _said(self) -> None:
        """One saying has ended: breathe, then repeat it or go on."""
        self._sound += 1  # a late "done" of this sound means nothing any more
        quiet_ms = BETWEEN_MS if self._queue or self._clips_next else BEFORE_REPEAT_MS
        self._timer(quiet_ms, self._repeat_or_end)

    def _repeat_or_end(self) -> None:
        now = self._now
        assert now is not None
        if now.call is not None and now.repeat and not self._queue and not self._clips_next:
            now.repeat = False
            second = second_saying(now.call, self._settings)
            if second is not None:
                self._begin(now, second)
                return
        self._now = None
        self._stop_timer()
        if now.call is not None:
            self.finished.emit(now.call.call_id)
        self._advance()

    # -- device, bank, timer ------------------------------------------------------------------------------

    def _availability(self, available: bool) -> None:
        if self._closed:
            return
        if not available and self._now is not None and self._available:
            # The device went away under a running sound: its time is still taken, the grace is not.
            self._sound += 1
            left_ms = self._now.started_ms + self._now.length_ms - self._clock.now_ms()
            if left_ms > 0:
                self._timer(left_ms, self._said)
        if available != self._available:
            self._available = available
            self.available_changed.emit(available)

    def _load(self) -> ClipBank | None:
        if self._bank is None:
            try:
                self._bank = self._make_bank()
            except (OSError, ValueError) as fault:
                _log.warning("no clip bank: %s", fault)
        return self._bank

    def _length_ms(self, saying: Saying) -> int:
        bank = self._load()
        if bank is not None:
            try:
                return bank.length_ms(saying)
            except (BadClip, KeyError, OSError) as fault:
                _log.warning("clip not usable: %s", fault)
        return 450 * len(saying.clips)

    def _timer(self, delay_ms: int, function: Callable[[], None]) -> None:
        self._stop_timer()
        self._cancel = self._clock.call_later(delay_ms, function)

    def _stop_timer(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
