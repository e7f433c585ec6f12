"""What is said aloud: a call, or the state of a queue, as a list of clip ids and as words.

Pure rules, no Qt and no files: the voice (``desktop.ui.voice``), the counter's "say the queue" key, screen
readers and ``tools/make_clips.py`` (which records exactly the clips named here) may all call it.

A clip id is ``<language>/<name>``; ``PAUSE`` stands for the short breath of a comma. Clips and words come
from the same steps, so what is heard and what is read can not differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NewType

ClipId = NewType("ClipId", str)
Language = Literal["id", "en"]
Style = Literal["digits", "cardinal"]
Form = Literal["full", "brief", "quick"]

#: The breath at a comma; not a recording, and written as a comma in the words.
PAUSE = ClipId("pause")

#: A ticket number that can be read aloud: one or two letters and up to four digits.
_NUMBER = re.compile(r"([A-Z]{1,2})([0-9]{1,4})")
#: A counter that can be read aloud: 1 to 99, with a letter before or after it, or a letter alone.
_COUNTER = re.compile(r"([A-Z]?)0*([1-9][0-9]?)([A-Z]?)|([A-Z])")

_LETTERS_ID = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet".split(),
        strict=True,
    )
)
_ONES: Mapping[Language, tuple[str, ...]] = {
    "id": tuple("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()),
    "en": tuple(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    ),
}
_TENS_EN = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_PHRASES: Mapping[Language, Mapping[str, str]] = {
    "id": {
        "number": "nomor antrean",
        "go-to": "silakan menuju loket",
        "look": "silakan lihat layar",
        "counter": "loket",
        "waiting": "orang menunggu",
        "next": "berikutnya",
        "nobody": "tidak ada yang menunggu",
        "teens": "belas",
        "tens": "puluh",
        "hundreds": "ratus",
        "n100": "seratus",
    },
    "en": {
        "number": "number",
        "go-to": "please go to counter",
        "look": "please look at the screen",
        "counter": "counter",
        "waiting": "people waiting",
        "waiting-one": "person waiting",
        "next": "next",
        "nobody": "nobody is waiting",
        "hundreds": "hundred",
        "and": "and",
    },
}


class SpeechError(ValueError):
    """A number that has no spoken form; ``code`` is for logs, the visible call is never held up by it."""

    code = "voice.unspeakable"


def _word_list(language: Language) -> dict[ClipId, str]:
    """Every clip of one language with its words, letters as capitals."""
    words = {f"n{n}": word for n, word in enumerate(_ONES[language])}
    if language == "en":
        words.update({f"n{n}": word for n, word in _TENS_EN.items()})
    else:
        words.update({name: _PHRASES["id"][name] for name in ("teens", "tens")})
    words["counter"] = _PHRASES[language]["counter"]
    words.update({f"quick-{name}": word for name, word in words.items()})
    words.update({f"letter-{letter.lower()}": letter for letter in _LETTERS_ID})
    words.update(_PHRASES[language])
    return {ClipId(f"{language}/{name}"): word for name, word in words.items()}


#: Clip id -> the words that people read; the bank must hold one recording for each.
WORDS: Mapping[ClipId, str] = MappingProxyType(_word_list("id") | _word_list("en"))


def recording_text(clip: ClipId) -> str:
    """The words to record for a clip: as ``WORDS``, with Indonesian letters by their names ("be" for B).

    Raises:
        KeyError: ``clip`` is not in ``WORDS``.
    """
    word = WORDS[clip]
    return _LETTERS_ID[word] if clip.startswith("id/letter-") else word


def call_clips(
    number: str, counter: str, language: Language, style: Style = "digits", *, form: Form = "full"
) -> tuple[ClipId, ...]:
    """The clips of one call.

    Args:
        number: ticket number as shown, for example ``A012``.
        counter: counter as shown, ``1`` to ``99``, with a letter (``3A``) or a letter alone; any other name
            is not read: people are asked to look at the screen.
        language: ``id`` or ``en``.
        style: ``digits`` reads "nol satu dua", ``cardinal`` reads "dua belas" (four digits are always
            read one by one).
        form: ``full`` is the whole sentence, ``brief`` only number and counter, for a busy hall; ``quick``
            the same, its number words spoken faster, for a burst of calls.

    Raises:
        SpeechError: the number is not one or two letters and up to four digits.
    """
    spoken_number = _number_names(number, language, style)
    spoken_counter = _counter_names(counter, language)
    if form == "full":
        head: tuple[str, ...] = ("number", *spoken_number)
        tail = ("go-to", *spoken_counter) if spoken_counter else ("look",)
    else:
        head = spoken_number
        tail = ("counter", *spoken_counter) if spoken_counter else ("look",)
    if form == "quick":
        head, tail = _quicker(head, language), _quicker(tail, language)
    return (*_ids(language, head), PAUSE, *_ids(language, tail))


def spoken_text(
    number: str, counter: str, language: Language, style: Style = "digits", *, form: Form = "full"
) -> str:
    """The words of ``call_clips`` as one line, for screen readers, logs and tests.

    Raises:
        SpeechError: as ``call_clips``.
    """
    return words_of(call_clips(number, counter, language, style, form=form))


def queue_clips(
    waiting: int, next_number: str | None, language: Language, style: Style = "digits"
) -> tuple[ClipId, ...]:
    """The clips of "tiga orang menunggu, berikutnya A nol satu dua".

    Args:
        waiting: how many people wait, 0 or more; above 999 the number is read digit by digit.
        next_number: the ticket that would be called next, or None where nobody can be called.
        language: ``id`` or ``en``.
        style: how the ticket number is read; the number of people is always a cardinal.

    Raises:
        SpeechError: as ``call_clips``.
        ValueError: ``waiting`` is negative.
    """
    if waiting < 0:
        raise ValueError("waiting must not be negative")
    if waiting == 0:
        clips = _ids(language, ("nobody",))
    else:
        noun = "waiting-one" if language == "en" and waiting == 1 else "waiting"
        clips = _ids(language, (*_cardinal(waiting, language), noun))
    if next_number is None:
        return clips
    return (*clips, PAUSE, *_ids(language, ("next", *_number_names(next_number, language, style))))


def queue_sentence(waiting: int, next_number: str | None, language: Language, style: Style = "digits") -> str:
    """The words of ``queue_clips``; the same arguments and errors."""
    return words_of(queue_clips(waiting, next_number, language, style))


def words_of(clips: Iterable[ClipId]) -> str:
    """Clips as a line of words with a capital at the start and a comma at each breath.

    Raises:
        KeyError: a clip is not in ``WORDS``.
    """
    line = ""
    for clip in clips:
        if clip == PAUSE:
            line += ","
        else:
            line += (" " if line else "") + WORDS[clip]
    return line[:1].upper() + line[1:]


def _ids(language: Language, names: Iterable[str]) -> tuple[ClipId, ...]:
    return tuple(ClipId(f"{language}/{name}") for name in names)


def _quicker(names: Iterable[str], language: Language) -> tuple[str, ...]:
    """The faster recording of each name that has one."""
    quick = ((name, f"quick-{name}") for name in names)
    return tuple(fast if ClipId(f"{language}/{fast}") in WORDS else name for name, fast in quick)


def _number_names(number: str, language: Language, style: Style) -> tuple[str, ...]:
    match = _NUMBER.fullmatch(number)
    if match is None:
        raise SpeechError(f"{SpeechError.code}: {number!r}")
    letters, digits = match.groups()
    spoken = (
        _cardinal(int(digits), language)
        if style == "cardinal" and len(digits) <= 3
        else tuple(f"n{digit}" for digit in digits)
    )
    return (*_letter_names(letters), *spoken)


def _counter_names(counter: str, language: Language) -> tuple[str, ...]:
    match = _COUNTER.fullmatch(counter.strip().upper())
    if match is None:
        return ()
    before, digits, after, alone = match.groups()
    if alone:
        return _letter_names(alone)
    return (*_letter_names(before), *_cardinal(int(digits), language), *_letter_names(after))


def _letter_names(letters: str) -> tuple[str, ...]:
    return tuple(f"letter-{letter.lower()}" for letter in letters)


def _cardinal(value: int, language: Language) -> tuple[str, ...]:
    """Names of a whole number, 0 to 999; above that its digits."""
    if value > 999:
        return tuple(f"n{digit}" for digit in str(value))
    return _cardinal_id(value) if language == "id" else _cardinal_en(value)


def _cardinal_id(value: int) -> tuple[str, ...]:
    if value < 12:
        return (f"n{value}",)
    if value < 20:
        return (f"n{value - 10}", "teens")
    if value < 100:
        tens, ones = divmod(value, 10)
        return (f"n{tens}", "tens", *((f"n{ones}",) if ones else ()))
    hundreds, rest = divmod(value, 100)
    head = ("n100",) if hundreds == 1 else (f"n{hundreds}", "hundreds")
    return (*head, *(_cardinal_id(rest) if rest else ()))


def _cardinal_en(value: int) -> tuple[str, ...]:
    if value < 20 or (value < 100 and value % 10 == 0):
        return (f"n{value}",)
    if value < 100:
        return (f"n{value - value % 10}", f"n{value % 10}")
    hundreds, rest = divmod(value, 100)
    return (f"n{hundreds}", "hundreds", *(("and", *_cardinal_en(rest)) if rest else ()))
