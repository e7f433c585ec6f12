"""The clip bank: recordings by clip id, the office's own in place of ours, joined into one piece of sound.

Without Qt. Sound is PCM: signed 16-bit little-endian, mono, at ``rate_hz``. Clips are read when first needed
and kept (the whole bank is under 3 MB).
"""

from __future__ import annotations

import sys
import wave
from array import array
from pathlib import Path

import msgspec

from desktop.domain.speech import PAUSE
from desktop.ui.resources import resource_path
from desktop.ui.voice.calls import Saying

#: Silence between two clips and at a comma.
JOIN_MS = 12
PAUSE_MS = 90
#: When the voice begins after its chime; the bell rings out under the first word.
CHIME_LEAD_MS = {"chime": 350, "chime-short": 140}
#: An office's own clip: the longest that is accepted. Its own chime is heard to its end before the voice.
LONGEST_CLIP_MS = 4_000
LONGEST_CHIME_MS = 1_500


class ClipInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the manifest."""

    text: str
    duration_ms: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """resources/sounds/manifest.json."""

    format: int
    rate_hz: int
    bits: int
    channels: int
    clips: dict[str, ClipInfo]


class BadClip(Exception):
    """A recording that can not be used; the reason is for the log."""


class ClipBank:
    """Recordings by clip id.

    Args:
        folder: the shipped bank with its manifest.
        overrides: the office's folder of recordings with the same names (``id/n3.wav``), or None. A recording
            that can not be used is skipped, the shipped one is heard, and ``problems`` names it.

    Raises:
        OSError, msgspec.DecodeError: the manifest can not be read.
    """

    def __init__(self, folder: Path, overrides: Path | None = None) -> None:
        self._folder = folder
        self._overrides = overrides
        self.manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        self.rate_hz = self.manifest.rate_hz
        #: (clip id, reason) of each recording of the office that was skipped.
        self.problems: list[tuple[str, str]] = []
        self._clips: dict[str, array[int]] = {}
        self._replaced: set[str] = set()

    def clip(self, clip: str) -> array[int]:
        """The samples of one clip.

        Raises:
            KeyError: not in the manifest.
            BadClip, OSError: the shipped recording is missing or damaged.
        """
        if clip not in self._clips:
            self._clips[clip] = self._load(clip)
        return self._clips[clip]

    def length_ms(self, saying: Saying) -> int:
        """How long ``join`` will sound; 1 ms exact."""
        voice = sum(end for _, end in self._placed(saying)[-1:])
        chime = len(self.clip(saying.chime)) if saying.chime else 0
        return max(voice, chime) * 1000 // self.rate_hz

    def join(self, saying: Saying) -> bytes:
        """One piece of PCM: chime, clips, breaths; the bell's tail is mixed under the voice."""
        placed = self._placed(saying)
        chime = self.clip(saying.chime) if saying.chime else array("h")
        whole = array("h", bytes(2 * max(placed[-1][1] if placed else 0, len(chime))))
        for clip, end in placed:
            samples = self.clip(clip)
            whole[end - len(samples) : end] = samples
        for index, value in enumerate(chime):
            whole[index] = max(-32_768, min(32_767, whole[index] + value))
        if sys.byteorder == "big":
            whole.byteswap()
        return whole.tobytes()

    def _placed(self, saying: Saying) -> list[tuple[str, int]]:
        """Each clip with the sample index at which it ends."""
        at = self._lead(saying.chime)
        placed: list[tuple[str, int]] = []
        for clip in saying.clips:
            if clip == PAUSE:
                at += self._samples(PAUSE_MS)
                continue
            at += len(self.clip(clip))
            placed.append((clip, at))
            at += self._samples(JOIN_MS)
        return placed

    def _lead(self, chime: str | None) -> int:
        if chime is None:
            return 0
        length = len(self.clip(chime))
        return length if chime in self._replaced else min(length, self._samples(CHIME_LEAD_MS[chime]))

    def _own(self, clip: str) -> Path | None:
        """The office's recording of a clip, where there is one."""
        path = self._overrides / f"{clip}.wav" if self._overrides else None
        return path if path is not None and path.is_file() else None

    def _samples(self, ms: int) -> int:
        return ms * self.rate_hz // 1000

    def _load(self, clip: str) -> array[int]:
        if clip not in self.manifest.clips:
            raise KeyError(clip)
        language, _, name = clip.partition("/")
        if name.startswith("quick-") and self._own(clip) is None:
            # An office that recorded "id/n3" alone is not heard in two voices.
            calm = f"{language}/{name.removeprefix('quick-')}"
            samples = self.clip(calm)
            if calm in self._replaced:
                return samples
        own = self._own(clip)
        if own is not None:
            longest_ms = LONGEST_CHIME_MS if clip.startswith("chime") else LONGEST_CLIP_MS
            try:
                samples = read_wav(own, self.rate_hz, longest_ms)
            except (OSError, BadClip) as fault:
                self.problems.append((clip, str(fault)))
            else:
                self._replaced.add(clip)
                return samples
        return read_wav(self._folder / f"{clip}.wav", self.rate_hz, LONGEST_CLIP_MS)


def office_bank(home: Path | None) -> ClipBank:
    """The shipped bank, with the recordings in ``home``/sounds in place of ours where there are any.

    Raises:
        OSError, msgspec.DecodeError: the shipped bank is missing or damaged.
    """
    return ClipBank(resource_path("sounds"), home / "sounds" if home is not None else None)


def read_wav(path: Path, rate_hz: int, longest_ms: int) -> array[int]:
    """A 16-bit WAV, mono or stereo, of any rate, as mono samples at ``rate_hz``.

    Raises:
        OSError: it can not be read.
        BadClip: not 16-bit PCM, empty, or longer than ``longest_ms``.
    """
    try:
        with wave.open(str(path), "rb") as reader:
            channels, width, rate = reader.getnchannels(), reader.getsampwidth(), reader.getframerate()
            if width != 2 or channels not in (1, 2) or not 8_000 <= rate <= 192_000:
                raise BadClip(f"{path.name}: needs 16-bit PCM, mono or stereo")
            if reader.getnframes() * 1000 > longest_ms * rate:
                raise BadClip(f"{path.name}: longer than {longest_ms} ms")
            samples = array("h", reader.readframes(reader.getnframes()))
    except (wave.Error, EOFError, ValueError) as fault:
        raise BadClip(f"{path.name}: {fault}") from fault
    if sys.byteorder == "big":
        samples.byteswap()
    if channels == 2:
        samples = array("h", ((a + b) // 2 for a, b in zip(samples[::2], samples[1::2], strict=True)))
    if not samples:
        raise BadClip(f"{path.name}: empty")
    return resample(samples, rate, rate_hz)


def resample(samples: array[int], from_hz: int, to_hz: int) -> array[int]:
    """Linear interpolation: enough for speech; the shipped clips never need it."""
    if from_hz == to_hz or not samples:
        return samples
    count = max(1, len(samples) * to_hz // from_hz)
    padded = samples + samples[-1:]
    step = from_hz / to_hz
    out = array("h", bytes(2 * count))
    for index in range(count):
        at = index * step
        whole = min(int(at), len(samples) - 1)
        low = padded[whole]
        out[index] = int(low + (padded[whole + 1] - low) * (at - whole))
    return out
