"""Five sectors read against a public checklist each: what its points find here, and what the docs say is missing.

Bank: BaFin, guidance on ICT risks in the use of AI (18 December 2025). Hospital: Joint Commission and CHAI, seven
elements (17 September 2025). Public body: AI Playbook for the UK Government, ten principles (10 February 2025).
Insurer: EIOPA, opinion on AI governance (6 August 2025). Factory: CISA and partners, four principles for AI in
operational technology (3 December 2025). The points are those of public summaries; the differences stand in
``docs/governance.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.duties.facts import facts_of
from advisor.guidance.governance.rules import applying
from advisor.hosting.records import Deployment
from advisor.questionnaire.presets import load_sample

DOCS = Path(__file__).resolve().parents[3] / "docs" / "governance.md"
API = Deployment(kind="provider_api", provider="aws-bedrock", zone="eu")
OWN = Deployment(kind="on_prem", gpu="l4-24gb", gpu_count=1, replicas=1)
EDGE = Deployment(kind="edge", gpu="l4-24gb", gpu_count=1, replicas=1)
CHECKLISTS: Final[dict[str, tuple[str, Deployment, dict[str, tuple[str, ...]]]]] = {
    "bank": (
        "eu-bank-customer-service",
        API,
        {
            "a strategy for AI that the management body approves": (),
            "AI systems in the framework for ICT risk": ("bafin_ai",),
            "tests before the start": ("data_tests",),
            "logs and monitoring in operation": ("logs", "drift"),
            "ICT incidents of AI": ("dora_incident",),
            "third parties: register, contract, exit": ("supervision",),
            "data: quality, rights, least access": ("data_rights", "data_quality", "data_minimum"),
            "attacks on the model": ("injection",),
            "training of staff and management": ("literacy",),
            "retirement: what is left of data and model": (),
        },
    ),
    "hospital": (
        "hospital-note-summariser",
        OWN,
        {
            "policy and a committee": ("role", "deployer"),
            "privacy and openness to patients": ("personal_data", "health", "explain"),
            "data security": ("logs", "nis2", "breach"),
            "quality monitoring, tested locally": ("clinical_check", "data_tests"),
            "safety events reported without blame": (),
            "bias by group": ("bias",),
            "training": ("literacy",),
        },
    ),
    "public body": (
        "city-administration-rag",
        API,
        {
            "know what AI is and its limits": ("literacy", "false_answers"),
            "lawful, ethical, responsible": ("prohibited", "personal_data", "bias"),
            "secure": ("injection", "data_access", "nis2"),
            "human control at the right stage": ("public_reasons", "false_answers"),
            "the whole life cycle": ("drift", "logs"),
            "the right tool: whether AI is needed at all": (),
            "open: the use is published": (),
            "commercial colleagues from the start": ("gpai",),
            "skills": ("literacy",),
            "own policies and assurance": ("dpia", "data_tests"),
        },
    ),
    "insurer": (
        "insurer-claims-portfolio",
        API,
        {
            "impact assessed, measures in proportion": ("eiopa_ai", "dpia"),
            "fairness in the customer's interest": ("eiopa_ai", "bias"),
            "data governance": ("data_rights", "data_minimum"),
            "records": ("logs",),
            "explanations to customers and supervision": ("interpretability",),
            "human oversight": ("eiopa_ai", "deployer"),
            "accuracy, robustness, security": ("injection", "drift"),
            "redress: how a customer complains": (),
        },
    ),
    "factory": (
        "factory-edge-device",
        EDGE,
        {
            "understand AI: people trained in how it fails": ("literacy", "false_answers"),
            "assess the use: a clear benefit, data of the plant": ("plant", "data_rights"),
            "govern: tests, rules, who is responsible": ("data_tests", "role", "nis2"),
            "oversight and a safe state on failure": ("plant",),
            "what a vendor has built in is told and can be switched off": (),
            "incident plan": ("nis2", "logs"),
        },
    ),
}


@pytest.mark.parametrize("sector", list(CHECKLISTS))
def test_a_checklist_finds_its_points_or_the_docs_say_that_it_does_not(catalog: Catalog, sector: str) -> None:
    """Every rule named for a point applies to the sector's sample; a point without one stands among the differences."""
    sample, deployment, points = CHECKLISTS[sector]
    answers = load_sample(sample)
    facts = facts_of(answers, answers.use_cases[0], deployment)
    found = {rule.rule_id for rule in applying(catalog.governance_rules, facts)}
    assert {point: set(rules) - found for point, rules in points.items() if set(rules) - found} == {}
    missing = [point for point, rules in points.items() if not rules]
    assert missing
    text = DOCS.read_text(encoding="utf-8")
    assert [point for point in missing if point not in text] == []
