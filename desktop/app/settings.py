"""Settings of this PC: where its files lie, which database it works with, and what station it is.

``LOKET_HOME`` names the folder and ``LOKET_DATABASE_URL`` the database, over all else; then comes ``station.toml``
in that folder; then the defaults. Passwords live in the system's keyring. Called by ``desktop.app`` only.
"""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from desktop.domain.errors import EnvironmentFault, UserError

FILE_NAME: Final = "station.toml"
KEYRING_SERVICE: Final = "loket database"

StationKind = Literal["kiosk", "counter", "display", "backoffice", "supervisor", "admin"]


@dataclass(frozen=True)
class Bounds:
    """What a value may be, for a length or a number; ``words`` say it in station.toml's own spelling.

    Plain Python: every window reads its settings before it is painted.
    """

    low: float
    high: float
    words: str


Text = Annotated[str, Bounds(0, 200, '"..." (0 .. 200)')]


@dataclass(frozen=True, kw_only=True)
class StationSection:
    """What this PC is.

    Attributes:
        kind: the station that bare ``loket`` opens; None shows the chooser.
        name: how the database and the supervisor know this PC; empty takes the computer's name.
        counter: the counter's name where this PC stands at one.
        zone: code of the hall zone of a display; empty shows the whole hall.
        printer: name of the printer for this station's slips.
        scale: size of everything, 1 is 100 %.
    """

    kind: StationKind | None = None
    name: Text = ""
    counter: Text = ""
    zone: Text = ""
    printer: Text = ""
    language: Literal["id", "en"] = "id"
    theme: Literal["light", "dark", "black", "white"] = "light"
    scale: Annotated[float, Bounds(0.75, 2.5, "0.75 .. 2.5")] = 1.0
    accessible: bool = False


@dataclass(frozen=True, kw_only=True)
class DatabaseSection:
    """Which database, and which office in it where it holds several (the office's code)."""

    url: Annotated[str, Bounds(0, 2000, "sqlite:///..., postgresql://...")] = ""
    office: Text = ""


@dataclass(frozen=True, kw_only=True)
class SoundSection:
    """The display's voice: the sound device's name (empty takes the system's) and loudness in percent."""

    device: Text = ""
    volume: Annotated[int, Bounds(0, 100, "0 .. 100")] = 100


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of ``station.toml``."""

    station: StationSection = StationSection()
    database: DatabaseSection = DatabaseSection()
    sound: SoundSection = SoundSection()


def home_folder() -> Path:
    """The folder of this PC's files; made if it is not there.

    Raises:
        EnvironmentFault: ``station.no_home`` (folder, cause).
    """
    named = os.environ.get("LOKET_HOME")
    if named:
        folder = Path(named).expanduser()
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Loket"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "loket"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("station.no_home", folder=str(folder), cause=cause) from error
    return folder


def load_settings(path: Path | None = None) -> Settings:
    """Read ``station.toml``; a PC without one has the defaults.

    Raises:
        UserError: ``station.syntax`` (file, cause); ``station.unknown_key`` (file, key, allowed);
            ``station.bad_value`` (file, key, value, allowed).
        EnvironmentFault: ``station.cannot_read`` (file, cause).
    """
    path = path or home_folder() / FILE_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("station.cannot_read", file=str(path), cause=cause) from error
    except UnicodeDecodeError as error:
        raise UserError("station.syntax", file=str(path), cause="UTF-8") from error
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError("station.syntax", file=str(path), cause=str(error)) from error
    return _typed(plain, str(path))


def _typed(plain: dict[str, Any], file: str) -> Settings:
    _refuse_unknown(plain, Settings, "", file)
    sections: dict[str, Any] = {}
    for name, section in _fields(Settings).items():
        value = plain.get(name, {})
        if not isinstance(value, dict):
            raise UserError("station.bad_value", file=file, key=name, value=str(value), allowed=f"[{name}]")
        _refuse_unknown(value, section, f"{name}.", file)
        sections[name] = section(
            **{
                key: _checked(value[key], kind, f"{name}.{key}", file)
                for key, kind in _fields(section).items()
                if key in value
            }
        )
    return Settings(**sections)


def _fields(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind.__dataclass_fields__}


def _refuse_unknown(plain: dict[str, Any], kind: Any, before: str, file: str) -> None:
    known = kind.__dataclass_fields__
    for key in plain:
        if key not in known:
            raise UserError("station.unknown_key", file=file, key=before + key, allowed=", ".join(known))


def _checked(value: object, kind: Any, key: str, file: str) -> object:
    """``value``, if it is of ``kind``; an integer is a float as well, but a truth value is no number."""
    if not _fits(value, kind):
        raise UserError("station.bad_value", file=file, key=key, value=str(value), allowed=_allowed(kind))
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return float(value) if plain is float and isinstance(value, int) else value


def _fits(value: object, kind: Any) -> bool:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        bounds: Bounds = parts[1]
        if not _fits(value, parts[0]):
            return False
        size = len(value) if isinstance(value, str) else value
        return isinstance(size, (int, float)) and bounds.low <= size <= bounds.high
    if origin is Literal:
        return isinstance(value, str) and value in parts
    if parts:
        return any(_fits(value, part) for part in parts)
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _allowed(kind: Any) -> str:
    for meta in getattr(kind, "__metadata__", ()):
        if isinstance(meta, Bounds):
            return meta.words
    if kind is bool:
        return "true, false"
    choices: list[str] = []
    for one in get_args(kind):
        choices += [f'"{choice}"' for choice in (get_args(one) or (one,)) if isinstance(choice, str)]
    return ", ".join(choices) or '"..."'


def database_address(settings: Settings | None = None) -> str:
    """The address of the office's database: LOKET_DATABASE_URL, station.toml, or a file in LOKET_HOME.

    A PostgreSQL address without a password gets the one that the system's keyring holds for it.
    """
    named = os.environ.get("LOKET_DATABASE_URL")
    if named:
        return named.strip()
    settings = settings or load_settings()
    if settings.database.url:
        return with_password(settings.database.url)
    return f"sqlite:///{(home_folder() / 'office.db').as_posix()}"


def with_password(address: str) -> str:
    """A PostgreSQL address with the password that the keyring holds for it, where it has none of its own."""
    head, at, rest = address.partition("@")
    scheme, _, user = head.partition("://")
    if not at or not scheme.startswith("postgres") or ":" in user or not user:
        return address
    import keyring
    from keyring.errors import KeyringError

    try:
        password = keyring.get_password(KEYRING_SERVICE, address)
    except KeyringError:
        return address  # the server then says that a password is missing, which is the plainer message
    if not password:
        return address
    from urllib.parse import quote

    return f"{head}:{quote(password, safe='')}@{rest}"


def sqlite_path(address: str) -> Path | None:
    """The file of an SQLite address; None for any other."""
    plain = address.strip()
    if not plain.startswith("sqlite:///"):
        return None
    name = plain.removeprefix("sqlite:///").partition("?")[0]
    return Path(name) if name else None


def require_database(address: str) -> str:
    """``address``, if there is a database to open: SQLite would silently make an empty file.

    Raises:
        EnvironmentFault: ``database.no_file`` (file).
    """
    path = sqlite_path(address)
    if path is not None and not path.is_file():
        raise EnvironmentFault("database.no_file", file=str(path))
    return address
