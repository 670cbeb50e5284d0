"""What the commands share: the options that several of them take, and how a result is printed."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from advisor.catalog.catalog import Catalog
    from advisor.services.kept_figures import KeptFigures


class Output(StrEnum):
    """How a command prints its result."""

    TABLE = "table"
    JSON = "json"


class Load(StrEnum):
    """How the requests of ``advisor size`` come."""

    STEADY = "steady"
    BURST = "burst"
    DRAINING = "draining"


class ReportFormat(StrEnum):
    """What kind of document ``advisor report`` writes."""

    PDF = "pdf"
    PDF_ARCHIVE = "pdf-archive"
    DOCX = "docx"
    PPTX = "pptx"
    MD = "md"
    FIGURES = "figures"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"


def example(*lines: str) -> str:
    """What stands below a command's help: one or more lines to type, broken nowhere."""
    return "\n".join(["\b", "Example:", *(f"  {line}" for line in lines)])


DataDir = Annotated[Path | None, typer.Option("--data", help="Folder of catalog tables instead of the shipped ones.")]
OutputOption = Annotated[Output, typer.Option("--format", help="table for people, json for programs.")]


StyleLanguage = Annotated[
    str | None, typer.Option("--language", help="en, de or fr; en if absent and no policy says otherwise.")
]
StylePaper = Annotated[
    str | None, typer.Option("--paper", help="a4 or us-letter; a4 if absent and no policy says otherwise.")
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", help="Policy of the house (YAML) instead of the installation's.")
]


def catalog_in(data: Path | None, kept: KeptFigures | None = None, *, policy: Path | None = None) -> Catalog:
    """The catalog of a folder, else the installation's with the user's own rows; with what was ``kept`` of it.

    It stands under the policy of the house, where the installation has one or a file of one is given.
    """
    from advisor.catalog.load import load_catalog
    from advisor.services.house_policy import governed
    from advisor.settings import Settings

    settings = Settings()
    folder, overlay = data or settings.catalog_dir, None if data else settings.overlay_dir
    if kept is None:
        return governed(load_catalog(folder, overlay=overlay), settings, policy=policy)
    catalog = governed(load_catalog(folder, overlay=overlay, sound=kept.sound), settings, policy=policy)
    kept.give(catalog)
    return catalog


def print_result(values: dict[str, Any], output: Output) -> None:
    """Labels with values: as a table, or as one JSON object."""
    if output is Output.JSON:
        print(json.dumps(values, ensure_ascii=False, default=str))
    else:
        from advisor.cli.tables import print_mapping

        print_mapping(values)


class ReportAnnex(StrEnum):
    """What ``advisor report`` adds on request, by the keys of ``advisor.report.compose.ANNEXES``."""

    ADAPTATION = "adaptation"
    RETRIEVAL = "retrieval"
    ARCHITECTURE = "architecture"
    REGISTER = "register"
    ALL = "all"


def annex_keys(asked: list[ReportAnnex] | None) -> tuple[str, ...]:
    """The keys of the annexes asked for."""
    every = (one.value for one in ReportAnnex if one is not ReportAnnex.ALL)
    wanted = every if ReportAnnex.ALL in (asked or ()) else (one.value for one in asked or ())
    return tuple(dict.fromkeys(wanted))
