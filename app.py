"""The app's entry point: page configuration, navigation, and the decision on the desk."""

from pathlib import Path

import streamlit as st

from advisor.ui.frame import desk, page_top

# An icon of our own: Streamlit would fetch a named one from elsewhere, and the app must need no network.
ICON = Path(__file__).parent / "advisor" / "ui" / "icon.svg"
st.set_page_config(page_title="Model-selection advisor", page_icon=str(ICON), layout="wide")

page = st.navigation(
    {
        "Decide": [
            st.Page("pages/start.py", title="Start", icon=":material/home:", default=True),
            st.Page("pages/requirements.py", title="Requirements", icon=":material/checklist:"),
            st.Page("pages/recommendation.py", title="Recommendation", icon=":material/leaderboard:"),
            st.Page("pages/hosting.py", title="Hosting", icon=":material/dns:"),
            st.Page("pages/report.py", title="Report", icon=":material/description:"),
        ],
        "Try": [
            st.Page("pages/playground.py", title="Playground", icon=":material/science:"),
            st.Page("pages/evaluation.py", title="Evaluation", icon=":material/fact_check:"),
            st.Page("pages/connections.py", title="Connections", icon=":material/cable:"),
        ],
        "Look up": [st.Page("pages/catalog.py", title="Catalog", icon=":material/menu_book:")],
    }
)
page_top.show(page.url_path)
desk.show()
page.run()
