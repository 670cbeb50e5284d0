"""The table of criteria in ``docs/decision.md``, from the registry and its words.

``python -m advisor.words.criteria_table`` writes it; a test fails when it is stale.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from advisor.decision.criteria.criterion import OBJECTIVES
from advisor.decision.criteria.registry import CRITERIA
from advisor.words.sentences import SENTENCES
from advisor.words.sentences.criteria import CRITERIA_WORDS

PAGE: Final = Path(__file__).parents[2] / "docs" / "decision.md"
HEAD: Final = (
    "| objective | criterion | what counts there, and nowhere else | measured in |\n| --- | --- | --- | --- |\n"
)


def criteria_table() -> str:
    """The rows of the table in Markdown, by objective."""
    lines = []
    for objective in OBJECTIVES:
        named = str(SENTENCES[f"objective.{objective}"])
        for entry in (one for one in CRITERIA.values() if one.objective == objective):
            words = CRITERIA_WORDS[entry.id]
            lines.append(f"| {named} | {words.title} | {words.definition} | {entry.unit} |\n")
            named = ""
    return HEAD + "".join(lines)


def with_table(page: str) -> str:
    """The page with its table as the registry has it; raises ValueError where the page has no such table."""
    before, found, after = page.partition(HEAD)
    if not found:
        raise ValueError(f"no table of criteria (a table that begins with {HEAD.splitlines()[0]!r})")
    rest = after.splitlines(keepends=True)
    kept = next((place for place, line in enumerate(rest) if not line.startswith("|")), len(rest))
    return before + criteria_table() + "".join(rest[kept:])


def main() -> None:
    """Write the table into the page."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
