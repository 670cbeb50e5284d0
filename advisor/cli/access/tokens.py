"""``advisor token``: make, list and end the tokens by which programs ask."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import Output, OutputOption, example

if TYPE_CHECKING:
    from advisor.access.people import Person
    from advisor.storage.tokens.access_tokens import AccessToken, AccessTokens

token_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Tokens by which programs ask REST and MCP.",
    epilog=example("advisor token create ci --scope read --scope assess"),
)


@token_app.command("create", epilog=example("advisor token create ci --scope read --scope assess --days 30"))
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for; the audit trail names it.")],
    *,
    scope: Annotated[
        list[str], typer.Option("--scope", help="read, assess, report, write, approve or metrics; repeatable.")
    ],
    days: Annotated[int, typer.Option("--days", help="Days until it ends; 366 at most.")] = 90,
    person: Annotated[
        str | None, typer.Option("--person", help="E-mail or subject of whom it asks for, where people sign in.")
    ] = None,
) -> None:
    """Make a token and print it, once: nobody can read it again."""
    _refuse_nobody(person)
    made, secret = _tokens(person).create(name, scope, days=days)
    typer.echo(f"{made.token_id}: {', '.join(made.scopes)}, until {made.expires_at:%Y-%m-%d}", err=True)
    print(secret)


@token_app.command("list", epilog=example("advisor token list --format json"))
def list_(*, output: OutputOption = Output.TABLE) -> None:
    """List the tokens, newest first; their text is in no list."""
    found = _tokens(None).all()
    if output is Output.JSON:
        print(json.dumps([token.model_dump(mode="json") for token in found], ensure_ascii=False))
        return
    print("\n".join(map(_line, found)) or "There is no token.")


@token_app.command("revoke", epilog=example("advisor token revoke 3f2a9c1d3f2a9c1d"))
def revoke(token_id: Annotated[str, typer.Argument(metavar="TOKEN_ID", help="The id that the list shows.")]) -> None:
    """End a token now and for good."""
    print(_line(_tokens(None).revoke(token_id)))


def _tokens(person: str | None) -> AccessTokens:
    from advisor.access.people import LOCAL
    from advisor.services.installed import Installed
    from advisor.settings import Settings
    from advisor.storage.tokens.access_tokens import AccessTokens

    engine = Installed(Settings()).database()
    if person is None:
        return AccessTokens(engine, person=LOCAL)
    from advisor.storage.rights.known_people import KnownPeople

    return AccessTokens(engine, person=_known(person, KnownPeople(engine).everybody()))


def _refuse_nobody(person: str | None) -> None:
    """Raise InputError where people sign in and nobody is named: such a token would ask for whoever it likes."""
    from advisor.errors import InputError, Problem
    from advisor.settings import Settings

    if person is None and Settings().sign_in is not None:
        allowed = "the e-mail address or subject of somebody who has signed in: people sign in here"
        raise InputError("The token cannot be made:", [Problem("--person", "nothing", allowed)])


def _known(wanted: str, people: tuple[Person, ...]) -> Person:
    """The one person with this subject or e-mail address; raises InputError where there is none, or several."""
    from advisor.errors import InputError, Problem

    found = [one for one in people if wanted in (one.subject, one.email)]
    if len(found) != 1:
        allowed = "somebody who has signed in here, by the subject where several have one address"
        raise InputError("The token cannot be made:", [Problem("--person", repr(wanted), allowed)])
    return found[0]


def _line(token: AccessToken) -> str:
    """One token in a line: what it is for, whose, what it may, until when, when it was used."""
    ends = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
    used = f"last used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
    whose = f", for {token.person.actor}" if token.person.actor else ""
    return f"{token.token_id}  {token.name}{whose}: {' '.join(token.scopes)}, {ends}, {used}"
