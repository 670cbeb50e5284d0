"""Usage by month, out of several files."""

from __future__ import annotations

import json
from datetime import date

import pytest

from advisor.errors import InputError
from advisor.questionnaire.intake.usage.months import MOST_MODELS, OTHER_MODELS, Usage, added, read_usage


def log_of(*days: str, model: str = "one") -> bytes:
    """A request on each of the days."""
    rows = [
        {"startTime": f"{day}T10:00:00Z", "model": model, "prompt_tokens": 100, "completion_tokens": 10, "spend": 0.5}
        for day in days
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def test_months_add_up_over_files_and_a_file_counts_once() -> None:
    """The same file again changes nothing; another of the same month adds to it."""
    first, second = read_usage(log_of("2026-01-30", "2026-02-01"), name="a"), read_usage(log_of("2026-02-20"), name="b")
    both = added([first, second, first])
    assert [(month.month, month.logged[0].requests) for month in both.months] == [
        (date(2026, 1, 1), 1),
        (date(2026, 2, 1), 2),
    ]
    assert both.months[1].last_day == date(2026, 2, 20)
    assert Usage.model_validate_json(both.model_dump_json()) == both


def test_models_beyond_the_most_are_added_up_together() -> None:
    """A file that names a model per line does not make a record without end."""
    content = b"\n".join(log_of("2026-01-01", model=f"m{number}") for number in range(MOST_MODELS + 5))
    (month,) = read_usage(content, name="many").months
    assert len(month.logged) == MOST_MODELS + 1
    assert next(model for model in month.logged if model.model == OTHER_MODELS).requests == 5


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[" * 10_000,
        b"\xff\xfe",
        b'{"startTime":"1970-01-01","prompt_tokens":1}',
        b"\n".join(log_of(f"{year}-{month:02}-01") for year in range(2020, 2026) for month in range(1, 13)),
    ],
    ids=["empty", "deep", "no text", "no day", "more months than are kept"],
)
def test_a_file_that_says_nothing_of_usage_is_refused(content: bytes) -> None:
    """With what it would have to hold."""
    with pytest.raises(InputError):
        read_usage(content, name="x")
