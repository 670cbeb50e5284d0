"""Names of codes, beside those of ``advisor.questionnaire.labels``, as they stand within a sentence."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.labels import (
    AI_ACT,
    CERTIFICATIONS,
    DATA_CLASSES,
    DEPLOYMENT_KINDS,
    FINE_TUNING,
    MODALITIES,
    SECTORS,
    SERVICE_HOURS,
    SKILLS,
    TASKS,
    ZONES,
)
from advisor.words.sentences.criteria import ABILITIES, CRITERIA_SHORT, CRITERIA_TITLES

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
UNITS: Final = (
    "ms",
    "s",
    "GB",
    "tokens/s",
    "kWh/month",
    "kg CO2e/month",
    "USD per month",
    "points of 100",
    "share of the limit",
    "Wh per request",
    "score",
)
"""Units of figures."""
KINDS: Final = (
    "text",
    "image",
    "images",
    "audio",
    "video",
    "pdf files",
    "embedding",
    "code",
    "reasoning",
    "vision",
    "rerank",
    "speech to text",
    "text to speech",
    "confidential",
    "restricted",
    "public",
    "internal",
    "none",
    "some",
    "strong",
    "high",
    "limited",
    "minimal",
    "required",
    "useful",
    "not needed",
    "medium",
    "low",
    "duty",
    "conditional",
    "many languages",
    "pdf",
    "since",
    "from",
)
"""Kinds of models, classes, skills and severities, as they stand within a sentence."""
SOURCE_LICENCES: Final = (
    "see the repository",
    "official text",
    "none stated; single facts cited",
    "none stated; single figures cited",
    "none stated; single figures of catalogued models cited",
    "none stated; single figures cited, of models that few licensed boards cover; the table is not copied",
    "none stated; single figures cited, of models without another Estonian score",
    "none stated; facts of the vendor documentation, summed up by country",
    "none stated; official documents of the European Union may be reused with attribution (Decision 2011/833/EU)",
    "MIT (snapshot); ratings none stated; single figures cited",
    "MIT (copy); figures published by OpenRouter: single figures cited",
    "CC BY 4.0; boards of others in it keep their own terms, single figures of catalogued models cited",
    "CC BY-ND 4.0; single figures cited",
    "CC BY-NC-ND 4.0; single facts cited",
    "each licence's own; described in our own words",
    "Eurostat and EIA free reuse; other single figures cited",
    "public domain",
    "free use with attribution",
    "reuse with attribution (Decision 2011/833/EU)",
)
"""Licences of sources that are said in words; the others are proper names."""
NO_SOURCES: Final = ("your answers", "capability estimates")
"""What figures rest on that is no row of the catalog's sources."""
OLDER: Final = ("Hardware, depreciated",)
"""Lines of records of older versions."""
LABELS: Final = tuple(
    dict.fromkeys(
        (
            *(
                name
                for table in (
                    CRITERIA_SHORT,
                    HOSTING,
                    ZONES_BESIDE,
                    EXCLUDED_PLACES,
                    EXCLUDED_WITH_ARTICLE,
                    SECTORS,
                    TASKS,
                    DEPLOYMENT_KINDS,
                    DATA_CLASSES,
                    CRITERIA_TITLES,
                    ABILITIES,
                    ZONES,
                    MODALITIES,
                    SKILLS,
                    SERVICE_HOURS,
                    FINE_TUNING,
                    AI_ACT,
                    CERTIFICATIONS,
                )
                for name in table.values()
            ),
            *UNITS,
            *KINDS,
            *SOURCE_LICENCES,
            *NO_SOURCES,
            *OLDER,
        )
    )
)
"""Names of codes as messages to be translated."""
