"""A strict ESC/POS printer for tests: a TCP server that draws what it is told and fails in the ways printers fail.

It knows exactly the commands listed in ``_COMMANDS``; an unknown byte, a line longer than the head, or an image or
code wider than the head is an error and is kept in ``errors``. Text is drawn in Noto Sans Mono in cells of 12 x 24
dots, bars and QR codes in whole dots, so that a decoder can read the pictures.
"""

from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import segno
from barcode.charsets.code128 import CODES
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
_CELL = (12, 24)
_STOP = "1100011101011"


class EmulatorError(Exception):
    """The printer was sent something that a real one would print as rubbish."""


@dataclass
class Faults:
    """What goes wrong, and when.

    Attributes:
        paper_rows: rows of dots left on the roll; None for enough.
        cover_open: nothing is printed, status says why.
        mute: it prints and never answers.
        silent_status: it answers no DLE EOT but does answer ``GS r``.
        late_status: answers to DLE EOT come only with the next other answer.
        rubbish: sent instead of each true answer.
        power_cut_after: bytes received until the connection breaks; None for never.
        delay_s: waits this long before it works through what it received.
    """

    paper_rows: int | None = None
    cover_open: bool = False
    mute: bool = False
    silent_status: bool = False
    late_status: bool = False
    rubbish: bytes = b""
    power_cut_after: int | None = None
    delay_s: float = 0.0


@lru_cache(maxsize=16)
def _font(bold: bool, times_y: int) -> ImageFont.FreeTypeFont:
    name = "NotoSansMono-Bold.ttf" if bold else "NotoSansMono-Regular.ttf"
    return ImageFont.truetype(str(_FONTS / name), 20 * times_y)


class PaperDrawer:
    """Interprets ESC/POS bytes; pictures of the cut papers are in ``papers`` (grey, 0 is black)."""

    def __init__(self, dots: int, faults: Faults | None = None) -> None:
        self.dots = dots
        self.faults = faults or Faults()
        self.papers: list[Image.Image] = []
        self.texts: list[str] = []
        self._buffer = bytearray()
        self._reset()

    def _reset(self) -> None:
        self._strips: list[Image.Image] = []
        self._lines: list[str] = []
        self._cells: list[tuple[str, bool, int, int]] = []
        self._bold, self._times, self._align, self._spacing = False, (1, 1), 0, 30
        self._bar_height, self._bar_module = 162, 3
        self._qr_size, self._qr_level, self._qr_store = 3, "L", ""

    @property
    def stopped(self) -> bool:
        """It is off line and keeps what it received in its buffer."""
        return self.faults.cover_open or self.faults.paper_rows == 0

    def feed(self, data: bytes) -> bytes:
        """Works through bytes; returns the answers, in order.

        Raises:
            EmulatorError: unknown command, or something wider than the head.
        """
        self._buffer += data
        answers = b""
        while self._buffer and not self.stopped:
            step = self._one()
            if step is None:
                break
            size, answer = step
            del self._buffer[:size]
            answers += answer
        return answers

    def _one(self) -> tuple[int, bytes] | None:
        """Size of the next command and its answer; None while it is incomplete."""
        b = self._buffer
        if 0x20 <= b[0] <= 0x7E:
            self._cells.append((chr(b[0]), self._bold, *self._times))
            return 1, b""
        if b[0] == 0x0A:
            self._flush_line()
            return 1, b""
        if b[0] not in (0x1B, 0x1D):
            raise EmulatorError(f"unknown byte 0x{b[0]:02x}")
        if len(b) < 2:
            return None
        if bytes(b[:2]) == b"\x1b@":
            self._cells.clear()
            self._bold, self._times, self._align, self._spacing = False, (1, 1), 0, 30
            return 2, b""
        if b[0] == 0x1D and b[1] in b"(kvV":
            return self._long(bytes(b))
        if len(b) < 3:
            return None
        n = b[2]
        if b[0] == 0x1B:
            self._escape(chr(b[1]), n)
            return 3, b""
        return 3, self._group(chr(b[1]), n)

    def _escape(self, name: str, n: int) -> None:
        if name == "a" and n <= 2 and not self._cells:
            self._align = n
        elif name == "E" and n <= 1:
            self._bold = bool(n)
        elif name == "3":
            self._spacing = n
        elif name in "Jd":
            if self._cells:
                self._flush_line()
            self._white(n if name == "J" else n * self._spacing)
        else:
            raise EmulatorError(f"unknown ESC {name!r} {n}")

    def _group(self, name: str, n: int) -> bytes:
        if name == "!" and (n & 0x0F) <= 7 and n >> 4 <= 7:
            self._times = ((n >> 4) + 1, (n & 0x0F) + 1)
        elif name == "h" and n:
            self._bar_height = n
        elif name == "w" and 2 <= n <= 6:
            self._bar_module = n
        elif name == "H" and n == 0:
            pass
        elif name == "r" and n == 1:
            low = self.faults.paper_rows is not None and self.faults.paper_rows < 100
            return b"\x03" if low else b"\x00"
        else:
            raise EmulatorError(f"unknown GS {name!r} {n}")
        return b""

    def _long(self, b: bytes) -> tuple[int, bytes] | None:
        need = {ord("("): 5, ord("k"): 4, ord("v"): 8, ord("V"): 4}[b[1]]
        if len(b) < need:
            return None
        if b[1] == ord("V"):
            if b[2] not in (65, 66):
                raise EmulatorError(f"unknown cut {b[2]}")
            self._white(b[3])
            self._cut()
            return 4, b""
        if b[1] == ord("v"):
            if b[2] != ord("0") or b[3] != 0:
                raise EmulatorError("unknown GS v")
            width, rows = struct.unpack("<HH", b[4:8])
            size = 8 + width * rows
            if len(b) < size:
                return None
            if not width or not rows:
                raise EmulatorError("empty image")
            picture = Image.frombytes("1", (width * 8, rows), b[8:size])
            self._place(picture.point(lambda value: 255 - value).convert("L"))
            return size, b""
        if b[1] == ord("k"):
            size = 4 + b[3]
            if b[2] != 73:
                raise EmulatorError(f"unknown barcode system {b[2]}")
            if len(b) < size:
                return None
            self._bars(b[4:size])
            return size, b""
        size = 5 + b[3] + 256 * b[4]
        if len(b) < size:
            return None
        self._qr_function(b[2:3], b[5:size])
        return size, b""

    def _qr_function(self, group: bytes, body: bytes) -> None:
        if group != b"k" or body[:1] != b"1":
            raise EmulatorError("unknown GS ( command")
        function, arguments = body[1], body[2:]
        if function == 65 and arguments == b"2\x00":
            return
        if function == 67 and 1 <= arguments[0] <= 16:
            self._qr_size = arguments[0]
        elif function == 69 and arguments[0] in b"0123":
            self._qr_level = "LMQH"[arguments[0] - 48]
        elif function == 80 and arguments[:1] == b"0":
            self._qr_store = arguments[1:].decode("ascii")
        elif function == 81 and arguments == b"0" and self._qr_store:
            code = segno.make_qr(self._qr_store, error=self._qr_level, boost_error=False)
            rows = [bytes(0 if module else 255 for module in row) for row in code.matrix]
            side = len(rows)
            picture = Image.frombytes("L", (side, side), b"".join(rows))
            self._place(picture.resize((side * self._qr_size,) * 2, Image.Resampling.NEAREST))
        else:
            raise EmulatorError(f"unknown QR function {function} {arguments!r}")

    def _bars(self, data: bytes) -> None:
        values: list[int] = []
        current, i = "", 0
        while i < len(data):
            if data[i] == ord("{") and data[i + 1 : i + 2] in (b"B", b"C"):
                letter = chr(data[i + 1])
                values.append(({"B": 100, "C": 99} if values else {"B": 104, "C": 105})[letter])
                current, i = letter, i + 2
                continue
            if data[i] == ord("{") and data[i + 1 : i + 2] == b"{":
                i += 1
            if not current or (current == "C" and data[i] > 99):
                raise EmulatorError(f"barcode data {data!r}")
            values.append(data[i] if current == "C" else data[i] - 32)
            i += 1
        values.append((values[0] + sum(place * value for place, value in enumerate(values))) % 103)
        modules = "".join(CODES[value] for value in values) + _STOP
        row = b"".join((b"\x00" if m == "1" else b"\xff") * self._bar_module for m in modules)
        self._place(Image.frombytes("L", (len(row), self._bar_height), row * self._bar_height))

    def _flush_line(self) -> None:
        width = sum(_CELL[0] * times_x for _, _, times_x, _ in self._cells)
        if width > self.dots:
            raise EmulatorError(f"line of {width} dots on a head of {self.dots}")
        tallest = max((24 * times_y for *_, times_y in self._cells), default=24)
        strip = Image.new("L", (self.dots, max(tallest, self._spacing)), 255)
        x = self._indent(width)
        for char, bold, times_x, times_y in self._cells:
            cell = Image.new("L", (_CELL[0] * times_y, _CELL[1] * times_y), 255)
            baseline = round(24 * times_y * 0.8)
            ImageDraw.Draw(cell).text((0, baseline), char, font=_font(bold, times_y), fill=0, anchor="ls")
            cell = cell.resize((_CELL[0] * times_x, _CELL[1] * times_y))
            strip.paste(cell, (x, tallest - _CELL[1] * times_y))
            x += _CELL[0] * times_x
        self._lines.append("".join(cell[0] for cell in self._cells))
        self._cells.clear()
        self._roll(strip)

    def _place(self, picture: Image.Image) -> None:
        if self._cells:
            raise EmulatorError("image in the middle of a line")
        if picture.width > self.dots:
            raise EmulatorError(f"image of {picture.width} dots on a head of {self.dots}")
        strip = Image.new("L", (self.dots, picture.height), 255)
        strip.paste(picture, (self._indent(picture.width), 0))
        self._roll(strip)

    def _indent(self, width: int) -> int:
        return [0, (self.dots - width) // 2, self.dots - width][self._align]

    def _white(self, rows: int) -> None:
        if rows:
            self._roll(Image.new("L", (self.dots, rows), 255))

    def _roll(self, strip: Image.Image) -> None:
        self._strips.append(strip)
        if self.faults.paper_rows is not None:
            self.faults.paper_rows = max(0, self.faults.paper_rows - strip.height)

    def _cut(self) -> None:
        margin = 40
        height = sum(strip.height for strip in self._strips)
        paper = Image.new("L", (self.dots + 2 * margin, height + 2 * margin), 255)
        top = margin
        for strip in self._strips:
            paper.paste(strip, (margin, top))
            top += strip.height
        self.papers.append(paper)
        self.texts.append("\n".join(self._lines))
        self._strips, self._lines = [], []


class EmulatedPrinter:
    """The server. Use as a context manager; ``address`` is (host, port)."""

    def __init__(self, dots: int = 384, faults: Faults | None = None) -> None:
        self.faults = faults or Faults()
        self.drawer = PaperDrawer(dots, self.faults)
        self.errors: list[str] = []
        self.received = bytearray()
        self._held_back = b""
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.05)
        self.address: tuple[str, int] = self._server.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    def __enter__(self) -> EmulatedPrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(5)
        self._server.close()

    def wait_for_papers(self, count: int, timeout_s: float = 5.0) -> list[Image.Image]:
        """Waits until that many papers were cut and returns them all, fewer after the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.drawer.papers) >= count or self.errors, timeout_s)
            return list(self.drawer.papers)

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._server.accept()
            except TimeoutError:
                continue
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(0.05)
        documents = 0
        while not self._stop.is_set():
            try:
                data = connection.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
            try:
                while data[:2] == b"\x10\x04" and len(data) >= 3:
                    if self.faults.late_status:
                        self._held_back += self._status(data[2])
                    else:
                        self._answer(connection, self._status(data[2]))
                    data = data[3:]
                limit = self.faults.power_cut_after
                if limit is not None and documents + len(data) > limit:
                    self._work(connection, data[: limit - documents])
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                documents += len(data)
                self._work(connection, data)
            except OSError:
                return

    def _work(self, connection: socket.socket, data: bytes) -> None:
        if not data:
            return
        if self.faults.delay_s:
            self._stop.wait(self.faults.delay_s)
        self.received += data
        with self._changed:
            try:
                answers = self.drawer.feed(data)
            except EmulatorError as error:
                self.errors.append(str(error))
                answers = b""
            self._changed.notify_all()
        if answers:
            self._answer(connection, self._held_back + answers)
            self._held_back = b""

    def _status(self, which: int) -> bytes:
        if self.faults.silent_status:
            return b""
        no_paper = self.faults.paper_rows == 0
        bits = {1: 0x08 if self.drawer.stopped else 0, 2: 0x04 if self.faults.cover_open else 0, 3: 0, 4: 0}
        bits[2] |= 0x20 if no_paper else 0
        bits[4] |= 0x60 if no_paper else 0
        return bytes([0x12 | bits[which]])

    def _answer(self, connection: socket.socket, answer: bytes) -> None:
        if answer and not self.faults.mute:
            connection.sendall(self.faults.rubbish or answer)
