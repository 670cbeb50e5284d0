"""``advisor guide``: what the choice asks for beyond the model, one command per matter."""

from __future__ import annotations

import typer

from advisor.cli.guide.adapt import adapt
from advisor.cli.guide.after import after
from advisor.cli.guide.architecture import architecture
from advisor.cli.guide.governance import governance
from advisor.cli.guide.retrieval import retrieval
from advisor.cli.options import example

guide_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What the choice asks for beyond the model: how to adapt it, what to govern.",
    epilog=example("advisor guide adapt data/samples/city-administration-rag.yaml"),
)
guide_app.command(epilog=example("advisor guide adapt data/samples/city-administration-rag.yaml"))(adapt)
guide_app.command(epilog=example("advisor guide governance data/samples/eu-bank-customer-service.yaml"))(governance)
guide_app.command(epilog=example("advisor guide architecture data/samples/contract-analyser.yaml"))(architecture)
guide_app.command(epilog=example("advisor guide retrieval data/samples/city-administration-rag.yaml"))(retrieval)
guide_app.command(epilog=example("advisor guide after my.yaml --usage spend.jsonl"))(after)
