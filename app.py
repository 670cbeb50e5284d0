"""The app's entry point: page configuration, navigation, and the decision on the desk."""

from pathlib import Path

import streamlit as st

from advisor.ui import state, tables, typed_first
from advisor.ui.cached import installation
from advisor.ui.frame import desk, language_choice, page_top, what_if, working_copy
from advisor.ui.replicas import come_back, told_requests
from advisor.ui.signing_in import gate
from advisor.ui.start import tour, way
from advisor.ui.words import say

# An icon of our own: Streamlit would fetch a named one from elsewhere, and the app must need no network.
UI = Path(__file__).parent / "advisor" / "ui"
ICON, LOGO = UI / "icon.svg", UI / "logo.svg"
NAME = "Model advisor"
st.set_page_config(page_title=NAME, page_icon=str(ICON), layout="wide")
st.logo(str(LOGO), size="large", icon_image=str(ICON))

may_see = gate.passes()
state.go_on_in_url()
page = st.navigation(
    {
        say("Decide"): [
            st.Page("pages/start.py", title=say("Start"), icon=":material/home:", default=True),
            st.Page("pages/requirements.py", title=say("Requirements"), icon=":material/checklist:"),
            st.Page("pages/recommendation.py", title=say("Recommendation"), icon=":material/leaderboard:"),
            st.Page("pages/hosting.py", title=say("Hosting"), icon=":material/dns:"),
            st.Page("pages/guidance.py", title=say("Beyond the model"), icon=":material/account_tree:"),
            st.Page("pages/report.py", title=say("Report"), icon=":material/description:"),
        ],
        say("Try"): [
            st.Page("pages/playground.py", title=say("Playground"), icon=":material/science:"),
            st.Page("pages/evaluation.py", title=say("Evaluation"), icon=":material/fact_check:"),
            st.Page("pages/connections.py", title=say("Connections"), icon=":material/cable:"),
        ],
        say("Look up"): [
            st.Page("pages/catalog.py", title=say("Catalog"), icon=":material/menu_book:"),
            st.Page("pages/register.py", title=say("Register"), icon=":material/inventory_2:"),
        ],
    },
    position="sidebar" if may_see else "hidden",
)
if not may_see:
    language_choice.show()
    st.stop()
st.set_page_config(page_title=f"{page.title} · {NAME}")
state.run_begins()
desk.show()
what_if.keep()
gate.show_person()
language_choice.show()
page_top.show(page.url_path)
typed_first.show()
come_back.show()
tables.ask_width()
tour.remember()
way.show(page.url_path)
told_requests.told_page(page.url_path, page.run, person=installation.pseudonym())
working_copy.keep()
state.run_ends()
