"""One colour for one thing, on every chart and in every state: criteria, ways of hosting, and what is the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.decision.criteria.registry import CRITERIA
from advisor.hosting.records import WAYS_TO_HOST

PALETTE: Final = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#7A6F00",
    "#6A51A3",
    "#8C564B",
    "#5F6B7A",
)
"""The colours of the theme (Okabe and Ito 2008, then darker ones), in its order: apart for the colour-blind as well."""
DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""How lines differ beside their colours."""
SAME: Final = "#9AA6B5"
"""What is equal in everything that is compared: a grey that shows on light and dark."""
GUIDE: Final = "#8A94A6"
"""Guide lines."""
CHOICE: Final = "#0B5CAD"
"""The recommended point: the theme's accent, which shows on light and dark."""
COST_KIND_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tokens_in": "#0072B2",
        "tokens_out": "#56B4E9",
        "rent": "#8C564B",
        "hardware": "#009E73",
        "capital": "#7A6F00",
        "running": "#D55E00",
        "network": "#6A51A3",
        "staff": "#E69F00",
        "changes": "#CC79A7",
        "contingency": "#5F6B7A",
    }
)
CRITERION_COLOURS: Final[Mapping[str, str]] = MappingProxyType(dict(zip(CRITERIA, PALETTE, strict=False)))
HOSTING_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    dict(zip((*WAYS_TO_HOST, "hybrid"), PALETTE, strict=False))
)


def faint(colour: str) -> str:
    """The colour with an opacity of a fifth."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.2)"
