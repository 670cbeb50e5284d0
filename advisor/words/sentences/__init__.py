"""Every sentence, by its key, in English; translations in ``advisor/words/locale`` (see ``advisor.words.tell``).

One module per matter. A new sentence is one row here and its translations: ``python -m advisor.words.update_locale``
adds the message to both catalogs, where it is then translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.words.sentences.gates import GATE_SENTENCES
from advisor.words.sentences.plural import Plural

SENTENCES: Final[Mapping[str, str | Plural]] = MappingProxyType(dict(GATE_SENTENCES))
"""Key to template."""
