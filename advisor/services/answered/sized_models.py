"""What ``advisor size`` and REST give of a sizing: a problem as a sentence, with its facts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from advisor.units import Told
from advisor.words.tell import recorded


def sized(report: Mapping[str, object]) -> dict[str, Any]:
    """The report with every ``problem`` in words and its facts as ``reason``; both null where all is well."""
    found: dict[str, Any] = {}
    for name, value in report.items():
        found[name] = sized(value) if isinstance(value, Mapping) else value
        if name == "problem":
            problem = value if isinstance(value, Told) else None
            found[name] = None if problem is None else recorded(problem)
            found["reason"] = None if problem is None else asdict(problem)
    return found
