"""Who asks: a bearer token in the header Authorization, and nothing else; no cookie is read.

A page of another site can make a visitor's browser send cookies, and never a header with a token. A token's scopes say
what it is for; what its person may do to a decision is looked at beneath, where decisions are stored.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from advisor.api.problems import ApiRefusal
from advisor.services.installed import Installed
from advisor.storage.tokens.access_tokens import AccessToken
from advisor.telemetry.facts import pseudonym_of

BEARER: Final = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of `advisor token create`; its scopes stand beside each operation.",
)


def installed_of(request: Request) -> Installed:
    """What the installation has whose REST was asked."""
    found: Installed = request.app.state.installed
    return found


Here = Annotated[Installed, Depends(installed_of)]


def caller(
    request: Request,
    here: Here,
    needed: SecurityScopes,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> AccessToken:
    """The token that asks; raises ApiRefusal where none stands, it lacks a scope or asks too often."""
    token = here.token(given.credentials) if given is not None else None
    address = request.client.host if request.client else ""
    wait = here.limits.seconds_to_wait(token, address)
    if wait:
        raise ApiRefusal("too-many-requests", f"Ask again in {wait} s.", headers={"Retry-After": str(wait)})
    if token is None:
        raise ApiRefusal(
            "no-valid-token",
            "The token is missing, was made elsewhere, has expired or was revoked.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    request.state.person = pseudonym_of(token.person.subject, secret=here.settings.cookie_secret)
    missing = [scope for scope in needed.scopes if scope not in token.scopes]
    if missing:
        raise ApiRefusal("scope-missing", f"This needs the scope {', '.join(missing)}.")
    return token


MayRead = Annotated[AccessToken, Security(caller, scopes=["read"])]
MayAssess = Annotated[AccessToken, Security(caller, scopes=["assess"])]
MayReport = Annotated[AccessToken, Security(caller, scopes=["report"])]
MayWrite = Annotated[AccessToken, Security(caller, scopes=["write"])]
MayApprove = Annotated[AccessToken, Security(caller, scopes=["approve"])]
Anybody = Annotated[AccessToken, Security(caller)]
