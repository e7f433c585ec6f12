"""The key under which a name is found again, whatever its case, dots, apostrophes or old spelling.

Pure; any layer may call it. The key is stored beside the name (``person.name_search``) and made anew from what
somebody types; it is never shown. The rules run in this order:

1. apostrophes and their look-alikes go, without leaving a gap: ``Su'harto`` is one word;
2. accents go, and capital letters become small ones;
3. every other sign that is no letter and no digit parts words: ``St.Nurhaliza``, ``Abdul-Aziz``;
4. single letters that follow one another become one word: ``A.R. Fachruddin`` is ``AR Fachruddin``;
5. doubled consonants become one (``Muhammad``, ``Muhamad``); doubled vowels stay, they are syllables (``Saadah``);
6. old spellings, in this order: tj is c; dj and j are y; ch and kh are h; oe is u. With j, also sj is sy and
   nj is ny.

The rules are repeated until nothing changes, so that the key of a key is the key itself.

What meets although it is not the same: today's J and Y (``Joko`` and ``Yoko``), because the J of ``Jusuf`` is a Y
and nothing in the name tells; h, kh and ch (``Ahmad``, ``Akhmad``, ``Achmad``, which is wanted, and ``Halid`` with
``Khalid``); ``Noel`` with ``Nul``; ``Ana`` with ``Anna``. A list that shows one name too many is read by a person;
a name that is not found is taken in a second time. What is left apart: v and f, q and k, i and y, z and s.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from desktop.domain.person_checks import check_name, tidy_name

__all__ = ["check_name", "found_by", "search_key", "search_words", "tidy_name"]

MAX_WORDS: Final = 8
"""More words than this do not make a search any narrower."""

_APOSTROPHES: Final = re.compile("['`\"\u00b4\u02b9-\u02bf\u02c8\u2018-\u201f\u2032\u2035\uff07]")
_STROKES: Final = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
_DOUBLED: Final = re.compile(r"([bcdfghjklmnpqrstvwxyz])\1+")
_SPELLINGS: Final = (
    (re.compile("tj"), "c"),
    (re.compile("dj|j"), "y"),
    (re.compile("[ck]+h"), "h"),
    (re.compile("oe"), "u"),
)


def search_key(name: str) -> str:
    """Return the key of a name: small letters and digits in words parted by one space; "" where none is left."""
    plain = _APOSTROPHES.sub("", name).translate(_STROKES)
    letters = unicodedata.normalize("NFKD", plain).casefold()
    letters = "".join(
        sign for sign in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(sign)
    )
    key = " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())
    while (folded := _fold(key)) != key:
        key = folded
    return key


def search_words(query: str) -> tuple[str, ...]:
    """Return what a name's key must hold to be found by `query`: the key's words, each once, at most `MAX_WORDS`.

    The words may come in any order and may be parts of words. A part that ends in the middle of an old spelling
    (``So`` of ``Soeharto``) is looked for as it stands.
    """
    return tuple(dict.fromkeys(search_key(query).split()))[:MAX_WORDS]


def found_by(key: str, words: tuple[str, ...]) -> bool:
    """Say whether a stored key holds every word; what a search in the database has to agree with."""
    return bool(words) and all(word in key for word in words)


def _fold(key: str) -> str:
    words = _joined(key.split())
    return " ".join(_spelled(word) for word in words)


def _joined(words: list[str]) -> list[str]:
    """Put single letters that follow one another together."""
    joined: list[str] = []
    single_before = False
    for word in words:
        single = len(word) == 1
        if single and single_before:
            joined[-1] += word
        else:
            joined.append(word)
        single_before = single
    return joined


def _spelled(word: str) -> str:
    word = _DOUBLED.sub(r"\1", word)
    for old, new in _SPELLINGS:
        word = old.sub(new, word)
    return word
