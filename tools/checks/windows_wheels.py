"""Every runtime requirement has a wheel for Windows (win_amd64 or any) on Python 3.12: offices run Windows.

Asks the package index through pip, without installing: the locked runtime requirements whose markers hold on
Windows are resolved as if on such a PC, wheels only. Run by `make lint`; needs the index. A good answer is
remembered below build/, by the lock's content, so that only a changed lock asks again.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"
REMEMBERED = ROOT / "build" / "windows-wheels.sha256"
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "os_name": "nt",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
_LINE = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+(?:\[[^]]*])?==[^\s;]+)\s*(?:;\s*(?P<marker>.*?))?\s*\\?$")

_CONNECTION = re.compile(
    r"ConnectionError|NewConnection|timed out|Temporary failure|ProxyError|SSLError|getaddrinfo|Name or ser"
)


class Unreachable(Exception):
    """The package index did not answer; nothing is known about the wheels."""


def pins_for_windows(lock: str) -> list[str]:
    """The `name==version` lines of a lock that apply on Windows, in order."""
    matches = (_LINE.match(line) for line in lock.splitlines())
    return [
        match["pin"]
        for match in matches
        if match and (not match["marker"] or Marker(match["marker"]).evaluate(dict(WINDOWS)))
    ]


def resolve(pins: list[str]) -> tuple[list[str], str]:
    """Ask pip for a Windows wheel of every pin: (file names, "") or ([], what pip said).

    Raises:
        Unreachable: the index did not answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text("\n".join(pins), "utf-8")
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--dry-run",
            "--ignore-installed",
            "--no-deps",
            "--quiet",
        ]
        command += ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.12"]
        command += ["--implementation", "cp", "--target", folder, "--report", "-", "-r", str(wanted)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        items = json.loads(answer.stdout)["install"]
        return [item["download_info"]["url"].rsplit("/", 1)[-1] for item in items], ""
    return [], explain(answer.stderr)


def explain(stderr: str) -> str:
    """The lines of pip's message that name the trouble.

    Raises:
        Unreachable: the message is about the connection.
    """
    if re.search(
        r"connection|timed out|Temporary failure|ProxyError|SSLError|getaddrinfo|Name or ser",
        stderr,
        re.I,
    ):
        raise Unreachable
    errors = [line for line in stderr.splitlines() if line.startswith("ERROR")]
    return "\n".join(errors) or stderr.strip()


def main() -> int:
    """Print the verdict; 1 when a wheel is missing, 3 when the index cannot be asked."""
    lock = LOCK.read_text("utf-8")
    digest = hashlib.sha256(lock.encode()).hexdigest()
    pins = pins_for_windows(lock)
    if REMEMBERED.exists() and REMEMBERED.read_text("ascii").strip() == digest:
        print(f"windows wheels: {len(pins)} requirements, all there (asked before; the lock is unchanged)")
        return 0
    try:
        files, trouble = resolve(pins)
    except Unreachable:
        print("windows wheels: the package index cannot be reached; try again with a network.")
        return 3
    if trouble or len(files) != len(pins):
        print(
            "windows wheels: some requirement has no wheel for win_amd64 on Python 3.12:", trouble, sep="\n"
        )
        return 1
    REMEMBERED.parent.mkdir(exist_ok=True)
    REMEMBERED.write_text(digest, "ascii")
    print(f"windows wheels: {len(files)} requirements, each with a wheel for win_amd64 or any on Python 3.12")
    return 0


if __name__ == "__main__":
    sys.exit(main())
