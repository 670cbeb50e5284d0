"""Countries and zones: which countries a zone has, which zone holds which, and a country that stands for a zone.

Everything that compares places reads it here: gates, rents, the catalog's filter, the forms and the report. Countries
are ISO 3166-1 alpha-2 codes. Zones are the areas that providers sell processing in and that people demand it in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

Zone = Literal["us", "eu", "uk", "ca", "br", "ch", "in", "jp", "kr", "sg", "au", "apac", "cn", "me"]
ZONES: Final[tuple[Zone, ...]] = get_args(Zone)

THE_UNION: Final = "EU"
"""How sources name the European Union in a column of countries."""
EU: Final = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
"""Member states of the European Union (european-union.europa.eu, "EU countries", 27 since 2020-02-01)."""
EEA: Final = EU | {"NO", "IS", "LI"}
"""States of the European Economic Area: the GDPR is in force there by EEA Joint Committee Decision 154/2018."""
GDPR: Final = EEA | {"GB"}
"""Where the GDPR or the United Kingdom's own version of it (Data Protection Act 2018) asks for a contract (Art. 28)."""
DATA_LAWS: Final = GDPR | {"AU", "BR", "CA", "CH", "CN", "IN", "JP", "KR", "SG"}
"""Where ``data/governance_rules.csv`` tells the law on personal data; a test holds the two against each other."""
HEALTH_LAWS: Final = DATA_LAWS | {"US"}
"""Where it tells the law on health data: of the United States that one alone."""
RECORDING_LAWS: Final = frozenset({"CH", "DE"})
"""Where it tells the law on recorded talks."""

COUNTRIES_OF_ZONE: Final[Mapping[Zone, frozenset[str]]] = MappingProxyType(
    {
        "us": frozenset({"US"}),
        "eu": EU,
        "uk": frozenset({"GB"}),
        "ca": frozenset({"CA"}),
        "br": frozenset({"BR"}),
        "ch": frozenset({"CH"}),
        "in": frozenset({"IN"}),
        "jp": frozenset({"JP"}),
        "kr": frozenset({"KR"}),
        "sg": frozenset({"SG"}),
        "au": frozenset({"AU"}),
        "apac": frozenset({"HK", "TW", "ID", "MY", "TH", "NZ", "PH", "VN"}),
        "cn": frozenset({"CN"}),
        "me": frozenset({"AE", "SA", "IL", "QA", "BH"}),
    }
)
"""The countries that are in a zone and in no smaller one.

Asia-Pacific and the Middle East are drawn as the clouds draw them: AWS calls its regions "Asia Pacific (Tokyo, Seoul,
Singapore, Sydney, Mumbai, Hong Kong, Taipei, Jakarta, Malaysia, Thailand, New Zealand)" and "Middle East (Bahrain,
UAE)" with Tel Aviv beside them; Google Cloud adds Dammam and Doha (docs.aws.amazon.com "AWS Regions",
cloud.google.com "Cloud locations", 2026). The Philippines and Vietnam are in South-eastern Asia as Indonesia and
Thailand are (UN M49). China is not in Asia-Pacific: AWS runs it as a partition of its own, apart from all others.
"""
HOLDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({"apac": frozenset({"in", "jp", "kr", "sg", "au"})})
"""The smaller zones inside a zone: who asks for Asia-Pacific is served in Japan, who asks for Japan not in the rest."""

PARTS_OF_THE_WORLD: Final[tuple[frozenset[str], ...]] = (
    frozenset({"eu", "uk", "ch"}),
    frozenset({"us", "ca", "br"}),
    frozenset({"apac", "in", "jp", "kr", "sg", "au"}),
)
"""Zones that lie nearer to each other than to the rest: Europe, the Americas, and Asia with the Pacific."""
_TOWARDS_EUROPE: Final = frozenset(
    (
        *("AD", "AL", "BA", "BY", "FO", "GG", "GI", "IM", "JE", "MC", "MD", "ME", "MK", "RS", "RU", "SM", "UA", "VA"),
        *("AE", "AM", "AZ", "BH", "GE", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "YE"),
        *("AO", "BF", "BI", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "CV", "DJ", "DZ", "EG", "EH", "ER", "ET", "GA"),
        *("GH", "GM", "GN", "GQ", "GW", "KE", "KM", "LR", "LS", "LY", "MA", "MG", "ML", "MR", "MU", "MW", "MZ", "NA"),
        *("NE", "NG", "RE", "RW", "SC", "SD", "SH", "SL", "SN", "SO", "SS", "ST", "SZ", "TD", "TG", "TN", "TZ", "UG"),
        *("YT", "ZA", "ZM", "ZW"),
    )
)
_TOWARDS_AMERICA: Final = frozenset(
    (
        *("AG", "AI", "AR", "AW", "BB", "BL", "BM", "BO", "BQ", "BS", "BZ", "CL", "CO", "CR", "CU", "CW", "DM", "DO"),
        *("EC", "FK", "GD", "GF", "GL", "GP", "GT", "GY", "HN", "HT", "JM", "KN", "KY", "LC", "MF", "MQ", "MS", "MX"),
        *("NI", "PA", "PE", "PM", "PR", "PY", "SR", "SV", "SX", "TC", "TT", "UY", "VC", "VE", "VG", "VI"),
    )
)
_TOWARDS_ASIA: Final = frozenset(
    (
        *("AF", "AS", "BD", "BN", "BT", "CK", "FJ", "FM", "GU", "KH", "KI", "LA", "LK", "MH", "MM", "MN", "MO", "MP"),
        *("MV", "NC", "NP", "NR", "NU", "PF", "PG", "PK", "PW", "SB", "TL", "TO", "TV", "VU", "WF", "WS"),
    )
)
_PART_OF_COUNTRY: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    dict.fromkeys(EEA | _TOWARDS_EUROPE, PARTS_OF_THE_WORLD[0])
    | dict.fromkeys(_TOWARDS_AMERICA, PARTS_OF_THE_WORLD[1])
    | dict.fromkeys(_TOWARDS_ASIA, PARTS_OF_THE_WORLD[2])
)
"""The part of the world that is near to countries in none of its zones: their own (UN M49), else where their lines go.

Of the bandwidth that leaves Africa 81% went to Europe in 2017 (TeleGeography, "AfPIF roundup"), from the Middle East
85% in 2013 (TeleGeography, "Europe emerges as global internet hub"). Central Asia and China are in none.
"""

_ZONE_OF_COUNTRY: Final[Mapping[str, Zone]] = MappingProxyType(
    {country: zone for zone, countries in COUNTRIES_OF_ZONE.items() for country in countries}
)
_STANDS: Final[Mapping[str, str]] = MappingProxyType({"eu": "DE", "apac": "SG", "me": "AE", "gov": "US"})
"""For zones of several countries the one with most of the capacity that is sold there; "gov" is the clouds' zone for
the government of the United States."""


def zone_of(country: str | None) -> Zone | None:
    """The smallest zone that a country is in; None where the country is unknown or in no zone."""
    return _ZONE_OF_COUNTRY.get(country) if country else None


def zone_of_area(area: str) -> Zone | None:
    """The same for tables in which the European Union stands where others name a country."""
    return "eu" if area == THE_UNION else zone_of(area)


def near(zone: str, country: str) -> bool:
    """Whether a zone lies in the part of the world that is near to a country; the EEA is Europe throughout."""
    own = zone_of(country)
    return zone in _PART_OF_COUNTRY.get(country, ()) or any({zone, own} <= part for part in PARTS_OF_THE_WORLD)


def placed(country: str) -> bool:
    """Whether it is known which zones are nearer to a country than others."""
    return zone_of(country) is not None or country in _PART_OF_COUNTRY


def country_for(zone: str) -> str | None:
    """The country whose grid stands for a zone where the country is not known; None for no zone in particular."""
    if zone in _STANDS:
        return _STANDS[zone]
    return next((country for country, inside in _ZONE_OF_COUNTRY.items() if inside == zone), None)


def with_smaller(zones: Iterable[str]) -> frozenset[str]:
    """Zones together with those inside them: where somebody who asks for these may be served."""
    found = frozenset(zones)
    return found.union(*(HOLDS.get(zone, frozenset()) for zone in found))


def meets(zone: str | None, demanded: Collection[str]) -> bool:
    """Whether processing in a zone is processing in a demanded one (every zone will do where none is demanded)."""
    return not demanded or zone in with_smaller(demanded)
