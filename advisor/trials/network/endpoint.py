"""A connection from an address alone, as ``advisor try --endpoint URL#MODEL`` gives it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from pydantic import ValidationError

from advisor.errors import InputError, Problem, refusal_of
from advisor.trials.network.addresses import Resolver
from advisor.trials.network.key_policy import KEY_VARIABLES
from advisor.trials.records import AddressScope, Connection, KeySource


def scope_of_host(host: str, resolver: Resolver, port: int = 443) -> AddressScope:
    """The scope that a host named by the user belongs to: its first address decides, a later change is refused."""
    try:
        text = str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        if host.lower() == "localhost":
            return "loopback"
        try:
            text = next(iter(resolver(host, port)), "")
        except (OSError, UnicodeError):  # a name that can be none
            return "public"
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return "public"
    if address.is_loopback:
        return "loopback"
    return "public" if address.is_global or address.is_link_local else "private"


def connection_from_endpoint(text: str, *, resolver: Resolver) -> Connection:
    """Read ``URL#MODEL``; raises ``InputError`` naming what is wrong.

    The user names the host on the command line, so the address may be private or loopback when that is what it is.
    """
    url, _, model = text.partition("#")
    place = f"--endpoint {text[:100]}"
    if not model:
        raise InputError("", [Problem(place, "no model", "URL#MODEL, as http://127.0.0.1:8000/v1#my-model")])
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise InputError("", [Problem(place, str(error), "a whole address with http:// or https://")]) from None
    variable = KEY_VARIABLES.get(host) if parts.scheme == "https" else None
    try:
        return Connection(
            name=host + ("" if parts.port is None else f":{parts.port}") or "?",
            base_url=url,
            model=model,
            scope=scope_of_host(host, resolver, port),
            hosting="provider_api" if variable else "on_prem",
            key=KeySource() if variable is None else KeySource(kind="env", name=variable),
        )
    except ValidationError as error:
        found = error.errors()[0]
        raise InputError("", [Problem(place, url[:100], refusal_of(found))]) from None
