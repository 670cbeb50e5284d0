"""Names of codes, beside those of ``advisor.questionnaire.labels``, as they stand within a sentence."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.labels import SECTORS
from advisor.words.sentences.criteria import CRITERIA_SHORT, CRITERIA_TITLES

HOSTING: Final = {
    "provider_api": "model provider or cloud API",
    "cloud_gpu": "rented cloud GPUs",
    "on_prem": "on-premises",
    "edge": "edge device",
}
ZONES_BESIDE: Final = {"global": "anywhere (global)", "gov": "government"}
"""What an offer may state that is no zone that can be asked for."""
EXCLUDED_PLACES: Final = {"eu-multimodal": "European Union (multimodal models)", "eu": "European Union"}
"""Places that a licence excludes and that are no country."""
EXCLUDED_WITH_ARTICLE: Final = {
    "eu-multimodal": "multimodal use in the EU",
    "eu": "the EU",
    "uk": "the UK",
    "kr": "South Korea",
}
"""The same and countries, as they stand after "excludes"."""
LABELS: Final = tuple(
    dict.fromkeys(
        name
        for table in (
            CRITERIA_TITLES,
            CRITERIA_SHORT,
            HOSTING,
            ZONES_BESIDE,
            EXCLUDED_PLACES,
            EXCLUDED_WITH_ARTICLE,
            SECTORS,
        )
        for name in table.values()
    )
)
"""Names of codes as messages to be translated."""
