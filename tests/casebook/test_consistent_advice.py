"""What is said together agrees: verdict, shortlist and what would change it, over every sample and every own case."""

from __future__ import annotations

import re
from typing import Final

import pytest
from casebook.decided import EVERYTHING, decided

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.catalog.catalog import Catalog
from advisor.report.exports.decision_record import decision_record
from advisor.words.tell import tell

Case = Assessment | UseCaseAssessment
SAME: Final = re.compile(r"(\S+(?: [A-Z]{3})?) instead of (\S+(?: [A-Z]{3})?)")
"""Two figures of a change, side by side."""
LANGUAGES: Final = ("en", "de", "fr")
MOST_SENTENCES: Final = 3
MOST_WORDS: Final = 34
"""With the names of model, machine and provider, which may take ten of them."""


@pytest.fixture(params=EVERYTHING)
def assessed(request: pytest.FixtureRequest) -> Assessment:
    """Every decision, worked out once."""
    return decided(str(request.param))


def _cases(assessment: Assessment) -> tuple[Case, ...]:
    return (assessment, *assessment.other_use_cases)


def _option(alternative_id: str) -> tuple[str, str]:
    model, _, place = alternative_id.partition("@")
    return model, place.partition(":")[0]


def _said(case: Case) -> list[str]:
    said = [case.verdict_sentence]
    said += [text for choice in case.shortlist for text in (choice.reason, choice.deciding_test)]
    said += [text for flip in case.flips for text in (flip.sentence, flip.action)]
    return said + [relaxation.sentence for relaxation in case.relaxations]


def test_what_would_change_it_compares_with_the_choice(assessed: Assessment) -> None:
    """Each flip starts from the choice of the verdict and names another option than it."""
    for case in _cases(assessed):
        assert case.choice_id is not None
        assert all(flip.leader_id == case.choice_id for flip in case.flips)
        assert all(_option(flip.challenger_id) != _option(case.choice_id) for flip in case.flips)
        assert [choice.alternative_id for choice in case.shortlist if choice.chosen] == [case.choice_id]


def test_nothing_is_said_in_another_currency(assessed: Assessment) -> None:
    """A decision in euros speaks of euros."""
    others = {"USD", "EUR", "GBP", "CHF"} - {assessed.answers.budget.currency}
    said = [text for case in _cases(assessed) for text in _said(case)]
    if assessed.portfolio is not None:
        said += [assessed.portfolio.sentence, *assessed.portfolio.limits, *assessed.portfolio.ways_out]
    assert said
    assert not [text for text in said if any(f" {other}" in text for other in others)]


def test_the_verdict_names_no_rival_that_is_first_more_often(assessed: Assessment) -> None:
    """Of the models that its sentence names none is first in more draws than the choice's."""
    for case in _cases(assessed):
        shares: dict[str, float] = {}
        for item in case.recommendations:
            shares[item.model_name] = shares.get(item.model_name, 0.0) + item.first_rank_share
        chosen = next(item for item in case.recommendations if item.alternative_id == case.choice_id)
        text = case.verdict_sentence.replace(chosen.model_name, "")
        named = [name for name in shares if re.search(rf"\b{re.escape(name)}\b", text)]
        assert all(shares[name] <= shares[chosen.model_name] for name in named)


def test_several_as_good_are_told_with_what_the_others_lack(assessed: Assessment) -> None:
    """How many there are, and why this one."""
    steps = (
        "raises a question",
        "beside your own",
        "less able",
        "dearer",
        "slower to set up",
        "less proven",
        "behind in score",
        "ablest of",
        "cheapest of",
        "proven of",
        "soonest to set up",
        "no question",
        "documents your languages",
        "that likely keeps your limit",
        "scores best of",
    )
    for case in _cases(assessed):
        told = any(step in case.verdict_sentence for step in steps)
        assert told == (case.verdict == "equivalent set")


def test_a_choice_has_one_test(assessed: Assessment) -> None:
    """As many prompts, recordings or calls on the card of the choice as in the verdict, where that names a test."""
    for case in _cases(assessed):
        asked = re.findall(r"([\d,]+) (?:of your own|calls of your own|answers of)", case.verdict_sentence)
        card = next(choice.deciding_test for choice in case.shortlist if choice.chosen)
        assert not asked or asked == re.findall(r"([\d,]+) (?:of your own|calls of your own|answers of)", card), card


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verdict_is_read_once(assessed: Assessment, language: str) -> None:
    """Three sentences, none long, without statistics."""
    for case in _cases(assessed):
        text = tell(case.told["verdict_sentence"], language)
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9])", text)
        assert len(sentences) <= MOST_SENTENCES, text
        assert all(len(sentence.split()) <= MOST_WORDS for sentence in sentences), text
        assert not re.search(r"draw|%|Ziehung|tirage|percent", text), text


def test_who_must_decide_untested_is_bound_to_nothing_for_years(assessed: Assessment) -> None:
    """What to use until a test is done is said without the years that a price is reserved for."""
    today = [
        case.verdict_sentence.partition("If you must decide today:")[2]
        for case in _cases(assessed)
        if case.verdict == "test first"
    ]
    assert [text for text in today if "reserved for" in text] == []


def test_a_wait_that_likely_misses_its_limit_stands_among_what_is_not_known(
    assessed: Assessment, catalog: Catalog
) -> None:
    """A report that asks for a measurement does not say that nothing is unknown."""
    slow = [one for one in assessed.shortlist if one.chosen and "wait" in one.told]
    known = len(slow) * ["Whether it keeps your limit"]
    record = decision_record(assessed, catalog, language="en") if slow else ""
    assert [text for text in known if text not in record] == []


def test_an_ability_that_is_inferred_is_never_hidden(assessed: Assessment) -> None:
    """The verdict says so wherever its choice has no scores of its own."""
    for case in _cases(assessed):
        measured = case.shortlist[0].evidence == "measured"
        assert measured == ("its ability is inferred" not in case.verdict_sentence.lower())


def test_the_choice_stands_first_on_the_shortlist(assessed: Assessment) -> None:
    """Who reads one card reads the one that is recommended."""
    for case in _cases(assessed):
        assert case.shortlist[0].chosen
        assert case.shortlist[0].alternative_id == case.choice_id


def test_no_figure_goes_from_itself_to_itself(assessed: Assessment) -> None:
    """A change that is shown is one: the two figures of a sentence differ."""
    for case in _cases(assessed):
        for flip in case.flips:
            assert all(before != after for before, after in SAME.findall(flip.sentence)), flip.sentence
            assert "0.0% of the weight" not in flip.sentence


def test_no_change_gives_weight_to_what_the_answers_leave_out(assessed: Assessment) -> None:
    """Nobody who needs no tuning is told what more weight on it would change."""
    for case in _cases(assessed):
        for flip in case.flips:
            moved = flip.new_weights or {}
            assert all(moved[name] <= 0 for name, weight in case.weights.items() if weight <= 0 and name in moved)


def test_one_pair_of_models_has_one_deciding_test(assessed: Assessment) -> None:
    """The shortlist and what would change it name the same number of prompts."""
    for case in _cases(assessed):
        pairs = {choice.model_name: str(choice.prompts_to_decide) for choice in case.shortlist if not choice.chosen}
        for flip in case.flips:
            found = re.fullmatch(r"Compare (.+) with (.+) on ([\d,]+) of your own .+\.", flip.action)
            rival = found[1] if found else ""
            assert pairs.get(rival, "None") in ("None", found[3].replace(",", "") if found else "")
