"""Make the voice's clip bank: resources/sounds/<language>/*.wav, two chimes, and manifest.json.

Run by hand by whoever changes the words: ``python tools/make_clips.py`` (needs the command ``espeak-ng``).
The word list is ``desktop.domain.speech.WORDS``. The program itself never runs or ships the speech engine:
it plays the files made here. Same engine version, same files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop.domain.speech import WORDS, ClipId, recording_text  # noqa: E402

RATE_HZ = 22_050
#: Words a minute. The engine's normal is 175. What people must catch (letters, digits) is slow; the frame
#: around it, the same in every call, is nearer to normal, or a busy hall would fall behind.
WORD_RATE_WPM = 158
#: A digit follows a digit, so a long word ("sembilan") may be a little quicker than a short one.
LONG_WORD_RATE_WPM = 172
FRAME_RATE_WPM = 185
#: The number words of a burst of calls ("quick-n3").
QUICK_RATE_WPM = 210
VOICE = {"id": "id", "en": "en-gb"}
#: Letters that the engine would read as a word, spelt so that their name is heard.
SPELLING = {"en/letter-a": "[[eI]]"}
LOUDNESS_DBFS = -18.0
PEAK_DBFS = -1.5
_FRAME = ("number", "go-to", "look", "waiting", "waiting-one", "next", "nobody")


def speak(clip: ClipId) -> list[float]:
    """One clip as samples in -1..1, trimmed and of the common loudness."""
    language, name = clip.split("/")
    text = SPELLING.get(clip, recording_text(clip))
    rate = FRAME_RATE_WPM if name in _FRAME else WORD_RATE_WPM
    if name not in _FRAME and len(text) > 6 and not text.startswith("[["):
        rate = LONG_WORD_RATE_WPM
    if name.startswith("quick-"):
        rate = QUICK_RATE_WPM
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clip.wav")
        command = [
            "espeak-ng",
            "-v",
            VOICE[language],
            "-s",
            str(rate),
            "-p",
            "45",
            "-w",
            str(path),
            "--",
            text,
        ]
        subprocess.run(command, check=True)
        with wave.open(str(path)) as reader:
            if (reader.getframerate(), reader.getsampwidth(), reader.getnchannels()) != (RATE_HZ, 2, 1):
                raise SystemExit("espeak-ng wrote another format than 22.05 kHz, 16 bit, mono")
            samples = array("h", reader.readframes(reader.getnframes()))
    return _normalise(_trim([value / 32768 for value in samples]))


def _frames_rms(samples: list[float], step: int) -> list[float]:
    return [
        math.sqrt(sum(v * v for v in samples[at : at + step]) / step)
        for at in range(0, max(1, len(samples) - step + 1), step)
    ]


def _trim(samples: list[float], floor_db: float = -34.0, keep_ms: int = 8) -> list[float]:
    """Cut the silence at both ends, then fade 4 ms so that joins do not click."""
    step = RATE_HZ // 200
    levels = _frames_rms(samples, step)
    floor = max(levels) * 10 ** (floor_db / 20)
    loud = [index for index, level in enumerate(levels) if level > floor]
    keep = RATE_HZ * keep_ms // 1000
    cut = samples[max(0, loud[0] * step - keep) : (loud[-1] + 1) * step + keep]
    fade = RATE_HZ * 4 // 1000
    for index in range(fade):
        cut[index] *= index / fade
        cut[-1 - index] *= index / fade
    return cut


def _normalise(samples: list[float]) -> list[float]:
    """Bring the loud half of the clip to LOUDNESS_DBFS, the peaks kept below PEAK_DBFS."""
    levels = sorted(_frames_rms(samples, RATE_HZ // 50), reverse=True)
    loud = levels[: max(1, len(levels) // 2)]
    rms = math.sqrt(sum(level * level for level in loud) / len(loud))
    gain = min(10 ** (LOUDNESS_DBFS / 20) / rms, 10 ** (PEAK_DBFS / 20) / max(abs(v) for v in samples))
    return [value * gain for value in samples]


def chime(tones: tuple[tuple[float, float], ...], length_s: float) -> list[float]:
    """A bell of pure tones, each (frequency in Hz, start in s), ringing out by itself."""
    samples = [0.0] * int(length_s * RATE_HZ)
    for frequency, start_s in tones:
        first = int(start_s * RATE_HZ)
        for index in range(first, len(samples)):
            t = (index - first) / RATE_HZ
            swell = min(1.0, t / 0.006) * math.exp(-t / 0.16)
            ring = math.sin(2 * math.pi * frequency * t) + 0.25 * math.sin(4 * math.pi * frequency * t)
            samples[index] += 0.28 * swell * ring
    tail = int(0.05 * RATE_HZ)
    for index in range(tail):
        samples[-1 - index] *= index / tail
    return samples


def write_wav(path: Path, samples: list[float]) -> int:
    """Write 16-bit mono; returns the length in whole ms."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frames = array("h", (round(max(-1.0, min(1.0, value)) * 32767) for value in samples))
    with wave.open(str(path), "wb") as writer:
        writer.setparams((1, 2, RATE_HZ, 0, "NONE", "not compressed"))
        writer.writeframes(frames.tobytes())
    return round(len(frames) * 1000 / RATE_HZ)


def make_bank(folder: Path) -> dict[str, object]:
    """Write every clip and the manifest below ``folder``; returns the manifest."""
    clips: dict[str, dict[str, object]] = {}
    sounds = {
        # Two falling tones, and one tone for calls that follow each other closely.
        "chime": ("(two tones)", chime(((784.0, 0.0), (587.33, 0.19)), 0.85)),
        "chime-short": ("(one tone)", chime(((784.0, 0.0),), 0.45)),
    }
    sounds |= {clip: (WORDS[clip], speak(clip)) for clip in sorted(WORDS)}
    for clip, (text, samples) in sounds.items():
        path = folder / f"{clip}.wav"
        duration_ms = write_wav(path, samples)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        clips[clip] = {"text": text, "duration_ms": duration_ms, "sha256": digest}
    manifest: dict[str, object] = {"format": 1, "rate_hz": RATE_HZ, "bits": 16, "channels": 1, "clips": clips}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return manifest


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the clip bank of the voice.")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "sounds", help="folder to write")
    arguments = parser.parse_args()
    if shutil.which("espeak-ng") is None:
        print("espeak-ng is not installed; on Debian: apt-get install espeak-ng", file=sys.stderr)
        return 1
    make_bank(arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.rglob("*.wav"))
    print(f"{len(list(arguments.out.rglob('*.wav')))} clips, {size / 1_000_000:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
