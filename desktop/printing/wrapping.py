"""Plain text for paper: ASCII for thermal printers, and lines broken at words. For this package and its tests."""

from __future__ import annotations

import unicodedata

# What NFKD does not take apart, and typography that a code page may lack.
_REPLACEMENTS = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00ab": '"', "\u00bb": '"', "\u2022": "*", "\u00b7": "-", "\u00d7": "x", "\u00df": "ss",
        "\u00e6": "ae", "\u00c6": "AE", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
        "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00fe": "th", "\u20ac": "EUR",
    }
)  # fmt: skip


def to_ascii(text: str) -> str:
    """The text in printable ASCII: accents dropped, white space to single blanks, what is left over to ``?``.

    Control characters go too, so no text from a database can reach the printer as a command.
    """
    if text.isascii() and text.isprintable():
        return text
    taken_apart = unicodedata.normalize("NFKD", text.translate(_REPLACEMENTS))
    chars: list[str] = []
    for char in taken_apart.translate(_REPLACEMENTS):
        if " " <= char <= "~":
            chars.append(char)
        elif char.isspace():
            chars.append(" ")
        elif not unicodedata.combining(char) and unicodedata.category(char) not in ("Cc", "Cf"):
            chars.append("?")
    return "".join(chars)


def wrap(text: str, columns: int, indent: int = 0) -> list[str]:
    """Breaks text at blanks so that no line is longer than ``columns``.

    A word is cut only where it alone is longer than a line.

    Args:
        columns: 1 and more.
        indent: blanks before the second and later lines, less than ``columns``.

    Returns:
        At least one line; an empty text is one empty line.

    Raises:
        ValueError: columns or indent out of range.
    """
    if columns < 1 or not 0 <= indent < columns:
        raise ValueError(f"cannot wrap at {columns} columns with an indent of {indent}")
    lines: list[str] = []
    line = ""
    margin = ""
    for word in text.split():
        rest = word
        while True:
            candidate = f"{line} {rest}" if line.strip() else f"{margin}{rest}"
            if len(candidate) <= columns:
                line = candidate
                break
            if line.strip():
                lines.append(line)
            else:
                room = columns - len(margin)
                lines.append(f"{margin}{rest[:room]}")
                rest = rest[room:]
            line = ""
            margin = " " * indent
    if line.strip() or not lines:
        lines.append(line)
    return lines


def pair(left: str, right: str, columns: int) -> list[tuple[str, str]]:
    """A label and its value on one line, the value at the right edge; on two lines where they do not fit.

    Returns:
        Rows of (left part with its blanks, right part); the two together fill ``columns`` or less.
    """
    if len(left) + 1 + len(right) <= columns:
        return [(left.ljust(columns - len(right)), right)]
    rows = [(line, "") for line in wrap(left, columns)]
    rows += [(" " * (columns - len(line)), line) for line in wrap(right, columns)]
    return rows


def balanced(text: str, columns: int) -> list[str]:
    """As few lines as ``wrap`` needs, of about equal length."""
    lines = wrap(text, columns)
    for narrower in range(columns - 1, 0, -1):
        tried = wrap(text, narrower)
        if len(tried) > len(lines) or any(len(word) > narrower for word in text.split()):
            break
        lines = tried
    return lines


def printable(text: str) -> str:
    """Text for a PDF: accents stay, control characters become blanks, what the fonts cannot draw becomes ``?``."""
    if text.isascii() and text.isprintable():
        return text
    chars: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if char.isprintable() and _in_our_fonts(char):
            chars.append(char)
        elif char.isspace() or unicodedata.category(char) == "Cc":
            chars.append(" ")
        elif not unicodedata.combining(char) and unicodedata.category(char) not in ("Cf", "Cn", "Co"):
            chars.append(to_ascii(char) or "?")
    return "".join(chars)


def _in_our_fonts(char: str) -> bool:
    """Latin, Greek, Cyrillic and typography: what the committed Noto fonts have."""
    return char < "\u0530" or "\u1e00" <= char < "\u2000" or "\u2010" <= char <= "\u2027" or char == "\u20ac"
