"""Routing: a small model answers first, a share of the requests escalates to a large one.

Cost rises linearly with the share. Quality lies between two exact bounds: escalating at random (the router knows
nothing) and escalating the requests that the small model would fail first, and none that it answers well (the router
knows everything).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats


@dataclass(frozen=True, slots=True)
class Routing:
    """Arrays over the escalation share: monthly cost, and quality (0 to 1) of a blind and of a perfect router."""

    share: Floats
    usd_per_month: Floats
    quality_blind: Floats
    quality_perfect: Floats


def route(
    *, small_usd: float, large_usd: float, small_quality: float, large_quality: float, steps: int = 101
) -> Routing:
    """Cost and quality as a function of the escalation share.

    ``small_usd`` and ``large_usd`` are what each model costs for all requests; every request is tried on the small
    model first. Qualities are fitness values, read as the share of requests answered well. A perfect router sends
    failures only; the large model is taken to answer them as well as any other request, which makes this an upper
    bound.
    """
    share = np.linspace(0.0, 1.0, steps)
    blind = (1 - share) * small_quality + share * large_quality
    perfect = small_quality + np.minimum(share, 1.0 - small_quality) * large_quality
    return Routing(share, small_usd + share * large_usd, blind, np.maximum(perfect, blind))
