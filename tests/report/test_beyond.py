"""Usage and fairness in the report: there where something was kept, in three languages, nothing where not."""

from __future__ import annotations

import pytest

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.guidance.after_go_live.explained import UsagePrices
from advisor.guidance.after_go_live.review import UsageReview, review
from advisor.guidance.measured_fairness import FairnessEvidence, PairFairness
from advisor.questionnaire.intake.usage.months import read_usage
from advisor.questionnaire.presets import load_sample
from advisor.report.compose import compose
from advisor.report.document.meta import ReportMeta
from advisor.trials.fairness.tables import CaseColumns, fairness_of_table, read_cases
from advisor.words.language import LANGUAGES, words_in
from tests.guidance.after_go_live.planted import PLAN

PAIR = PairFairness(
    connection="one",
    swap="gender",
    first="woman",
    second="man",
    pairs=40,
    difference=-0.2,
    low=-0.3,
    high=-0.1,
    found=True,
    answered=40,
    changed=8,
)


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """Any decision."""
    return assess(load_sample("marketing-images"), catalog, samples=50)


@pytest.fixture(scope="module")
def usage() -> UsageReview:
    """Two months, three times the plan."""
    row = '{"startTime": "2026-%02d-%02dT08:00:00Z", "model": "m", "prompt_tokens": 9000000, "spend": 100}'
    log = "\n".join(row % (month, day) for month in (7, 8) for day in (1, 31))
    usage = read_usage(log.encode(), name="log")
    return review(PLAN, usage, prices=UsagePrices(planned=frozenset({"m"})), usd_per_unit={"USD": 1.0})


def evidence() -> tuple[FairnessEvidence, ...]:
    """A table of two groups, and pairs."""
    text = "group,predicted\n" + "a,yes\n" * 20 + "b,no\n" * 20
    columns = CaseColumns(group="group", predicted="predicted", favourable="yes")
    table = fairness_of_table(read_cases(text.encode(), name="cases.csv"), columns, name="cases.csv")
    return table, FairnessEvidence(source="pairs", name="loans", subject="one", rows=40, pairs=(PAIR,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_kept_is_told_and_nothing_else(
    assessment: Assessment, catalog: Catalog, usage: UsageReview, language: str
) -> None:
    """A section each, with the months and causes, and with every measure and exchange."""
    meta = ReportMeta(usage=usage, fairness=evidence())
    found = {
        section.key: repr(section)
        for section in compose(assessment, catalog, language=language, meta=meta, annexes=("after_go_live",)).sections
    }
    assert "2026-08" in found["after_go_live"]
    assert repr(words_in(language).money(usage.actual_usd, "USD"))[1:-1] in found["in_brief"]
    assert "a − b" in found["fairness"]
    assert "woman − man" in found["fairness"]
    bare = {section.key for section in compose(assessment, catalog, language=language).sections}
    assert not {"after_go_live", "fairness"} & bare
