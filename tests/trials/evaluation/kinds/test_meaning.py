"""Likeness in meaning in an evaluation: a call more for each answer with a reference, never twice."""

from __future__ import annotations

from typing import Any

import pytest
from running import PATIENCE_S

from advisor.trials.evaluation.archive import dump, load
from advisor.trials.evaluation.job import Job, progress, written
from advisor.trials.evaluation.kinds.meaning import similarity_in
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.evaluation.results import results
from advisor.trials.network.keys import NO_KEY
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, KeySource
from tests.trials.evaluation.fakes import plan


def embedded(server: Any, embedder: str = "embeds") -> Plan:
    """Two prompts with a reference and one without, for a model that always says the same."""

    def at(name: str, model: str, **more: Any) -> Connection:
        return Connection(name=name, base_url=server.url, model=model, scope="loopback", hosting="on_prem", **more)

    prompts = [
        Prompt(name="near", text="?", reference="The answer is forty-two!"),
        Prompt(name="far", text="?", reference="zzzzzz"),
        Prompt(name="open", text="?"),
    ]
    return plan(
        prompts=prompts,
        connections=[at("a", "well")],
        embedder=at("embedder", embedder, key=KeySource(kind="env", name="ADVISOR_KEY_E")),
        metrics=[Metric(kind="semantic")],
    ).model_copy(update={"prompts": tuple(prompts)})


def done(of: Plan) -> MemoryJournal:
    """The journal of an evaluation that has run."""
    journal = MemoryJournal()
    for _ in range(2):
        work = Job(of, journal, find_key=lambda _: NO_KEY, prices={}).start()
        assert work.wait(PATIENCE_S)
    return journal


def test_answers_are_embedded_with_their_references(server: Any) -> None:
    """The nearer the letters, the higher the score of these embeddings; a second start makes no call again."""
    of = embedded(server)
    before = len(server.seen.paths)
    journal = done(of)
    asked = server.seen.paths[before:]
    assert (asked.count("/v1/embeddings"), len(asked), of.calls) == (2, 5, 5)
    found = written(journal, "e")
    near, far, unknown = results(of, found)[0].connections[0].scores
    assert near == pytest.approx(1.0)
    assert far is not None
    assert far < 0.5
    assert unknown is None
    assert progress(of, found).left == 0


def test_what_is_not_embedded_is_not_scored(server: Any) -> None:
    """The model's answer is there; the embedder failed."""
    of = embedded(server, "embeds_not")
    found = written(done(of), "e")
    assert results(of, found)[0].connections[0].scores == (None, None, None)
    assert (progress(of, found).done, progress(of, found).failed) == (3, 2)


def test_an_exported_one_comes_back_without_a_call(server: Any) -> None:
    """And without saying where the embedder's key is."""
    of = embedded(server)
    journal = done(of)
    raw = "".join(dump(of, journal.answers("e"))).encode()
    assert b"ADVISOR_KEY_E" not in raw
    assert len(load(raw, name="e.jsonl").rows) == 5


def test_what_is_no_figure_is_no_score() -> None:
    """Of a reply that is not the client's."""
    assert similarity_in("{}") is None


def test_an_answer_nested_without_end_has_no_score() -> None:
    """Python's parser stops at some hundreds of levels with an error of its own."""
    assert similarity_in("[" * 5_000 + "]" * 5_000) is None
