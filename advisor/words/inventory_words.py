"""The register of the house in words: the titles of its columns, and cells that are codes."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.guidance.governance.inventory import INVENTORY, InventoryColumn
from advisor.questionnaire import labels
from advisor.words.language import Words


def column_titles(words: Words) -> Mapping[str, str]:
    """The title of every column of the inventory, by its key."""
    say = words.say
    return {
        "decision_id": say("Id"),
        "system": say("System"),
        "purpose": say("Purpose"),
        "use_cases": say("Use cases"),
        "model_id": say("Model id"),
        "model": say("Model"),
        "provider": say("Provider"),
        "place": say("Where it runs"),
        "owner": say("Owner"),
        "team": say("Team"),
        "data_class": say("Data class"),
        "personal_data": say("Personal data"),
        "risk_class": say("Risk class (AI Act)"),
        "countries": say("Countries"),
        "status": say("Status"),
        "version": say("Version"),
        "decided_on": say("Decided on"),
        "review_on": say("Review on"),
        "policy": say("House policy"),
        "exceptions": say("Exceptions from rules"),
        "usd_per_month": say("USD per month"),
        "attention": say("Needs attention"),
        "contact": say("Contact of the deployer"),
        "database_entry": say("Entry in the EU database"),
        "rights_assessment": say("Fundamental-rights impact assessment"),
        "data_protection_assessment": say("Data-protection impact assessment"),
    }


def sheet_titles(words: Words) -> tuple[str, str]:
    """Of the workbook: the register, and what its columns answer to."""
    return words.say("Register"), words.say("Columns")


def explained_titles(words: Words) -> tuple[str, ...]:
    """Of the table that says what each column answers to."""
    say = words.say
    return say("Column"), say("AI Act, Annex VIII"), say("ISO/IEC 42001, Annex A"), say("Filled by"), say("Checked on")


def filled_by(column: InventoryColumn, words: Words) -> str:
    """Who fills a column."""
    return words.say("the advisor") if column.ours else words.say("people")


def none_yet(words: Words) -> str:
    """What is said of an empty register."""
    return words.say("No decision is saved yet.")


def answered_by(column: InventoryColumn, words: Words) -> tuple[str, str]:
    """Which points of Annex VIII to the AI Act, and which controls of ISO/IEC 42001, a column answers."""
    say = words.say
    points = ", ".join(
        say("Section {section}, point {point}", section=point[0], point=point[2:-1]) for point in column.ai_act
    )
    return points, ", ".join(column.iso_42001)


def cell_text(key: str, value: object, words: Words) -> str | float | int | None:
    """A cell as people read it: codes by their names, days and lists by the language, numbers as numbers."""
    message = words.message
    match key:
        case "data_class":
            return message(str(value))
        case "status":
            return message(str(value))
        case "risk_class":
            return message(labels.AI_ACT.get(str(value), str(value)))
        case "personal_data":
            return words.say("yes") if value else words.say("no")
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, int | float) or value is None else str(value)


KEYS = tuple(column.key for column in INVENTORY)
"""Of the columns, in the order of the export."""
