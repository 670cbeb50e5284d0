"""Every source that the catalog can be refreshed from, in the order in which they are asked."""

from __future__ import annotations

from typing import Final

from advisor.catalog.refresh.sources import (
    api_speeds,
    genai_prices,
    gpu_rents,
    hub,
    litellm,
    models_dev,
    openrouter,
    retirements,
)
from advisor.catalog.refresh.sources.boards import euroeval, livebench, open_files
from advisor.catalog.refresh.sources.own import endpoints, trials
from advisor.catalog.refresh.sources.source import RefreshSource

SOURCES: Final[tuple[RefreshSource, ...]] = (
    genai_prices.SOURCE,
    litellm.SOURCE,
    models_dev.SOURCE,
    openrouter.SOURCE,
    retirements.SOURCE,
    gpu_rents.SOURCE,
    api_speeds.SOURCE,
    open_files.BFCL,
    open_files.AIDER,
    livebench.SOURCE,
    euroeval.SOURCE,
    open_files.TABLE,
    hub.SOURCE,
    endpoints.SOURCE,
    trials.SOURCE,
)
BY_NAME: Final = {source.name: source for source in SOURCES}
