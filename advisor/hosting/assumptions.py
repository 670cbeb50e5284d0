"""The cost model's defaults as the user set them: each with value, range and source, each switchable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.arrays import Z_90
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import CostDefault
from advisor.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Values in force: a default's own value, or the user's, or 0 where it is switched off."""

    defaults: Mapping[str, CostDefault]
    changed: tuple[tuple[str, float], ...] = ()
    switched: tuple[tuple[str, bool], ...] = ()

    def __call__(self, component: str) -> float:
        """The value in force of a component (0 when it is off); raises InputError for an unknown name."""
        if component not in self.defaults:
            known = ", ".join(sorted(self.defaults))
            raise InputError("Unknown cost component", [Problem("component", component, f"one of {known}")])
        return self.value(component) if self.on(component) else 0.0

    def value(self, component: str) -> float:
        """The value whether or not the component is on."""
        return next((value for name, value in self.changed if name == component), self.defaults[component].default)

    def on(self, component: str) -> bool:
        """Whether the component counts."""
        switched = next((on for name, on in self.switched if name == component), None)
        return self.defaults[component].enabled == "yes" if switched is None else switched

    def spread(self, component: str) -> float:
        """Relative standard deviation that the component's range implies (its range spans about 90%)."""
        row = self.defaults[component]
        return max(row.high - row.low, 0.0) / (2 * Z_90) / abs(row.default) if row.default else 0.0


def assumptions_of(
    catalog: Catalog, *, changed: Mapping[str, float] | None = None, switched: Mapping[str, bool] | None = None
) -> Assumptions:
    """The catalog's defaults with the user's changes; what the policy of the house states counts as the user's own."""
    defaults = {row.component: row for row in catalog.cost_defaults}
    stated = {} if catalog.policy is None else catalog.policy.policy.costs
    own = {name: value for name, value in stated.items() if name in defaults} | dict(changed or {})
    return Assumptions(
        defaults,
        tuple(sorted(own.items())),
        tuple(sorted((switched or {}).items())),
    )
