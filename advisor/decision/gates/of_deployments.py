"""Gates on who processes the data, how and where: the way of hosting, the provider and the zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.decision.gates import columns, relax
from advisor.decision.gates.columns import ProcessingZones, Retention
from advisor.decision.gates.duties.certificates import by_law, certificates_said, lacking
from advisor.decision.gates.rule import RENTED, Asked, Caution, Gate, Rule
from advisor.geography import GDPR, ZONES, Zone, country_for, meets
from advisor.units import Told, Unit, told

_NO_ZONES: Final = frozenset({"global", "gov"})
"""What an offer may state of its place that nobody can ask for."""
_FOR_GOVERNMENT: Final = "gov"
"""The clouds' zone for the government of the United States and its suppliers, which others are not let into."""


def _seat_said(asked: Asked, seat: str) -> Told:
    return told("jurisdiction", seat=("country", seat), excluded=_seats(asked))


def _seats(asked: Asked) -> tuple[Unit, tuple[str, ...]]:
    return "country", asked.answers.governance.jurisdictions_excluded


def _most(asked: Asked) -> tuple[Unit, int]:
    return "days", asked.answers.data.max_retention_days or 0


def _keeps(asked: Asked, retention: Retention) -> bool:
    """Whether prompts are kept for longer than allowed, as far as stated."""
    return retention.days is None or retention.days > _most(asked)[1]


def _mishandles(asked: Asked, value: tuple[str | None, Retention]) -> bool:
    """Confidential data needs a provider known not to train on it; restricted data also a way to keep nothing."""
    policy, retention = value
    if asked.answers.data.classification == "restricted":
        return not (policy == "does_not_train" and (retention.route or retention.days == 0))
    return policy not in ("does_not_train", "opt_out")


def _handling_unknown(asked: Asked, value: tuple[str | None, Retention]) -> bool:
    """Whether it is for want of a statement that a provider fails: what it does state leaves it open."""
    policy, retention = value
    if asked.answers.data.classification == "restricted":
        open_ = policy in (None, "does_not_train") and (retention.route is not False or retention.days == 0)
        return _mishandles(asked, value) and open_
    return policy is None


def _handling_said(asked: Asked, value: tuple[str | None, Retention]) -> Told:
    known = {None: "unknown", "trains": "trains", "opt_out": "opt_out"}.get(value[0], "no_route")
    classification = asked.answers.data.classification
    needed = told(f"data_class.{classification}.needed", classification=("label", classification))
    return told(f"data_class.{known}", required=needed)


def outside(place: ProcessingZones, zones: Sequence[Zone]) -> bool:
    """An offer routed globally is pinned nowhere; the country of rented servers stands for its zone.

    Where an offer names no zone, the zones that its provider has are all that it can be in.
    """
    elsewhere = bool(place.listed) and not _pinned(place, zones)
    out = elsewhere if place.zone is None else not meets(place.zone, zones)
    return out and not _on_land(place, zones)


def _on_land(place: ProcessingZones, zones: Sequence[Zone]) -> bool:
    return place.land is not None and meets(place.land, zones)


def nowhere(place: ProcessingZones, zones: Sequence[Zone]) -> bool:
    """Whether no source states a zone, and nothing lets one of ``zones`` be pinned.

    Clouds pin some models in some zones: their own list of zones says nothing of this model, only what is known of the
    model there does. Other providers' lists count.
    """
    return place.zone is None and not place.listed and not _on_land(place, zones) and not _pinned(place, zones)


def _placed_said(asked: Asked, place: ProcessingZones) -> Told:
    key = f"residency.{place.zone}" if place.zone in _NO_ZONES else "residency"
    return told(key, zone=("zone", place.zone or place.listed), asked=("zone", asked.answers.data.residency))


def _not_let_in(asked: Asked) -> bool:
    """Whether the answers name a seat that the clouds for the government of the United States are closed to.

    Where they demand zones that one is outside anyway, and said to be.
    """
    return (
        asked.answers.hosting.country not in (None, country_for(_FOR_GOVERNMENT)) and not asked.answers.data.residency
    )


def _pinned(place: ProcessingZones, zones: Sequence[Zone]) -> list[str]:
    return sorted(name for name in set(place.pinned) if name in ZONES and meets(name, zones))


def _pin(asked: Asked, place: ProcessingZones) -> Told | None:
    """What a provider can pin is to be put into the contract where the offer names no zone."""
    zones = asked.answers.data.residency
    if not zones or place.zone is not None or _on_land(place, zones):
        return None
    pinned = _pinned(place, zones)
    return told("warning.pin", zones=("zone", pinned)) if pinned else None


def _allowed(asked: Asked, provider: str) -> Told:
    return told("provider.not_allowed", provider=provider, allowed=("text", asked.answers.hosting.providers_allowed))


def named(asked: Asked, provider: str, names: Sequence[str]) -> bool:
    """Whether a list names the provider or who sells it: who names a cloud means what that cloud sells."""
    return any(seller in names for seller in asked.catalog.sellers(provider, "agreement"))


PROVIDER_GATES: Final = (
    Gate(
        "provider",
        4.0,
        relax.provider,
        (
            Rule(
                columns.KEEPER,
                lambda asked, provider: named(asked, provider, asked.answers.hosting.providers_excluded),
                lambda _, provider: told("provider.excluded", provider=provider),
            ),
            Rule(
                columns.KEEPER,
                lambda asked, provider: not named(asked, provider, asked.answers.hosting.providers_allowed),
                _allowed,
                applies=lambda asked: bool(asked.answers.hosting.providers_allowed),
            ),
        ),
    ),
    Gate(
        "jurisdiction",
        7.0,
        relax.jurisdiction,
        (
            Rule(
                columns.SEAT,
                lambda asked, seat: seat in asked.answers.governance.jurisdictions_excluded,
                _seat_said,
                applies=lambda asked: bool(asked.answers.governance.jurisdictions_excluded),
                when_unknown="closed",
                unsaid=lambda asked, _: told("jurisdiction.unknown", excluded=_seats(asked)),
            ),
        ),
    ),
    Gate(
        "training",
        9.0,
        relax.setting("data", no_training=False),
        (
            Rule(
                columns.TRAINING,
                lambda _, policy: policy == "trains",
                lambda _, __: told("training"),
                applies=lambda asked: asked.answers.data.no_training,
                when_unknown="closed",
                unsaid=lambda _, __: told("training.unknown"),
            ),
        ),
        cautions=(
            Caution(
                columns.TRAINING,
                lambda asked, policy: (
                    told("warning.opt_out") if policy == "opt_out" and asked.answers.data.no_training else None
                ),
            ),
        ),
    ),
    Gate(
        "retention",
        6.0,
        relax.retention,
        (
            Rule(
                columns.RETENTION,
                lambda asked, kept: _keeps(asked, kept) and not kept.route,
                lambda asked, kept: told("retention", days=("days", kept.days), asked=_most(asked)),
                applies=lambda asked: asked.answers.data.max_retention_days is not None,
                unknown=lambda _, kept: kept.days is None and not kept.route,
                when_unknown="closed",
                unsaid=lambda asked, _: told("retention.unknown", asked=_most(asked)),
            ),
        ),
        cautions=(
            Caution(
                columns.RETENTION,
                lambda asked, kept: (
                    told("warning.zero_retention")
                    if asked.answers.data.max_retention_days is not None and _keeps(asked, kept)
                    else None
                ),
            ),
        ),
    ),
    Gate(
        "data_class",
        9.0,
        relax.CANNOT,
        (
            Rule(
                columns.HANDLING,
                _mishandles,
                _handling_said,
                applies=lambda asked: asked.answers.data.classification in ("confidential", "restricted"),
                unknown=_handling_unknown,
                when_unknown="closed",
                unsaid=_handling_said,
            ),
        ),
    ),
    Gate(
        "processing_agreement",
        9.0,
        relax.CANNOT,
        (
            Rule(
                columns.AGREEMENT,
                lambda _, stated: not stated,
                lambda _, __: told("processing_agreement"),
                applies=lambda asked: (
                    asked.answers.data.personal_data and bool(GDPR.intersection(asked.answers.data.jurisdictions))
                ),
            ),
        ),
        cautions=(
            Caution(
                columns.AGREEMENT,
                lambda asked, stated: (
                    told("warning.processing_agreement") if asked.answers.data.personal_data and not stated else None
                ),
            ),
        ),
    ),
    Gate(
        "indemnification",
        4.0,
        relax.setting("governance", indemnification_required=False),
        (
            Rule(
                columns.INDEMNIFICATION,
                lambda _, stated: not stated,
                lambda _, __: told("indemnification"),
                applies=lambda asked: asked.answers.governance.indemnification_required,
                when_unknown="closed",
                unsaid=lambda _, __: told("indemnification.unknown"),
            ),
            Rule(  # a licence of open weights promises nothing, and whoever rents out machines does not know the model
                columns.RUN_BY_YOU,
                lambda _, __: True,
                lambda _, __: told("indemnification.own"),
                applies=lambda asked: asked.answers.governance.indemnification_required,
            ),
        ),
    ),
    Gate(
        "certifications",
        6.0,
        relax.certifications,
        (
            Rule(
                columns.CERTIFICATES,
                lambda asked, held: bool(lacking(asked, held)),
                certificates_said,
                applies=lambda asked: bool(asked.answers.data.certifications),
                when_unknown="closed",
                unsaid=lambda asked, _: told("certifications.none", missing=("certificate", lacking(asked, ()))),
            ),
        ),
        cautions=(Caution(columns.CERTIFICATES, by_law),),
    ),
)
HOSTING_GATES: Final = (
    Gate(
        "hosting",
        4.0,
        relax.hosting,
        (
            Rule(
                columns.WAY,
                lambda asked, kind: kind not in asked.answers.hosting.allowed,
                lambda asked, kind: told(
                    "hosting", hosting=("hosting", kind), allowed=("hosting", asked.answers.hosting.allowed)
                ),
            ),
        ),
    ),
    Gate(
        "air_gap",
        9.0,
        relax.setting("hosting", air_gapped=False),
        (
            Rule(
                columns.WAY,
                lambda _, kind: kind in RENTED,
                lambda _, __: told("air_gap"),
                applies=lambda asked: asked.answers.hosting.air_gapped,
            ),
        ),
    ),
)
SKILLED: Final = frozenset({"cloud_gpu", "on_prem"})
"""Ways of hosting that need people who run GPU servers; a device at the edge is set up once."""
SKILLS_GATES: Final = (
    Gate(
        "skills",
        4.0,
        relax.setting("hosting", managed_service=True),
        (
            Rule(
                columns.WAY,
                lambda _, kind: kind in SKILLED,
                lambda _, kind: told("skills", hosting=("hosting", kind)),
                applies=lambda asked: (
                    asked.answers.hosting.operations_skills == "none" and not asked.answers.hosting.managed_service
                ),
            ),
        ),
    ),
)


def _other_than_given(asked: Asked, machine: tuple[str, str]) -> bool:
    """Whether something else would have to be bought than what is given for this way of hosting."""
    kind, gpu_id = machine
    return kind in asked.given and bool(gpu_id) and gpu_id not in asked.given[kind]


def _to_be_bought(asked: Asked, machine: tuple[str, str]) -> Told:
    kind, gpu_id = machine
    names = tuple(sorted(asked.catalog.gpu[one].name for one in asked.given[kind]))
    return told("given_hardware", hardware=("gpu", asked.catalog.gpu[gpu_id].name), given=("gpu", names))


PLACE_GATES: Final = (
    Gate(
        "given_hardware",
        5.0,
        relax.setting("hosting", hardware_given="none"),
        (
            Rule(columns.MACHINE, _other_than_given, _to_be_bought, applies=lambda asked: bool(asked.given)),
            Rule(
                columns.SHORT,
                lambda _, short: short > 0,
                lambda _, short: told("given_hardware.short", short=("count", int(short))),
                applies=lambda asked: "on_prem" in asked.given,
            ),
        ),
    ),
    Gate(
        "residency",
        8.0,
        relax.residency,
        (
            Rule(
                columns.PLACE,
                lambda asked, place: outside(place, asked.answers.data.residency),
                _placed_said,
                applies=lambda asked: bool(asked.answers.data.residency),
                unknown=lambda asked, place: nowhere(place, asked.answers.data.residency),
                when_unknown="closed",
                unsaid=lambda asked, _: told("residency.unknown", asked=("zone", asked.answers.data.residency)),
            ),
        ),
        cautions=(Caution(columns.PLACE, _pin),),
    ),
    Gate(
        "closed_zone",
        None,
        relax.CANNOT,
        (
            Rule(
                columns.PLACE,
                lambda _, place: place.zone == _FOR_GOVERNMENT,
                lambda asked, _: told("closed_zone", country=("country", asked.answers.hosting.country or "")),
                applies=_not_let_in,
            ),
        ),
    ),
)
