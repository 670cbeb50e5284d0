"""``advisor demo``: one sample decision from its answers to the PDF, in five short steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console, RenderableType
from rich.text import Text

from advisor.assessment import Assessment, assess, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.cli.assessed import out_line, shortlist_lines, verdict_line
from advisor.cli.costed import role_of
from advisor.errors import AdvisorError, InputError, Problem
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.labels import DATA_CLASSES, LANGUAGES, TASKS, ZONES
from advisor.questionnaire.money_facts import about_money, whole_money
from advisor.questionnaire.presets import SAMPLES, load_sample, sample_paths
from advisor.whole_files import write_whole
from advisor.words.language import words_in
from advisor.words.names import Names
from advisor.words.sentences.criteria import CRITERIA_SHORT
from advisor.words.tell import tell

STEPS: Final = (
    ("The answers", "A decision begins with what is known of the work, the data and the money."),
    ("The verdict", "Every model is paired with every way to run it; your limits take most of them out."),
    ("The choices", "What each is right for, what it gives up, and the test that decides."),
    ("Where it runs", "The same work by every way of hosting, everything counted, per month."),
    ("The report", "Written for who was not there: reasons, costs, risks, sources, signatures."),
)
HIGH: Final = 4
"""From this importance on a criterion is said to count most."""


def walk(sample: str, out: Path, catalog: Catalog, *, wait: bool) -> None:
    """Print the steps, each after Enter where ``wait``; the last writes the PDF to ``out``.

    Raises InputError for an unknown sample and AdvisorError where the file cannot be written.
    """
    names = [path.stem for path in sample_paths()]
    if sample not in names:
        raise InputError("There is no such sample:", [Problem("SAMPLE", repr(sample), ", ".join(names))])
    console = Console(highlight=False)
    answers = load_sample(sample)
    for place, lines in enumerate(_steps(answers, sample, out, catalog)):
        title, explained = STEPS[place]
        if place:
            _pause(console, wait=wait)
        console.print(Text.assemble((f"{place + 1} of {len(STEPS)}  {title}. ", "bold"), (explained, "dim")))
        for line in lines:
            console.print(line)


def _pause(console: Console, *, wait: bool) -> None:
    console.print()
    if wait:
        console.input("Enter goes on. ")


def _steps(answers: Answers, sample: str, out: Path, catalog: Catalog) -> Iterator[Iterator[RenderableType]]:
    """What each step prints; what a step needs is computed when it comes."""
    yield _answered(answers, sample)
    assessment = assess(answers, catalog)
    yield iter((verdict_line(assessment), out_line(assessment)))
    yield shortlist_lines(assessment, answers.budget)
    yield _hosted(assessment, catalog)
    yield _reported(assessment, sample, out, catalog)


def _answered(answers: Answers, sample: str) -> Iterator[RenderableType]:
    yield Text(answers.title, "bold")
    for case in answers.use_cases:
        yield Text(f"Work:   {_work(case)}")
    data, budget = answers.data, answers.budget
    personal = "personal, " if data.personal_data else ""
    where = ", ".join(ZONES.get(zone, zone) for zone in data.residency) or "anywhere"
    yield Text(f"Data:   {personal}{DATA_CLASSES[data.classification].lower()}; to be processed in: {where}")
    cap = "no limit"
    if budget.monthly_cap is not None:
        cap = f"at most {tell(whole_money(float(budget.monthly_cap) * budget.usd_per_unit, budget))} a month"
    yield Text(f"Money:  {cap}, over {budget.horizon_months} months")
    most = [CRITERIA_SHORT[name] for name, importance in answers.priorities.items() if importance >= HIGH]
    if most:
        yield Text(f"Counts most: {', '.join(most)}")
    yield Text(f"The whole file: {_from_here(SAMPLES / f'{sample}.yaml')}")


def _work(case: UseCase) -> str:
    spoken = ", ".join(LANGUAGES.get(code, code) for code in case.languages)
    task = TASKS[case.task].lower()
    return f"{case.name}: {task}, {case.workload.requests_per_day:,.0f} requests a day, {spoken}"


def _hosted(assessment: Assessment, catalog: Catalog) -> Iterator[RenderableType]:
    names = Names(deployments_of(assessment), catalog, words_in("en"))
    view, budget = assessment.hosting, assessment.answers.budget
    for plan in view.plans:
        name = plan.alternative.alternative_id
        cost = plan.monthly_cost_usd
        money = "cost unknown" if cost is None else tell(about_money(cost.p50, budget))
        yield Text(f"- {money}: {names.alternative(name)}{role_of(name, view)}")


def _reported(assessment: Assessment, sample: str, out: Path, catalog: Catalog) -> Iterator[RenderableType]:
    from advisor.report.export import export  # noqa: PLC0415 - the typesetter is not needed before the last step

    content = export(assessment, catalog, form="pdf")
    try:
        write_whole(out, content, make_folder=False)
    except OSError as error:
        raise AdvisorError(f"{out} cannot be written: {error.strerror}") from error
    yield Text(f"{out}: {len(content) / 1000:,.0f} kB", "bold")
    yield Text("")
    yield Text(f"The ranking:    advisor assess {_from_here(SAMPLES / f'{sample}.yaml')}")
    yield Text("Your own:       advisor serve")


def _from_here(path: Path) -> Path:
    """A path as short as it can be typed."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
