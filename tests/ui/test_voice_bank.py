"""The clip bank: complete, unchanged, even in loudness; joined without clicks; an office's own recordings."""

from __future__ import annotations

import hashlib
import math
import wave
from array import array
from itertools import pairwise

import pytest

from desktop.domain.speech import PAUSE, WORDS, call_clips
from desktop.ui.resources import resource_path
from desktop.ui.voice.bank import JOIN_MS, PAUSE_MS, BadClip, ClipBank, office_bank, read_wav, resample
from desktop.ui.voice.calls import Saying
from tests.ui.voice_stand_ins import shipped_bank


def write(path, samples, rate_hz=22_050, channels=1, width=2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as writer:
        writer.setparams((channels, width, rate_hz, 0, "NONE", "not compressed"))
        writer.writeframes(array("h", samples).tobytes() if width == 2 else bytes(samples))


def level_db(samples) -> float:
    step = 441
    rms = sorted(
        (
            math.sqrt(sum(v * v for v in samples[i : i + step]) / step)
            for i in range(0, len(samples) - step + 1, step)
        ),
        reverse=True,
    )
    loud = rms[: max(1, len(rms) // 2)]
    return 20 * math.log10(math.sqrt(sum(v * v for v in loud) / len(loud)) / 32768)


def test_every_word_has_its_clip_unchanged_and_of_the_stated_length() -> None:
    bank = shipped_bank()
    assert set(bank.manifest.clips) == set(WORDS) | {"chime", "chime-short"}
    total = 0
    for clip, info in bank.manifest.clips.items():
        data = resource_path("sounds", *f"{clip}.wav".split("/")).read_bytes()
        total += len(data)
        assert hashlib.sha256(data).hexdigest() == info.sha256, clip
        assert abs(len(bank.clip(clip)) * 1000 / bank.rate_hz - info.duration_ms) <= 1, clip
        assert info.text == WORDS.get(clip, info.text), clip
        assert 150 <= info.duration_ms <= 1_500, clip
    assert total < 4_000_000
    on_disk = {p.relative_to(resource_path("sounds")).with_suffix("").as_posix()
               for p in resource_path("sounds").rglob("*.wav")}  # fmt: skip
    assert on_disk == set(bank.manifest.clips)


def test_clips_are_equally_loud_and_start_and_end_quietly() -> None:
    bank = shipped_bank()
    levels = {clip: level_db(bank.clip(clip)) for clip in WORDS}
    print(f"loudness {min(levels.values()):.1f} to {max(levels.values()):.1f} dBFS")
    for clip, level in levels.items():
        samples = bank.clip(clip)
        assert -22 <= level <= -17, clip
        assert max(map(abs, samples)) < 28_000, clip
        assert abs(samples[0]) < 200, clip
        assert abs(samples[-1]) < 200, clip


def test_a_joined_call_is_its_clips_in_order_with_short_breaths() -> None:
    bank = shipped_bank()
    clips = call_clips("A012", "3", "id")
    saying = Saying(clips, None)
    joined = array("h", bank.join(saying))
    assert len(joined) * 1000 // bank.rate_hz == bank.length_ms(saying)
    at = 0
    for index, clip in enumerate(clips):
        if clip == PAUSE:
            at += PAUSE_MS * bank.rate_hz // 1000
            continue
        samples = bank.clip(clip)
        assert joined[at : at + len(samples)] == samples, clip
        at += len(samples) + (JOIN_MS * bank.rate_hz // 1000 if index < len(clips) - 1 else 0)
    assert at == len(joined)


def test_the_chime_comes_first_and_rings_out_under_the_voice() -> None:
    bank = shipped_bank()
    clips = call_clips("A012", "3", "id")
    plain, belled = Saying(clips, None), Saying(clips, "chime")
    lead_ms = bank.length_ms(belled) - bank.length_ms(plain)
    assert 300 <= lead_ms <= 400
    joined = array("h", bank.join(belled))
    lead = lead_ms * bank.rate_hz // 1000 - 30
    assert joined[:lead] == bank.clip("chime")[:lead]


def test_no_hole_longer_than_a_breath_in_any_call() -> None:
    bank = shipped_bank()
    for number, counter in (("A012", "3"), ("B087", "12"), ("P100", "99")):
        samples = array("h", bank.join(Saying(call_clips(number, counter, "id"), "chime")))
        longest = run = 0
        for start in range(0, len(samples) - 110, 110):  # 5 ms
            quiet = max(map(abs, samples[start : start + 110])) < 260
            run = run + 5 if quiet else 0
            longest = max(longest, run)
        assert longest <= 230, (number, longest)


def test_an_office_replaces_a_clip(tmp_path) -> None:
    write(tmp_path / "sounds" / "id" / "n3.wav", [1000] * 4410)
    write(tmp_path / "sounds" / "chime.wav", [500, 500] * 22_050, rate_hz=44_100, channels=2)  # 0.5 s
    bank = office_bank(tmp_path)
    assert bank.clip("id/n3") == array("h", [1000] * 4410)
    assert bank.clip("id/quick-n3") == bank.clip("id/n3")  # never two voices in one sentence
    assert bank.clip("id/n4") == shipped_bank().clip("id/n4")
    clips = call_clips("A012", "3", "id")
    lead_ms = bank.length_ms(Saying(clips, "chime")) - bank.length_ms(Saying(clips, None))
    assert abs(lead_ms - 500) <= 1  # its own chime is heard to its end
    assert bank.problems == []


def test_a_recording_that_can_not_be_used_is_named_and_ours_is_heard(tmp_path) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "n1.wav").write_bytes(b"not a sound")
    write(tmp_path / "id" / "n2.wav", [0] * 22_050 * 5)
    write(tmp_path / "id" / "n3.wav", [128] * 4000, width=1)
    write(tmp_path / "id" / "n4.wav", [])
    bank = ClipBank(resource_path("sounds"), tmp_path)
    for clip in ("id/n1", "id/n2", "id/n3", "id/n4"):
        assert bank.clip(clip) == shipped_bank().clip(clip)
    assert [clip for clip, _ in bank.problems] == ["id/n1", "id/n2", "id/n3", "id/n4"]


def test_unknown_clip_and_missing_file_are_told_apart(tmp_path) -> None:
    with pytest.raises(KeyError):
        shipped_bank().clip("id/n99")
    with pytest.raises(OSError, match="nothing"):
        read_wav(tmp_path / "nothing.wav", 22_050, 1000)
    (tmp_path / "short.wav").write_bytes(b"RIFF")
    with pytest.raises(BadClip):
        read_wav(tmp_path / "short.wav", 22_050, 1000)


def test_resampling_keeps_length_and_shape() -> None:
    tone = array("h", (int(8000 * math.sin(2 * math.pi * 440 * n / 22_050)) for n in range(22_050)))
    up = resample(tone, 22_050, 48_000)
    assert len(up) == 48_000
    crossings = sum(1 for a, b in pairwise(up) if a < 0 <= b)
    assert abs(crossings - 440) <= 1
