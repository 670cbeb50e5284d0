"""The origin of a model: what is excluded, what is sensitive, and what deserves a warning."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_facts import Vendor
from advisor.decision.gates.origin import Flag, excluded, flag, flag_of, protects, sensitive
from advisor.units import told
from advisor.words.tell import tell


@pytest.fixture
def known(kit: Any) -> Catalog:
    """A catalog that knows vendors, without any decision of adequacy."""
    vendor = Vendor.model_construct(vendor_id="v", country="CN", parent_country=None, source="made-up")
    catalog: Catalog = replace(kit.catalog([]), vendors=(vendor,))
    return catalog


@pytest.mark.parametrize(
    ("given", "out"),
    [
        ({"origin": {"countries_excluded": ["CN"]}}, {"CN"}),
        ({"governance": {"jurisdictions_excluded": ["US"]}}, set()),
        ({"governance": {"jurisdictions_excluded": ["US"]}, "data": {"classification": "confidential"}}, {"US"}),
        (
            {
                "governance": {"jurisdictions_excluded": ["US"]},
                "data": {"classification": "confidential"},
                "origin": {"weights_may_run_elsewhere": True},
            },
            set(),
        ),
    ],
)
def test_where_models_must_not_come_from(kit: Any, given: dict[str, Any], out: set[str]) -> None:
    """Countries named for models; those of providers too where data is confidential and weights run nowhere else."""
    assert excluded(kit.answers(**given)) == out


@pytest.mark.parametrize(
    ("given", "is_sensitive"),
    [
        ({}, False),
        ({"data": {"classification": "restricted"}}, True),
        ({"data": {"health_data": True}}, True),
        ({"governance": {"sector": "finance"}}, True),
    ],
)
def test_when_the_origin_must_be_named(kit: Any, given: dict[str, Any], *, is_sensitive: bool) -> None:
    """Confidential or health data, or a sector that answers for it."""
    assert sensitive(kit.answers(**given)) is is_sensitive


def test_a_country_protects_data_by_law_or_by_decision(kit: Any, known: Catalog) -> None:
    """The user's own, the EEA, and those that the Commission found adequate."""
    answers = kit.answers(hosting={"country": "US"}, data={"jurisdictions": ["BR"]})
    assert [protects(code, answers, known) for code in ("US", "BR", "NO", "CN")] == [True, True, True, False]


def test_a_listed_country_is_flagged_whatever_the_data_is(kit: Any, known: Catalog) -> None:
    """And only that country is named."""
    answers = kit.answers(governance={"jurisdictions_excluded": ["CN"]})
    assert flag(("FR", "CN"), answers, known) == Flag("on_the_list", ("CN",))
    assert flag(("FR",), answers, known) is None


def test_sensitive_data_flags_what_no_decision_covers_and_what_nobody_states(kit: Any, known: Catalog) -> None:
    """A catalog without vendors says nothing of any origin."""
    answers = kit.answers(data={"health_data": True})
    assert flag(("CN",), answers, known) == Flag("no_adequacy", ("CN",))
    assert flag((), answers, known) == Flag("unknown", ())
    assert flag(("FR",), answers, known) is None
    assert flag(("CN",), answers, replace(known, vendors=())) is None


@pytest.mark.parametrize(
    ("home", "reason"), [("DE", "no_adequacy"), (None, "no_adequacy"), ("CH", "abroad"), ("IN", "abroad")]
)
def test_a_decision_of_the_commission_is_cited_to_those_whose_law_asks_for_it(
    kit: Any, known: Catalog, home: str | None, reason: str
) -> None:
    """A Swiss, an Indian house is asked for its own rules."""
    found = flag(("CN",), kit.answers(data={"health_data": True}, hosting={"country": home}), known)
    assert found is not None
    assert found.reason == reason
    text = tell(told(f"warning.origin.{reason}", countries=("country", found.countries)))
    assert ("European Commission" in text) is (reason == "no_adequacy")


def test_an_embedding_trained_on_from_chinese_weights_raises_the_question_that_these_raise(kit: Any) -> None:
    """Its vendor sits in the United States; what Germany keeps out for its own models, it keeps out here too."""
    catalog = load_catalog()
    answers = kit.answers(governance={"jurisdictions_excluded": ["CN"]}, hosting={"country": "DE"})
    found = {
        name: flag_of(catalog.model[name], answers, catalog)
        for name in ("perplexity/pplx-embed-v1-4b", "microsoft/harrier-oss-v1-27b")
    }
    assert found == {
        "perplexity/pplx-embed-v1-4b": Flag("on_the_list", ("CN",)),
        "microsoft/harrier-oss-v1-27b": None,
    }
