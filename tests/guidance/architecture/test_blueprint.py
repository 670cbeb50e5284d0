"""Which parts an architecture has, and which answers made each needed."""

from __future__ import annotations

import pytest
from guidance.architecture.conftest import SampleKit

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.blueprint import architecture_of
from advisor.guidance.architecture.records import Blueprint
from advisor.units import Told

EXPECTED = {
    "call-centre-transcription": {"gateway", "fallback"},
    "city-administration-rag": {"gateway", "guardrails", "retrieval", "fallback", "review"},
    "code-assistant-500-developers": {"gateway", "guardrails", "cache", "fallback"},
    "contract-analyser": {"gateway", "guardrails", "cache", "fallback", "review"},
    "eu-bank-customer-service": {"gateway", "guardrails", "cache", "fallback", "review"},
    "factory-edge-device": {"guardrails", "retrieval", "review"},
    "hospital-note-summariser": {"gateway", "guardrails", "review"},
    "insurer-claims-portfolio": {"gateway", "guardrails", "cache", "fallback", "review"},
    "marketing-images": {"gateway", "fallback", "review"},
    "semantic-search-20m": {"gateway", "cache", "retrieval"},
}
ALWAYS = {"application", "model", "observability"}


def reasons(architecture: Blueprint, part: str) -> list[str]:
    """The keys of why a part is there."""
    found = next(one for one in architecture.parts if one.part == part).told["reasons"]
    assert isinstance(found, tuple)
    assert all(isinstance(one, Told) for one in found)
    return [one.key for one in found]


@pytest.mark.parametrize("sample", EXPECTED)
def test_a_sample_has_the_parts_that_its_answers_need(kits: dict[str, SampleKit], sample: str) -> None:
    """And every part that is there is joined to another."""
    architecture = kits[sample].architecture
    there = {part.part for part in architecture.parts if part.need != "not_needed"}
    assert there == EXPECTED[sample] | ALWAYS
    assert {end for link in architecture.links for end in (link.start, link.end)} == there


@pytest.mark.parametrize(
    ("sample", "part", "reason"),
    [
        ("eu-bank-customer-service", "guardrails", "part.guardrails.masked"),
        ("hospital-note-summariser", "guardrails", "part.guardrails.logs"),
        ("hospital-note-summariser", "review", "part.review.health"),
        ("insurer-claims-portfolio", "guardrails", "part.guardrails.acts"),
        ("insurer-claims-portfolio", "gateway", "part.gateway.several"),
        ("factory-edge-device", "gateway", "part.gateway.one_device"),
        ("semantic-search-20m", "retrieval", "part.retrieval.corpus"),
        ("semantic-search-20m", "fallback", "part.fallback.vectors"),
        ("marketing-images", "review", "part.review.untested"),
    ],
)
def test_the_reason_is_the_answer_that_made_it_so(
    kits: dict[str, SampleKit], sample: str, part: str, reason: str
) -> None:
    """A part tells what in the answers it rests on."""
    assert reason in reasons(kits[sample].architecture, part)


def test_the_fallback_shares_neither_place_nor_model(kits: dict[str, SampleKit]) -> None:
    """What takes the choice down must not take the fallback down."""
    compared = 0
    for kit in kits.values():
        choice, fallback = kit.architecture.alternative, kit.architecture.fallback
        if fallback is not None:
            compared += 1
            same = (choice.deployment.kind, choice.deployment.provider)
            assert (fallback.deployment.kind, fallback.deployment.provider) != same
    assert compared == 7


def test_a_portfolio_names_one_second_source(kits: dict[str, SampleKit]) -> None:
    """The fallback of the insurer is the second source that its portfolio names."""
    kit = kits["insurer-claims-portfolio"]
    assert kit.assessment.portfolio is not None
    first = kit.assessment.portfolio.assignments[0]
    assert kit.architecture.fallback is not None
    assert kit.architecture.fallback.alternative_id == first.second_source_id
    assert kit.architecture.fallback_name == first.second_source


def test_nothing_chosen_is_no_architecture(kits: dict[str, SampleKit], catalog: Catalog) -> None:
    """Where nothing fits there is nothing to draw."""
    answers = kits["contract-analyser"].assessment.answers
    assert architecture_of(answers, answers.use_cases[0], (), catalog) is None
