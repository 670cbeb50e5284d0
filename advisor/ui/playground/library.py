"""The prompt library: keep a prompt, change, delete, import and export."""

from __future__ import annotations

import streamlit as st

from advisor.trials.playground.prompt_library import Prompt, to_csv, to_jsonl, variables_of
from advisor.trials.playground.starter_prompts import starters
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import store as keep
from advisor.ui.playground.prompt_file import KINDS, prompts_of
from advisor.ui.words import say, say_n


def show(decision_id: str | None) -> None:
    """The library with its form, import and exports."""
    where = say("with this decision") if decision_id else say("for all decisions (no saved decision is open)")
    st.caption(say("Prompts are kept {where}. A variable is written as {{{{name}}}}.", where=where))
    prompts = keep.prompts(decision_id)
    _list(prompts)
    left, right = st.columns(2)
    with left:
        _add(decision_id)
    with right:
        _import(decision_id)
    _exports(prompts or starters(), own=bool(prompts))


def _list(prompts: tuple[Prompt, ...]) -> None:
    if not prompts:
        st.info(
            say("No prompt of your own is kept yet. The starter set is offered under Try."),
            icon=":material/library_books:",
        )
        return
    rows = [
        {
            say("Name"): prompt.name,
            say("Prompt"): " ".join(prompt.text.split())[:120],
            say("Variables"): ", ".join(variables_of(prompt)),
            say("Reference"): "yes" if prompt.reference else "",
        }
        for prompt in prompts
    ]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="playground.prompts",
        alt=say("Kept prompts"),
    )
    picked = chosen.selection.rows
    if picked and picked[0] < len(prompts):
        prompt = prompts[picked[0]]
        st.code(prompt.text, language=None, wrap_lines=True)
        st.button(
            say("Delete this prompt"),
            key="playground.prompt.delete",
            icon=":material/delete:",
            on_click=lambda: installation.trials().delete_prompt(prompt.prompt_id),
            help=say("Removes “{name}” from the library.", name=escaped(prompt.name)),
        )


def _add(decision_id: str | None) -> None:
    with st.form("playground.prompt.new", clear_on_submit=True):
        st.markdown(say("**Keep a prompt**"))
        name = st.text_input(
            say("Name"), key="playground.prompt.name", max_chars=200, help=say("How you will find it again.")
        )
        system = st.text_area(
            say("System prompt"), key="playground.prompt.system", height=68, help=say("May stay empty.")
        )
        text = st.text_area(
            say("Prompt"), key="playground.prompt.text", height=120, help=say("With {{variables}} if you like.")
        )
        reference = st.text_area(
            say("Reference answer"),
            key="playground.prompt.reference",
            height=68,
            help=say("For the evaluation; may stay empty."),
        )
        if st.form_submit_button(say("Keep it"), key="playground.prompt.keep"):
            if not text.strip():
                st.error(say("The prompt is empty."))
                return
            prompt = Prompt(name=name.strip() or text.strip()[:60], system=system, text=text, reference=reference)
            _save((prompt,), decision_id)
            st.rerun()


def _import(decision_id: str | None) -> None:
    with st.container(border=True):
        st.markdown(say("**Import prompts**"))
        files: int = state.recall("playground.import.files", 0)  # after an import the field is a new one, and empty
        upload = ask_file(
            say("CSV or JSONL file"),
            types=KINDS,
            key=f"playground.prompt.file.{files}",
            help=say("A prompt per row, the answer you hope for and tags if you have them; any names of columns."),
        )
        prompts = () if upload is None else prompts_of(upload, key="playground.prompt.file.read")
        if prompts and st.button(
            say_n("Import {n} prompt", "Import {n} prompts", len(prompts)),
            key="playground.prompt.read",
            help=say("Adds them to the library."),
        ):
            _save(prompts, decision_id)
            state.remember("playground.import.files", files + 1)
            state.remember("playground.imported", len(prompts))
            st.rerun()
    count = state.recall("playground.imported", 0)
    if count:
        st.success(say("{count} prompts were imported.", count=count))
        state.forget("playground.imported")


def _save(prompts: tuple[Prompt, ...], decision_id: str | None) -> None:
    installation.trials().save_prompts(
        [(prompt.prompt_id, decision_id, prompt.name, prompt.model_dump_json()) for prompt in prompts]
    )


def _exports(prompts: tuple[Prompt, ...], *, own: bool) -> None:
    what = say("your prompts") if own else say("the starter set")
    left, right, _ = st.columns([1, 1, 3])
    left.download_button(
        say("Export JSONL"),
        to_jsonl(prompts),
        "prompts.jsonl",
        key="playground.prompts.jsonl",
        help=say("Export {what}.", what=what),
    )
    right.download_button(
        say("Export CSV"),
        to_csv(prompts),
        "prompts.csv",
        key="playground.prompts.csv",
        help=say("Export {what}.", what=what),
    )
