"""``advisor audit``: whether the trail of saved decisions is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.cli.options import Output, OutputOption, example

audit_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The audit trail of saved decisions.",
    epilog=example("advisor audit verify"),
)


@audit_app.command("verify", epilog=example("advisor audit verify"))
def audit_verify(
    *,
    noted: Annotated[
        str | None, typer.Option("--noted", help="A last hash noted earlier, which must still be part of the trail.")
    ] = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Check that no line of the audit trail and no locked decision was changed or removed; exit 1 when one was."""
    from advisor.cli.commands import audit_verified

    text, holds = audit_verified(noted, as_json=output is Output.JSON)
    print(text)
    if not holds:
        raise typer.Exit(1)
