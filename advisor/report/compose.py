"""Compose the document: pick the sections, fill them from the assessment, frame them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from advisor.assessment import Assessment, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.errors import ReportError
from advisor.report.document.blocks import Document, Inline, Para, Section
from advisor.report.document.cites import Cites
from advisor.report.document.context import Context
from advisor.report.document.meta import ReportMeta
from advisor.report.document.user_text import clipped, one_line
from advisor.report.sections.annexes.closing import reproducibility, review, sources
from advisor.report.sections.annexes.evidence import evidence
from advisor.report.sections.annexes.finance import finance
from advisor.report.sections.annexes.provider import provider
from advisor.report.sections.annexes.replay_annex import replay_annex
from advisor.report.sections.annexes.risk_register import register
from advisor.report.sections.beyond.adaptation import adaptation
from advisor.report.sections.beyond.after_go_live import after_go_live
from advisor.report.sections.beyond.architecture import architecture
from advisor.report.sections.beyond.fairness import fairness
from advisor.report.sections.beyond.in_brief import in_brief, matters
from advisor.report.sections.beyond.retrieval import retrieval
from advisor.report.sections.governance import governance
from advisor.report.sections.hosting import hosting
from advisor.report.sections.method import method
from advisor.report.sections.open_questions import open_questions
from advisor.report.sections.ranking import ranking
from advisor.report.sections.requirements import requirements
from advisor.report.sections.robustness import robustness
from advisor.report.sections.sizing import sizing
from advisor.report.sections.summary import summary
from advisor.report.sections.use_cases import use_cases
from advisor.report.sections.why_not import why_not
from advisor.words.language import Words, words_in
from advisor.words.names import Names

PAPERS: Final = ("a4", "us-letter")
_TITLE_LIMIT: Final = 300
_OWNER_LIMIT: Final = 200
Writer = Callable[[Context], Section | None]
WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "summary": summary,
        "requirements": requirements,
        "method": method,
        "ranking": ranking,
        "robustness": robustness,
        "why_not": why_not,
        "hosting": hosting,
        "sizing": sizing,
        "use_cases": use_cases,
        "governance": governance,
        "provider": provider,
        "in_brief": in_brief,
        "fairness": fairness,
        "evidence": evidence,
        "open_questions": open_questions,
        "review": review,
        "finance": finance,
        "replay": replay_annex,
        "sources": sources,
        "reproducibility": reproducibility,
    }
)
ANNEXES: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "adaptation": adaptation,
        "retrieval": retrieval,
        "architecture": architecture,
        "register": register,
        "after_go_live": after_go_live,
    }
)
"""Annexes for whoever asks for them; the report has a sentence of each (``in_brief``)."""
_LAST: Final = ("sources", "reproducibility")
_NEEDS_RANKING: Final = frozenset({"ranking", "robustness"})
FIXED: Final = ("summary", "sources", "reproducibility")
"""Sections that are always there: a report without verdict, sources or digests defends nothing."""


def section_titles(language: str) -> Mapping[str, str]:
    """The names of the sections that can be chosen, by key."""
    say = words_in(language).say
    return {
        "requirements": say("Requirements as answered"),
        "method": say("Method and weights"),
        "ranking": say("Ranking"),
        "robustness": say("How sure the order is"),
        "why_not": say("Why not the others"),
        "hosting": say("Hosting trade-off, cost and break-even"),
        "sizing": say("Sizing assumptions"),
        "use_cases": say("Further use cases"),
        "governance": say("Governance and risk"),
        "provider": say("Provider, records of people and contract"),
        "in_brief": say("From decision to operation"),
        "fairness": say("Fairness on own data"),
        "evidence": say("Trial and evaluation evidence"),
        "open_questions": say("Open questions"),
        "review": say("Review and approval"),
        "finance": say("Finance annex"),
        "replay": say("Annex: replay on a later catalog"),
    }


def annex_titles(language: str) -> Mapping[str, str]:
    """The names of the annexes that can be asked for, by key."""
    return matters(words_in(language))


def compose(
    assessment: Assessment,
    catalog: Catalog,
    *,
    language: str = "en",
    paper: str = "a4",
    sections: Sequence[str] | None = None,
    annexes: Sequence[str] = (),
    meta: ReportMeta | None = None,
) -> Document:
    """The document of an assessment; raises ReportError for an unknown language, paper, section or annex."""
    if paper not in PAPERS:
        raise ReportError(f"paper {paper!r} is not available: {', '.join(PAPERS)} are")
    _check_known("sections", sections or (), WRITERS)
    wanted = [key for key in WRITERS if sections is None or key in sections or key in FIXED]
    if not assessment.recommendations:
        wanted = [key for key in wanted if key not in _NEEDS_RANKING]
    context = context_of(assessment, catalog, words_in(language), meta, chapters=wanted, annexes=annexes)
    first = [section for key in wanted if key not in _LAST and (section := WRITERS[key](context)) is not None]
    beside = annexes_of(context, annexes)
    last = [section for key in _LAST if (section := WRITERS[key](context)) is not None]
    return _framed(context, (*first, *beside, *last), paper)


def context_of(
    assessment: Assessment,
    catalog: Catalog,
    words: Words,
    meta: ReportMeta | None,
    *,
    chapters: Sequence[str] = (),
    annexes: Sequence[str] = (),
) -> Context:
    """What the sections of a report read; raises ReportError for an unknown annex."""
    _check_known("annexes", annexes, ANNEXES)
    there = frozenset((*chapters, *annexes))
    names = Names(deployments_of(assessment), catalog, words)
    return Context(assessment, catalog, words, names, Cites(assessment, catalog), meta or ReportMeta(), there)


def annexes_of(context: Context, annexes: Sequence[str]) -> list[Section]:
    """The annexes that were asked for, in their own order; one that has nothing to say says so."""
    say, titles = context.words.say, matters(context.words)
    nothing = (Para(say("There is nothing to say of this for these answers.")),)
    found = []
    for key in (key for key in ANNEXES if key in annexes):
        section = ANNEXES[key](context)
        blocks = nothing if section is None else section.blocks
        found.append(Section(key, say("Annex: {title}", title=titles[key]), blocks))
    return found


def _check_known(what: str, asked: Sequence[str], known: Mapping[str, Writer]) -> None:
    """Raise ReportError for keys that do not exist, with those that do."""
    unknown = [key for key in asked if key not in known]
    if unknown:
        raise ReportError(f"{what} {', '.join(map(repr, unknown))} do not exist: {', '.join(known)} do")


def _framed(context: Context, sections: tuple[Section, ...], paper: str) -> Document:
    words, say, answers = context.words, context.words.say, context.assessment.answers
    title = one_line(clipped(answers.title, _TITLE_LIMIT, words), say("Decision report"))
    status = status_name(context, context.meta.status)
    return Document(
        title=title,
        language=words.language,
        paper=paper,
        dated=context.dated.isoformat(),
        facts=_title_block(context, status),
        sections=sections,
        author=one_line(answers.owner, ""),
        logo=tuple(context.meta.house.logo),
        logo_form=context.meta.house.logo_form,
        frame={
            "kind": say("Decision report"),
            "contents": say("Contents"),
            "page": say("Page {page} of {pages}", page="§1", pages="§2"),
            "status": f"{status} · {say('version {n}', n=context.meta.version)}",
            "date": words.long_date(context.dated),
            "label": context.meta.house.classification,
            "footer": context.meta.house.footer,
            "logo": say("Logo of the house"),
        },
    )


def _title_block(context: Context, status: str) -> tuple[tuple[str, Inline], ...]:
    words, say = context.words, context.words.say
    owner = context.assessment.answers.owner.strip()
    return (
        (say("Owner"), context.user(owner, _OWNER_LIMIT) if owner else say("not stated")),
        (say("Date"), words.long_date(context.dated)),
        (say("Status"), status),
        (say("Version"), str(context.meta.version)),
    )


def status_name(context: Context, status: str) -> str:
    """The status of a decision in words."""
    say = context.words.say
    return {
        "draft": say("Draft"),
        "proposed": say("Proposed"),
        "approved": say("Approved"),
        "rejected": say("Rejected"),
        "superseded": say("Superseded"),
    }.get(status, status)
