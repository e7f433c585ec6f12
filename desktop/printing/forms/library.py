"""Finds and reads the files of forms: the program's own, and those an office adds. For ``desktop.office`` and tests.

A file is ``<code>.v<version>.toml`` in lower case, such as ``f-2.01.v1.toml``. Printed papers name their version, so
a form is changed by adding a file, never by editing one that was printed.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.printing.forms.spec import Code, Form, mistakes
from desktop.printing.resources import resources_folder

_NAME: Final = re.compile(r"(?P<code>[a-z0-9.\-]+)\.v(?P<version>[1-9][0-9]{0,3})\.toml")
_PLACE: Final = re.compile(r"\$(?P<path>[\w.\[\]]*)")
_LIST: Final = re.compile(r"([a-z_]+)\[(\d+)\]")
_TOML_LINE: Final = re.compile(r"at line (\d+)")
_own: Final[list[Path | None]] = [None]


def form_codes(folder: Path | None = None) -> tuple[str, ...]:
    """Codes of all forms, sorted, such as ``F-2.01``.

    Args:
        folder: the office's own forms, beside those of the program.
    """
    return tuple(sorted({code for code, _ in _files(folder)}))


def use_folder(folder: Path | None) -> None:
    """Names the folder of the office's own forms for the whole program; called once, while it starts.

    Every function here that takes a ``folder`` falls back to it.
    """
    _own[0] = folder


def known_values(form: str, service: str, *, folder: Path | None = None) -> dict[str, str | tuple[str, ...]]:
    """What a service says by itself on a form, from ``known.toml``: the kind of event, the box of the request.

    Args:
        form: its code, such as ``F-2.01``.
        service: the code of the service, such as ``AKTA-LAHIR``.
        folder: the office's own forms, whose ``known.toml`` goes before the program's.

    Raises:
        UserError: ``forms.file`` where a file cannot be read.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for place in (resources_folder() / "forms", folder or _own[0]):
        path = place / "known.toml" if place is not None else None
        if path is not None and path.is_file():
            found |= _known_cached(path, path.stat().st_mtime_ns).get(form, {}).get(service, {})
    return found


@lru_cache(maxsize=8)
def _known_cached(path: Path, _changed_ns: int) -> dict[str, dict[str, dict[str, str | tuple[str, ...]]]]:
    text = path.read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), dict[str, dict[str, dict[str, str | tuple[str, ...]]]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        line = _TOML_LINE.search(str(error))
        raise UserError(
            "forms.file", file=path.name, line=int(line[1]) if line else 0, place="$", reason=str(error)
        ) from error


def load_form(code: str, version: int | None = None, *, folder: Path | None = None) -> Form:
    """One form; read once, then kept.

    Args:
        code: such as ``F-2.01``.
        version: None takes the newest.
        folder: the office's own forms; one of them goes before the program's of the same code and version.

    Raises:
        UserError: ``forms.unknown`` where there is none; ``forms.file`` naming file, line and place.
    """
    files = _files(folder)
    versions = [known for name, known in files if name == code]
    if not versions or (version is not None and version not in versions):
        raise UserError("forms.unknown", form=code, version=version)
    path = files[code, version or max(versions)]
    return _read_cached(path, path.stat().st_mtime_ns)


def read_form(text: str, name: str) -> Form:
    """A form from the text of its file, checked.

    Args:
        name: of the file, for the message.

    Raises:
        UserError: ``forms.file`` naming file, line (0 where it cannot be told) and place.
    """
    form = _converted(text, name)
    for place, reason in mistakes(form):
        raise _fault(text, name, f"{reason} - at `{place}`")
    return form


def form_problems(text: str, name: str) -> tuple[UserError, ...]:
    """Everything that ``read_form`` would refuse, for whoever writes a form; a file that cannot be read has one.

    Args:
        name: of the file, for the messages.
    """
    try:
        form = _converted(text, name)
    except UserError as error:
        return (error,)
    return tuple(_fault(text, name, f"{reason} - at `{place}`") for place, reason in mistakes(form))


def _converted(text: str, name: str) -> Form:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise UserError(
            "forms.file", file=name, line=int(line[1]) if line else 0, place="$", reason=str(error)
        ) from error
    codes = data.setdefault("codes", {})
    if isinstance(codes, dict):
        data["codes"] = {**_shared_codes(), **codes}
    try:
        return msgspec.convert(data, Form)
    except msgspec.ValidationError as error:
        raise _fault(text, name, str(error)) from error


@lru_cache(maxsize=64)
def _read_cached(path: Path, _changed_ns: int) -> Form:
    return read_form(path.read_text(encoding="utf-8"), path.name)


def _files(folder: Path | None) -> dict[tuple[str, int], Path]:
    found: dict[tuple[str, int], Path] = {}
    for place in (resources_folder() / "forms", folder or _own[0]):
        if place is None or not place.is_dir():
            continue
        for path in sorted(place.glob("*.toml")):
            name = _NAME.fullmatch(path.name)
            if name:
                found[name["code"].upper(), int(name["version"])] = path
    return found


@lru_cache(maxsize=1)
def _shared_codes() -> dict[str, Any]:
    """Code lists that several forms use; checked with each form that takes them in."""
    path = resources_folder() / "forms" / "codes.toml"
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    try:
        msgspec.convert(data, dict[str, tuple[Code, ...]])
    except msgspec.ValidationError as error:
        raise _fault(text, path.name, str(error)) from error
    return data


def _fault(text: str, name: str, message: str) -> UserError:
    place = _PLACE.search(message)
    path = place["path"] if place else ""
    reason = message.split(" - at `")[0]
    return UserError("forms.file", file=name, line=_line_of(text, path), place=f"${path}", reason=reason)


def _line_of(text: str, path: str) -> int:
    """The line of ``.sections[2].fields[5]``, counted from 1; 0 where the file is not laid out one field a line."""
    lines = text.splitlines()
    at = 0
    for name, place in _LIST.findall(path):
        heads = (f"[[{name}]]", f"[[{name}.")
        starts = [i for i in range(at, len(lines)) if lines[i].strip().startswith(heads)]
        if not starts:
            inside = next(
                (i for i in range(at, len(lines)) if re.match(rf"\s*{name}\s*=\s*\[", lines[i])), None
            )
            if inside is None:
                return at + 1 if at else 0
            starts = [i for i in range(inside + 1, len(lines)) if lines[i].lstrip().startswith("{")]
            if starts:  # a field's own lists stand deeper than the fields
                depth = _depth(lines[starts[0]])
                starts = [i for i in starts if _depth(lines[i]) == depth]
        if int(place) >= len(starts):
            return at + 1 if at else 0
        at = starts[int(place)]
    return at + 1 if at else 0


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
