"""The real way out: a sound server with a null sink, recorded while the announcer speaks.

A private PulseAudio (own runtime folder and socket) is started and ended by this file; the program runs in a
process of its own, because Qt looks for the sound server once in a process.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.ui.voice.calls import SpokenCall, VoiceSettings, first_saying, second_saying
from tests.ui.voice_stand_ins import shipped_bank

pytestmark = pytest.mark.sound

RATE_HZ = 22_050
SPEAKER = """
import json, sys
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.ui.resources import resource_path
from desktop.ui.voice.announcer import Announcer
from desktop.ui.voice.bank import ClipBank
from desktop.ui.voice.calls import SpokenCall, VoiceSettings

app = QCoreApplication([])
seen = []
announcer = Announcer(lambda: ClipBank(resource_path("sounds")), VoiceSettings(repeat=sys.argv[1] == "twice"))
announcer.available_changed.connect(lambda there: seen.append(["available", there]))
announcer.started.connect(lambda call: seen.append(["started", call]))

def finished(call):
    seen.append(["finished", call])
    if call == sys.argv[2]:
        announcer.close()
        print(json.dumps(seen), flush=True)
        app.quit()

def begin():
    announcer.prepare()
    announcer.announce(SpokenCall("one", "t1", "A012", "3"))
    if sys.argv[2] == "two":
        announcer.announce(SpokenCall("two", "t2", "B087", "12"))

announcer.finished.connect(finished)
QTimer.singleShot(0, begin)
QTimer.singleShot(40000, lambda: app.exit(3))
sys.exit(app.exec())
"""


def until(condition, seconds: float = 10.0) -> bool:
    """Poll with a deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.05)
    return True


class SoundServer:
    """PulseAudio with one null sink, on its own socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "native"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PULSE_", "PIPEWIRE_"))},
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "PULSE_SERVER": f"unix:{self.socket}",
            "PULSE_RUNTIME_PATH": str(folder / "pulse"),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        }
        (folder / "pulse").mkdir(mode=0o700)
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr",
            "--load=module-null-sink sink_name=nul rate=22050 channels=1",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
        ]  # fmt: skip
        self.process = self.start(command, folder / "pulseaudio.log")

    def start(self, command: list[str], output: Path) -> subprocess.Popen[bytes]:
        with output.open("wb") as stream:
            return subprocess.Popen(command, env=self.environment, stdout=stream, stderr=subprocess.STDOUT)

    def ready(self) -> bool:
        answer = subprocess.run(["pactl", "info"], env=self.environment, capture_output=True, check=False)
        return answer.returncode == 0

    def record(self, path: Path) -> subprocess.Popen[bytes]:
        form = ["--format=s16le", f"--rate={RATE_HZ}", "--channels=1", "--raw", "--latency-msec=20"]
        recorder = self.start(["parec", "-d", "nul.monitor", *form], path)
        assert until(lambda: path.stat().st_size > RATE_HZ // 5), "nothing is recorded"
        return recorder


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    missing = [name for name in ("pulseaudio", "parec", "pactl") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (Debian: pulseaudio pulseaudio-utils)")
    server = SoundServer(tmp_path_factory.mktemp("pa"))
    try:
        if not until(server.ready):
            log = (server.folder / "pulseaudio.log").read_text(errors="replace")
            pytest.fail(f"the sound server did not start: {log[-600:]}")
        yield server
    finally:
        end(server.process)


def speak(server: SoundServer | None, repeat: str, last: str, environment=None) -> list[list[object]]:
    environment = server.environment if server else environment
    run = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", SPEAKER, repeat, last],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    return json.loads(run.stdout)


def stretches(samples: array, hole_ms: int = 400) -> list[tuple[int, int]]:
    """(start, length) in ms of each stretch of sound, holes up to `hole_ms` bridged."""
    step = RATE_HZ // 200
    found: list[list[int]] = []
    for index in range(0, len(samples) - step, step):
        if max(map(abs, samples[index : index + step])) > 150:
            at = index * 1000 // RATE_HZ
            if found and at - found[-1][1] <= hole_ms:
                found[-1][1] = at + 5
            else:
                found.append([at, at + 5])
    return [(start, stop - start) for start, stop in found]


def heard(path: Path) -> array:
    data = path.read_bytes()
    return array("h", data[: len(data) // 2 * 2])


def test_a_call_is_heard_chime_and_voice_and_then_again(server: SoundServer, tmp_path: Path) -> None:
    recording = tmp_path / "heard.raw"
    recorder = server.record(recording)
    try:
        seen = speak(server, "twice", "one")
        size = recording.stat().st_size
        until(lambda: recording.stat().st_size > size + RATE_HZ)  # half a second more
    finally:
        end(recorder)
    assert seen == [["available", True], ["started", "one"], ["finished", "one"]]

    bank, call = shipped_bank(), SpokenCall("one", "t1", "A012", "3")
    first, second = first_saying(call, VoiceSettings(), "full"), second_saying(call, VoiceSettings())
    samples = heard(recording)
    found = stretches(samples)
    print("heard (start ms, length ms):", found, "expected", bank.length_ms(first), bank.length_ms(second))
    assert len(found) == 2
    for (_, length_ms), saying in zip(found, (first, second), strict=True):
        assert length_ms == pytest.approx(bank.length_ms(saying), abs=160)

    # The chime is what was heard first: its first tone rises through zero 784 times a second.
    start = found[0][0] * RATE_HZ // 1000 + RATE_HZ // 50
    tone = samples[start : start + RATE_HZ // 8]
    rising = sum(1 for a, b in pairwise(tone) if a < 0 <= b) * 8
    assert rising == pytest.approx(784, abs=30)


def test_no_sound_server_shows_the_mark_and_the_call_ends(tmp_path: Path) -> None:
    nothing = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PULSE_", "PIPEWIRE_"))},
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    seen = speak(None, "once", "one", nothing)
    if seen[0] == ["available", True]:
        pytest.skip("this machine has a sound card of its own")
    assert seen == [["available", False], ["started", "one"], ["finished", "one"]]


def test_the_sound_server_dies_in_a_call_and_the_queue_goes_on(server: SoundServer, tmp_path: Path) -> None:
    recording = tmp_path / "heard.raw"
    recorder = server.record(recording)
    speaker = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", SPEAKER, "once", "two"],
        env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert until(lambda: bool(stretches(heard(recording)[-RATE_HZ:])), 15), "no sound was heard"
        end(server.process)
        out, err = speaker.communicate(timeout=40)
    finally:
        end(recorder)
        if speaker.poll() is None:
            end(speaker)
    assert speaker.returncode == 0, err.decode()[-2000:]
    seen = json.loads(out)
    assert ["finished", "one"] in seen
    assert seen[-1] == ["finished", "two"]
    assert ["available", False] in seen
