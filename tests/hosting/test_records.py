"""Records of hosting."""

from __future__ import annotations

from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.records import SELF_HOSTED, WAYS_TO_HOST, HostingView
from tests.hosting.conftest import GPT_OSS, Planner, decision


def test_a_provider_is_the_one_way_in_which_nobody_runs_gpus() -> None:
    """The others keep their order."""
    assert ("provider_api", *SELF_HOSTED) == WAYS_TO_HOST


def test_a_view_survives_its_way_through_json_and_finds_its_plans(planner: Planner) -> None:
    """By the id of the alternative; None for what it does not show."""
    table = planner(GPT_OSS)
    view = hosting_view(table, cheapest_of_each(table), decision())
    assert HostingView.model_validate_json(view.model_dump_json()) == view
    first = view.plans[0]
    assert view.plan(first.alternative.alternative_id) == first
    assert view.plan("nobody@nowhere") is None
    assert view.plan(None) is None
