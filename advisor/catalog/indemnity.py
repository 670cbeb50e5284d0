"""Whether a provider answers for a model's output: a cloud that resells models may do so for its own alone."""

from __future__ import annotations

from advisor.catalog.tables.schema import Model, Provider


def indemnity_of(provider: Provider, model: Model) -> bool | None:
    """What the provider states of claims over the output of this model; None where it states nothing of it.

    Where its row names vendors, only their models are covered, by the provider or by the vendor through it: another
    vendor's own terms may cover its model or not, which the provider does not say.
    """
    covered = provider.indemnified_vendors
    return provider.indemnification if not covered or model.vendor in covered else None
