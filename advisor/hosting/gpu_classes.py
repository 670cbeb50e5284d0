"""Kinds of GPUs that planning and prices tell apart."""

from __future__ import annotations

SOLDERED_LINK_GB_S = 150.0
"""GPUs linked faster than PCIe sit on a baseboard and are bought as whole servers; cards are bought singly."""
EDGE_SEGMENTS = frozenset({"consumer", "edge", "apple"})
"""Segments of the catalog that are used where the people are, not in a data centre."""
