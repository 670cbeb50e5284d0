"""The policy of the house in words: rules, agreed prices, own figures, weights and the look of reports."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.catalog.own.house_policy import unknown_names
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say, words
from advisor.words.policy_words import agreement_lines, figure_lines, report_lines, rule_lines, weight_lines


def show() -> None:
    """What every decision keeps to; how a house gets a policy where it has none."""
    held = installation.policy()
    if held is None:
        st.info(
            say(
                "This installation has no policy: decisions follow the answers alone. An administrator sets one in a "
                "file, policy.yaml in the home folder; docs/how-to/set-the-houses-policy.md shows how."
            ),
            icon=":material/gavel:",
        )
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


def _listed(title: str, lines: Sequence[str]) -> None:
    """A heading with a line for each; nothing where there is none."""
    if lines:
        st.markdown(f"**{title}**\n\n" + "\n\n".join(escaped(line) for line in lines))
