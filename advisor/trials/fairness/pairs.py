"""Counterfactual pairs: the same prompt twice, with a name of another gender or origin, and how the answers differ.

A prompt takes part where it has the variable ``{{name}}``, or names somebody by a given name that is known. In the pair
everything is the same but the name, and for the gender the words that go with it; a prompt with a word that could be
exchanged in several ways is left out for that exchange (Kusner, Loftus, Russell and Silva, "Counterfactual Fairness",
2017, for the idea; Huang et al., "Reducing Sentiment Bias in Language Models via Counterfactual Evaluation", 2020, for
names in prompts). The tags of a prompt say to which pair it belongs, so that an evaluation can run it as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Literal, NamedTuple

from advisor.trials.evaluation.folded_text import folded
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import ConnectionResult, MetricResult
from advisor.trials.evaluation.sequential import LEVEL
from advisor.trials.evaluation.statistics import PairedTest, holm, paired
from advisor.trials.fairness.given_names import (
    GIVEN_NAMES,
    ONLY_FROM_A_MAN,
    SWAPPED_WORDS,
    Gender,
    NameGroup,
    PairLanguage,
)
from advisor.trials.playground.prompt_library import Prompt

Swap = Literal["name", "gender", "origin"]
SWAPS: Final[tuple[Swap, ...]] = ("name", "gender", "origin")
PAIR_TAG: Final = "pair:"
SWAP_TAG: Final = "swap:"
SIDE_TAG: Final = "side:"
_NAME_VARIABLE: Final = re.compile(r"\{\{\s*name\s*\}\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A prompt of which no pair could be made for an exchange, and the word in the way ("" where it has no name)."""

    prompt: str
    swap: Swap
    word: str


@dataclass(frozen=True, slots=True)
class MadePairs:
    """The prompts of the pairs, two after two, and what was left out."""

    prompts: tuple[Prompt, ...]
    left_out: tuple[LeftOut, ...]


def make_pairs(prompts: Sequence[Prompt], *, language: PairLanguage, swaps: Sequence[Swap] = SWAPS) -> MadePairs:
    """A pair for every prompt and exchange: the same prompts give the same pairs.

    ``name`` exchanges a name for another of the same gender and origin: how much any name moves the answer.
    """
    made: list[Prompt] = []
    left_out: list[LeftOut] = []
    for number, prompt in enumerate(prompts):
        for swap in swaps:
            found = _pair(prompt, number, swap, language)
            if isinstance(found, LeftOut):
                left_out.append(found)
            else:
                made.extend(found)
    return MadePairs(tuple(made), tuple(left_out))


def _pair(prompt: Prompt, number: int, swap: Swap, language: PairLanguage) -> tuple[Prompt, Prompt] | LeftOut:
    name, group = _named(prompt, language, number)
    if group is None:
        return LeftOut(prompt.name, swap, "")
    other = _other(group, swap, language)
    candidates = [one for one in other.names if one != name]
    twin = candidates[number % len(candidates)]
    words = _words(group.gender, language) if swap == "gender" else ()
    if swap == "gender" and group.gender == "woman":
        stuck = next((word for _, word in ONLY_FROM_A_MAN[language] if _whole(word).search(prompt.text)), None)
        if stuck is not None:
            return LeftOut(prompt.name, swap, stuck)
    first = _with(prompt, name, name, (), _Side(number, swap, _label(group, swap, "a")))
    second = _with(prompt, name, twin, words, _Side(number, swap, _label(other, swap, "b")))
    return first, second


@dataclass(frozen=True, slots=True)
class _Side:
    """Which prompt of which pair this is."""

    number: int
    swap: Swap
    side: str

    @property
    def tags(self) -> tuple[str, ...]:
        """As an evaluation carries it."""
        return (f"{PAIR_TAG}{self.number + 1}", f"{SWAP_TAG}{self.swap}", f"{SIDE_TAG}{self.side}")


def _label(group: NameGroup, swap: Swap, otherwise: str) -> str:
    """What a side is called: the same gender or origin has one name in every pair, whichever stood in the prompt."""
    return group.gender if swap == "gender" else group.origin if swap == "origin" else otherwise


def _named(prompt: Prompt, language: PairLanguage, number: int) -> tuple[str, NameGroup | None]:
    """The name in a prompt and its group; of a variable, names in turn, so that every group begins as often."""
    groups = GIVEN_NAMES[language]
    if _NAME_VARIABLE.search(prompt.text):
        of_men = (*SWAPPED_WORDS[language], *ONLY_FROM_A_MAN[language])
        if any(_whole(word).search(prompt.text) for word, _ in of_men):
            groups = tuple(group for group in groups if group.gender == "man")
        group = groups[number % len(groups)]
        return group.names[number // len(groups) % len(group.names)], group
    for group in groups:
        for name in group.names:
            if _whole(name).search(prompt.text):
                return name, group
    return "", None


def _other(group: NameGroup, swap: Swap, language: PairLanguage) -> NameGroup:
    if swap == "name":
        return group
    return next(
        one
        for one in GIVEN_NAMES[language]
        if (one.gender == group.gender) == (swap != "gender") and (one.origin == group.origin) == (swap != "origin")
    )


def _words(gender: Gender, language: PairLanguage) -> tuple[tuple[str, str], ...]:
    """Words of the one gender with those of the other."""
    both = SWAPPED_WORDS[language]
    return (*both, *ONLY_FROM_A_MAN[language]) if gender == "man" else tuple((she, he) for he, she in both)


def _with(prompt: Prompt, name: str, put: str, words: tuple[tuple[str, str], ...], side: _Side) -> Prompt:
    """A prompt with a name put in, its words exchanged, and the tags of its pair."""
    text = _NAME_VARIABLE.sub(put, prompt.text)
    text = _whole(name).sub(put, text)
    for old, new in words:
        text = _whole(old).sub(partial(_as_written, new), text)
    kept = tuple(tag for tag in prompt.tags if not tag.startswith((PAIR_TAG, SWAP_TAG, SIDE_TAG)))
    variables = {key: value for key, value in prompt.variables.items() if key.lower() != "name"}
    called = f"{prompt.name[:160]} ({side.swap} {side.number + 1}: {side.side})"
    return Prompt(
        prompt_id=f"{prompt.prompt_id}-{side.swap}-{side.side}",
        name=called,
        task=prompt.task,
        system=prompt.system,
        text=text,
        variables=variables,
        reference=_whole(name).sub(put, _NAME_VARIABLE.sub(put, prompt.reference)),
        tags=(*kept[:15], *side.tags),
        contexts=prompt.contexts,
        relevant=prompt.relevant,
    )


def _whole(word: str) -> re.Pattern[str]:
    """A word as one, capital or not at its beginning."""
    first = re.escape(word[0])
    either = f"[{first.lower()}{first.upper()}]" if word[0].isalpha() else first
    return re.compile(rf"(?<!\w){either}{re.escape(word[1:])}(?!\w)")


def _as_written(new: str, old: re.Match[str]) -> str:
    return new[0].upper() + new[1:] if old.group()[0].isupper() else new


@dataclass(frozen=True, slots=True)
class PairResult:
    """One exchange under one connection: score of the first side less the second, and how often answers changed.

    Sides are genders or origins, the same in every pair; of a mere other name they are "a" and "b". ``test`` has the
    95% interval and, adjusted for all exchanges and connections, the p-value; None below two pairs. ``changed`` counts
    answers that differ once the names are taken out, of ``answered`` pairs.
    """

    connection: str
    swap: Swap
    first: str
    second: str
    pairs: int
    test: PairedTest | None
    answered: int
    changed: int

    @property
    def found(self) -> bool:
        """Whether the scores differ by more than chance, all exchanges and connections held to 5% together."""
        return self.test is not None and self.test.p_adjusted < LEVEL


def has_pairs(plan: Plan) -> bool:
    """Whether an evaluation holds pairs."""
    return any(tag.startswith(PAIR_TAG) for prompt in plan.prompts for tag in prompt.tags)


def pair_results(plan: Plan, found: Written, one: MetricResult) -> tuple[PairResult, ...]:
    """How the answers to the two sides of the pairs differ under one metric, by exchange and connection."""
    binary = one.metric.binary and plan.repeats == 1
    return _adjusted(
        [_result(plan, found, row, side, binary=binary) for row in one.connections for side in _exchanges(plan)]
    )


def _result(plan: Plan, found: Written, row: ConnectionResult, side: _Exchange, *, binary: bool) -> PairResult:
    scores = [(row.scores[first], row.scores[second]) for first, second in side.pairs]
    known = [(first, second) for first, second in scores if first is not None and second is not None]
    texts = [[_answer(plan, found, row.connection, prompt) for prompt in pair] for pair in side.pairs]
    whole = [pair for pair in texts if None not in pair]
    return PairResult(
        connection=row.connection,
        swap=side.swap,
        first=side.first,
        second=side.second,
        pairs=len(known),
        test=paired(
            [first for first, _ in known],
            [second for _, second in known],
            names=(f"{row.connection}: {side.first}", f"{row.connection}: {side.second}"),
            binary=binary,
        ),
        answered=len(whole),
        changed=sum(first != second for first, second in whole),
    )


def _adjusted(results: Sequence[PairResult]) -> tuple[PairResult, ...]:
    """The tests held to one level together."""
    tests = iter(holm([one.test for one in results if one.test is not None]))
    return tuple(one if one.test is None else replace(one, test=next(tests)) for one in results)


class _Exchange(NamedTuple):
    """All pairs of an exchange, by the numbers of their prompts: the first side, and the second."""

    swap: Swap
    first: str
    second: str
    pairs: list[tuple[int, int]]


_SIDES: Final = (
    "a",
    "b",
    *dict.fromkeys(part for groups in GIVEN_NAMES.values() for one in groups for part in one[:2]),
)
"""Sides in their order: of two, the one that stands earlier is the first."""


def _exchanges(plan: Plan) -> tuple[_Exchange, ...]:
    """The pairs of an evaluation, by exchange and what its sides are called."""
    pairs: dict[tuple[str, str], dict[str, int]] = {}
    for place, prompt in enumerate(plan.prompts):
        said = {tag.partition(":")[0]: tag.partition(":")[2] for tag in prompt.tags if ":" in tag}
        if {"pair", "swap", "side"} <= said.keys() and said["side"] in _SIDES:
            pairs.setdefault((said["swap"], said["pair"]), {})[said["side"]] = place
    found: dict[tuple[Swap, str, str], _Exchange] = {}
    for (swap, _), sides in pairs.items():
        known = next((one for one in SWAPS if one == swap), None)
        if known is None or len(sides) != len("ab"):
            continue
        first, second = sorted(sides, key=_SIDES.index)
        exchange = found.setdefault((known, first, second), _Exchange(known, first, second, []))
        exchange.pairs.append((sides[first], sides[second]))
    return tuple(found.values())


def _answer(plan: Plan, found: Written, name: str, prompt: int) -> str | None:
    """What was answered the first time, without case, marks and every known name; None where nothing whole came."""
    run = found.runs.get((plan.items_of(prompt)[0], name))
    if run is None or not run.whole:
        return None
    text = run.text
    for groups in GIVEN_NAMES.values():
        for known in (name for group in groups for name in group.names):
            text = _whole(known).sub("", text)
    return " ".join(folded(text).split())
