"""Say which Linux libraries Qt lacks, with the line that installs them; silent and 0 when all is there.

Called before every start by the Makefile and by .ci/run. PySide6's wheel brings Qt but not the system's
libraries that Qt loads, and Qt's own message about a missing one rarely says what to install.

    python -m tools.checks.linux_libs              what this start needs
    python -m tools.checks.linux_libs --all        what any start may need
    python -m tools.checks.linux_libs --packages   only the names of the missing packages, for a script
"""

from __future__ import annotations

import ctypes
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable

#: Library file -> Debian and Ubuntu package: what windows, sound and printing need even offscreen ...
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libpulse.so.0": "libpulse0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
#: ... and what a real screen adds.
ON_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
MODULES = ("PySide6.QtWidgets", "PySide6.QtMultimedia", "PySide6.QtSvg", "PySide6.QtPrintSupport")


def missing_packages(libraries: dict[str, str], load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """The packages of those libraries that cannot be loaded, in order and each once."""
    missing: dict[str, None] = {}
    for library, package in libraries.items():
        try:
            load(library)
        except OSError:
            missing[package] = None
    return list(missing)


def needs_x11(environment: dict[str, str]) -> bool:
    """Whether a start in this environment would use Qt's xcb platform."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    return "DISPLAY" in environment and platform.partition(":")[0] in ("", "xcb")


def apt_line(packages: Iterable[str]) -> str:
    """The line that installs `packages` on Debian and Ubuntu, newer spellings included."""
    names = list(packages)
    if "libglib2.0-0" in names and _known_to_apt("libglib2.0-0t64"):
        names[names.index("libglib2.0-0")] = "libglib2.0-0t64"  # Debian 13 and Ubuntu 24.04 renamed it
    return "sudo apt-get install --no-install-recommends " + " ".join(names)


def _known_to_apt(package: str) -> bool:
    try:
        found = subprocess.run(["apt-cache", "show", package], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return found.returncode == 0


def import_failures(modules: Iterable[str] = MODULES) -> list[str]:
    """What Python says about each Qt module that cannot be imported."""
    failures = []
    for module in modules:
        try:
            importlib.import_module(module)
        except ImportError as error:
            failures.append(f"{module}: {error}")
    return failures


def main() -> int:
    """Print what is missing and how to get it; 3 (the environment) if anything is."""
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")  # PipeWire may be absent
    if not sys.platform.startswith("linux"):
        return 0
    wanted = ALWAYS | (ON_X11 if needs_x11(dict(os.environ)) else {})
    if "--all" in sys.argv:
        wanted = ALWAYS | ON_X11
    if "--packages" in sys.argv:
        print(" ".join(missing_packages(wanted)))
        return 0
    missing = missing_packages(wanted)
    failures = import_failures()
    if missing:
        print("Qt lacks libraries of this Linux. On Debian or Ubuntu, install them with:", file=sys.stderr)
        print(f"  {apt_line(missing)}", file=sys.stderr)
    for failure in failures:
        print(f"Qt could not be loaded: {failure}", file=sys.stderr)
    return 3 if failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
