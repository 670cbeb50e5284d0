"""What security and works council read of whoever runs the model: facts of the catalog, and what to ask besides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from report.samples import BANK, INSURER, nothing_fits, sample_assessment, shipped

from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.labels import CERTIFICATIONS
from advisor.report.compose import compose
from advisor.report.document.blocks import Facts, Section, Table, plain_text
from advisor.report.exports.decision_record import decision_record

HOSPITAL = "hospital-note-summariser"
UNSAID = "no source in the catalog states it"


def section(found: Assessment, language: str = "en", catalog: Catalog | None = None) -> Section:
    """The section on the provider."""
    parts = compose(found, catalog or shipped(), language=language).sections
    return next(part for part in parts if part.key == "provider")


def rows(
    found: Assessment, number: int = 0, language: str = "en", catalog: Catalog | None = None
) -> dict[str, tuple[str, ...]]:
    """The rows of a table of the section, by their first cell."""
    table = [block for block in section(found, language, catalog).blocks if isinstance(block, Table)][number]
    return {plain_text(row[0]): tuple(map(plain_text, row[1:])) for row in table.rows}


def test_certificates_are_those_of_the_table_with_their_day_and_source() -> None:
    """Every one that the catalog has, none besides, and the number of a source that is listed."""
    found = sample_assessment(BANK)
    deployment = found.shortlist[0].deployment
    keeper = shipped().provider[deployment.provider or ""]
    table = next(block for block in section(found).blocks if isinstance(block, Table))
    cell = next(row[1] for row in table.rows if row[0] == "Certificates")
    assert plain_text(cell).count(",") + plain_text(cell).count(" and ") + 1 == len(keeper.certifications)
    assert str(keeper.checked_on.year) in plain_text(cell)
    assert not isinstance(cell, str)
    assert cell.refs


def test_what_nobody_states_is_said_and_has_a_line_of_the_contract() -> None:
    """Of a provider that has no row on keys, sub-processors, incidents and deletion, each is a line to fill."""
    found = rows(sample_assessment(BANK), catalog=replace(shipped(), provider_assurances=()))
    for matter in ("Keys", "Sub-processors", "Incident", "End of the contract"):
        assert found[matter][0] == UNSAID
    assert all(line for _, line in found.values())
    assert "72 hours" in found["Incident"][1]


def test_a_certificate_that_is_asked_for_and_held_by_nobody_is_named() -> None:
    """The one who signs sees which of the certificates asked for no source states."""
    found = sample_assessment(BANK)
    held = shipped().provider[found.shortlist[0].deployment.provider or ""].certifications
    lacking = next(code for code in CERTIFICATIONS if code not in held)
    data = found.answers.data.model_copy(update={"certifications": (lacking, "soc2")})
    asked = found.model_copy(update={"answers": found.answers.model_copy(update={"data": data})})
    assert f"stated by no source in the catalog: {CERTIFICATIONS[lacking]}" in rows(asked)["Certificates"][0]


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ({"data_processing_agreement": True, "uptime_sla_pct": 99.95}, ("offered", "99.95% of the time is promised")),
        ({"data_processing_agreement": False, "uptime_sla_pct": 99.5}, ("none found", "99.5% of the time is promised")),
        ({"data_processing_agreement": None, "uptime_sla_pct": None}, ("no source", "no source")),
    ],
)
def test_an_agreement_that_is_not_offered_is_not_one_that_nobody_states(
    stated: dict[str, object], shown: tuple[str, str]
) -> None:
    """Columns of the table have three answers: yes, no, and nothing that a source states."""
    found, catalog = sample_assessment(BANK), shipped()
    keeper = catalog.provider[found.shortlist[0].deployment.provider or ""].model_copy(update=stated)
    providers = tuple(keeper if row.provider_id == keeper.provider_id else row for row in catalog.providers)
    parts = compose(found, replace(catalog, providers=providers)).sections
    table = next(b for part in parts if part.key == "provider" for b in part.blocks if isinstance(b, Table))
    known = {plain_text(row[0]): plain_text(row[1]) for row in table.rows}
    assert known["Processing agreement"].startswith(shown[0])
    assert known["Availability"].startswith(shown[1])


def test_own_machines_have_no_provider_to_ask() -> None:
    """Keys are with the house, nothing is sent out, and no provider's note is quoted."""
    found = sample_assessment(HOSPITAL)
    assert found.shortlist[0].deployment.kind == "on_prem"
    told = rows(found)
    assert "no provider" in told["Keys"][0]
    assert "nothing is sent out" in told["Sub-processors"][0]
    records = rows(found, 1)
    assert not any("at the provider" in name for name in records)
    assert {row[2] for row in records.values()} == {"to settle"}


def test_retention_is_that_of_the_catalog_beside_the_limit_of_the_answers() -> None:
    """A works council reads what the provider keeps, what was asked, and what is to settle."""
    found = sample_assessment(BANK)
    told = rows(found, 1)
    assert f"your limit: {found.answers.data.max_retention_days} days" in told["Prompts and answers at the provider"][2]
    assert Counter(cell for row in told.values() for cell in row)["to settle"] >= 3


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_language_tells_the_same_rows(language: str) -> None:
    """As many rows, none of them empty, and in the Markdown record too."""
    found = sample_assessment(BANK)
    told = [*rows(found, 0, language).items(), *rows(found, 1, language).items()]
    assert len(told) == len(rows(found)) + len(rows(found, 1))
    assert all(cell for _, row in told for cell in row)
    assert section(found, language).title in decision_record(found, shipped(), language=language)


def test_where_nothing_fits_there_is_no_provider() -> None:
    """Nothing was chosen, so that nobody is to be asked."""
    keys = [part.key for part in compose(nothing_fits(), shipped()).sections]
    assert "provider" not in keys


def test_a_portfolio_has_one_line_for_each_provider_that_it_would_run_at() -> None:
    """Each once, with what the catalog has of it, and said where that is nothing."""
    found = sample_assessment(INSURER)
    choices = [choice for case in (found, *found.other_use_cases) if (choice := choice_of(case)) is not None]
    hosted = {one.deployment.provider for one in choices if one.deployment.kind in ("provider_api", "cloud_gpu")}
    assert hosted
    told = facts(found, shipped())
    assert len(told) == len(hosted)
    bare = facts(found, replace(shipped(), provider_assurances=()))
    assert bare.keys() == told.keys()
    assert all(text.count(UNSAID) == 3 for text in bare.values())
    assert bare != told


def facts(found: Assessment, catalog: Catalog) -> dict[str, str]:
    """The lines of a portfolio's section, by provider."""
    block = next(block for block in section(found, catalog=catalog).blocks if isinstance(block, Facts))
    return {label: plain_text(text) for label, text in block.rows}
