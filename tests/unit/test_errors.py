"""Errors carry a code and arguments that can be stored; keys are UUIDs of version 7."""

from __future__ import annotations

import json
import pickle
import uuid

import pytest

from desktop.domain.errors import EnvironmentFault, LoketError, UserError
from desktop.domain.ids import new_id


def test_an_error_is_a_code_with_arguments() -> None:
    error = UserError("queue.not_waiting", ticket="B087", tries=2, likely=["B088"])
    assert isinstance(error, LoketError)
    assert not isinstance(error, EnvironmentFault)
    assert error.code == "queue.not_waiting"
    assert json.loads(json.dumps(error.details)) == {"ticket": "B087", "tries": 2, "likely": ["B088"]}
    assert str(error) == "queue.not_waiting ticket='B087' tries=2 likely=['B088']"


def test_an_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(EnvironmentFault("database.gone", host="a")))
    assert (type(error), error.code, error.details) == (EnvironmentFault, "database.gone", {"host": "a"})


@pytest.mark.parametrize(
    "code", ["", "gone", "Database.gone", "database.", ".gone", "database gone", "a.b\n"]
)
def test_a_code_is_dotted_lower_case(code: str) -> None:
    with pytest.raises(ValueError, match="not an error code"):
        UserError(code)


def test_an_argument_that_cannot_be_stored_is_a_bug() -> None:
    with pytest.raises(ValueError, match="cannot be written as JSON"):
        UserError("a.b", when=uuid.UUID(int=0))  # type: ignore[arg-type]


def test_keys_are_unique_and_of_version_7() -> None:
    keys = {new_id() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(type(key) is uuid.UUID and key.version == 7 for key in keys)
