"""Every sentence, by its key, in English; translations in ``advisor/words/locale`` (see ``advisor.words.tell``).

One module per matter. A new sentence is one row here and its translations: ``python -m advisor.words.update_locale``
adds the message to both catalogs, where it is then translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.words.plural import Plural
from advisor.words.sentences.answers import ANSWER_SENTENCES, INTAKE_SENTENCES
from advisor.words.sentences.catalog_changes import CATALOG_SENTENCES
from advisor.words.sentences.changes import CHANGE_RECORDED, CHANGE_SENTENCES
from advisor.words.sentences.comparison import COMPARISON_SENTENCES
from advisor.words.sentences.criteria import CRITERIA_SENTENCES
from advisor.words.sentences.decision import DECISION_SENTENCES
from advisor.words.sentences.gates import GATE_SENTENCES
from advisor.words.sentences.guidance import GUIDANCE_SENTENCES
from advisor.words.sentences.hosting import HOSTING_RECORDED, HOSTING_SENTENCES, PLAN_SENTENCES, WORKBOOK_SENTENCES
from advisor.words.sentences.policy import POLICY_SENTENCES
from advisor.words.sentences.portfolio import PORTFOLIO_SENTENCES
from advisor.words.sentences.ranking import RANKING_SENTENCES
from advisor.words.sentences.sizing import SIZING_SENTENCES
from advisor.words.sentences.warnings import WARNING_SENTENCES

SENTENCES: Final[Mapping[str, str | Plural]] = MappingProxyType(
    {
        **GATE_SENTENCES,
        **WARNING_SENTENCES,
        **DECISION_SENTENCES,
        **CRITERIA_SENTENCES,
        **RANKING_SENTENCES,
        **CHANGE_SENTENCES,
        **PORTFOLIO_SENTENCES,
        **GUIDANCE_SENTENCES,
        **POLICY_SENTENCES,
        **HOSTING_SENTENCES,
        **PLAN_SENTENCES,
        **WORKBOOK_SENTENCES,
        **COMPARISON_SENTENCES,
        **SIZING_SENTENCES,
        **ANSWER_SENTENCES,
        **CATALOG_SENTENCES,
        **INTAKE_SENTENCES,
    }
)
"""Key to template."""
RECORDED: Final[Mapping[str, str]] = MappingProxyType({**HOSTING_RECORDED, **CHANGE_RECORDED})
"""What records keep where people read something else in English too: wordings that are older than this table."""
