"""A live talk in three steps: what their waits come to together is said, and of nothing else."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.portfolio.spoken_chain import spoken_chain_told
from advisor.questionnaire.answers import Answers
from advisor.units import Told
from advisor.words.tell import tell

HEARS = {"name": "Hearing", "task": "transcription", "latency": {"ttft_p95_ms": 800}}
ANSWERS = {"name": "Answering", "task": "agents", "latency": {"ttft_p95_ms": 900}}
SPEAKS = {"name": "Speaking", "task": "speech_synthesis", "latency": {"ttft_p95_ms": 600}}


def _told(catalog: Catalog, *use_cases: dict[str, Any]) -> Told | None:
    answers = Answers.model_validate({"title": "t", "use_cases": list(use_cases)})
    return spoken_chain_told([rank(prepare(answers, catalog, case), samples=10) for case in answers.use_cases])


def test_the_waits_of_one_talk_are_added_up(catalog: Catalog) -> None:
    """0.8, 0.9 and 0.6 seconds; of two that could answer the quicker one counts."""
    slower = ANSWERS | {"name": "Letters", "latency": {"ttft_p95_ms": 5_000}}
    found = _told(catalog, HEARS, slower, ANSWERS, SPEAKS)
    assert found is not None
    said = tell(found)
    assert "Hearing, Answering and Speaking follow one another" in said
    assert "2.3 s" in said


def test_less_than_a_whole_live_talk_is_none(catalog: Catalog) -> None:
    """Recordings that may wait, and speech without an answer, are no chain."""
    assert _told(catalog, {"name": "Calls", "task": "transcription"}, ANSWERS, SPEAKS) is None
    assert _told(catalog, HEARS, SPEAKS) is None
