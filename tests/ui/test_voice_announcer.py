"""The announcer: in order, never cut off, twice when nobody waits, and on time without a device."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.ui.voice.announcer import GRACE_MS, Announcer
from desktop.ui.voice.calls import BEFORE_REPEAT_MS, SpokenCall, VoiceSettings, first_saying, second_saying
from tests.ui.voice_stand_ins import Hall, ManualClock, RecordingOutput, shipped_bank


def pcm(number: str, counter: str = "3", form: str = "full", mode: str = "id") -> bytes:
    return shipped_bank().join(
        first_saying(SpokenCall("", "", number, counter), VoiceSettings(mode=mode), form)
    )


def test_said_twice_when_nobody_waits_and_the_chime_once() -> None:
    hall = Hall()
    hall.call("A012")
    hall.clock.run_all()
    second = second_saying(SpokenCall("", "", "A012", "3"), VoiceSettings())
    assert [sound for _, sound in hall.output.played] == [pcm("A012"), shipped_bank().join(second)]
    assert [(what, call) for _, what, call in hall.diary] == [
        ("started", "call-A012"),
        ("finished", "call-A012"),
    ]
    gap_ms = hall.output.played[1][0] - len(pcm("A012")) * 500 // 22_050
    assert abs(gap_ms - BEFORE_REPEAT_MS) <= 2


def test_said_once_when_another_call_came_meanwhile_and_never_cut() -> None:
    hall = Hall()
    hall.call("A012")
    hall.clock.run_to(1_000)
    hall.call("B087", "1")
    hall.clock.run_all()
    assert [sound for _, sound in hall.output.played][:2] == [pcm("A012"), pcm("B087", "1")]
    assert len(hall.output.played) == 3  # B087 twice: nobody waited behind it
    assert hall.output.overlaps == 0


def test_a_call_during_the_repetition_waits_for_its_end() -> None:
    hall = Hall()
    hall.call("A012")
    while len(hall.output.played) < 2:
        hall.clock.run_to(hall.clock.now_ms() + 20)
    hall.call("B087", "1")
    hall.clock.run_all()
    assert hall.events("started") == ["call-A012", "call-B087"]
    assert hall.output.overlaps == 0


def test_a_burst_is_said_briefly_and_in_order() -> None:
    hall = Hall()
    numbers = ["A001", "B002", "C003", "D004", "K005"]
    for number in numbers:
        hall.call(number)
    hall.clock.run_all()
    sounds = [sound for _, sound in hall.output.played]
    assert sounds[0] == pcm("A001")  # nobody waited yet when it began
    assert sounds[1] == pcm("B002", form="quick")
    assert sounds[-2] == pcm("K005")
    assert hall.events("finished") == [f"call-{number}" for number in numbers]


def test_a_recall_takes_the_place_of_the_unsaid_call() -> None:
    hall = Hall()
    hall.call("A001")
    hall.call("B002", call_id="first", ticket="b")
    hall.call("C003")
    hall.call("B002", "5", call_id="again", ticket="b")
    hall.clock.run_all()
    assert hall.events("started") == ["call-A001", "again", "call-C003"]
    assert hall.events("skipped") == ["first"]


def test_a_withdrawn_call_is_not_said_and_one_that_sounds_is_not_repeated() -> None:
    hall = Hall()
    hall.call("A001")
    hall.call("B002")
    hall.announcer.withdraw("B002")
    hall.announcer.withdraw("A001")
    hall.clock.run_all()
    assert [sound for _, sound in hall.output.played] == [pcm("A001")]
    assert hall.events("skipped") == ["call-B002"]
    assert hall.events("finished") == ["call-A001"]


def test_english_follows_only_when_nobody_waits() -> None:
    hall = Hall(VoiceSettings(mode="id+en"))
    hall.call("A001")
    hall.call("B002")
    hall.clock.run_all()
    english = shipped_bank().join(second_saying(SpokenCall("", "", "B002", "3"), VoiceSettings(mode="id+en")))
    assert [sound for _, sound in hall.output.played] == [pcm("A001"), pcm("B002"), english]


def test_an_unspeakable_number_does_not_hold_up_the_queue() -> None:
    hall = Hall()
    hall.call("12-X")
    hall.call("A001")
    hall.clock.run_all()
    assert hall.events("skipped") == ["call-12-X"]
    assert hall.events("finished") == ["call-A001"]


def test_without_a_device_the_queue_keeps_its_time() -> None:
    heard, silent = Hall(), Hall()
    silent.output.present = False
    for hall in (heard, silent):
        hall.announcer.prepare()
        for number in ("A001", "B002", "C003"):
            hall.call(number)
        hall.clock.run_all()
    assert silent.available == [False]
    assert heard.available == [True]
    assert silent.output.played == []
    assert silent.diary == heard.diary


def test_a_device_lost_in_a_call_and_back_later() -> None:
    hall = Hall()
    hall.announcer.prepare()
    hall.call("A001")
    hall.clock.run_to(1_000)
    hall.output.set_present(False)
    hall.call("B002")
    hall.clock.run_to(5_500)
    assert hall.events("started") == ["call-A001", "call-B002"]
    hall.output.set_present(True)
    hall.clock.run_all()
    assert hall.available == [True, False, True]
    assert hall.events("finished") == ["call-A001", "call-B002"]
    assert len(hall.output.played) == 2  # A001's beginning, and B002 again once the device was back


def test_a_device_that_never_says_done_is_not_waited_for() -> None:
    hall = Hall()
    hall.output.ends_sounds = False
    hall.call("A001")
    hall.call("B002")
    hall.clock.run_to(len(pcm("A001")) * 500 // 22_050 + GRACE_MS + 500)
    assert hall.events("started") == ["call-A001", "call-B002"]


def test_a_missing_bank_is_silent_not_fatal(tmp_path: Path, caplog) -> None:
    from desktop.ui.voice.bank import ClipBank

    clock = ManualClock()
    output = RecordingOutput(clock)
    announcer = Announcer(lambda: ClipBank(tmp_path), output=output, clock=clock)
    ended: list[str] = []
    announcer.finished.connect(ended.append)
    announcer.announce(SpokenCall("c", "t", "A001", "1"))
    clock.run_all()
    assert ended == ["c"]
    assert output.played == []
    assert announcer.available is False


def test_the_queue_sentence_goes_before_waiting_calls() -> None:
    from desktop.domain.speech import queue_clips

    hall = Hall()
    hall.call("A001")
    hall.call("B002")
    hall.announcer.say(queue_clips(3, "B002", "id"))
    hall.clock.run_all()
    assert hall.output.played[0][1] == pcm("A001")
    assert len(hall.output.played) == 4
    assert hall.events("finished") == ["call-A001", "call-B002"]


def test_closing_stops_everything() -> None:
    hall = Hall()
    hall.call("A001")
    hall.announcer.close()
    hall.call("B002")
    hall.clock.run_all()
    assert hall.output.closed
    assert hall.events("finished") == []


@pytest.mark.parametrize("module", ["PySide6.QtMultimedia"])
def test_importing_the_voice_does_not_load_multimedia(module: str) -> None:
    import subprocess
    import sys

    code = f"import sys, desktop.ui.voice.announcer; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
