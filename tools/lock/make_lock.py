"""Write the two hash-locked requirements files from pyproject.toml; called by `make lock` only.

requirements.txt holds what the program runs with, requirements-dev.txt that and the tools of tests and
checks. Both cover CPython 3.11 and 3.12 on Linux x86_64 and Windows AMD64. The resolver is `uv`, installed by
the Makefile into a throw-away environment: it is needed for locking and for nothing else.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINUX = (
    "platform_machine == 'x86_64' and platform_python_implementation == 'CPython' and sys_platform == 'linux'"
)
WINDOWS = (
    "platform_machine == 'AMD64' and platform_python_implementation == 'CPython' and sys_platform == 'win32'"
)
EVERYWHERE = f"({LINUX}) or ({WINDOWS})"


def simplify(lock: str) -> str:
    """Drop the marker that only repeats what the lock covers.

    With it, `pip` on any other machine would skip every line and report success; without it, it tries.
    """
    lock = lock.replace(f" ; {EVERYWHERE}", "")
    lock = re.sub(rf" and \({re.escape(EVERYWHERE)}\)", "", lock)
    return lock.replace(LINUX, "sys_platform == 'linux'").replace(WINDOWS, "sys_platform == 'win32'")


def compile_lock(uv: str, output: Path, *arguments: str) -> None:
    """Resolve into `output`; versions already locked there are kept unless --upgrade is among the arguments.

    Raises:
        subprocess.CalledProcessError: nothing satisfies the ranges, or the index cannot be reached.
    """
    command = [
        uv,
        "pip",
        "compile",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--quiet",
    ]
    command += ["--custom-compile-command", "make lock", "--output-file", str(output)]
    subprocess.run([*command, *arguments, "pyproject.toml", "tools/lock/build.in"], cwd=ROOT, check=True)
    output.write_text(simplify(output.read_text("utf-8")), "utf-8")


def main() -> int:
    """Write both files; the development lock is held to the versions of the runtime lock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", default="uv", help="the resolver's command")
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest versions that the ranges allow"
    )
    options = parser.parse_args()
    extra = ["--upgrade"] if options.upgrade else []
    compile_lock(options.uv, ROOT / "requirements.txt", *extra)
    compile_lock(
        options.uv,
        ROOT / "requirements-dev.txt",
        "--extra",
        "dev",
        "--constraint",
        "requirements.txt",
        *extra,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
