"""The columns of an inventory of AI systems, and which duty or control each of them answers.

The points are those of Annex VIII to Regulation (EU) 2024/1689: Section A is what a provider of a high-risk system
registers, Section C what a deployer that is a public authority does (Article 49). The controls are those of Annex A to
ISO/IEC 42001:2023, by number. An inventory in the house is wider than the public database: it lists every decision.
This is orientation, not legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

CHECKED_ON: Final = date(2026, 11, 29)
"""The day on which the points and controls were last held against their sources."""
AI_ACT: Final = "eu-ai-act#Annex VIII"
ISO_42001: Final = "iso-iec-42001#Annex A"
"""Sources by their ids in ``data/sources.csv``."""


@dataclass(frozen=True, slots=True)
class InventoryColumn:
    """One column: the field of the register, the points of the AI Act and the controls that it answers.

    ``ours`` is False for what no decision holds: the column stands empty for people to fill.
    """

    key: str
    ai_act: tuple[str, ...] = ()
    iso_42001: tuple[str, ...] = ()
    ours: bool = True


INVENTORY: Final = (
    InventoryColumn("decision_id", ("A(4)",)),
    InventoryColumn("system", ("A(4)",), ("A.4.2",)),
    InventoryColumn("purpose", ("A(5)",), ("A.9.4",)),
    InventoryColumn("use_cases", ("A(5)",), ("A.9.4",)),
    InventoryColumn("model_id", ("A(5)",), ("A.4.4",)),
    InventoryColumn("model", ("A(5)",), ("A.4.4",)),
    InventoryColumn("provider", (), ("A.10.3",)),
    InventoryColumn("place", ("A(5)",), ("A.4.5",)),
    InventoryColumn("owner", ("C(1)",), ("A.3.2",)),
    InventoryColumn("team", ("C(1)",), ("A.3.2", "A.4.6")),
    InventoryColumn("data_class", ("A(6)",), ("A.4.3", "A.7.2")),
    InventoryColumn("personal_data", ("C(5)",), ("A.5.4",)),
    InventoryColumn("risk_class", (), ("A.5.2", "A.5.3")),
    InventoryColumn("countries", ("A(10)",), ("A.5.5",)),
    InventoryColumn("status", ("A(7)",), ("A.6.2.5",)),
    InventoryColumn("version", (), ("A.6.2.3",)),
    InventoryColumn("decided_on", (), ("A.6.2.2",)),
    InventoryColumn("review_on", (), ("A.6.2.6",)),
    InventoryColumn("policy", (), ("A.2.2",)),
    InventoryColumn("exceptions", (), ("A.2.2",)),
    InventoryColumn("usd_per_month", (), ("A.4.2",)),
    InventoryColumn("attention", (), ("A.6.2.6",)),
    InventoryColumn("contact", ("C(1)", "C(2)"), ("A.3.2",), ours=False),
    InventoryColumn("database_entry", ("C(3)",), ours=False),
    InventoryColumn("rights_assessment", ("C(4)",), ("A.5.4",), ours=False),
    InventoryColumn("data_protection_assessment", ("C(5)",), ("A.5.4",), ours=False),
)
"""In the order of the export."""
