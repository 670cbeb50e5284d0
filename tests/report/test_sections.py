"""What sections of the report say where many alternatives are alike or only one way of hosting is there."""

from __future__ import annotations

import pytest
from report.samples import BANK, sample_assessment, shipped

from advisor.assessment import Assessment
from advisor.report.compose import compose
from advisor.report.document.blocks import Drawing, Para, Section, Table, Text, plain_text

LANGUAGES = ("en", "de", "fr")


def _section(assessment: Assessment, key: str, language: str = "en") -> Section:
    found = compose(assessment, shipped(), language=language).sections
    return next(section for section in found if section.key == key)


def _ahead(count: int, by: float = 0.0) -> Assessment:
    """The bank's decision with so many further models at the score of the first and more, the others behind it."""
    found = sample_assessment(BANK)
    first, *others = found.recommendations
    models = list(dict.fromkeys(item.model_id for item in others if item.model_id != first.model_id))[:count]
    ranked = (
        item.model_copy(update={"score": first.score + (by if item.model_id in models else -0.02)}) for item in others
    )
    return found.model_copy(update={"recommendations": (first, *ranked)})


def _said(assessment: Assessment, language: str = "en") -> tuple[str, Table]:
    """The first paragraph and the first table of "Why not the others"."""
    blocks = _section(assessment, "why_not", language).blocks
    text = next(block for block in blocks if isinstance(block, Para))
    return str(text), next(block for block in blocks if isinstance(block, Table))


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_that_are_level_with_the_first_share_one_sentence(language: str) -> None:
    """Three of them: one paragraph names all, and no row of the table says the same again."""
    text, table = _said(_ahead(3), language)
    level = {"en": "Level with the first", "de": "gleichauf", "fr": "égalité"}[language]
    assert level in text
    assert level not in str(table)
    assert len(table.rows) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_scores_more_than_the_choice_is_not_called_level(language: str) -> None:
    """The choice falls by a stated order, so that others may score more: by how much is said."""
    text, table = _said(_ahead(4, by=0.02), language)
    assert "2.0" in text or "2,0" in text
    assert {"en": "verdict", "de": "Urteil", "fr": "verdict"}[language] in text
    assert len(table.rows) == 2


def test_one_that_is_not_behind_says_so_in_its_row() -> None:
    """A sentence of its own would say no more."""
    assert str(_said(_ahead(1))[1].rows).count("Level with the first") == 1
    assert str(_said(_ahead(1, by=0.02))[1].rows).count("Scores 2.0 points more") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scale_of_points_names_its_end_once(language: str) -> None:
    """Not "0 to 100 points of 100"."""
    cells = [row[-1] for row in _table(_section(sample_assessment(BANK), "method", language)).rows]
    ends = [str(cell) for cell in cells if "0" in str(cell) and "100" in str(cell)]
    assert any((text.count("100") == 1 and "oint" in text) or "Punkte" in text for text in ends)
    assert not any(text.count("100") > 1 for text in map(str, cells))


def _table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_way_of_hosting_draws_no_break_even_and_says_why(language: str) -> None:
    """Two of its plans would be lines over one another."""
    found = sample_assessment(BANK)
    one = next(plan for plan in found.hosting.plans if plan.alternative.deployment.kind == "provider_api")
    alone = found.model_copy(update={"hosting": found.hosting.model_copy(update={"plans": (one, one)})})
    section = _section(alone, "hosting", language)
    assert not [block for block in section.blocks if isinstance(block, Drawing) and block.kind == "lines"]
    why = {"en": "Only one way of hosting", "de": "Nur eine Betriebsform", "fr": "Un seul mode"}[language]
    assert any(why in str(block) for block in section.blocks if isinstance(block, Para))
    drawn = _section(found, "hosting", language).blocks
    assert [block for block in drawn if isinstance(block, Drawing) and block.kind == "lines"]


def test_what_no_list_has_cites_no_source() -> None:
    """That nobody offers a model is stated by no source; what a list does state is cited beside it."""
    tables = [block for block in _section(sample_assessment(BANK), "why_not").blocks if isinstance(block, Table)]
    rows = {plain_text(row[0]): row[3] for row in tables[-1].rows}
    assert isinstance(rows["Can be run at all"], Text)
    assert rows["Can be run at all"].refs == ()
    assert isinstance(rows["Kind of model"], Text)
    assert rows["Kind of model"].refs != ()
