"""A TCP link to the database that can be made slow: everything the server answers comes ``delay_s`` late.

Used by the stall benchmark and the tests of a slow database.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time


class SlowLink:
    """Forwards a loopback port; a context manager. ``delay_s`` and ``refuse`` may be changed at any time."""

    def __init__(self, port: int, delay_s: float = 0.0) -> None:
        self._target = port
        self.delay_s = delay_s
        self.refuse = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            if self.refuse:
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self._target))
            self._open += [client, server]
            threading.Thread(target=self._pump, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, True), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, late: bool) -> None:
        try:
            while data := source.recv(65536):
                if late and self.delay_s:
                    time.sleep(self.delay_s)
                target.sendall(data)
        except OSError:
            pass  # the other side hung up: so do we
        for end in (source, target):
            end.close()

    def cut(self) -> None:
        """Break every connection, as a pulled cable does."""
        for one in self._open:
            with contextlib.suppress(OSError):  # it may be closed already
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def __enter__(self) -> SlowLink:
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.close()
        self.cut()
