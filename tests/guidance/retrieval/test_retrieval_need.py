"""What retrieval is asked to do: the corpus, its chunks, who may read."""

from __future__ import annotations

import pytest
from guidance.retrieval.retrieval_cases import OPENAI, answers_of, api, need_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.retrieval_need import chunk_plan, retrieves
from advisor.guidance.retrieval.retrieval_records import RetrievalWishes


@pytest.mark.parametrize(
    ("case", "tokens"),
    [
        ({"workload": {"corpus_tokens": 7e5}}, 7e5),
        ({"usage": {"documents_held": 100, "pages_per_document": 10}}, 600_000),
        ({}, 6_000_000),
    ],
)
def test_the_corpus_is_as_stated_else_by_documents_else_usual(
    catalog: Catalog, case: dict[str, object], tokens: float
) -> None:
    """600 tokens a page; ten thousand pages where nobody says."""
    need = need_of(answers_of(case=case), catalog)
    assert need.corpus_tokens == tokens
    assert bool(need.stated_tokens) == bool(case)


def test_work_with_a_corpus_looks_it_up_whatever_its_task() -> None:
    """A chat assistant with documents retrieves, one without does not."""
    assert retrieves(answers_of("chat_assistant", case={"workload": {"corpus_tokens": 1e6}}).use_cases[0])
    assert not retrieves(answers_of("chat_assistant").use_cases[0])


def test_chunks_by_hand(catalog: Catalog) -> None:
    """1,000 documents of 1,280 tokens: (1,280 - 128) / 384 = 3 each; what the model cannot read is cut smaller."""
    usage = {"documents_held": 1_000}
    case = {"usage": usage, "workload": {"corpus_tokens": 1_280_000, "input_tokens": 4_000}}
    need = need_of(answers_of(case=case), catalog)
    plan = chunk_plan(need, None)
    assert (plan.tokens, plan.overlap, plan.count, plan.in_prompt) == (512, 128, 3_000, 6)
    assert plan.context_tokens == 3_072
    assert plan.embedded_tokens == pytest.approx(1_280_000 * 512 / 384)
    assert chunk_plan(need, 256).tokens == 256


def test_rights_follow_the_data_unless_somebody_says(catalog: Catalog) -> None:
    """Guarded data is read by some; a device has one reader; a wish beats both."""
    guarded = answers_of(data={"classification": "restricted"})
    assert need_of(guarded, catalog).rights == "by_document"
    assert need_of(guarded, catalog, wishes=RetrievalWishes(rights="shared")).rights == "shared"
    device = answers_of(data={"classification": "restricted"}, hosting={"allowed": ["edge"]})
    assert need_of(device, catalog).rights == "shared"


def test_the_price_is_that_of_the_offer(catalog: Catalog) -> None:
    """An offer by its id; own servers have none."""
    option = api(catalog, OPENAI)
    need = need_of(answers_of(), catalog, option)
    assert need.offer(option[1]) is catalog.offer[OPENAI]
    assert need.offer(None) is None
