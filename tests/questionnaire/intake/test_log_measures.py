"""What is measured of a log: tokens, a day's requests, peaks, repetition, languages; what it cannot say is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.log_measures import answers_from_log
from advisor.questionnaire.intake.log_rows import BLOCK, LoggedRequest
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.words.tell import tell

START = datetime(2026, 10, 5, 8, tzinfo=UTC)


def request(hours: float = 0, **changed: Any) -> LoggedRequest:
    """A request so many hours after the start."""
    plain = LoggedRequest(START + timedelta(hours=hours), 100, 10, None, 0, None, ())
    return plain._replace(**changed)


def measured(*requests: LoggedRequest) -> dict[str, Any]:
    """What a log says, by the last part of its place."""
    return {item.place.rpartition(".")[2]: item.value for item in answers_from_log(requests)}


def test_the_mean_is_what_a_load_costs() -> None:
    """The half and nine of ten stand in the reason."""
    found = answers_from_log([request(input_tokens=count) for count in (*[100] * 8, 1_000, 8_200)])
    assert found[0].value == 1_000
    assert "half are below 100 tokens, nine of ten below 1,000" in tell(found[0].reason)


def test_a_day_is_counted_from_a_day_on() -> None:
    """Three hours say nothing of a day; two days do."""
    assert "requests_per_day" not in measured(*[request(hour) for hour in (0, 1, 2, 3)])
    two_days = measured(*[request(hour + 24 * day) for day in (0, 1, 2) for hour in (0, 0.1, 0.2, 1)])
    assert two_days["requests_per_day"] == pytest.approx(12 / (49 / 24), rel=0.01)
    assert two_days["active_hours_per_day"] == 2


def test_the_peak_is_the_busiest_hour_over_the_mean() -> None:
    """Of the hours in which there is work."""
    assert measured(request(0), request(1), *[request(2 + place / 100) for place in range(10)])["peak_factor"] == 2.5


def test_repetition_is_what_the_provider_counted_else_what_begins_alike() -> None:
    """A quarter read from the cache; two of three texts the same."""
    assert measured(request(cached_tokens=50), request(cached_tokens=0))["cached_input_share"] == 0.25
    text = {"characters": 2 * BLOCK, "beginning": (1, 2)}
    assert measured(request(**text), request(**text), request(**text))["cached_input_share"] == 0.67


def test_languages_of_a_twentieth_and_more_count() -> None:
    """One odd text among a hundred is left out."""
    texts = [request(language="de")] * 70 + [request(language="en")] * 29 + [request(language="fr")]
    assert measured(*texts)["languages"] == ("de", "en")


def test_tokens_that_nobody_counted_are_estimated_and_said_to_be() -> None:
    """Four characters a token."""
    found = answers_from_log([request(input_tokens=None, output_tokens=None, characters=4_000)])
    assert found[0].value == 1_000
    assert found[0].reason.key == "log.tokens_estimated"


def test_all_of_it_can_be_answers() -> None:
    """None is refused."""
    log = [request(hour, language="de", cached_tokens=20) for hour in range(72)]
    given = {item.place: item.value for item in answers_from_log(log)}
    start = Answers(title="New", use_cases=(TASK_PRESETS["rag"],))
    assert len(given) == 8
    assert give(start, given, numbers=shipped_catalog().usual_numbers).refused == {}
