"""Stand-ins for the voice's tests: a clock moved by hand, and a loudspeaker that records what it was given."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import count

from desktop.ui.resources import resource_path
from desktop.ui.voice.announcer import Announcer
from desktop.ui.voice.bank import ClipBank
from desktop.ui.voice.calls import Saying, SpokenCall, VoiceSettings


class ManualClock:
    """Time passes only in `run_to` and `run_all`."""

    def __init__(self) -> None:
        self.time_ms = 0
        self._order = count()
        self._jobs: list[tuple[int, int, list[Callable[[], None]]]] = []

    def now_ms(self) -> int:
        return self.time_ms

    def call_later(self, delay_ms: int, function: Callable[[], None]) -> Callable[[], None]:
        slot = [function]
        heapq.heappush(self._jobs, (self.time_ms + max(0, delay_ms), next(self._order), slot))
        return slot.clear

    def run_to(self, time_ms: int) -> None:
        while self._jobs and self._jobs[0][0] <= time_ms:
            at_ms, _, slot = heapq.heappop(self._jobs)
            self.time_ms = max(self.time_ms, at_ms)
            for function in list(slot):
                function()
        self.time_ms = max(self.time_ms, time_ms)

    def run_all(self) -> None:
        while self._jobs:
            self.run_to(self._jobs[0][0])


class RecordingOutput:
    """A loudspeaker on the manual clock: takes each sound's own length, and keeps (start ms, PCM)."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.present = True
        self.ends_sounds = True
        self.played: list[tuple[int, bytes]] = []
        self.overlaps = 0
        self.closed = False
        self._busy_until_ms = -1
        self._cancel: Callable[[], None] = lambda: None
        self._changed: Callable[[bool], None] = lambda _present: None

    def available(self) -> bool:
        return self.present

    def listen(self, changed: Callable[[bool], None]) -> None:
        self._changed = changed

    def play(self, pcm: bytes, rate_hz: int, volume: float, done: Callable[[], None]) -> bool:
        if not self.present:
            return False
        now_ms = self.clock.now_ms()
        self.overlaps += now_ms < self._busy_until_ms
        length_ms = len(pcm) * 500 // rate_hz
        self._busy_until_ms = now_ms + length_ms
        self.played.append((now_ms, pcm))
        if self.ends_sounds:
            self._cancel = self.clock.call_later(length_ms, done)
        return True

    def close(self) -> None:
        self.closed = True
        self._cancel()

    def set_present(self, present: bool) -> None:
        """Pull the plug, or put it back."""
        self.present = present
        if not present:
            self._cancel()
            self._busy_until_ms = -1
        self._changed(present)


@lru_cache(maxsize=1)
def shipped_bank() -> ClipBank:
    return ClipBank(resource_path("sounds"))


class LengthsOnly(ClipBank):
    """The shipped bank with silence of the right length: a day of calls in seconds."""

    def join(self, saying: Saying) -> bytes:
        return bytes(2 * (self.length_ms(saying) * self.rate_hz // 1000))


@lru_cache(maxsize=1)
def lengths_only() -> ClipBank:
    return LengthsOnly(resource_path("sounds"))


class Hall:
    """An announcer with its stand-ins, and a diary of (time ms, what, call id)."""

    def __init__(self, settings: VoiceSettings | None = None, *, silent: bool = False) -> None:
        self.clock = ManualClock()
        self.output = RecordingOutput(self.clock)
        self.diary: list[tuple[int, str, str]] = []
        self.available: list[bool] = []
        self.asked_ms: dict[str, int] = {}
        self.announcer = Announcer(
            lengths_only if silent else shipped_bank, settings, output=self.output, clock=self.clock
        )
        self.announcer.started.connect(lambda call: self._note("started", call))
        self.announcer.finished.connect(lambda call: self._note("finished", call))
        self.announcer.skipped.connect(lambda call: self._note("skipped", call))
        self.announcer.available_changed.connect(self.available.append)

    def _note(self, what: str, call_id: str) -> None:
        self.diary.append((self.clock.now_ms(), what, call_id))

    def call(self, number: str, counter: str = "3", *, call_id: str = "", ticket: str = "") -> str:
        call_id = call_id or f"call-{number}"
        self.asked_ms[call_id] = self.clock.now_ms()
        self.announcer.announce(SpokenCall(call_id, ticket or number, number, counter))
        return call_id

    def events(self, what: str) -> list[str]:
        return [call for _, kind, call in self.diary if kind == what]

    def lags_ms(self) -> list[int]:
        """How long after its announcement each call began to sound."""
        return [at - self.asked_ms[call] for at, kind, call in self.diary if kind == "started"]


def play_day(hall: Hall, calls: Iterable[tuple[int, str, str]]) -> list[int]:
    """Announce (time ms, number, counter) in order and run to the end; returns the lags in ms."""
    for index, (at_ms, number, counter) in enumerate(calls):
        hall.clock.run_to(at_ms)
        hall.call(number, counter, call_id=str(index), ticket=str(index))
    hall.clock.run_all()
    return hall.lags_ms()
