"""User text is data: whatever is typed, the report is a valid PDF with the text in it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from typing import NamedTuple

import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report.samples import BANK, cut, opened, sample_assessment, shipped, text_of

from advisor.assessment import Assessment
from advisor.decision.records import EvidenceNote, StakeholderView
from advisor.questionnaire.answers import Answers, OwnedGpus
from advisor.report.document.fonts import COVERAGE, UNSHOWN, missing_characters, stated_coverage
from advisor.report.document.meta import LifeEvent, ReportMeta, TrialNote
from advisor.report.document.user_text import settable
from advisor.report.export import export

MARKUP = [
    "#set page(width: 1pt)",
    "$x^2$",
    "= Heading",
    "<b>bold</b>",
    "@label <label>",
    "\\u{41}",
    "*a* _b_ `c`",
    "//x",
    "#{",
]
SCRIPTS = [
    "שלום עולם",
    "مرحبا بالعالم",
    "你好，世界",
    "こんにちは",
    "안녕하세요",
    "नमस्ते",
    "😀🏳️‍🌈👩‍👩‍👧",
    "Ωμέγα",
    "a\u0301\u0302\u0303",
    "\u202eevil\u202c",
]
CONTROLS = [
    "\x00\x01\x1b[31m",
    "\ufeff\ufffe",
    "\ue000\uf8ff",
    "a\r\nb\tc\x0bd",
    "\u2028\u2029",
    "\U000e0041",
    "\u200b\u200d",
]
typed = st.one_of(
    st.text(max_size=120),
    st.sampled_from(MARKUP + SCRIPTS + CONTROLS),
    st.lists(st.sampled_from([*MARKUP, *SCRIPTS, *CONTROLS]), min_size=1, max_size=4).map(" ".join),
    st.integers(1, 100).map(lambda count: "W" * count),
)
SPACE = dict.fromkeys(map(ord, " \n\u00a0\u200b\u200c\u200d\u00ad\u2060\ufe0e\ufe0f"))


def with_texts(assessment: Assessment, title: str, free: str, name: str) -> Assessment:
    """The assessment as if these texts had been typed into every free field."""
    answers = assessment.answers
    first = answers.use_cases[0].model_copy(update={"name": name or "-", "description": free})
    owned = (OwnedGpus(gpu=name[:100] or "-", count=2),)
    hosting = answers.hosting.model_copy(update={"gpus_owned": owned})
    update = {
        "hosting": hosting,
        "title": title or "-",
        "question": free,
        "notes": free,
        "owner": name,
        "use_cases": (first,),
    }
    changed: Answers = answers.model_copy(update=update)
    return assessment.model_copy(update={"answers": changed})


def with_records(assessment: Assessment, name: str) -> Assessment:
    """The same with a stakeholder and an evaluation of that name."""
    first = assessment.recommendations[0]
    view = StakeholderView(
        name=name,
        weights=assessment.weights,
        order=(first.alternative_id,),
        first_id=first.alternative_id,
        regret=0.0,
        sentence="",
    )
    tested = EvidenceNote(
        alternative_or_model=first.model_id,
        metric=name,
        estimate=0.8,
        standard_error=0.01,
        prompts=300,
        dated="2026-11-20",
        effect="",
    )
    return assessment.model_copy(update={"stakeholders": (view,), "evidence": (tested,)})


def frame(name: str, reason: str) -> ReportMeta:
    """A life with a step by somebody for some reason, and a trial of a model under some name."""
    step = LifeEvent(at=date(2026, 11, 20), actor=name, action="approved", reason=reason)
    return ReportMeta(status="approved", life=(step,), trials=(TrialNote(model=name, runs=3),))


def letters(text: str) -> Counter[str]:
    """The visible characters of a text, compatibility forms taken together (ligatures, presentation forms)."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).translate(SPACE))
    return Counter(character for character in plain.translate(SPACE) if not character.isspace())


class Typed(NamedTuple):
    """What somebody typed into each free field of a decision, its records and its life."""

    title: str
    question: str
    notes: str
    owner: str
    use_case: str
    description: str
    stakeholder: str
    metric: str
    actor: str
    reason: str
    trial: str


def typed_into(assessment: Assessment, texts: Typed) -> tuple[Assessment, ReportMeta]:
    """The assessment, and the frame of its report, with another text in every field."""
    changed = with_records(with_texts(assessment, texts.title, texts.description, texts.use_case), texts.metric)
    update = {"question": texts.question, "notes": texts.notes, "owner": texts.owner}
    views = tuple(one.model_copy(update={"name": texts.stakeholder}) for one in changed.stakeholders)
    answers = changed.answers.model_copy(update=update)
    meta = frame(texts.actor, texts.reason)
    trials = tuple(one.model_copy(update={"model": texts.trial}) for one in meta.trials)
    framed = meta.model_copy(update={"trials": trials})
    return changed.model_copy(update={"answers": answers, "stakeholders": views}), framed


short = typed.map(lambda text: text[:200])


@pytest.mark.slow
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    texts=st.builds(
        Typed,
        title=typed.map(lambda text: text[:300]),
        question=typed,
        notes=typed,
        owner=short,
        use_case=short,
        description=typed,
        stakeholder=short,
        metric=short,
        actor=short,
        reason=typed,
        trial=short,
    ),
    form=st.sampled_from(["pdf", "pdf-archive"]),
)
def test_any_text_gives_a_valid_pdf_with_the_text_inside(texts: Typed, form: str) -> None:
    """880 inputs, one in each free field: markup, scripts, control characters, emoji, long words."""
    changed, meta = typed_into(cut(sample_assessment(BANK)), texts)
    sections = ("requirements", "robustness", "evidence", "review")
    content = export(changed, shipped(), form=form, sections=sections, meta=meta)
    with opened(content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) >= 2
    found, wanted = letters(text_of(content)), Counter[str]()
    for text in texts:
        shown = settable(text)
        _, unshown = missing_characters([shown])
        wanted += letters(shown.translate(str.maketrans(dict.fromkeys(unshown, UNSHOWN))))
    assert not wanted - found, (texts, wanted - found)


def test_a_hundred_thousand_characters_are_cut_with_a_mark() -> None:
    """The longest answer that is allowed fills no page: the report says how much it left out."""
    long = "word " * 19_999
    content = export(with_texts(cut(sample_assessment(BANK)), "Long", long, "x"), shipped(), form="pdf")
    with opened(content) as pdf:
        assert len(pdf.pages) <= 14
    text = " ".join(text_of(content).split())
    assert "[… cut: 99,2" in text
    assert "more characters]" in text


def test_a_word_without_end_stays_on_the_page() -> None:
    """A hundred thousand letters without a space break at the margin."""
    changed = with_texts(cut(sample_assessment(BANK)), "W" * 300, "W" * 100_000, "W" * 200)
    content = export(changed, shipped(), form="pdf")
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        for page in pdf:
            for x0, _, x1, *_ in page.get_text("words"):
                assert x0 >= 50
                assert x1 <= page.rect.width - 50


def test_characters_that_no_font_has_are_named() -> None:
    """A private-use character is shown as a square and named by its code at the end."""
    changed = with_texts(cut(sample_assessment(BANK)), "Title", "before \ue123 after", "x")
    text = text_of(export(changed, shipped(), form="pdf"))
    assert f"before {UNSHOWN} after" in text
    assert "Characters that could not be shown" in text
    assert "U+E123" in text
    assert "could not be shown" not in text_of(export(cut(sample_assessment(BANK)), shipped(), form="pdf"))


def test_the_list_of_covered_characters_is_what_the_fonts_state() -> None:
    """The list stands for the fonts' own tables, so that a report need not read them."""
    assert COVERAGE.read_text(encoding="ascii") == stated_coverage()
