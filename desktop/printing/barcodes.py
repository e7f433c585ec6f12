"""Code128 and QR as modules, and whether they fit a paper. For the layout, both renderers and the tests.

The choice of Code128 symbols is our own: python-barcode 0.16 loses a leading "99" of an all-digit code, and a thermal
printer needs the same choice as set letters. Its table of bar patterns is used as it is. Drawing stays with the
renderers, always in whole dots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop.domain.errors import UserError

QUIET_MODULES = 10
"""White on each side of Code128, in modules."""
QR_QUIET_MODULES = 4
MIN_BAR_MODULE_DOTS = 2
MIN_QR_MODULE_DOTS = 3
PREFERRED_QR_MODULE_DOTS = 6

_START = {"B": 104, "C": 105}
_SWITCH = {"B": 100, "C": 99}
_STOP_MODULES = "1100011101011"
_NEVER = 10_000

# Characters that a QR code of version 1, 2 ... holds at error correction M.
_QR_ALPHANUMERIC = (20, 38, 61, 90, 122, 154)
_QR_BYTES = (14, 26, 42, 62, 84, 106)
_QR_ALPHANUMERIC_SET = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@dataclass(frozen=True, slots=True)
class Code128:
    """A planned Code128.

    Attributes:
        runs: pieces of the text with their set: ("B", "T"), ("C", "261123").
    """

    runs: tuple[tuple[str, str], ...]

    @property
    def values(self) -> tuple[int, ...]:
        """Symbol values from the start symbol to the check symbol, without the stop."""
        values: list[int] = []
        for set_name, piece in self.runs:
            values.append(_SWITCH[set_name] if values else _START[set_name])
            if set_name == "C":
                values.extend(int(piece[i : i + 2]) for i in range(0, len(piece), 2))
            else:
                values.extend(ord(char) - 32 for char in piece)
        check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
        return (*values, check)

    @property
    def width_modules(self) -> int:
        """Bars without their quiet zones."""
        return 11 * len(self.values) + 13

    def modules(self) -> str:
        """Bars as ``1`` and ``0``, one character a module, beginning and ending with a bar."""
        from barcode.charsets.code128 import CODES

        return "".join(CODES[value] for value in self.values) + _STOP_MODULES

    def native(self) -> bytes:
        """The data of ESC/POS ``GS k 73``: set letters after a brace, digit pairs as one byte."""
        data = bytearray()
        for set_name, piece in self.runs:
            data += b"{" + set_name.encode("ascii")
            if set_name == "C":
                data += bytes(int(piece[i : i + 2]) for i in range(0, len(piece), 2))
            else:
                data += piece.replace("{", "{{").encode("ascii")
        return bytes(data)

    def module_dots(self, width_dots: int, preferred_dots: int) -> int | None:
        """The widest module that fits with both quiet zones, at most ``preferred_dots``; None when none fits."""
        widest = width_dots // (self.width_modules + 2 * QUIET_MODULES)
        return min(widest, preferred_dots) if widest >= MIN_BAR_MODULE_DOTS else None


@lru_cache(maxsize=64)
def plan_code128(text: str) -> Code128:
    """The shortest Code128 for a text, with sets B and C.

    Args:
        text: printable ASCII, at least one character.

    Raises:
        UserError: ``print.code_unprintable`` for anything else.
    """
    if not text or not all(" " <= char <= "~" for char in text):
        raise UserError("print.code_unprintable")
    size = len(text)
    # least[s][i]: symbols for text[i:] while in set s; from_here[s][i]: the same when the next one is of set s.
    least = {"B": [0] * (size + 1), "C": [0] * (size + 1)}
    from_here = {"B": [_NEVER] * (size + 1), "C": [_NEVER] * (size + 1)}
    for i in range(size - 1, -1, -1):
        from_here["B"][i] = 1 + least["B"][i + 1]
        if i + 1 < size and text[i].isdigit() and text[i + 1].isdigit():
            from_here["C"][i] = 1 + least["C"][i + 2]
        least["B"][i] = min(from_here["B"][i], 1 + from_here["C"][i])
        least["C"][i] = min(from_here["C"][i], 1 + from_here["B"][i])
    runs: list[tuple[str, str]] = []
    current = "C" if from_here["C"][0] < from_here["B"][0] else "B"
    i = 0
    while i < size:
        other = "B" if current == "C" else "C"
        if from_here[current][i] > 1 + from_here[other][i]:
            current = other
        step = 2 if current == "C" else 1
        if runs and runs[-1][0] == current:
            runs[-1] = (current, runs[-1][1] + text[i : i + step])
        else:
            runs.append((current, text[i : i + step]))
        i += step
    return Code128(tuple(runs))


def qr_size_modules(text: str) -> int:
    """Side of the QR code at error correction M, without its quiet zone: 21, 25 ... 41 modules.

    Raises:
        UserError: ``print.code_unprintable`` when the text needs more than version 6.
    """
    alphanumeric = all(char in _QR_ALPHANUMERIC_SET for char in text)
    room = _QR_ALPHANUMERIC if alphanumeric else _QR_BYTES
    size = len(text) if alphanumeric else len(text.encode("utf-8"))
    for version, holds in enumerate(room, start=1):
        if 0 < size <= holds:
            return 17 + 4 * version
    raise UserError("print.code_unprintable")


def qr_module_dots(text: str, width_dots: int) -> int | None:
    """The widest QR module that fits with its quiet zone, at most 6 dots; None below 3 dots."""
    widest = width_dots // (qr_size_modules(text) + 2 * QR_QUIET_MODULES)
    return min(widest, PREFERRED_QR_MODULE_DOTS) if widest >= MIN_QR_MODULE_DOTS else None


@lru_cache(maxsize=64)
def qr_matrix(text: str) -> tuple[bytes, ...]:
    """QR modules row by row, 1 for black, error correction M, without the quiet zone.

    Raises:
        UserError: ``print.code_unprintable`` as ``qr_size_modules``.
    """
    import segno

    version = (qr_size_modules(text) - 17) // 4
    code = segno.make_qr(text, version=version, error="m", boost_error=False)
    return tuple(bytes(row) for row in code.matrix)
