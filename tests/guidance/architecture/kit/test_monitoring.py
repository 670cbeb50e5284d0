"""What watches the kit."""

from __future__ import annotations

from advisor.guidance.architecture.kit.kit_service import KitService
from advisor.guidance.architecture.kit.monitoring import (
    alert_rules,
    dashboard,
    limits_of,
    measured_parts,
    scrape_config,
)
from advisor.hosting.exports.deployment_kit import IMAGES
from advisor.questionnaire.answers import Answers

SERVER = KitService(name="server", image=IMAGES["vllm"], port=8000)
GATEWAY = KitService(name="gateway", image="g", port=4000)


def test_only_what_was_stated_is_a_limit() -> None:
    """The cap in dollars a month and a day, the waits in seconds."""
    case = {"task": "rag", "latency": {"ttft_p95_ms": 1500}}
    budget = {"monthly_cap": 3000, "currency": "EUR", "usd_per_unit": 1.1}
    answers = Answers.model_validate({"title": "t", "use_cases": [case], "budget": budget})
    found = limits_of(answers, answers.use_cases[0])
    assert found == {"error_share": 0.02, "ttft_s": 1.5, "month_usd": 3300.0, "day_usd": 110.0}


def test_panels_and_alerts_are_of_what_is_started() -> None:
    """The engine's own figures where it runs; the fallback's where there is one; a stated limit stands in the alert."""
    parts = measured_parts((SERVER, GATEWAY), fallback=False)
    assert parts == {"server", "gateway", "vllm"}
    rules = alert_rules(parts, {"error_share": 0.02, "ttft_s": 1.5})["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules] == [
        "ManyRequestsFail",
        "FirstTokenTooLate",
        "TheServerIsGone",
        "RequestsWait",
    ]
    assert rules[1]["expr"].endswith("> 1.5")
    panels = dashboard(parts, {"ttft_s": 1.5}, "t")["panels"]
    limited = [one["fieldConfig"]["defaults"]["thresholds"]["steps"][-1]["value"] for one in panels]
    assert limited.count(1.5) == 2
    assert not any("fallback" in one["targets"][0]["expr"] or "sglang" in one["targets"][0]["expr"] for one in panels)
    assert [job["job_name"] for job in scrape_config((SERVER, GATEWAY))["scrape_configs"]] == ["gateway", "server"]
