"""``advisor policy``: the policy of the house in words, and its file checked against the catalog."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import DataDir, Output, OutputOption, example
from advisor.errors import InputError, Problem

if TYPE_CHECKING:
    from advisor.policy.house import HousePolicy

policy_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The policy of the house: rules, price agreements, own cost figures.",
    epilog=example("advisor policy check policy.yaml"),
)
PolicyArgument = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="Policy file (YAML); the installation's if absent.")
]


@policy_app.command("show", epilog=example("advisor policy show policy.yaml --language de"))
def show_policy(
    file: PolicyArgument = None,
    *,
    language: Annotated[str, typer.Option("--language", help="en, de or fr.")] = "en",
    today: Annotated[str | None, typer.Option("--today", help="Date to judge agreements by (ISO).")] = None,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Say in words what the policy demands, which prices are agreed, and what the house states itself."""
    from advisor.catalog.load import load_catalog
    from advisor.cli.commands import day_or_today
    from advisor.policy.in_force import in_force
    from advisor.words.policy_words import policy_lines

    policy = _policy(file)
    if output is Output.JSON:
        print(policy.model_dump_json(by_alias=True))
        return
    print("\n".join(policy_lines(in_force(policy, day_or_today(today)), load_catalog(data), language)))


@policy_app.command("check", epilog=example("advisor policy check policy.yaml --format json"))
def check_policy(file: PolicyArgument = None, *, data: DataDir = None, output: OutputOption = Output.TABLE) -> None:
    """Check a policy file: its form, its logo, and every name in it against the catalog; exit 2 with every error."""
    from advisor.catalog.own.house_policy import unknown_names
    from advisor.cli.options import catalog_in

    policy = _policy(file)
    problems = unknown_names(policy, catalog_in(data))
    if problems:
        raise InputError(f"The policy “{policy.name}” names what the catalog does not have:", problems)
    found = {"name": policy.name, "version": policy.version, "digest": policy.digest, "sound": True}
    if output is Output.JSON:
        print(json.dumps(found, ensure_ascii=False))
        return
    counted = f"{len(policy.rules)} rules, {len(policy.agreements)} price agreements"
    print(f"“{policy.name}”, version {policy.version}: sound. {counted}. SHA-256 {policy.digest}")


def _policy(file: Path | None) -> HousePolicy:
    """The policy of a file, else the installation's; raises InputError where there is none."""
    from advisor.services.house_policy import policy_of
    from advisor.settings import Settings

    policy = policy_of(Settings(), file)
    if policy is None:
        allowed = "a policy file, ADVISOR_POLICY_FILE, or policy.yaml in the home folder"
        raise InputError("There is no policy:", [Problem("FILE", "none given", allowed)])
    return policy
