"""Read and write an agency's catalogue as a YAML file; no database. Use-cases, tools and tests call it.

A file is taken whole or refused whole, with every problem's line, field and what is allowed there.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from desktop.domain.catalogue import Catalogue, Problem, catalogue_from_plain, catalogue_to_plain, field_name
from desktop.domain.errors import EnvironmentFault, JsonValue, UserError

MAX_BYTES: Final = 4_000_000
"""The largest file that is read; the largest preset has 72 000 bytes."""

_MAX_DEPTH: Final = 30
_MAX_NODES: Final = 200_000
_FLOW_WIDTH: Final = 92

_Path = tuple[str | int, ...]


@dataclass(slots=True)
class LoadedYaml:
    """A YAML document as plain data, with the line (from 1) of each key and each value by its path."""

    plain: object
    key_lines: dict[_Path, int] = field(default_factory=dict)
    lines: dict[_Path, int] = field(default_factory=dict)

    def line_of(self, problem: Problem) -> int:
        """Return the line of a problem; for a key that is missing, that of the mapping it is missing from."""
        path: _Path = problem.path
        if path in self.key_lines:
            return self.key_lines[path]
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), 1)


def read_catalogue(path: str | FilePath) -> Catalogue:
    """Read a catalogue file.

    Raises:
        UserError: ``catalogue.file_missing`` (file); ``catalogue.file_too_large`` (file, allowed);
            ``catalogue.invalid`` with file (its name), line, field, allowed, value, problem (the code of what
            is wrong), count, and problems: up to 20 of them, each with file, line, field, allowed, value and
            problem, so that ``text(one["problem"], **one)`` words it.
        EnvironmentFault: ``catalogue.cannot_read`` (file, cause), where the disk or its rights are at fault.
    """
    path = FilePath(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise UserError("catalogue.file_missing", file=str(path)) from error
    except OSError as error:
        if path.is_dir():
            raise UserError("catalogue.file_missing", file=str(path)) from error
        raise EnvironmentFault("catalogue.cannot_read", file=str(path), cause=_cause(error)) from error
    if len(data) > MAX_BYTES:
        raise UserError("catalogue.file_too_large", file=path.name, allowed=f"{MAX_BYTES // 1_000_000} MB")
    return parse_catalogue(data, file=path.name)


def parse_catalogue(data: bytes, *, file: str) -> Catalogue:
    """Read a catalogue from the bytes of a file; `file` is the name that errors carry.

    Raises:
        UserError: ``catalogue.invalid``, as in `read_catalogue`.
    """
    return check_loaded(load_yaml(data, file=file), file=file)


def check_loaded(loaded: LoadedYaml, *, file: str) -> Catalogue:
    """Turn a loaded document into a catalogue.

    Raises:
        UserError: ``catalogue.invalid``, as in `read_catalogue`; the first problem is the uppermost one.
    """
    catalogue, problems = catalogue_from_plain(loaded.plain)
    if catalogue is not None:
        return catalogue
    described = [
        {
            "file": file,
            "line": loaded.line_of(problem),
            "field": field_name(loaded.plain, problem.path),
            "allowed": problem.allowed,
            "value": problem.value,
            "problem": problem.code,
        }
        for problem in problems
    ]
    described.sort(key=lambda one: int(str(one["line"])))
    raise _invalid(described)


def load_yaml(data: bytes, *, file: str) -> LoadedYaml:
    """Parse YAML 1.2 into plain data and lines. Texts lose line breaks, and spaces at their ends.

    Raises:
        UserError: ``catalogue.invalid`` with problem ``catalogue.not_utf8``, ``catalogue.empty``,
            ``catalogue.tab``, ``catalogue.duplicate_key``, ``catalogue.too_nested`` or ``catalogue.syntax``.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _invalid_line(file, "catalogue.not_utf8", line, "UTF-8") from error
    yaml = YAML(typ="rt", pure=True)
    try:
        document = yaml.load(text)
    except DuplicateKeyError as error:
        line, key = _duplicate(error)
        raise _invalid_line(
            file, "catalogue.duplicate_key", line, "1 x", field_path=key, value=key
        ) from error
    except MarkedYAMLError as error:
        raise _broken(file, text, error) from error
    except ReaderError as error:
        line = text[: int(error.position)].count("\n") + 1
        raise _invalid_line(file, "catalogue.syntax", line, "YAML 1.2") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise _invalid_line(file, "catalogue.syntax", 1, "YAML 1.2") from error
    if document is None:
        raise _invalid_line(file, "catalogue.empty", 1, "format: loket-catalogue-1")
    loaded = LoadedYaml(None)
    try:
        loaded.plain = _Plain(loaded).convert(document, (), 1)
    except _TooNested as error:
        raise _invalid_line(file, "catalogue.too_nested", error.line, str(_MAX_DEPTH)) from error
    return loaded


def dump_catalogue(catalogue: Catalogue) -> str:
    """Return the catalogue as YAML text: the same catalogue always gives the same text, made for reading."""
    plain = catalogue_to_plain(catalogue)
    head = _dump({"format": plain["format"], "agency": plain["agency"]})
    groups = _dump({"groups": plain["groups"]})
    procedures = _dump({"procedures": plain["procedures"]})
    services = "\n".join(_dump({"services": [one]}).removeprefix("services:\n") for one in plain["services"])
    return f"{head}\n{groups}\n{procedures}\nservices:\n{services}"


def write_catalogue(catalogue: Catalogue, path: str | FilePath) -> None:
    """Write a catalogue file; an old file is replaced only by a whole new one.

    Raises:
        EnvironmentFault: ``catalogue.cannot_write`` (file, cause).
    """
    path = FilePath(path)
    data = dump_catalogue(catalogue).encode("utf-8")
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=path.name + ".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
        raise EnvironmentFault("catalogue.cannot_write", file=str(path), cause=_cause(error)) from error


class _TooNested(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Plain:
    """Turns the parser's types into plain ones and notes the lines; bounds what aliases can blow up."""

    def __init__(self, loaded: LoadedYaml) -> None:
        self._loaded = loaded
        self._nodes = 0

    def convert(self, value: Any, path: _Path, line: int) -> object:
        self._nodes += 1
        if len(path) > _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise _TooNested(line)
        if isinstance(value, Mapping):
            own = getattr(getattr(value, "lc", None), "data", None) or {}
            self._loaded.lines[path] = min((place[0] + 1 for place in own.values()), default=line)
            plain: dict[str, object] = {}
            for key, item in value.items():
                name = key if isinstance(key, str) else str(key)
                here = (*path, str(name))
                place = own.get(key)
                key_line = line if place is None else place[0] + 1
                self._loaded.key_lines[here] = key_line
                plain[str(name)] = self.convert(item, here, key_line)
            return plain
        if isinstance(value, (list, tuple)):
            own = getattr(getattr(value, "lc", None), "data", None) or {}
            self._loaded.lines[path] = line
            items: list[object] = []
            for index, item in enumerate(value):
                place = own.get(index)
                items.append(self.convert(item, (*path, index), line if place is None else place[0] + 1))
            return items
        self._loaded.lines[path] = line
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            # The parser keeps `yes` with an anchor as a number of its own kind.
            return bool(value) if type(value).__name__ == "ScalarBoolean" else int(value)
        if isinstance(value, float):
            return float(value)
        return " ".join(str(value).split()) if isinstance(value, str) else _Odd(value)


class _Odd:
    """A value that no field takes (a date, a tagged object): it fails every check and shows itself."""

    def __init__(self, value: object) -> None:
        self._text = str(value)

    def __str__(self) -> str:
        return self._text


class _Representer(RoundTripRepresenter):
    """Writes `null` in full: a fee without an amount should not look forgotten."""

    def represent_null(self, _data: None) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _Representer.represent_null)


def _dump(plain: dict[str, Any]) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(_styled(plain, ""), stream)
    return stream.getvalue()


def _styled(value: Any, key: str) -> Any:
    """Return `value` with short pairs of texts and lists of codes on one line, and texts in quotes."""
    if isinstance(value, dict):
        styled = CommentedMap((name, _styled(item, name)) for name, item in value.items())
        if set(value) == {"id", "en"}:
            styled = CommentedMap((name, DoubleQuotedScalarString(text)) for name, text in value.items())
            if len(value["id"]) + len(value["en"]) <= _FLOW_WIDTH:
                styled.fa.set_flow_style()
        elif key in ("promise", "fee") and all(not isinstance(item, dict) for item in value.values()):
            styled.fa.set_flow_style()
        elif "kind" in value:
            styled["short"] = DoubleQuotedScalarString(value["short"])
        return styled
    if isinstance(value, list):
        items = CommentedSeq(
            DoubleQuotedScalarString(item) if isinstance(item, str) else _styled(item, "") for item in value
        )
        if key == "forms" or not value:
            items.fa.set_flow_style()
        return items
    return value


def _broken(file: str, text: str, error: MarkedYAMLError) -> UserError:
    """Return what a syntax error means to the person who mends the file; tabs are the usual cause."""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines() or [""]
    number = 1 if mark is None else min(int(mark.line) + 1, len(lines))
    source = lines[number - 1]
    key = re.match(r"\s*(?:- +)?\"?([\w-]+)\"?\s*:", source)
    indent = source[: len(source) - len(source.lstrip())]
    if "\t" in indent or (mark is not None and source[mark.column : mark.column + 1] == "\t"):
        problem, allowed = "catalogue.tab", "2, 4, 6, ... spaces"
    else:
        problem, allowed = "catalogue.syntax", "YAML 1.2"
    return _invalid_line(
        file, problem, number, allowed, field_path=key[1] if key else "/", value=" ".join(source.split())[:60]
    )


def _duplicate(error: DuplicateKeyError) -> tuple[int, str]:
    """Return line and name of the second of two equal keys."""
    mark = error.problem_mark or error.context_mark
    words = str(error.problem or "").split('"')
    return (1 if mark is None else int(mark.line) + 1), (words[1] if len(words) > 2 else "")


def _invalid_line(
    file: str, problem: str, line: int, allowed: str, *, field_path: str = "/", value: str = ""
) -> UserError:
    found: dict[str, JsonValue] = {
        "file": file,
        "line": line,
        "field": field_path or "/",
        "allowed": allowed,
        "value": value,
        "problem": problem,
    }
    return _invalid([found])


def _invalid(problems: list[dict[str, Any]]) -> UserError:
    return UserError("catalogue.invalid", **problems[0], count=len(problems), problems=problems)


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__
