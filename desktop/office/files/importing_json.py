"""Reads a bundle of files in the format ``loket-files-1`` (docs/guide/import-files.md). No database.

Scans come inside (base64) or lie beside the bundle; each is looked at by its content. Every problem is found,
not only the first. Called by ``importing.read_bundle``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop.domain.errors import LoketError
from desktop.domain.files import ITEM_VALUES, NOTICE_WAYS
from desktop.domain.media import look_at
from desktop.office.files.attachments import KINDS, read_limited
from desktop.office.files.importing_values import (
    FORMAT,
    IMPORT_CHANNELS,
    MAX_FILES,
    SEXES,
    Bundle,
    BundleFile,
    BundleItem,
    BundlePerson,
    BundleScan,
    Problem,
    refuse,
)
from desktop.office.files.keeping import plain_title

REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
REFERENCE_ALLOWED: Final = "1 .. 40: A-Z a-z 0-9 . _ / -"
LETTERS: Final = ("f107", "letter")
_PERSON_FIELDS: Final = (
    "nik",
    "name",
    "birth_date",
    "sex",
    "phone",
    "email",
    "family_card_no",
    "birth_place",
)
_FILE_FIELDS: Final = ("reference", "service", "applicant", "proxy", "proxy_letter", "items", "attachments", "notice",
                       "language", "note")  # fmt: skip
_ITEM_FIELDS: Final = ("requirement", "kind", "value", "note")
_SCAN_FIELDS: Final = ("title", "kind", "requirement", "path", "content")
_TOP_FIELDS: Final = ("format", "source", "channel", "files")

Say = Callable[..., None]


def parse_json(data: bytes, *, file: str, folder: Path, max_attachment_bytes: int) -> Bundle:
    """Read the bytes of a bundle.

    Args:
        data: the file's content.
        file: its name, for texts.
        folder: scans that are named by a path lie in here, or in folders below.
        max_attachment_bytes: the office's limit for one scan.

    Raises:
        UserError: ``import.refused`` with every problem (see ``importing_values.refuse``).
    """
    try:
        top = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as error:
        place = re.search(r"byte (\d+)", str(error))
        line = data[: int(place[1])].count(b"\n") + 1 if place else 0
        raise refuse(file, [Problem(0, line, "", "import.not_json", "JSON, UTF-8")]) from error
    problems: list[Problem] = []
    if not isinstance(top, dict) or top.get("format") != FORMAT:
        raise refuse(file, [Problem(0, 0, "format", "import.value", FORMAT)])
    _known_fields(top, _TOP_FIELDS, _sayer(problems, 0), "")
    files = top.get("files")
    if not isinstance(files, list) or not files:
        raise refuse(file, [*problems, Problem(0, 0, "files", "import.no_files", f"1 .. {MAX_FILES}")])
    if len(files) > MAX_FILES:
        raise refuse(file, [Problem(0, 0, "files", "import.too_many", f"1 .. {MAX_FILES}")])
    channel, source = top.get("channel", ""), top.get("source", "")
    if channel and channel not in IMPORT_CHANNELS:
        problems.append(Problem(0, 0, "channel", "import.value", ", ".join(IMPORT_CHANNELS)))
    if not isinstance(source, str) or len(source) > 120:
        problems.append(Problem(0, 0, "source", "import.value", "0 .. 120"))
    digest = hashlib.sha256(data)
    reader = _Reader(folder, max_attachment_bytes, digest, problems)
    read = [reader.file(index, one) for index, one in enumerate(files, 1)]
    found = [one for one in read if one is not None]
    check_references(found, problems)
    if problems:
        raise refuse(file, problems)
    return Bundle(
        file=file, digest=digest.hexdigest(), files=tuple(found), source=str(source), channel=str(channel)
    )


def check_references(files: list[BundleFile], problems: list[Problem]) -> None:
    """Each reference once, small and capital letters alike."""
    seen: dict[str, int] = {}
    for one in files:
        key = one.reference.upper()
        if key in seen:
            problems.append(
                Problem(one.index, one.line, "reference", "import.twice", "", {"first": seen[key]})
            )
        seen.setdefault(key, one.line or one.index)


class _Reader:
    def __init__(self, folder: Path, max_bytes: int, digest: Any, problems: list[Problem]) -> None:
        self._folder = folder.resolve()
        self._max_bytes = max_bytes
        self._digest = digest
        self._problems = problems

    def file(self, index: int, raw: Any) -> BundleFile | None:
        say = _sayer(self._problems, index)
        if not isinstance(raw, dict):
            say("", "import.value", "{ }")
            return None
        before = len(self._problems)
        _known_fields(raw, _FILE_FIELDS, say, "")
        reference, service = _text(raw, "reference", say), _text(raw, "service", say)
        if not REFERENCE.fullmatch(reference):
            say("reference", "import.value", REFERENCE_ALLOWED)
        if not service:
            say("service", "import.needed")
        applicant = _person(raw.get("applicant"), "applicant", say)
        proxy = _person(raw["proxy"], "proxy", say) if raw.get("proxy") is not None else None
        letter = raw.get("proxy_letter")
        if (proxy is not None or letter is not None) and letter not in LETTERS:
            say("proxy_letter", "import.value", ", ".join(LETTERS))
        notice, language = raw.get("notice", "none"), raw.get("language", "id")
        if notice not in NOTICE_WAYS:
            say("notice", "import.value", ", ".join(NOTICE_WAYS))
        if language not in ("id", "en"):
            say("language", "import.value", "id, en")
        items = _items(raw.get("items", []), say)
        scans = self._scans(raw.get("attachments", []), say)
        note = _text(raw, "note", say, 300)
        if len(self._problems) > before or applicant is None:
            return None
        return BundleFile(
            index=index, reference=reference, service=service, applicant=applicant, proxy=proxy,
            proxy_letter=letter if proxy is not None else None, items=items, scans=scans,
            notice_way=notice, language=language, note=note,
        )  # fmt: skip

    def _scans(self, raw: Any, say: Say) -> tuple[BundleScan, ...]:
        if not isinstance(raw, list):
            say("attachments", "import.value", "[ ]")
            return ()
        read = []
        for number, one in enumerate(raw, 1):
            where = f"attachments[{number}]"
            if not isinstance(one, dict):
                say(where, "import.value", "{ }")
                continue
            _known_fields(one, _SCAN_FIELDS, say, where + ".")
            kind = one.get("kind", "scan")
            if kind not in KINDS:
                say(f"{where}.kind", "import.value", ", ".join(KINDS))
                continue
            scan = self._scan(one, kind, where, say)
            if scan is not None:
                read.append(scan)
        return tuple(read)

    def _scan(self, one: dict[str, Any], kind: str, where: str, say: Say) -> BundleScan | None:
        inside, beside = one.get("content"), one.get("path")
        if (inside is None) == (beside is None):
            say(where, "import.value", "path / content")
            return None
        path: Path | None = None
        try:
            if isinstance(inside, str):
                content = base64.b64decode("".join(inside.split()), validate=True)
                name = str(one.get("title", ""))
            elif isinstance(beside, str) and (path := self._inside(beside)) is not None:
                content, name = read_limited(path, self._max_bytes), path.name
            else:
                say(f"{where}.path", "import.path", "a/b.pdf")
                return None
            facts = look_at(content, name, max_bytes=self._max_bytes)
        except (binascii.Error, ValueError):
            say(f"{where}.content", "import.value", "base64")
            return None
        except LoketError as error:
            say(where, error.code, "", **error.details)
            return None
        self._digest.update(facts.sha256.encode())
        requirement = one.get("requirement")
        title = plain_title(str(one.get("title") or name.rpartition(".")[0] or name or kind))
        return BundleScan(
            title=title,
            kind=kind,
            requirement=str(requirement)[:80] if requirement else None,
            facts=facts,
            path=path,
            content=b"" if path is not None else content,
        )

    def _inside(self, text: str) -> Path | None:
        """The file that a path names, or None where it leads out of the bundle's folder."""
        if not text or "\0" in text or "\\" in text or text.startswith("/") or ":" in text:
            return None
        path = (self._folder / text).resolve()
        return path if path.is_relative_to(self._folder) else None


def _sayer(problems: list[Problem], index: int) -> Say:
    def say(field: str, code: str, allowed: str = "", **args: Any) -> None:
        problems.append(Problem(index, 0, field, code, allowed, args))

    return say


def _known_fields(raw: dict[str, Any], known: tuple[str, ...], say: Say, prefix: str) -> None:
    for name in raw:
        if name not in known:
            say(f"{prefix}{plain_title(str(name), longest=30)}", "import.unknown_field", ", ".join(known))


def _text(raw: dict[str, Any], name: str, say: Say, longest: int = 200, prefix: str = "") -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        say(prefix + name, "import.value", f"0 .. {longest}")
        return ""
    return value.strip()


def _person(raw: Any, who: str, say: Say) -> BundlePerson | None:
    if not isinstance(raw, dict):
        say(who, "import.needed")
        return None
    _known_fields(raw, _PERSON_FIELDS, say, f"{who}.")
    text = {name: _text(raw, name, say, 400, f"{who}.") for name in _PERSON_FIELDS}
    return person_of(text, who + ".", say)


def person_of(text: dict[str, str], prefix: str, say: Say) -> BundlePerson:
    """A person from the texts of the fields; birth date and sex are read, what is wrong is said."""
    born: date | None = None
    if text["birth_date"]:
        try:
            born = date.fromisoformat(text["birth_date"])
        except ValueError:
            say(f"{prefix}birth_date", "import.value", "YYYY-MM-DD")
    sex = SEXES.get(text["sex"].lower()) if text["sex"] else None
    if text["sex"] and sex is None:
        say(f"{prefix}sex", "import.value", "L, P, 1, 2")
    return BundlePerson(
        name=text["name"], nik=text["nik"], birth_date=born, sex=sex, phone=text["phone"], email=text["email"],
        family_card_no=text["family_card_no"], birth_place=text["birth_place"],
    )  # fmt: skip


def _items(raw: Any, say: Say) -> tuple[BundleItem, ...]:
    if not isinstance(raw, list):
        say("items", "import.value", "[ ]")
        return ()
    read = []
    for number, one in enumerate(raw, 1):
        where = f"items[{number}]"
        if not isinstance(one, dict):
            say(where, "import.value", "{ }")
            continue
        _known_fields(one, _ITEM_FIELDS, say, f"{where}.")
        value = one.get("value")
        if value not in ITEM_VALUES:
            say(f"{where}.value", "import.value", ", ".join(ITEM_VALUES))
            continue
        read.append(
            BundleItem(
                requirement=_text(one, "requirement", say, 80, f"{where}."),
                kind=_text(one, "kind", say, 40, f"{where}."),
                value=value,
                note=_text(one, "note", say, 200, f"{where}."),
            )
        )
    return tuple(read)


__all__ = ["REFERENCE", "REFERENCE_ALLOWED", "check_references", "parse_json", "person_of"]
