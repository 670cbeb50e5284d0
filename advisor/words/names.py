"""Names that people know for the ids of an assessment: models, providers, GPUs, deployments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.hosting.records import Deployment
from advisor.questionnaire.labels import DEPLOYMENT_KINDS, ZONES
from advisor.words.language import Words

_VENDORS: Final = {
    "01ai": "01.AI",
    "allenai": "Ai2",
    "baai": "BAAI",
    "bsc": "BSC",
    "ibm": "IBM",
    "lg": "LG AI Research",
    "opengpt-x": "OpenGPT-X",
    "tii": "TII",
}
"""Vendors that are no provider and whose name is not their id with capitals."""


class Names:
    """Look-ups over one assessment and the catalog it was made on.

    ``deployments`` gives the model and the deployment of alternatives that are more than an id, by that id.
    """

    def __init__(self, deployments: Mapping[str, tuple[str, Deployment]], catalog: Catalog, words: Words) -> None:
        self._deployments = deployments
        self._catalog = catalog
        self._words = words

    def model(self, model_id: str) -> str:
        """The model as its vendor names it; one of your own entries or imports says so."""
        model = self._catalog.model.get(model_id)
        name = model.name if model else model_id
        return self._words.say("{model} (own entry)", model=name) if model_id in self._catalog.own_model_ids else name

    def vendor(self, vendor: str) -> str:
        """The vendor's name."""
        provider = self._catalog.provider.get(vendor)
        return provider.name if provider else _VENDORS.get(vendor, vendor.replace("-", " ").title())

    def provider(self, provider_id: str | None) -> str:
        """The provider's name."""
        provider = self._catalog.provider.get(provider_id or "")
        return provider.name if provider else provider_id or self._words.say("an unknown provider")

    def gpu(self, gpu_id: str | None) -> str:
        """The GPU's name."""
        gpu = self._catalog.gpu.get(gpu_id or "")
        return gpu.name if gpu else gpu_id or self._words.say("hardware that cannot be sized")

    def kind(self, kind: str) -> str:
        """The way of hosting in words."""
        return self._words.message(DEPLOYMENT_KINDS.get(kind, kind))

    def zone(self, zone: str) -> str:
        """A zone in words."""
        return self._words.message(ZONES[zone]) if zone in ZONES else zone

    def where(self, deployment: Deployment) -> str:
        """Where and on what it runs, in words."""
        say = self._words.say
        if deployment.kind == "provider_api":
            at = self.provider(deployment.provider)
            return f"{at} ({self.zone(deployment.zone)})" if deployment.zone in ZONES else at
        hardware = f"{deployment.hardware} × {self.gpu(deployment.gpu)}"
        if deployment.precision:
            hardware += f", {deployment.precision}"
        if deployment.kind == "cloud_gpu":
            return say(
                "rented at {provider}: {hardware}", provider=self.provider(deployment.provider), hardware=hardware
            )
        if deployment.kind == "on_prem":
            return say("on-premises: {hardware}", hardware=hardware)
        return say("on the device: {hardware}", hardware=hardware)

    def alternative(self, alternative_id: str) -> str:
        """A model together with the way it would be run."""
        if alternative_id not in self._deployments:
            return self.model(alternative_id.partition("@")[0])
        model_id, deployment = self._deployments[alternative_id]
        return f"{self.model(model_id)} – {self.where(deployment)}"


def factor_name(words: Words, factor: str) -> str:
    """The name of a factor of the hosting trade-off, so that more of it is better."""
    say = words.say
    return {
        "data_control": say("Data control"),
        "customisation": say("Customisation"),
        "cost": say("Low cost"),
        "operations": say("Ease of operation"),
        "scalability": say("Scalability"),
        "latency": say("Low latency"),
        "lock_in": say("Freedom to move elsewhere"),
    }[factor]


def basis_name(words: Words, basis: str) -> str:
    """How a figure, or an ability, is known."""
    say = words.say
    return {
        "measured": say("measured"),
        "published": say("published"),
        "estimated": say("estimated"),
        "inferred": say("inferred"),
        "stated": say("stated by you"),
        "unknown": say("unknown"),
        "prior": say("prior"),
    }.get(basis, basis)
