"""Compare plain data with a record's types, and report every difference with its path; for ``rules`` only.

msgspec stops at the first error. The person who mends a catalogue wants all of them, each with its place and
what may stand there, so the walk is done here, over the same type declarations.
"""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import NODEFAULT, Meta, Struct, structs

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a catalogue.

    Attributes:
        code: what is wrong, ``catalogue.missing`` and the like.
        path: keys and list positions from the top to the place; it may end in a key that is missing.
        allowed: what may stand there, written as YAML would write it.
        value: what stands there, shortened; empty where nothing does.
        at_key: whether the key itself is wrong, and not what follows it.
    """

    code: str
    path: Path
    allowed: str
    value: str = ""
    at_key: bool = False


def check_shape(value: object, kind: Any, path: Path = ()) -> Iterator[Problem]:
    """Yield all differences between `value` and the type `kind`, in the order of the declaration.

    Args:
        value: plain data: None, bool, int, float, str, list and dict.
        kind: a Struct class, or a type made of Annotated, Literal, list, dict, ``X | None``, str, int, bool.
        path: where `value` stands.
    """
    kind, meta = _unwrap(kind)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if value is not None:
            inner = next(part for part in typing.get_args(kind) if part is not type(None))
            yield from check_shape(value, inner, path)
    elif isinstance(kind, type) and issubclass(kind, Struct):
        yield from _check_struct(value, kind, path)
    elif origin is dict:
        yield from _check_dict(value, kind, path)
    elif origin is list:
        if not isinstance(value, list):
            yield Problem("catalogue.not_list", path, allowed_of(kind), shown(value))
        elif meta is not None and len(value) < (meta.min_length or 0):
            yield Problem("catalogue.empty_list", path, allowed_of(kind), "[]")
        else:
            for index, item in enumerate(value):
                yield from check_shape(item, typing.get_args(kind)[0], (*path, index))
    else:
        yield from _check_leaf(value, kind, meta, path)


def allowed_of(kind: Any, meta: Meta | None = None) -> str:
    """Say in YAML's own signs, which need no translation, what a type takes."""
    kind, found = _unwrap(kind)
    meta = meta or found
    origin = typing.get_origin(kind)
    if origin is Literal:
        return ", ".join(str(option) for option in typing.get_args(kind))
    if origin in (typing.Union, types.UnionType):
        parts = [allowed_of(part) for part in typing.get_args(kind) if part is not type(None)]
        return ", ".join([*parts, "null"])
    if origin is list:
        return "[" + allowed_of(typing.get_args(kind)[0]) + ", ...]"
    if origin is dict:
        return "{" + ": ".join(allowed_of(part) for part in typing.get_args(kind)) + "}"
    if kind is bool:
        return "true, false"
    if kind is int:
        return f"{meta.ge} .. {meta.le}" if meta is not None else "0, 1, 2, ..."
    if kind is str:
        if meta is None:
            return '"..."'
        if meta.description is not None:
            return meta.description
        return f'"..." (1 .. {meta.max_length})'
    return "{" + ", ".join(field.name + ": ..." for field in _fields(kind)) + "}"


def shown(value: object) -> str:
    """Return `value` short enough for a message, with nothing that would break its line."""
    if isinstance(value, dict):
        return "{...}"
    if isinstance(value, list):
        return "[...]" if value else "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in str(value)
    )
    return text if len(text) <= 60 else text[:59] + "…"


def field_name(plain: object, path: Path) -> str:
    """Return a path as people say it: ``services[KK-BARU].requirements[kk-lama].short``.

    List items are named by their own code, letter, id or step, else by their position from 1 on (``#3``).
    """
    text = ""
    for part in path:
        if isinstance(part, str):
            text += ("." if text else "") + part
            plain = plain.get(part) if isinstance(plain, Mapping) else None
        else:
            plain = plain[part] if isinstance(plain, list) and part < len(plain) else None
            label: object = None
            if isinstance(plain, Mapping):
                keys = ("code", "letter", "step") if "en" in plain else ("code", "letter", "step", "id")
                label = next((plain[key] for key in keys if plain.get(key)), None)
            ok = isinstance(label, (str, int)) and re.fullmatch(r"[\w.-]{1,40}", str(label))
            text += f"[{label}]" if ok else f"[#{part + 1}]"
    return text or "/"


@cache
def _fields(kind: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    return structs.fields(kind)


def _unwrap(kind: Any) -> tuple[Any, Meta | None]:
    if typing.get_origin(kind) is Annotated:
        inner, *notes = typing.get_args(kind)
        return inner, next((note for note in notes if isinstance(note, Meta)), None)
    return kind, None


def _check_struct(value: object, kind: type[Struct], path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("catalogue.not_mapping", path, allowed_of(kind), shown(value))
        return
    fields = _fields(kind)
    names = [field.name for field in fields]
    missing = [field.name for field in fields if field.name not in value]
    for key in value:
        if key not in names:
            close = difflib.get_close_matches(str(key), missing, n=1)
            missing = [name for name in missing if name not in close]  # misspelt is one problem, not two
            allowed = ", ".join(close or names)
            yield Problem("catalogue.unknown_key", (*path, str(key)), allowed, shown(key), at_key=True)
    for field in fields:
        if field.name not in value:
            if field.default is NODEFAULT and field.name in missing:
                yield Problem("catalogue.missing", (*path, field.name), allowed_of(field.type))
        elif value[field.name] is None and field.default is None:
            # An optional part that stands there empty was forgotten, not left out.
            inner = next(part for part in typing.get_args(field.type) if part is not type(None))
            yield from check_shape(None, inner, (*path, field.name))
        else:
            yield from check_shape(value[field.name], field.type, (*path, field.name))


def _check_dict(value: object, kind: Any, path: Path) -> Iterator[Problem]:
    key_kind, item_kind = typing.get_args(kind)
    if not isinstance(value, dict):
        yield Problem("catalogue.not_mapping", path, allowed_of(kind), shown(value))
        return
    for key, item in value.items():
        for problem in check_shape(key, key_kind, (*path, str(key))):
            yield Problem(problem.code, problem.path, problem.allowed, shown(key), at_key=True)
        yield from check_shape(item, item_kind, (*path, str(key)))


def _check_leaf(value: object, kind: Any, meta: Meta | None, path: Path) -> Iterator[Problem]:
    code: str | None = None
    if typing.get_origin(kind) is Literal:
        if not isinstance(value, str) or value not in typing.get_args(kind):
            code = "catalogue.not_listed"
    elif kind is bool:
        if not isinstance(value, bool):
            code = "catalogue.not_yes_no"
    elif kind is int:
        if not isinstance(value, int) or isinstance(value, bool):
            code = "catalogue.not_number"
        elif meta is not None and not (meta.ge or 0) <= value <= (meta.le or value):
            code = "catalogue.out_of_range"
    elif not isinstance(value, str):
        code = "catalogue.not_text"
    elif not value.isprintable():
        code = "catalogue.bad_character"
    elif not value:
        code = "catalogue.blank"
    elif meta is not None and meta.max_length is not None and len(value) > meta.max_length:
        code = "catalogue.too_long"
    elif meta is not None and meta.pattern is not None and not re.search(meta.pattern, value):
        code = "catalogue.bad_form"
    if code is not None:
        yield Problem(code, path, allowed_of(kind, meta), shown(value))
