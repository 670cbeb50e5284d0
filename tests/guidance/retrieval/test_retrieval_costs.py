"""What retrieval costs, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from guidance.retrieval.retrieval_cases import OPENAI, answers_of, api, need_of, own

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.retrieval_costs import retrieval_costs, total_usd, whole_prompt_usd
from advisor.guidance.retrieval.retrieval_need import chunk_plan
from advisor.guidance.retrieval.search_models import Embedder
from advisor.hosting.costs.staffing import salary_index

CASE = {"workload": {"corpus_tokens": 1e8, "requests_per_day": 1_000, "input_tokens": 6_000}}


def test_lines_by_hand(catalog: Catalog) -> None:
    """100 million tokens at 0.02 USD, an overlap of a quarter, ten months; 1,000 questions a day at 0.25 USD."""
    answers = answers_of(case=CASE, budget={"horizon_months": 10})
    need = need_of(answers, catalog, api(catalog, OPENAI))
    model = catalog.model["openai/text-embedding-3-small"]
    embedder = Embedder(model, None, Decimal("0.02"), None, beside=False, source="own-assumptions")
    chunks = chunk_plan(need, None)
    lines = {line.line: line.usd_per_month for line in retrieval_costs(need, chunks, embedder, None, None)}
    embedded = 1e8 * 512 / 384
    month = 1_000 * 365.25 / 12
    price = float(catalog.offer[OPENAI].input_usd_per_mtok or 0)
    assert float(lines["embed_first"] or 0) == pytest.approx(embedded * 0.02 / 1e6 / 10, abs=0.01)
    assert float(lines["embed_changed"] or 0) == pytest.approx(embedded * 0.02 / 1e6 * 0.05, abs=0.01)
    assert float(lines["embed_questions"] or 0) == pytest.approx(month * 50 * 0.02 / 1e6, abs=0.01)
    assert float(lines["context"] or 0) == pytest.approx(month * 10 * 512 * price / 1e6, abs=0.01)
    assert float(lines["upkeep"] or 0) == pytest.approx(200_000 / 220, abs=0.01)
    assert total_usd(retrieval_costs(need, chunks, embedder, None, None)) == sum(lines.values(), Decimal(0))


def test_without_an_embedding_model_the_price_is_unknown_not_nothing(catalog: Catalog) -> None:
    """The line stays, without an amount."""
    need = need_of(answers_of(case=CASE), catalog)
    first, *_ = retrieval_costs(need, chunk_plan(need, None), None, None, None)
    assert first.usd_per_month is None


def test_everything_in_the_prompt_is_read_from_the_cache(catalog: Catalog) -> None:
    """At the cached price where there is one; own servers are paid for already; nobody's model costs nothing known."""
    need = need_of(answers_of(case=CASE), catalog, api(catalog, OPENAI))
    cached = float(catalog.offer[OPENAI].cached_input_usd_per_mtok or 0)
    assert float(whole_prompt_usd(need) or 0) == pytest.approx(1_000 * 365.25 / 12 * 1e8 * cached / 1e6)
    here = need_of(answers_of(case=CASE), catalog, ("alibaba/qwen3-32b", own("on_prem", "h100-sxm-80gb")))
    assert whole_prompt_usd(here) == 0
    assert whole_prompt_usd(need_of(answers_of(case=CASE), catalog)) is None


def test_upkeep_costs_what_people_earn_where_the_house_is(catalog: Catalog) -> None:
    """A person-day of the country, as the hosting page counts it."""
    answers = answers_of(case=CASE, hosting={"country": "DE"})
    need = need_of(answers, catalog, api(catalog, OPENAI))
    lines = {line.line: line.usd_per_month for line in retrieval_costs(need, chunk_plan(need, None), None, None, None)}
    index, _ = salary_index(catalog, "DE")
    assert index < 1
    assert float(lines["upkeep"] or 0) == pytest.approx(index * 200_000 / 220, abs=0.01)
