"""Usage out of the logs of gateways and of observability."""

from __future__ import annotations

import json

import pytest

from advisor.questionnaire.intake.usage.logs import usage_of_log

LITELLM = {
    "request_id": "chatcmpl-1",
    "call_type": "acompletion",
    "spend": 0.0123,
    "prompt_tokens": 1000,
    "completion_tokens": 200,
    "startTime": "2026-03-02T10:00:00+00:00",
    "completionStartTime": "2026-03-02T10:00:00.400000+00:00",
    "endTime": "2026-03-02T10:00:02.400000+00:00",
    "model": "gpt-5-mini",
    "cache_hit": "None",
    "status": "success",
}
LANGFUSE = {
    "id": "obs-1",
    "type": "GENERATION",
    "startTime": "2026-03-02T10:00:00.000Z",
    "completionStartTime": "2026-03-02T10:00:00.400Z",
    "endTime": "2026-03-02T10:00:02.400Z",
    "providedModelName": "gpt-5-mini",
    "usageDetails": {"input": 600, "input_cached_tokens": 400, "output": 200, "total": 1200},
    "costDetails": {"input": 0.01, "output": 0.0023, "total": 0.0123},
    "scores": {"correct": 1, "helpful": [0.5]},
}


@pytest.mark.parametrize("record", [LITELLM, LANGFUSE], ids=["LiteLLM", "Langfuse"])
def test_a_request_has_model_money_and_waits(record: dict[str, object]) -> None:
    """Both say the same of one and the same request, as JSON and as a table."""
    (row,) = usage_of_log(json.dumps(record).encode(), name="log")
    assert (row.model, row.input_tokens, row.output_tokens, row.cost) == ("gpt-5-mini", 1000, 200, 0.0123)
    assert row.first_s == pytest.approx(0.4)
    assert row.whole_s == pytest.approx(2.4)


def test_scores_and_cached_tokens_of_langfuse() -> None:
    """Scores by name are their mean; cached input is within the input."""
    (row,) = usage_of_log(json.dumps(LANGFUSE).encode(), name="log")
    assert (row.score, row.cached_tokens) == (0.75, 400)


def test_failures_and_hits_of_the_gateways_cache_are_counted_apart() -> None:
    """Neither reached a model: they are no requests, no tokens, no waits."""
    failed = LITELLM | {"status": "failure", "completion_tokens": 0}
    rows = list(usage_of_log(json.dumps([failed, LITELLM | {"cache_hit": "True"}]).encode(), name="log"))
    assert [(row.requests, row.failed, row.from_gateway) for row in rows] == [(0, True, False), (0, False, True)]


def test_an_answer_that_was_not_streamed_has_no_first_token() -> None:
    """LiteLLM writes the end as the first token of such answers."""
    (row,) = usage_of_log(json.dumps(LITELLM | {"completionStartTime": LITELLM["endTime"]}).encode(), name="log")
    assert (row.first_s, row.whole_s) == (None, pytest.approx(2.4))
