"""A thermal printer on TCP port 9100 (raw), and what its silence means.

Bytes that were taken are no print: a printer without paper takes them too. Only the reply to the probe at the end of
the document, which is answered in order, proves that the slip came out. Until the first byte of the document has
gone, a failure is harmless; after it, the outcome is ``unknown`` and a person is asked.
"""

from __future__ import annotations

import socket
import time

from desktop.printing.adapters.port import Delivery, Document

_STATUS_TIMEOUT_S = 0.4
_STATUS_QUESTIONS = (1, 2, 4)
_CHUNK_BYTES = 4096


class TcpEscposPrinter:
    """Sends a document over one fresh connection.

    Args:
        host: name or address.
        port: 1 to 65535, usually 9100.
        paper_kind: ``escpos58`` or ``escpos80``.
        answers: it replies; else the best outcome is ``sent``.
        connect_timeout_s: for the connection, and for each write that does not move.
        reply_timeout_s: for the reply after the cut.
    """

    def __init__(
        self,
        host: str,
        port: int = 9100,
        paper_kind: str = "escpos58",
        *,
        answers: bool = True,
        connect_timeout_s: float = 3.0,
        reply_timeout_s: float = 8.0,
    ) -> None:
        self._address = (host, port)
        self._paper_kind = paper_kind
        self._answers = answers
        self._connect_timeout_s = connect_timeout_s
        self._reply_timeout_s = reply_timeout_s

    @property
    def paper_kind(self) -> str:
        """``escpos58`` or ``escpos80``."""
        return self._paper_kind

    def send(self, document: Document) -> Delivery:
        """Connects, asks for trouble, sends, waits for the reply."""
        try:
            connection = socket.create_connection(self._address, self._connect_timeout_s)
        except (socket.gaierror, UnicodeError):
            return Delivery("failed", "print.unknown_host")
        except ConnectionRefusedError:
            return Delivery("failed", "print.refused")
        except OSError:
            return Delivery("failed", "print.unreachable")
        with connection:
            trouble = self._trouble(connection) if self._answers else ""
            if trouble:
                return Delivery("failed", trouble)
            return self._send_and_wait(connection, document.data)

    def _send_and_wait(self, connection: socket.socket, data: bytes) -> Delivery:
        sent_bytes = 0
        try:
            connection.settimeout(self._connect_timeout_s)
            while sent_bytes < len(data):
                sent_bytes += connection.send(data[sent_bytes : sent_bytes + _CHUNK_BYTES])
        except OSError:
            if sent_bytes == 0:
                return Delivery("failed", "print.unreachable")
            return Delivery("unknown", "print.connection_lost")
        if not self._answers:
            return self._leave(connection)
        try:
            reply = self._probe_reply(connection)
        except OSError:
            return Delivery("unknown", "print.connection_lost")
        if _is_probe_reply(reply):
            # 0x0C: the roll ended; the last rows of the slip may be missing.
            return Delivery("unknown", "print.no_paper") if reply[0] & 0x0C else Delivery("confirmed")
        return Delivery("unknown", self._trouble(connection) or "print.doubt")

    def _leave(self, connection: socket.socket) -> Delivery:
        """Ends the connection in order, so that the last bytes are not thrown away with it."""
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            return Delivery("unknown", "print.connection_lost")
        return Delivery("sent", "print.no_answer")

    def _trouble(self, connection: socket.socket) -> str:
        """Asks the status in real time; empty where all is well, or where the printer gives no sensible answer.

        A failed question never blocks printing: many printers know only some of them.
        """
        answers: dict[int, int] = {}
        try:
            for which in _STATUS_QUESTIONS:
                connection.sendall(bytes([0x10, 0x04, which]))
                reply = self._receive(connection, _STATUS_TIMEOUT_S)
                if len(reply) != 1 or not _is_status(reply[0]):
                    break
                answers[which] = reply[0]
        except OSError:
            # A dead connection shows itself at the next write, where its meaning is known.
            return ""
        if answers.get(4, 0) & 0x60 or answers.get(2, 0) & 0x20:
            return "print.no_paper"
        if answers.get(2, 0) & 0x04:
            return "print.cover_open"
        return "print.offline" if answers.get(1, 0) & 0x08 else ""

    def _probe_reply(self, connection: socket.socket) -> bytes:
        """The first reply that is no late answer to a status question; empty when none comes in time.

        Raises:
            OSError: the connection broke.
        """
        until_s = time.monotonic() + self._reply_timeout_s
        while (left_s := until_s - time.monotonic()) > 0:
            reply = bytes(byte for byte in self._receive(connection, left_s) if not _is_status(byte))
            if reply:
                return reply
        return b""

    def _receive(self, connection: socket.socket, timeout_s: float) -> bytes:
        """What arrives first within the time; empty when nothing does.

        Raises:
            OSError: the connection broke.
        """
        connection.settimeout(timeout_s)
        try:
            data = connection.recv(64)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("closed by the printer")
        return data


def _is_status(byte: int) -> bool:
    """An answer to DLE EOT: bits 1 and 4 set, bits 0 and 7 clear. No answer to the probe looks like that."""
    return byte & 0x93 == 0x12


def _is_probe_reply(reply: bytes) -> bool:
    """One byte, bits 4 and 7 clear, and each sensor's two bits alike; everything else is rubbish."""
    return len(reply) == 1 and reply[0] & 0x9F in (0x00, 0x03, 0x0C, 0x0F)
