"""Usage out of a log of requests: what the intake of a pilot's log reads, with model, money, waits and scores.

Fields, as seen on 2026-11-29: LiteLLM's spend logs (``model``, ``spend``, ``startTime``, ``endTime``,
``completionStartTime``, ``cache_hit``, ``status``; docs.litellm.ai/docs/proxy/cost_tracking), Langfuse's observations
(``providedModelName``, ``costDetails``, ``completionStartTime``, ``timeToFirstToken``;
langfuse.com/docs/api-and-data-platform/features/blob-storage-export-fields), OpenTelemetry's GenAI spans
(``gen_ai.response.model``, ``endTimeUnixNano``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from advisor.questionnaire.intake.log_rows import first_of, moment_of, records_of, request_of
from advisor.questionnaire.intake.usage.rows import MOST_MONEY, UsageRow, clean_name, number_in, plausible

_MODEL: Final = (
    *("gen_ai.response.model", "gen_ai.request.model", "providedModelName", "provided_model_name", "model"),
    *("model_group", "response.model", "response.body.model", "body.model", "request.model"),
)
_COST: Final = (
    *("spend", "response_cost", "costDetails.total", "cost_details.total", "totalCost", "total_cost"),
    *("calculatedTotalCost", "calculated_total_cost", "gen_ai.usage.cost", "cost_usd", "cost"),
)
_END: Final = ("endTimeUnixNano", "end_time_unix_nano", "endTime", "end_time")
_FIRST_TOKEN: Final = ("completionStartTime", "completion_start_time")
_FIRST_WAIT: Final = ("timeToFirstToken", "time_to_first_token", "gen_ai.response.time_to_first_token")
_WHOLE_WAIT: Final = ("latency", "duration_s")
_SCORE: Final = ("score", "quality", "scores")
_FAILED: Final = frozenset({"failure", "failed", "error"})
_MOST_WAIT_S: Final = 86_400.0


def usage_of_log(content: bytes, *, name: str) -> Iterator[UsageRow]:
    """Every request of a log that says when it was; raises InputError where the file is no log."""
    for flat in records_of(content, name=name):
        request = request_of(flat)
        at = plausible(request.at) if request is not None else None
        if request is None or at is None:
            continue
        from_gateway = str(flat.get("cache_hit", "")).lower() == "true"
        failed = str(flat.get("status") or flat.get("level") or "").lower() in _FAILED
        model = clean_name(first_of(flat, _MODEL))
        if failed or from_gateway:
            yield UsageRow(at, "log", model, failed=failed, from_gateway=from_gateway and not failed)
            continue
        inputs = float(request.input_tokens or 0)
        first_s, whole_s = _waits(flat, at)
        yield UsageRow(
            at=at,
            source="log",
            model=model,
            requests=1.0,
            input_tokens=inputs,
            cached_tokens=min(float(request.cached_tokens or 0), inputs),
            output_tokens=float(request.output_tokens or 0),
            cost=number_in(first_of(flat, _COST), most=MOST_MONEY),
            first_s=first_s,
            whole_s=whole_s,
            score=_score(first_of(flat, _SCORE)),
        )


def _waits(flat: Mapping[str, Any], start: datetime) -> tuple[float | None, float | None]:
    """Seconds to the first token and to the last; a first token at the very end is an answer that was not streamed."""
    first, whole = _since(flat, _FIRST_TOKEN, start), _since(flat, _END, start)
    first = first if first is not None else _seconds(first_of(flat, _FIRST_WAIT))
    whole = whole if whole is not None else _seconds(first_of(flat, _WHOLE_WAIT))
    if first is not None and (whole is None or first >= whole):
        first = None
    return first, whole


def _since(flat: Mapping[str, Any], paths: tuple[str, ...], start: datetime) -> float | None:
    moment = moment_of(first_of(flat, paths))
    return None if moment is None else _seconds((moment - start).total_seconds())


def _seconds(value: object) -> float | None:
    found = number_in(value, most=_MOST_WAIT_S)
    return found if found is not None and found > 0 else None


def _score(value: object) -> float | None:
    """A score from 0 to 1; of several the mean, as Langfuse exports them by name."""
    if isinstance(value, Mapping):
        known = [found for found in map(_score_of_one, value.values()) if found is not None]
        return sum(known) / len(known) if known else None
    return _score_of_one(value)


def _score_of_one(value: object) -> float | None:
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    found = number_in(value, most=1.0)
    return found if found is not None and found >= 0 else None
