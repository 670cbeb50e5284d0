"""Records of guidance."""

from __future__ import annotations

from advisor.guidance.records import risk
from advisor.words.sentences.guidance import GUIDANCE_SENTENCES
from advisor.words.written import written


def test_a_risk_says_its_topic_what_is_the_matter_and_what_to_do() -> None:
    """All three from one key and the same values."""
    named = (key.split(".")[1] for key in GUIDANCE_SENTENCES if key.startswith("risk.") and key.endswith(".topic"))
    parts = ("topic", "statement", "action")
    key = next(name for name in named if not any("{" in GUIDANCE_SENTENCES[f"risk.{name}.{part}"] for part in parts))
    note = risk(key, "high", "source#key")
    assert set(note.told) == {"topic", "statement", "action"}
    assert (note.severity, note.source) == ("high", "source#key")
    assert written(note).topic == GUIDANCE_SENTENCES[f"risk.{key}.topic"]


def test_every_risk_has_its_three_sentences() -> None:
    """A topic without an action would leave its reader alone."""
    keys = {tuple(name.split(".")[1:]) for name in GUIDANCE_SENTENCES if name.startswith("risk.")}
    named = {key[0] for key in keys}
    assert all({(name, part) for part in ("topic", "statement", "action")} <= keys for name in named)
