"""What high availability buys and costs: servers beyond those that carry the load, stated here and nowhere else.

A spare GPU in the same chassis survives no failure of the chassis. So ``another_server`` adds one whole server to those
that the peak needs, and ``second_site`` doubles them: either site carries the whole peak. Edge devices are swapped from
a pool of spare ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from advisor.arrays import Floats
from advisor.questionnaire.answers import Answers

ROUNDING = 1e-9
"""What whole units may be exceeded by before the next one is needed: binary fractions."""
AvailabilityLevel = Literal["none", "another_server", "second_site"]


@dataclass(frozen=True, slots=True)
class Availability:
    """How much failure the service survives: none, that of a server, or that of a site."""

    level: AvailabilityLevel = "none"

    @property
    def sites(self) -> int:
        """Sites that servers stand at."""
        return 2 if self.level == "second_site" else 1

    @property
    def spare_replicas(self) -> float:
        """Replicas that must run beside those that carry the peak, at the least."""
        return 0.0 if self.level == "none" else 1.0

    def servers(self, serving: Floats) -> Floats:
        """Servers in all, for those that carry the peak; any shape."""
        if self.level == "second_site":
            return 2.0 * serving
        return serving + 1.0 if self.level == "another_server" else serving

    def devices(self, serving: Floats, *, spare_share: float) -> Floats:
        """Edge devices in all, for those in use: the spare ones are a share of the fleet, at least one."""
        if self.level == "none":
            return serving
        return np.asarray(serving + np.maximum(np.ceil(serving * spare_share - ROUNDING), 1.0))


def availability_of(answers: Answers) -> Availability:
    """The availability that the answers ask for."""
    hosting = answers.hosting
    if not hosting.high_availability:
        return Availability("none")
    return Availability("second_site" if hosting.second_site else "another_server")


def replicas_per_server(gpu_count: Floats, unit: Floats) -> Floats:
    """Replicas of ``gpu_count`` GPUs that one server or instance of ``unit`` GPUs holds; at least one."""
    return np.maximum(np.floor(unit / gpu_count + ROUNDING), 1.0)


def gpus_per_server(gpu_count: Floats, unit: Floats) -> Floats:
    """GPUs that are paid together: a server, or as many small instances as one replica spans."""
    return np.asarray(np.ceil(gpu_count / unit - ROUNDING) * unit)
