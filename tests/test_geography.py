"""One geography: who asks for a zone is served in what it holds, in the gate, the rent, the filter, form and report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from advisor.catalog.browse.model_filter import CatalogFilter, select
from advisor.catalog.browse.model_table import model_frame
from advisor.catalog.catalog import Catalog
from advisor.decision.gates.judge import failures_of
from advisor.decision.gates.rule import Asked
from advisor.geography import (
    COUNTRIES_OF_ZONE,
    HOLDS,
    PARTS_OF_THE_WORLD,
    ZONES,
    country_for,
    meets,
    near,
    placed,
    with_smaller,
    zone_of,
)
from advisor.hosting.prices.gpu_market import rents
from advisor.hosting.records import Deployment
from advisor.questionnaire import labels
from advisor.questionnaire.answers import Answers, DataAnswers, UseCase

PAIRS = [(inner, outer) for outer, inside in HOLDS.items() for inner in sorted(inside)]


def asking_for(zone: str) -> Answers:
    """Answers that demand processing in one zone."""
    return Answers(title="t", use_cases=(UseCase(task="rag"),), data=DataAnswers.model_validate({"residency": [zone]}))


def test_asia_pacific_holds_the_zones_of_its_countries() -> None:
    """Japan, Korea, Singapore, Australia and India are in Asia-Pacific; China is not."""
    assert HOLDS["apac"] == {"jp", "kr", "sg", "au", "in"}
    assert not meets("cn", ("apac",))


def out_of(deployment: Deployment, zone: str, catalog: Catalog) -> list[str]:
    """The gates on its place that a deployment fails where one zone is demanded."""
    answers = asking_for(zone)
    asked = Asked(answers.use_cases[0], answers, catalog, catalog.dated)
    return [
        one.gate
        for one in failures_of(
            "place", asked, SimpleNamespace(deployment=deployment, provider=None, offer=None, served=())
        )
    ]


@pytest.mark.parametrize(("inner", "outer"), PAIRS)
def test_an_api_in_a_zone_meets_a_demand_for_the_zone_that_holds_it(catalog: Catalog, inner: str, outer: str) -> None:
    """An offer processed in Japan passes for Asia-Pacific, and one for all of Asia-Pacific fails for Japan."""
    small, large = (Deployment(kind="provider_api", provider="p", zone=zone) for zone in (inner, outer))
    assert out_of(small, outer, catalog) == []
    assert out_of(large, inner, catalog) == ["residency"]


@pytest.mark.parametrize(("inner", "outer"), PAIRS)
def test_rented_gpus_in_a_country_meet_a_demand_for_the_zone_that_holds_it(
    catalog: Catalog, inner: str, outer: str
) -> None:
    """Servers in a country of the smaller zone pass for the larger one."""
    rented = Deployment(kind="cloud_gpu", provider="p", country=country_for(inner))
    assert out_of(rented, outer, catalog) == []


@pytest.mark.parametrize(("inner", "outer"), PAIRS)
def test_the_cheapest_rent_of_a_larger_zone_may_be_in_a_smaller_one(catalog: Catalog, inner: str, outer: str) -> None:
    """The one offer in the smaller zone is taken before a cheaper one elsewhere."""
    offer = next(one for one in catalog.gpu_offers if one.commitment == "on_demand" and one.usd_per_gpu_hour)
    here = offer.model_copy(update={"country": country_for(inner), "usd_per_gpu_hour": Decimal(9)})
    cheaper = offer.model_copy(update={"country": "US", "usd_per_gpu_hour": Decimal(1)})
    market = replace(catalog, gpu_offers=(cheaper, here), digest=f"{inner} in {outer}")
    assert [deal.zone for deal in rents(market, asking_for(outer))] == [inner]


@pytest.mark.parametrize(("inner", "outer"), PAIRS)
def test_the_filter_of_the_catalog_finds_what_a_zone_holds(catalog: Catalog, inner: str, outer: str) -> None:
    """Whatever is found in Japan is found in Asia-Pacific too."""
    frame = model_frame(catalog)
    small, large = (set(select(frame, CatalogFilter(zones=(zone,)))["model_id"]) for zone in (inner, outer))
    assert small <= large


def test_form_and_report_name_every_zone() -> None:
    """The labels, which the forms offer and the report prints, are those of the zones, in the same order."""
    assert tuple(labels.ZONES) == ZONES


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_has_countries_and_one_that_stands_for_it(zone: str) -> None:
    """The country that stands for a zone is in it, or in a zone that it holds."""
    assert zone_of(country_for(zone)) in with_smaller([zone])


def test_a_country_is_in_one_zone_only() -> None:
    """No country is listed under two zones."""
    listed = [country for countries in COUNTRIES_OF_ZONE.values() for country in countries]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("country", "zone"), [("PH", "apac"), ("VN", "apac"), ("FR", "eu"), ("GB", "uk"), ("ZA", None), (None, None)]
)
def test_the_zone_of_a_country(country: str | None, zone: str | None) -> None:
    """The Philippines and Vietnam are in Asia-Pacific; a country of no zone has none."""
    assert zone_of(country) == zone


def test_no_demand_is_met_by_every_zone() -> None:
    """Where no zone is demanded, an unknown one will do; where one is, it will not."""
    assert meets(None, ())
    assert not meets(None, ("eu",))


def test_codes_of_countries_and_zones_stand_in_one_module() -> None:
    """No other module of the package keeps a list of four or more countries or zones."""
    codes = {f'"{code}"' for code in {*ZONES, *(c for inside in COUNTRIES_OF_ZONE.values() for c in inside)}} - {'"in"'}
    root = Path(__file__).parents[1] / "advisor"
    allowed = {"geography.py", "questionnaire/labels.py", "trials/guards/identity_numbers.py"}
    for path in root.rglob("*.py"):
        name = path.relative_to(root).as_posix()
        lines = path.read_text(encoding="utf-8").splitlines()
        held = [line for line in lines if len([code for code in codes if code in line]) > 3]
        assert name in allowed or not held, name


def test_a_country_is_near_to_one_part_of_the_world_only() -> None:
    """No country is told to lie near to Europe and to Asia; Kenya's lines lead to Europe, Mexico's to America."""
    parts = [part & {"us", "eu", "apac"} for part in PARTS_OF_THE_WORLD]
    near_to = {
        c: [part for part in parts if any(near(zone, c) for zone in part)] for c in ("KE", "MX", "PK", "NO", "AE")
    }
    assert {country: sorted(*found) for country, found in near_to.items()} == {
        "KE": ["eu"],
        "MX": ["us"],
        "PK": ["apac"],
        "NO": ["eu"],
        "AE": ["eu"],
    }
    assert not placed("KZ")
