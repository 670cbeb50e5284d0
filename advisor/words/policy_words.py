"""The policy of the house in words: what a command prints, and what the rows of the page's tables say."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.catalog.catalog import Catalog
from advisor.policy.in_force import PolicyInForce
from advisor.policy.policy_facts import agreement_state_told, agreement_told, rule_told
from advisor.units import Told, told
from advisor.words.language import Words, words_in
from advisor.words.tell import tell


def policy_lines(held: PolicyInForce, catalog: Catalog, language: str) -> list[str]:
    """The whole policy, a line for each rule, agreement and figure, under headings."""
    words, policy = words_in(language), held.policy
    say = words.say
    head = say(
        "House policy “{name}”, version {version}, {date}",
        name=policy.name,
        version=policy.version,
        date=words.long_date(policy.dated),
    )
    lines = [head, *([say("Owner: {owner}", owner=policy.owner)] if policy.owner else [])]
    parts = (
        (say("Rules"), list(rule_lines(held, language))),
        (say("Price agreements"), [f"{text}: {state}" for text, state in agreement_lines(held, language)]),
        (say("Figures of the house"), figure_lines(held, catalog, language)),
        (say("Usual weights"), weight_lines(held, language)),
        (say("Reports"), report_lines(held, words)),
    )
    for title, found in parts:
        lines += ["", title, *(f"  {line}" for line in found)] if found else []
    return lines


def rule_lines(held: PolicyInForce, language: str) -> Iterator[str]:
    """Every rule with its number and, where the house gave one, its reason."""
    for number, rule in enumerate(held.policy.rules, 1):
        yield f"{number}. {tell(rule_told(rule), language)}" + (f" {rule.why}" if rule.why else "")


def agreement_lines(held: PolicyInForce, language: str) -> Iterator[tuple[str, str]]:
    """Every agreement, and whether it runs."""
    for one in held.policy.agreements:
        yield tell(agreement_told(one), language), tell(agreement_state_told(held, one), language)


def figure_lines(held: PolicyInForce, catalog: Catalog, language: str) -> list[str]:
    """The cost figures that the house states itself, by the names that the cost model gives them."""
    rows = {row.component: row for row in catalog.cost_defaults}
    found = []
    for name, value in held.policy.costs.items():
        row = rows.get(name)
        label, unit = (("label", row.label), ("label", row.unit)) if row else (("text", name), ("text", ""))
        found.append(tell(told("policy.cost", label=label, value=("number", value), of=unit), language))
    return found


def weight_lines(held: PolicyInForce, language: str) -> list[str]:
    """The usual weights of the house, as shares of all."""
    total = sum(held.policy.weights.values())
    return [tell(_weight(name, points / total), language) for name, points in held.policy.weights.items() if points]


def _weight(criterion: str, share: float) -> Told:
    return told("policy.weight", criterion=("criterion_title", criterion), share=("share", share))


def report_lines(held: PolicyInForce, words: Words) -> list[str]:
    """How reports look: label, footer, logo."""
    style, say = held.policy.report, words.say
    return [
        line
        for line in (
            say("Label on every page: {label}", label=style.classification) if style.classification else "",
            say("Footer: {footer}", footer=style.footer) if style.footer else "",
            say("Logo: {logo}", logo=style.logo) if style.logo else "",
        )
        if line
    ]
