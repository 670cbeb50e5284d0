"""Who answers when the choice does not."""

from __future__ import annotations

from advisor.decision.records import Choice
from advisor.guidance.architecture.fallback import fallback_of
from advisor.hosting.records import Deployment


def option(model: str, provider: str, *, kind: str = "provider_api", chosen: bool = False) -> Choice:
    """An option of a shortlist."""
    return Choice.model_validate(
        {
            "role": "best score",
            "alternative_id": f"{model}@{kind}:{provider}",
            "model_id": model,
            "name": f"{model} at {provider}",
            "deployment": Deployment.model_validate({"kind": kind, "provider": provider}),
            "score": 1.0,
            "score_given_up": 0.0,
            "monthly_cost_usd": None,
            "monthly_cost_difference_usd": None,
            "evidence": "measured",
            "chosen": chosen,
        }
    )


CHOICE = option("openai/a", "openai", chosen=True)


def test_another_place_and_vendor_comes_first() -> None:
    """Then another place with the vendor's own model; what stands in the same place never."""
    same_vendor, both = option("openai/b", "azure-foundry"), option("mistral/c", "mistral")
    found = fallback_of([CHOICE, same_vendor, both])
    assert found is not None
    assert found.alternative.model_id == "mistral/c"
    only = fallback_of([CHOICE, same_vendor])
    assert only is not None
    assert only.name == "openai/b at azure-foundry"


def test_the_same_place_is_no_fallback() -> None:
    """What takes the provider down takes its other models down too."""
    assert fallback_of([CHOICE, option("mistral/c", "openai")]) is None
    assert fallback_of([]) is None
