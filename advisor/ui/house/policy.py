"""The policy of the house in words: rules, agreed prices, own figures, weights and the look of reports."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import unknown_names
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.house import policy_form
from advisor.ui.tables import show_rows
from advisor.ui.words import say, say_n, words
from advisor.words.policy_words import agreement_lines, figure_lines, report_lines, rule_lines, weight_lines


def show() -> None:
    """What every decision keeps to; how a house gets a policy where it has none."""
    held = installation.policy()
    if held is None:
        st.info(
            say(
                "This installation has no policy: decisions follow the answers alone. An administrator sets one here "
                "or in a file, policy.yaml in the home folder; docs/how-to/set-the-houses-policy.md shows how."
            ),
            icon=":material/gavel:",
        )
        policy_form.show(None)
        return
    catalog, policy, language = installation.catalog(), held.policy, words().language
    st.subheader(
        say("“{name}”, version {version}", name=escaped(policy.name), version=escaped(policy.version)), anchor=False
    )
    dated = say("Of {date}", date=words().long_date(policy.dated))
    st.caption(f"{dated} · {escaped(policy.owner)}" if policy.owner else dated)
    for problem in unknown_names(policy, catalog):
        st.warning(escaped(str(problem)), icon=":material/warning:")
    _listed(say("Rules"), list(rule_lines(held, language)))
    _listed(say("Price agreements"), [f"{text}: {state}" for text, state in agreement_lines(held, language)])
    _listed(say("Figures of the house"), figure_lines(held, catalog, language))
    _listed(say("Usual weights"), weight_lines(held, language))
    _listed(say("Reports"), report_lines(held, words()))
    st.caption(say("SHA-256 {digest}", digest=policy.digest))
    _show_prices(catalog)
    policy_form.show_earlier()
    policy_form.show(held)


def _show_prices(catalog: Catalog) -> None:
    """Every offer that an agreement covers: the list price and what the house pays, in US dollars per million."""
    covered = [(catalog.at_list[one.offer_id], one) for one in catalog.offers if one.offer_id in catalog.at_list]
    if not covered:
        return
    with st.expander(
        say_n("{n} agreed price beside its list price", "{n} agreed prices beside their list prices", len(covered))
    ):
        show_rows(
            [
                {
                    say("Model"): listed.model_id,
                    say("Provider"): listed.provider_id,
                    say("Zone"): listed.zone,
                    say("Input, list"): _number(listed.input_usd_per_mtok),
                    say("Input, agreed"): _number(own.input_usd_per_mtok),
                    say("Output, list"): _number(listed.output_usd_per_mtok),
                    say("Output, agreed"): _number(own.output_usd_per_mtok),
                }
                for listed, own in covered
            ],
            hide_index=True,
            width="stretch",
            key="policy.prices",
            alt=say("Agreed prices beside list prices, in US dollars per million tokens"),
        )


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)


def _listed(title: str, lines: Sequence[str]) -> None:
    """A heading with a line for each; nothing where there is none."""
    if lines:
        st.markdown(f"**{title}**\n\n" + "\n\n".join(escaped(line) for line in lines))
