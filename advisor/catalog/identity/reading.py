"""A name on its way: what a source wrote before and behind it is read and taken off, piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from advisor.catalog.identity.decorations import ENDINGS, FRONTS, Ending, Kind, Variation
from advisor.catalog.identity.hosts import SEGMENTS, provider_of, zone_of_word
from advisor.catalog.identity.known_names import KnownNames
from advisor.catalog.identity.spelling import key

_SIZE_TAG: Final = re.compile(r":(?=\d+(?:\.\d+)?[bm]\b|e\d)")
_DOTTED: Final = re.compile(r"^(?P<head>[a-z][a-z0-9-]*)(?:\.|--)(?=[a-z]{2}|o\d)", re.IGNORECASE)
_AT_ZONE: Final = re.compile(r"@(us|eu|global|[a-z]+-[a-z]+\d+)$")
_IMAGE_PART: Final = re.compile(r"\d+-x-\d+|\d+p|(?:low|medium|high|xhigh|hd|standard|auto)|(?:max|\d+)-steps")
_GOES_ON: Final = re.compile(r"(?: (?:ai|labs))?[-_ ](?=[a-z])", re.IGNORECASE)
_COMMITTED: Final = re.compile(r"\d-month-commitment")


@dataclass(slots=True)
class Reading:
    """What is left of a name, and what was read off it so far; ``host_told``: its source has a column for the host."""

    rest: str
    provider_id: str | None = None
    host_told: bool = False
    owners: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    zone: str | None = None
    tier: str | None = None
    precision: str | None = None
    variations: list[Variation] = field(default_factory=list)
    dashed: set[Kind] = field(default_factory=set)

    def copied(self) -> Reading:
        """The same reading, to go on another way."""
        return replace(
            self,
            owners=list(self.owners),
            strangers=list(self.strangers),
            variations=list(self.variations),
            dashed=set(self.dashed),
        )

    def read_front(self, names: KnownNames) -> None:
        """Take off the host, the owner, the zone and the parts of a path that stand before the name."""
        *front, self.rest = _SIZE_TAG.sub("-", self.rest).strip("/").split("/")
        head, colon, tail = self.rest.partition(":")
        if colon and not front and provider_of(head, names.providers) and key(tail) and not tail[:1].isdigit():
            front, self.rest = [head], tail
        for part in front:
            self._read_part(names, part, known_only=False)
        while (dotted := _DOTTED.match(self.rest)) and self._read_part(names, dotted["head"], known_only=True):
            self.rest = self.rest[dotted.end() :]
        if at := _AT_ZONE.search(self.rest):
            self.zone, self.rest = zone_of_word(at[1]), self.rest[: at.start()]

    def _read_part(self, names: KnownNames, part: str, *, known_only: bool) -> bool:
        """Read one part before the name; False for an unknown one where only known ones may be taken off."""
        plain = part.lower()
        if zone := zone_of_word(plain):
            self.zone = zone
        elif _COMMITTED.fullmatch(plain):
            self.tier = "provisioned"
        elif plain in SEGMENTS or plain == "regional" or _IMAGE_PART.fullmatch(plain):
            pass
        elif plain in names.owners:
            self.owners.append(names.owners[plain])
            self._host(provider_of(plain, names.providers))
        elif found := provider_of(plain, names.providers):
            self._host(found)
        elif known_only:
            return False
        else:
            self.strangers.append(plain)
        return True

    def _host(self, found: str | None) -> None:
        """Take a part of the name for the host, unless the source has said who sells it: a router is no vendor."""
        if not self.host_told:
            self.provider_id = self.provider_id or found

    def take_off_ending(self) -> bool:
        """Take off what stands behind the name by the first rule that fits; False where none does."""
        for ending in ENDINGS:
            match = ending.pattern.search(self.rest)
            if match and match.start() > 0:
                text = match["text"].lower()
                self.variations.insert(0, Variation(ending.kind, text))
                if self.rest[match.start()] == "-":
                    self.dashed.add(ending.kind)
                self.rest = self.rest[: match.start()].rstrip(" -_:+@(")
                self._keep(ending, text)
                return True
        return False

    def _keep(self, ending: Ending, text: str) -> None:
        """What an ending says of where and how a model is sold."""
        if ending.kind == "tier":
            self.tier = ending.means
        if ending.kind == "precision":
            self.precision = self.precision or ending.means
        if ending.kind == "zone":
            self.zone = self.zone or zone_of_word(text)

    def take_off_front_word(self, names: KnownNames) -> bool:
        """Take off a host's mark or the owner's name where it is the first word; False where it is neither."""
        if mark := FRONTS.match(self.rest):
            self.rest = self.rest[mark.end() :]
            return True
        owner = next((word for word in names.owners_longest if self._begins_with(word)), None)
        if owner:
            self.owners.append(names.owners[owner])
            self.rest = re.sub(r"^(?: (?:ai|labs)\b)?[-_ ]+", "", self.rest[len(owner) :], flags=re.IGNORECASE)
            return True
        return False

    def _begins_with(self, owner: str) -> bool:
        """Whether the name begins with an owner's word, with more of a name behind it."""
        behind = self.rest[len(owner) :]
        return self.rest.lower().startswith(owner) and bool(_GOES_ON.match(behind))
