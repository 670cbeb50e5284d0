"""Options: a model on one way of hosting, for which the best of its variants stands.

Zones, providers, GPUs and precisions of one model on one way of hosting are variants of one choice: listing each would
fill a ranking with near-equals. People choose among options; variants are detail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.arrays import Codes, Floats
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative
from advisor.geography import near, placed, with_smaller, zone_of
from advisor.hosting.records import WAYS_TO_HOST


@dataclass(frozen=True, slots=True)
class Options:
    """Rows of the feasible alternatives that stand for an option, and the other rows of each, best first."""

    keep: Codes
    variants: Mapping[int, tuple[int, ...]]


def options_of(
    contexts: Sequence[JoinedAlternative],
    codes: Codes,
    scores: Floats,
    ids: Sequence[str],
    distance: Sequence[int],
    *,
    there: Sequence[bool] = (),
) -> Options:
    """Group n feasible alternatives by model and way of hosting.

    ``codes`` are (n, aspects), ``distance`` (n,) says how far from home each is processed, and ``there`` (n,) which run
    on what the house has: those stand for their option, since nobody buys beside what stands idle. Else the best-scored
    variant does; of equals the nearest, then the first by id.
    """
    bought = [not one for one in there] or [False] * len(contexts)
    if not len(scores):
        return Options(np.zeros(0, dtype=np.int64), {})
    kinds = {kind: number for number, kind in enumerate(WAYS_TO_HOST)}
    of_kind = np.array([kinds[context.deployment.kind] for context in contexts], dtype=np.int64)
    key = codes[:, ASPECT["model"]] * len(kinds) + of_kind
    order = np.lexsort((-np.round(scores, 12), key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    keep, variants = [], {}
    for part in np.split(order, starts[1:]):
        rows = sorted(
            part.tolist(), key=lambda row: (bought[row], -round(float(scores[row]), 12), distance[row], ids[row])
        )
        keep.append(rows[0])
        variants[rows[0]] = tuple(rows[1:])
    return Options(np.array(sorted(keep), dtype=np.int64), variants)


def zone_distance(zone: str | None, home: str | None) -> int:
    """How far from home a zone is: 0 the home zone, 1 one around it or no zone in particular, 2 one near by.

    Then 3 anywhere, and 4 another part of the world. ``home`` is the country of the house; where it is unknown, or
    nobody knows what is near to it, all zones are alike.
    """
    own = zone_of(home)
    if home is None or not placed(home) or (own is not None and zone == own):
        return 0
    if zone in (None, "unspecified") or own in with_smaller({str(zone)}):
        return 1
    if near(str(zone), home):
        return 2
    return 3 if zone == "global" else 4
