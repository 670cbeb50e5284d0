"""Guidance beyond the choice: one module per matter, joined here."""

from __future__ import annotations

from typing import Final

from advisor.words.sentences.guidance.adaptation import ADAPTATION_SENTENCES
from advisor.words.sentences.guidance.after_go_live import AFTER_SENTENCES
from advisor.words.sentences.guidance.architecture import ARCHITECTURE_SENTENCES
from advisor.words.sentences.guidance.duties import DUTY_SENTENCES
from advisor.words.sentences.guidance.governance import GOVERNANCE_SENTENCES
from advisor.words.sentences.guidance.laws import LAW_SENTENCES
from advisor.words.sentences.guidance.retrieval import RETRIEVAL_SENTENCES
from advisor.words.sentences.guidance.risk_register import REGISTER_SENTENCES
from advisor.words.sentences.guidance.versions import VERSION_SENTENCES

GUIDANCE_SENTENCES: Final[dict[str, str]] = {
    **ADAPTATION_SENTENCES,
    **ARCHITECTURE_SENTENCES,
    **GOVERNANCE_SENTENCES,
    **DUTY_SENTENCES,
    **LAW_SENTENCES,
    **REGISTER_SENTENCES,
    **VERSION_SENTENCES,
    **RETRIEVAL_SENTENCES,
    **AFTER_SENTENCES,
}
"""Key to template."""
