"""The way out to the loudspeaker, and the clock of the queue; both can be replaced in tests.

``PcmOutput`` and ``Clock`` are the protocols that the announcer knows. ``QtPcmOutput`` plays through
QtMultimedia, which is imported and whose device is opened only when first asked for.
"""

from __future__ import annotations

import logging
import time
from array import array
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer

from desktop.ui.voice.bank import resample

_log = logging.getLogger("loket.voice")

#: The device is given back this long after the last sound.
RELEASE_MS = 5_000
#: How often a sink that plays is asked whether it still does.
WATCH_MS = 40


class PcmOutput(Protocol):
    """One loudspeaker. Sound is signed 16-bit little-endian mono."""

    def available(self) -> bool:
        """Whether there is a device to play on."""

    def listen(self, changed: Callable[[bool], None]) -> None:
        """Ask to be told when ``available`` changes, also while something plays."""

    def play(self, pcm: bytes, rate_hz: int, volume: float, done: Callable[[], None]) -> bool:
        """Start playing and return True, ``done`` is called once at the end; False: it can not."""

    def close(self) -> None:
        """Stop and give the device back; ``done`` is not called any more."""


class Clock(Protocol):
    """Time for the queue."""

    def now_ms(self) -> int:
        """A time that only grows."""

    def call_later(self, delay_ms: int, function: Callable[[], None]) -> Callable[[], None]:
        """Call once after ``delay_ms``; the returned function cancels it."""


class QtClock(QObject):
    """The real clock, on the event loop of the thread that made it."""

    def now_ms(self) -> int:
        """Milliseconds of the monotonic clock."""
        return time.monotonic_ns() // 1_000_000

    def call_later(self, delay_ms: int, function: Callable[[], None]) -> Callable[[], None]:
        """One single-shot timer, owned by this object."""
        timer = QTimer(self)
        timer.setSingleShot(True)

        def fire() -> None:
            timer.deleteLater()
            function()

        def cancel() -> None:
            timer.stop()

        timer.timeout.connect(fire)
        timer.start(max(0, delay_ms))
        return cancel


class QtPcmOutput(QObject):
    """The computer's loudspeaker: the default device, or the one with ``device_name`` while it is there."""

    def __init__(self, device_name: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._device_name = device_name
        self._changed: Callable[[bool], None] | None = None
        self._done: Callable[[], None] | None = None
        self._multimedia: Any = None
        self._devices: Any = None
        self._sink: Any = None
        self._sink_key: tuple[bytes, int, int] | None = None
        self._buffer: QBuffer | None = None
        self._available = False
        # Asked, not told: PySide6 6.11 can not hand QAudioSink.stateChanged to Python (its enum has no converter).
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._check)
        self._release = QTimer(self)
        self._release.setSingleShot(True)
        self._release.setInterval(RELEASE_MS)
        self._release.timeout.connect(self._drop_sink)

    def available(self) -> bool:
        """Whether a device is present now; loads QtMultimedia the first time (about 60 ms)."""
        self._load()
        return self._available

    def listen(self, changed: Callable[[bool], None]) -> None:
        """One listener."""
        self._changed = changed

    def play(self, pcm: bytes, rate_hz: int, volume: float, done: Callable[[], None]) -> bool:
        """Play ``pcm``; only one sound at a time."""
        self._load()
        device = self._device()
        if device is None or self._done is not None:
            return False
        self._release.stop()
        try:
            sink, pcm = self._sink_for(device, pcm, rate_hz)
        except ValueError as fault:
            _log.warning("sound device refused: %s", fault)
            return False
        self._done = done
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(pcm))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        sink.setVolume(max(0.0, min(1.0, volume)))
        sink.start(self._buffer)
        if sink.state().name == "StoppedState":
            _log.warning("sound device did not start: %s", sink.error())
            self._done = None
            self._drop_sink()
            return False
        self._watch.start()
        return True

    def close(self) -> None:
        """Stop now and let go of the device."""
        self._done = None
        self._release.stop()
        self._drop_sink()

    def _load(self) -> None:
        if self._multimedia is not None:
            return
        from PySide6 import QtMultimedia

        self._multimedia = QtMultimedia
        self._devices = QtMultimedia.QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look)
        self._available = self._device() is not None

    def _device(self) -> Any:
        outputs = self._multimedia.QMediaDevices.audioOutputs()
        for device in outputs:
            if self._device_name and device.description() == self._device_name:
                return device
        default = self._multimedia.QMediaDevices.defaultAudioOutput()
        return None if default.isNull() else default

    def _sink_for(self, device: Any, pcm: bytes, rate_hz: int) -> tuple[Any, bytes]:
        """A sink for ``device``, and the sound in a form that it takes.

        Raises:
            ValueError: the device takes no 16-bit sound at all.
        """
        sound = self._multimedia.QAudioFormat()
        sound.setSampleRate(rate_hz)
        sound.setChannelCount(1)
        sound.setSampleFormat(self._multimedia.QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(sound):
            preferred = device.preferredFormat()
            sound.setSampleRate(preferred.sampleRate())
            sound.setChannelCount(preferred.channelCount())
            if not device.isFormatSupported(sound):
                raise ValueError(f"{device.description()} takes no 16-bit sound")
            pcm = _convert(pcm, rate_hz, preferred.sampleRate(), preferred.channelCount())
        key = (bytes(device.id().data()), sound.sampleRate(), sound.channelCount())
        if self._sink is None or key != self._sink_key:
            self._drop_sink()
            self._sink = self._multimedia.QAudioSink(device, sound, self)
            self._sink_key = key
        else:
            self._sink.stop()
        return self._sink, pcm

    def _check(self) -> None:
        """While something plays: has it ended, or has the device stopped by itself?"""
        if self._done is None or self._sink is None or self._buffer is None:
            self._watch.stop()
            return
        state = self._sink.state().name
        if state == "IdleState" and self._buffer.atEnd():
            self._watch.stop()
            done, self._done = self._done, None
            self._release.start()
            done()
        elif state == "StoppedState":
            _log.warning("sound stopped: %s", self._sink.error())
            self._lost()

    def _look(self) -> None:
        """The list of devices changed."""
        present = self._device() is not None
        if not present:
            self._lost()
        elif not self._available:
            self._available = True
            if self._changed is not None:
                self._changed(True)

    def _lost(self) -> None:
        self._done = None
        self._drop_sink()
        still_there = self._device() is not None
        if self._changed is not None and (self._available or still_there):
            # Told also where another device remains: what was playing will not end by itself.
            self._changed(False)
            if still_there:
                self._changed(True)
        self._available = still_there

    def _drop_sink(self) -> None:
        self._watch.stop()
        sink, self._sink, self._sink_key = self._sink, None, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None


def _convert(pcm: bytes, from_hz: int, to_hz: int, channels: int) -> bytes:
    """Mono PCM for a device that takes another rate or several channels."""
    mono = resample(array("h", pcm), from_hz, to_hz)
    if channels == 1:
        return mono.tobytes()
    spread = array("h", bytes(2 * len(mono) * channels))
    for channel in range(channels):
        spread[channel::channels] = mono
    return spread.tobytes()
