"""A decision under the policy of the house: what it excludes is told as the policy's, and the record names it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import pytest
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import under_policy
from advisor.decision.gates.house.policy_rules import RULES
from advisor.decision.scoring.weights import derive_weights
from advisor.policy.house import DEMANDS, GrantedException, HousePolicy
from advisor.policy.in_force import in_force
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.report.replay.snapshot import dump_tables, load_tables
from advisor.words.tell import tell

DAY: Final = date(2026, 11, 20)
POLICY: Final = HousePolicy.model_validate(
    {
        "policy": 1,
        "name": "AI 2026-11",
        "version": "3",
        "dated": "2026-11-02",
        "rules": [
            {"id": "origin", "vendor_countries_excluded": ["CN"]},
            {"id": "place", "zones": ["eu"]},
            {"id": "cloud", "providers_excluded": ["aws-bedrock"]},
        ],
        "agreements": [
            {"id": "frame", "providers": ["google-vertex"], "percent": 10, "source": "Contract 4711"}
            | {"valid_from": "2026-01-01", "valid_until": "2027-12-31"}
        ],
        "weights": {"fitness": 3, "cost": 1},
    }
)


@pytest.fixture(scope="module")
def answers() -> Answers:
    """A bank's answers, which ask for processing in the Union themselves."""
    return load_sample("eu-bank-customer-service")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalog as shipped."""
    return shipped_catalog()


@pytest.fixture(scope="module")
def governed(answers: Answers, catalog: Catalog) -> Assessment:
    """The decision under the policy."""
    return assess(answers, under_policy(catalog, in_force(POLICY, DAY)), samples=200)


def test_every_demand_has_a_rule() -> None:
    """What a policy may ask for, the gate knows how to judge."""
    assert len(RULES) == len(DEMANDS)


def test_what_the_policy_excludes_is_told_as_the_policys(governed: Assessment) -> None:
    """With its name and the number of the rule, in words of the policy and not as the user's wish."""
    out = {item.sentence for item in governed.eliminations if item.gate == "house_policy"}
    assert any(
        "the house policy “AI 2026-11” excludes it by rule 3: not the provider aws-bedrock" in one for one in out
    )
    assert not any("you exclude" in one or "you need" in one for one in out)
    providers = {entry.deployment.provider for entry in governed.recommendations}
    assert "aws-bedrock" not in providers


def test_the_record_names_the_policy_and_without_one_says_nothing(
    governed: Assessment, answers: Answers, catalog: Catalog
) -> None:
    """Name, version, date and digest; and the JSON of a decision without a policy is as it ever was."""
    assert governed.policy is not None
    assert governed.policy.digest == POLICY.digest
    stored = json.loads(governed.model_dump_json(by_alias=True))
    assert (stored["policy"]["name"], stored["policy"]["version"]) == ("AI 2026-11", "3")
    assert Assessment.model_validate(stored).policy == governed.policy
    plain = json.loads(assess(answers, catalog, samples=50).model_dump_json(by_alias=True))
    assert "policy" not in plain
    assert all("agreed_price" not in choice for choice in plain["shortlist"])


def test_an_agreed_price_is_told_beside_the_listed_one(answers: Answers, catalog: Catalog) -> None:
    """Own and list price, and until when, with the option that is chosen by it."""
    hosted = answers.model_copy(update={"hosting": answers.hosting.model_copy(update={"allowed": ("provider_api",)})})
    only = POLICY.model_copy(update={"rules": (), "weights": {}})
    first = assess(hosted, catalog, samples=50).shortlist[0]
    provider = first.deployment.provider
    terms = POLICY.agreements[0].model_copy(update={"providers": (provider,)})
    held = under_policy(catalog, in_force(only.model_copy(update={"agreements": (terms,)}), DAY))
    own = next(one for one in assess(hosted, held, samples=50).shortlist if one.alternative_id == first.alternative_id)
    assert "instead of" in own.agreed_price
    assert "until 2027-12-31 (agreement frame)" in own.agreed_price
    assert own.agreed_price in own.reason
    assert own.monthly_cost_usd is not None
    assert first.monthly_cost_usd is not None
    assert own.monthly_cost_usd.p50 < first.monthly_cost_usd.p50


def test_an_exception_lifts_its_rule_alone_and_the_record_says_so(answers: Answers, catalog: Catalog) -> None:
    """Rule 3 lets the provider in again; rules 1 and 2 stay."""
    lifted = GrantedException(
        rule_id="cloud", number=0, reason="Pilot until the migration", until=date(2027, 3, 31), granted_by="A. Ada"
    )
    found = assess(answers, under_policy(catalog, in_force(POLICY, DAY, (lifted,))), samples=50)
    assert found.policy is not None
    assert [(one.number, one.granted_by) for one in found.policy.exceptions] == [(3, "A. Ada")]
    said = [item.sentence for item in found.eliminations if item.gate == "house_policy"]
    assert said
    assert not any("rule 3" in one for one in said)
    assert "aws-bedrock" in {entry.deployment.provider for entry in found.recommendations}


def test_the_houses_weights_stand_in_for_the_usual_ones_and_give_way_to_stated_ones(
    answers: Answers, catalog: Catalog
) -> None:
    """Three to one of fitness to cost, told as the policy's; whoever states weights has those."""
    judged = under_policy(catalog, in_force(POLICY, DAY)).judgement
    plain = answers.model_copy(update={"weights": None, "priorities": {}})
    found = derive_weights(plain, plain.use_cases[0], judged)
    assert (found["fitness"].weight, found["cost"].weight) == (0.75, 0.25)
    assert tell(found["cost"].reason) == "set by the policy of the house"
    own = plain.model_copy(update={"weights": {"cost": 1.0}})
    assert derive_weights(own, own.use_cases[0], judged)["cost"].weight == 1.0


def test_a_kept_catalog_keeps_the_policy_that_it_stood_under(catalog: Catalog) -> None:
    """A replay on the catalog of then is a replay under the policy of then."""
    held: Any = under_policy(catalog, in_force(POLICY, DAY))
    again = load_tables(dump_tables(held))
    assert (again.policy, again.digest) == (held.policy, held.digest)
    assert again.offers == held.offers
