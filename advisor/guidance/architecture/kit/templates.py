"""The texts of a kit that stand in files: what an engineer reads, in English as tools are."""

from __future__ import annotations

from importlib.resources import files
from string import Template


def template(name: str, /, **values: str) -> str:
    """A file of ``kit_templates``; with values its ``$placeholders`` are filled."""
    folder = files("advisor.guidance.architecture").joinpath("kit_templates")
    text = folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(values) if values else text
