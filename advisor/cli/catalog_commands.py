"""``advisor catalog``: look into the catalog, check it, extend it.

Heavy libraries are imported inside the commands that need them, so that ``advisor --help`` is quick.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.options import DataDir, Output, OutputOption, catalog_in, example, print_result
from advisor.cli.refresh_command import catalog_refresh

catalog_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look into the catalog, check it, extend it.",
    epilog=example("advisor catalog show openai/gpt-5.1"),
)


@catalog_app.command("list", epilog=example("advisor catalog list --kind embedding"))
def catalog_list(
    *,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, such as text or embedding.")] = None,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """List the models."""
    catalog = catalog_in(data)
    own = catalog.own_model_ids
    models = [model for model in catalog.models if kind in (None, model.kind)]
    if output is Output.JSON:
        rows = [model.model_dump(mode="json") | {"own": model.model_id in own} for model in models]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        from advisor.cli.tables import print_models

        print_models(models, own=own)


@catalog_app.command("show", epilog=example("advisor catalog show openai/gpt-5.1"))
def catalog_show(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="Catalog id, Hub id or alias.")],
    *,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Show one model with its offers, scores and sources."""
    from advisor.hosting.sizing.model_sheet import model_sheet
    from advisor.words.model_sheet_text import sheet_text
    from advisor.words.written import written

    sheet = written(model_sheet(catalog_in(data), model_id))
    print(sheet.model_dump_json() if output is Output.JSON else sheet_text(sheet))


@catalog_app.command("check", epilog=example("advisor catalog check --strict"))
def catalog_check(
    *,
    data: DataDir = None,
    stale_after: Annotated[
        int | None,
        typer.Option("--stale-after", min=1, help="Days after which rows are stale; each table's own if absent."),
    ] = None,
    today: Annotated[str | None, typer.Option("--today", help="Date to judge by (ISO); today if absent.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stale rows are findings, not a warning.")] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Audit every table; exit 1 with every finding when something is wrong."""
    from advisor.cli.commands import run_catalog_check

    text, sound = run_catalog_check(
        data, stale_after=stale_after, today=today, strict=strict, as_json=output is Output.JSON
    )
    print(text)
    if not sound:
        raise typer.Exit(1)


@catalog_app.command("diff", epilog=example("advisor catalog diff catalog-october/ data/"))
def catalog_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the older tables.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the newer tables.")],
    *,
    output: OutputOption = Output.TABLE,
) -> None:
    """Say what changed between two catalogs: models, prices, facts."""
    from advisor.catalog.browse.diff import diff_catalogs

    difference = diff_catalogs(catalog_in(old), catalog_in(new))
    print(difference.model_dump_json() if output is Output.JSON else difference.to_text())


@catalog_app.command("import", epilog=example("advisor catalog import Qwen/Qwen3-8B"))
def catalog_import(
    hub_id: Annotated[str, typer.Argument(metavar="HUB_ID", help="Repository on the Hub, such as org/model.")],
    *,
    output: OutputOption = Output.TABLE,
) -> None:
    """Import a repository's card, licence, parameters and shapes into your own overlay."""
    from advisor.services.import_model import import_from_hub

    print_result(import_from_hub(hub_id), output)


@catalog_app.command("build", epilog=example("advisor catalog build"))
def catalog_build(*, data: DataDir = None) -> None:
    """Fit the capability estimates again from the public scores."""
    from advisor.capability.build import build_capabilities
    from advisor.catalog.load import SHIPPED

    print(build_capabilities(data or SHIPPED))


catalog_app.command(
    "refresh",
    epilog=example(
        "advisor catalog refresh --source litellm", "advisor catalog refresh --from ~/lists --accept under=2%"
    ),
)(catalog_refresh)
