"""One model of the catalog for a name as a source writes it, or the reason why there is none.

The name is looked up as it stands; then what hosts put before it (host, owner, zone, region) is read and taken off, and
what sources hang behind it (``decorations``) is taken off one ending at a time, with a look after each. A name that was
reviewed by hand (``aliases.csv``) always wins over the rules. Nothing is guessed: two models for a name are no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.decorations import (
    ENDINGS,
    FINE_TUNED,
    MODELS_OF_THEIR_OWN,
    MOVING,
    NOT_MODELS,
    PLAIN,
    Kind,
    Variation,
)
from advisor.catalog.identity.hosts import provider_of
from advisor.catalog.identity.known_names import By, KnownNames, known_names
from advisor.catalog.identity.reading import Reading
from advisor.catalog.identity.spelling import key

Reason = Literal["unknown", "several", "other_owner", "fine_tuned", "moving", "not_a_model", "blank"]
HUB_SCHEMES: Final = frozenset({"huggingface", "hub"})
_HOST_IN_NAME: Final = frozenset({"litellm"})
"""Sources that write the host before the name; with all others what stands there is an owner, who sells nothing."""
_OTHER: Final[frozenset[Kind]] = frozenset({"thinking", "checkpoint"})


@dataclass(frozen=True, slots=True)
class Identity:
    """What a source's name means: the model, how it varies from the plain one, and where and how it is sold.

    ``by`` says how it was found; ``shorter`` (the catalog's name less its date, size or word of tuning, where that
    leaves one model) deserves a look. Where no model was found ``reason`` says why and ``near`` names candidates.
    """

    name: str
    model_id: str | None = None
    by: By | None = None
    variations: tuple[Variation, ...] = ()
    provider_id: str | None = None
    zone: str | None = None
    tier: str | None = None
    precision: str | None = None
    reason: Reason | None = None
    near: tuple[str, ...] = ()

    @property
    def variant(self) -> str | None:
        """How the name varies from the plain model, as its source writes it; None where it does not."""
        return "+".join(variation.text for variation in self.variations) or None

    @property
    def plain(self) -> bool:
        """Whether its price and scores are those of the model itself: no effort, preview, precision, route or tier."""
        return self.model_id is not None and all(variation.kind in PLAIN for variation in self.variations)


@dataclass(frozen=True, slots=True)
class _Found:
    """How a look ended: the reading as far as it went, the model and how it was found, or the candidates."""

    reading: Reading
    model_id: str | None
    by: By | None
    near: frozenset[str]
    others: bool = False


def identify(catalog: Catalog, name: str, *, scheme: str, provider: str | None = None) -> Identity:
    """The model that ``name`` of a source means; ``scheme`` is the source's as in ``aliases.csv``.

    ``provider`` is the source's own word for the host, where it has a column for that.
    """
    known, hub = known_names(catalog), scheme in HUB_SCHEMES
    told = provider or (scheme if scheme not in (*HUB_SCHEMES, *_HOST_IN_NAME) else None)
    reading = Reading(
        name.strip(), provider_of(told, known.providers), host_told=bool(provider) or scheme not in _HOST_IN_NAME
    )
    if not reading.rest:
        return Identity(name, reason="blank")
    reviewed = _reviewed(known, reading.rest, scheme, provider)
    reading.read_front(known)
    if reviewed is None and (refused := _refused(reading)):
        return _identity(name, _Found(reading, None, None, frozenset()), refused)
    found = _look(reading, known, hub=hub)
    if reviewed is not None:
        model_id, variant = reviewed
        if found.model_id != model_id:
            found.reading.variations[:] = [Variation(_kind_of(variant), variant)] if variant else []
        return _identity(name, _Found(found.reading, model_id, "reviewed", frozenset()), None)
    return _identity(name, found, None if found.model_id else _why_not(found, hub=hub))


def _identity(name: str, found: _Found, reason: Reason | None) -> Identity:
    reading = found.reading
    return Identity(
        name=name,
        model_id=found.model_id,
        by=found.by,
        variations=tuple(reading.variations),
        provider_id=reading.provider_id,
        zone=reading.zone,
        tier=reading.tier,
        precision=reading.precision,
        reason=reason,
        near=() if found.model_id else tuple(sorted(found.near)),
    )


def _reviewed(known: KnownNames, name: str, scheme: str, provider: str | None) -> tuple[str, str | None] | None:
    for spelt in (name, f"{provider}:{name}", f"{provider}/{name}"):
        if found := known.reviewed.get((scheme, spelt.lower())):
            return found
    return None


def _refused(reading: Reading) -> Reason | None:
    if FINE_TUNED.search(reading.rest):
        return "fine_tuned"
    return "not_a_model" if NOT_MODELS.search(reading.rest) else None


def _look(reading: Reading, known: KnownNames, *, hub: bool) -> _Found:
    """Look a name up, with ever fewer endings; where that finds nothing, without a first word that is no part of it."""
    again = reading.copied()
    near: frozenset[str] = frozenset()
    others = False
    while True:
        whole = not _OTHER & {variation.kind for variation in reading.variations}
        for by, candidates in known.ways(reading.rest, hub=hub, whole=whole):
            allowed = _allowed(candidates, reading, known, hub=hub)
            if len(allowed) == 1 and not _moves(reading, by):
                if by == "reviewed":
                    _take_variant(reading, known)
                return _Found(reading, next(iter(allowed)), by, near)
            near, others = near or allowed, others or bool(candidates)
        if not reading.take_off_ending():
            break
    if (
        not near
        and (not hub or reading.precision or "precision" in reading.dashed)
        and again.take_off_front_word(known)
    ):
        return _look(again, known, hub=hub)
    return _Found(reading, None, None, near, others)


def _take_variant(reading: Reading, known: KnownNames) -> None:
    """Keep the variant that a name reviewed elsewhere stands for."""
    variant = known.elsewhere_variant.get(key(reading.rest))
    if variant:
        reading.variations.insert(0, Variation(_kind_of(variant), variant))


def _moves(reading: Reading, by: By) -> bool:
    """Whether a name follows its vendor's newest model and says no version that would hold it."""
    newest = any(variation.text == "latest" for variation in reading.variations)
    return newest and (by == "shorter" or _unversioned(reading.rest))


def _allowed(candidates: frozenset[str], reading: Reading, known: KnownNames, *, hub: bool) -> frozenset[str]:
    """Candidates that the stated owner allows: its own, or a copy of somebody's model at another precision."""
    for kind in reading.dashed & MODELS_OF_THEIR_OWN.keys():
        candidates = frozenset(one for one in candidates if known.vendor_of[one] not in MODELS_OF_THEIR_OWN[kind])
    if not candidates or not (reading.owners or (hub and reading.strangers)):
        return candidates
    own = frozenset(one for one in candidates if known.vendor_of[one] in reading.owners)
    copy = any(variation.kind == "precision" for variation in reading.variations)
    return own if own or (hub and not copy) else candidates


def _kind_of(variant: str) -> Kind:
    """The kind of a variant that was entered by hand beside a reviewed name."""
    found = (ending.kind for ending in ENDINGS if ending.pattern.search(f"-{variant}"))
    return next(found, "checkpoint")


def _unversioned(name: str) -> bool:
    return not any(character.isdigit() for character in name)


def _why_not(found: _Found, *, hub: bool) -> Reason:
    rest = found.reading.rest
    if rest.lower() in MOVING:
        return "moving"
    if any(variation.text == "latest" for variation in found.reading.variations) and (found.near or _unversioned(rest)):
        return "moving"
    if len(found.near) > 1:
        return "several"
    return "other_owner" if hub and (found.reading.strangers or found.others) else "unknown"


__all__ = ["Identity", "Variation", "identify"]
