"""The command line of the advisor.

Exit status: 0 done; 1 the answer is "nothing fits" or a check failed; 2 bad input, with every error listed.

``--format json`` prints JSON alone on standard output; messages go to standard error. Heavy libraries are imported
inside the commands that need them, so that ``advisor --help`` is quick.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from advisor import __version__
from advisor.cli.access.tokens import token_app
from advisor.cli.catalog_commands import catalog_app
from advisor.cli.database.upkeep import database_app
from advisor.cli.decisions.approving import decision_app
from advisor.cli.decisions.audit import audit_app
from advisor.cli.described import describe
from advisor.cli.guide import guide_app
from advisor.cli.house.policy import policy_app
from advisor.cli.house.register import register
from advisor.cli.options import (
    DataDir,
    Load,
    Output,
    OutputOption,
    PolicyFile,
    ReportAnnex,
    ReportFormat,
    StyleLanguage,
    StylePaper,
    annex_keys,
    catalog_in,
    example,
    print_result,
)
from advisor.cli.serving.assistant import mcp
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.assessment import Assessment

_HELP = """Choose a generative-AI model and where to run it, and defend the choice.

Exit status: 0 done; 1 the answer is "nothing fits" or a check failed; 2 bad input, with every error listed."""
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_HELP,
    epilog=example("advisor demo", "advisor assess data/samples/eu-bank-customer-service.yaml"),
)
app.add_typer(catalog_app, name="catalog")
app.add_typer(audit_app, name="audit")
app.add_typer(decision_app, name="decision")
app.add_typer(database_app, name="db")
app.add_typer(guide_app, name="guide")
app.add_typer(policy_app, name="policy")
app.add_typer(token_app, name="token")
app.command(epilog=example("advisor register --format csv -o register.csv"))(register)
app.command(
    epilog=example(
        'advisor describe "Translate 40 letters a day into French" -o my.yaml',
        "advisor assess my.yaml",
    )
)(describe)
app.command(epilog=example("advisor mcp", "advisor mcp --allow-writing"))(mcp)

_UsageError: Any = typer.BadParameter.__bases__[0]


DEMO_SAMPLE = "eu-bank-customer-service"
AnswersPath = Annotated[Path, typer.Argument(metavar="ANSWERS.yaml", help="File of answers (YAML or JSON).")]
Samples = Annotated[int, typer.Option("--samples", min=1, max=1_000_000, help="Draws for the robustness analysis.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws: the same seed gives the same bytes.")]


def main() -> None:
    """Run the command line and leave with the exit status of the module's first lines."""
    try:
        status = app(standalone_mode=False)
    except AdvisorError as error:
        print(error, file=sys.stderr)
        status = 2
    except _UsageError as error:
        print(f"{error.format_message()}\nTry: advisor --help", file=sys.stderr)
        status = 2
    except typer.Abort:
        status = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


@app.command(epilog=example("advisor assess data/samples/eu-bank-customer-service.yaml"))
def assess(
    answers: AnswersPath,
    *,
    data: DataDir = None,
    policy: PolicyFile = None,
    output: OutputOption = Output.TABLE,
    samples: Samples = 10_000,
    seed: Seed = 0,
    wide: Annotated[bool, typer.Option("--wide", help="Every column of the ranking, however wide.")] = False,
) -> None:
    """Rank the alternatives for a file of answers, with reasons."""
    assessment = _assess(answers, data, samples=samples, seed=seed, policy=policy)
    if output is Output.JSON:
        print(assessment.model_dump_json(by_alias=True))
    else:
        from advisor.cli.assessed import print_assessment

        print_assessment(assessment, wide=wide, answers_file=str(answers))
    if assessment.verdict == "nothing fits":
        raise typer.Exit(1)


@app.command(
    epilog=example(
        "advisor size meta/llama-3.3-70b-instruct --gpu h100 --gpus 4 \\",
        "    --input-tokens 2000 --output-tokens 300 --concurrency 32",
    )
)
def size(
    model_id: Annotated[str, typer.Argument(metavar="MODEL_ID", help="Catalog id, Hub id or alias.")],
    *,
    gpu: Annotated[str, typer.Option("--gpu", help="GPU id or alias, such as h100.")],
    input_tokens: Annotated[int, typer.Option("--input-tokens", min=1, help="Input tokens per request.")],
    output_tokens: Annotated[int, typer.Option("--output-tokens", min=1, help="Output tokens per request.")],
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, help="Requests at the same time.")],
    gpus: Annotated[int, typer.Option("--gpus", min=1, help="GPUs of the deployment.")] = 1,
    precision: Annotated[
        str | None, typer.Option("--precision", help="bf16, fp8, int4, fp4, ...; the model's own if absent.")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option("--beside", help="Another model on the same GPUs; may be given several times.")
    ] = None,
    load: Annotated[
        Load,
        typer.Option("--load", help="steady: as many in flight all the time; burst: all at once; draining: a stock."),
    ] = Load.STEADY,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Size a model on GPUs: memory, concurrency, time to first token, throughput."""
    from advisor.cli.sized import worth_a_line
    from advisor.hosting.sizing.size_shared_gpus import size_with_others
    from advisor.services.answered.sized_models import sized

    result = size_with_others(
        catalog_in(data),
        model_id,
        beside or [],
        gpu=gpu,
        gpus=gpus,
        precision=precision,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        concurrency=concurrency,
        load_kind=load.value,
    )
    report = sized(result)
    print_result(report if output is Output.JSON else worth_a_line(report), output)
    if not result["fits"]:
        raise typer.Exit(1)


@app.command(epilog=example("advisor tco data/samples/city-administration-rag.yaml"))
def tco(answers: AnswersPath, *, data: DataDir = None, output: OutputOption = Output.TABLE) -> None:
    """Cost sheet of the best alternative of each way of hosting, per month and over the horizon."""
    from advisor.cli.costed import costed
    from advisor.services.answered.answered_names import load_known

    catalog = catalog_in(data)
    print(costed(load_known(answers, catalog), catalog, as_json=output is Output.JSON))


@app.command(epilog=example("advisor report data/samples/contract-analyser.yaml -o decision.pdf"))
def report(
    answers: AnswersPath,
    *,
    out: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    form: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            help="What to write; md is the decision record, pptx one slide. Usually what the file's name ends in.",
        ),
    ] = None,
    language: StyleLanguage = None,
    paper: StylePaper = None,
    annexes: Annotated[
        list[ReportAnnex] | None,
        typer.Option("--with", metavar="NAME", help=f"An annex to add, more than once: {', '.join(ReportAnnex)}."),
    ] = None,
    data: DataDir = None,
    policy: PolicyFile = None,
    samples: Samples = 10_000,
    seed: Seed = 0,
) -> None:
    """Write the decision report for a file of answers."""
    from advisor.cli.commands import in_house_style
    from advisor.report.export import export
    from advisor.whole_files import write_whole

    chosen = _form_of(out, form)
    assessment = _assess(answers, data, samples=samples, seed=seed, policy=policy)
    look = in_house_style(policy, language=language, paper=paper)
    catalog = catalog_in(data, policy=policy)
    content = export(assessment, catalog, form=chosen.value, annexes=annex_keys(annexes), **look)
    try:
        write_whole(out, content, make_folder=False)
    except OSError as error:
        raise AdvisorError(f"{out} cannot be written: {error.strerror}") from error
    print(f"{out}: {len(content):,} bytes", file=sys.stderr)
    if chosen is ReportFormat.PDF:
        from advisor.cli.commands import unshown_line

        print(unshown_line(assessment.answers.model_dump_json()), end="", file=sys.stderr)


def _form_of(out: Path, form: ReportFormat | None) -> ReportFormat:
    """What the file's name ends in, else what is asked for, else PDF; the two may not contradict each other."""
    ending = out.suffix.lower().removeprefix(".")
    named = next((one for one in ReportFormat if _ending_of(one) == ending), None)
    if named and form and _ending_of(form) != ending:
        raise AdvisorError(f"{out}: its name ends in .{ending}, and --format is {form.value}: make them agree")
    return form or named or ReportFormat.PDF


def _ending_of(form: ReportFormat) -> str:
    """What the name of a file of this form ends in, as in ``advisor.report.export.FORMS``, without loading that."""
    return {ReportFormat.PDF_ARCHIVE: "pdf", ReportFormat.FIGURES: "zip"}.get(form, form.value)


@app.command("try", epilog=example('advisor try --connection embedded --prompt "Explain a circuit breaker."'))
def try_(
    *,
    connection: Annotated[list[str] | None, typer.Option("--connection", help="Saved connection; repeatable.")] = None,
    endpoint: Annotated[list[str] | None, typer.Option("--endpoint", help="URL#MODEL; repeatable.")] = None,
    prompt: Annotated[str, typer.Option("--prompt", help="What to ask; - reads standard input.")],
    repeat: Annotated[int, typer.Option("--repeat", help="Runs per target, 1 to 100.")] = 1,
    max_tokens: Annotated[int, typer.Option("--max-tokens", min=1, help="Output tokens at most.")] = 256,
    system: Annotated[str | None, typer.Option("--system", help="System prompt.")] = None,
    max_cost: Annotated[float, typer.Option("--max-cost", help="US dollars that the runs may cost at most.")] = 1.0,
    data_class: Annotated[
        str | None, typer.Option("--data-class", help="public, internal, confidential or restricted.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option("--decision", help="Saved decision (id; keeps the runs) or file of answers.")
    ] = None,
    override: Annotated[str | None, typer.Option("--override", help="Reason to lift a block; recorded.")] = None,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Run a prompt on several models at once and measure them; exit 1 when none answers whole or a guard blocks."""
    from decimal import Decimal

    from advisor.services.try_models import try_models
    from advisor.trials.playground.command import TryOptions

    outcome = try_models(
        connection or [],
        endpoint or [],
        sys.stdin.read() if prompt == "-" else prompt,
        TryOptions(
            repeat=repeat,
            system=system,
            max_tokens=max_tokens,
            max_cost_usd=Decimal(str(max_cost)),
            data_class=data_class,
            override=override,
        ),
        decision=decision,
        catalog=catalog_in(data),
    )
    if outcome.findings:
        print(outcome.remarks(), file=sys.stderr)
    print(outcome.to_json() if output is Output.JSON else outcome.to_table())
    raise typer.Exit(outcome.exit_code)


@app.command(epilog=example("advisor serve --port 9000"))
def serve(port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1.")] = 8501) -> None:
    """Start the web app on this machine."""
    from advisor.cli.commands import serve_app

    raise typer.Exit(serve_app(port))


@app.command(epilog=example("advisor replay 3f2a9c1d", "(the id stands in the address of a saved decision)"))
def replay(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Id of a saved decision.")],
    *,
    catalog: Annotated[Path | None, typer.Option("--catalog", help="Folder of the tables to replay on.")] = None,
    language: Annotated[str, typer.Option("--language", help="en, de or fr.")] = "en",
    output: OutputOption = Output.TABLE,
) -> None:
    """Run a saved decision on today's catalog: what changed, and is the choice still right; exit 1 when it is not."""
    from advisor.cli.commands import replayed

    text, still_first = replayed(decision, catalog_in(catalog), language=language, as_json=output is Output.JSON)
    print(text)
    if not still_first:
        raise typer.Exit(1)


@app.command(epilog=example("advisor watch --language de"))
def watch(
    *,
    catalog: Annotated[Path | None, typer.Option("--catalog", help="Folder of the tables to judge by.")] = None,
    today: Annotated[str | None, typer.Option("--today", help="Date to judge by (ISO); today if absent.")] = None,
    language: Annotated[str, typer.Option("--language", help="en, de or fr.")] = "en",
    notify: Annotated[
        bool, typer.Option("--notify", help="Tell what is new to ADVISOR_WEBHOOK_URL or ADVISOR_NOTIFY_FILE.")
    ] = False,
    output: OutputOption = Output.TABLE,
) -> None:
    """Name the saved decisions that should be looked at again; exit 1 when there are any (for a scheduler).

    Where the house has set how long trials or the bin are kept, what is older is removed first.
    """
    from advisor.cli.commands import watched
    from advisor.cli.database.upkeep import purge_if_asked

    purge_if_asked()
    text, any_notes = watched(
        catalog_in(catalog), today=today, language=language, as_json=output is Output.JSON, notify=notify
    )
    print(text)
    if any_notes:
        raise typer.Exit(1)


@app.command(epilog=example("advisor demo", "advisor demo contract-analyser --yes -o contract.pdf"))
def demo(
    sample: Annotated[str, typer.Argument(metavar="SAMPLE", help="Name of a sample decision.")] = DEMO_SAMPLE,
    *,
    out: Annotated[Path, typer.Option("-o", "--output", help="The PDF to write.")] = Path("demo.pdf"),
    yes: Annotated[bool, typer.Option("--yes", help="Go through without waiting for Enter.")] = False,
) -> None:
    """Walk a sample decision from its answers to the PDF, each step explained."""
    from advisor.cli.demo import walk

    walk(sample, out, catalog_in(None), wait=not yes and sys.stdin.isatty())


@app.command(epilog=example("advisor version"))
def version() -> None:
    """Print the version."""
    print(__version__)


def _assess(answers: Path, data: Path | None, *, samples: int, seed: int, policy: Path | None = None) -> Assessment:
    from advisor.assessment import assess as run
    from advisor.questionnaire.load import load_answers
    from advisor.services.answered.answered_names import with_known_names
    from advisor.services.kept_figures import KeptFigures
    from advisor.settings import Settings

    given, kept = load_answers(answers), KeptFigures(Settings().home)
    catalog = catalog_in(data, kept, policy=policy)
    with_known_names(given, catalog, name=str(answers))
    found = run(given, catalog, seed=seed, samples=samples)
    kept.take(catalog)
    return found
