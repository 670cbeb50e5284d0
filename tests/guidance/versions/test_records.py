"""Records of versions."""

from __future__ import annotations

from advisor.guidance.versions.records import BehaviourEntry


def test_an_entry_of_the_log_keeps_its_form() -> None:
    """What is kept beside a decision is read back as it was."""
    text = '{"dated": "2026-11-01", "version": "v", "prompts": 10, "passed": 9}'
    entry = BehaviourEntry.model_validate_json(text)
    assert BehaviourEntry.model_validate_json(entry.model_dump_json()) == entry
    assert entry.refused == 0
