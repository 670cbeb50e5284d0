"""EuroEval: a table per language, links as names, two metrics in a cell."""

from __future__ import annotations

from refresh_shapes import LATER, euroeval

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.records import Statement
from advisor.catalog.refresh.sources.boards.euroeval import LANGUAGES, SOURCE

ON_HUB = "<a href='https://hf.co/Qwen/Qwen3-0.6B'>Qwen/Qwen3-0.6B{}</a>"
ELSEWHERE = "<a href='https://docs.anthropic.com/en/docs/about-claude'>claude-sonnet-4-5-20250929{}</a>"
FIGURE = "47.5 ± 1.25 / 70.76 ± 2.55@@47.5"


def stated(catalog: Catalog, *names: str, figure: str = FIGURE, language: str = "german") -> list[Statement]:
    """What a table with one task states of the models."""
    content = euroeval(language, {"mmlu_de": dict.fromkeys(names, figure)})
    return list(SOURCE.read(SOURCE.parsed(content).value, catalog, LATER).statements)


def test_the_first_metric_counts_with_its_standard_error(catalog: Catalog) -> None:
    """The second is another metric of the same task; what stands behind ± is 1.96 standard errors."""
    (found,) = stated(catalog, ON_HUB.format(""))
    assert found.match == {"model_id": "alibaba/qwen3-0.6b", "board_id": "euroeval-de.mmlu-de", "variant": ""}
    assert (found.cells["score"], found.cells["standard_error"]) == ("47.5", "0.64")


def test_how_a_model_was_asked_makes_another_board(catalog: Catalog) -> None:
    """Validation or test split, with or without examples: never mixed; thinking is a variant."""
    found = stated(catalog, ON_HUB.format("#no-thinking (val)"), ELSEWHERE.format("#thinking (zero-shot, val)"))
    assert {(s.match["model_id"], s.match["board_id"], s.match["variant"]) for s in found} == {
        ("alibaba/qwen3-0.6b", "euroeval-de.mmlu-de-val", "no-thinking"),
        ("anthropic/claude-sonnet-4.5", "euroeval-de.mmlu-de-zero-shot-val", "thinking"),
    }


def test_a_cell_without_a_figure_is_no_score(catalog: Catalog) -> None:
    """The board writes a question mark."""
    assert stated(catalog, ON_HUB.format(""), figure="?@@-1") == []


def test_tables_of_several_languages_are_not_read() -> None:
    """Those of families of languages repeat the others."""
    one = euroeval("german", {"mmlu_de": {ON_HUB.format(""): FIGURE}})
    several = one.replace(b"datasets/german#mmlu-de'>mmlu_de", b"datasets/dutch#mmlu-nl'>mmlu_nl", 1)
    assert SOURCE.part(SOURCE.parsed(one).value) == "de"
    assert SOURCE.looks_like(SOURCE.parsed(one).value)
    mixed = euroeval("german", {"mmlu_de": {}, "mmlu_nl": {}}).replace(b"german#mmlu-nl", b"dutch#mmlu-nl")
    assert not SOURCE.looks_like(SOURCE.parsed(mixed).value)
    assert SOURCE.part(SOURCE.parsed(several).value) == "nl"


def test_each_language_is_published_under_its_name() -> None:
    """One address each."""
    assert [name for name, _ in SOURCE.published] == list(LANGUAGES)
    assert all(address.endswith(f"/{name}_all.csv") for name, address in SOURCE.published)
