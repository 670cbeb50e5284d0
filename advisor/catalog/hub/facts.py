"""What a Hub repository says about itself, as read: the record between the download and the catalog's row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.units import Record


class HubFacts(Record):
    """A repository's card, parameter counts by data type, and configuration, at one revision.

    ``adapter_of`` names the base model of a repository that holds nothing but an adapter (blank: it does not say which;
    None: no adapter). ``gguf`` is what the Hub read in the header of a GGUF file, ``files`` the sizes in bytes of its
    files where they were asked for.
    """

    hub_id: str
    revision: str
    pipeline_tag: str | None
    created_on: date | None
    licence_tag: str | None
    licence_name: str | None
    licence_link: str | None
    languages: tuple[str, ...]
    base_models: tuple[str, ...]
    parameters: dict[str, int]
    gated: bool
    config: Mapping[str, Any]
    notes: tuple[str, ...]
    gguf: Mapping[str, Any] = {}
    adapter_of: str | None = None
    files: Mapping[str, int] = {}
