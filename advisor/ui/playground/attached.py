"""What goes with a prompt: images as they are, documents as text."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any, Final, cast

import streamlit as st

from advisor.errors import InputError
from advisor.trials.guards.control_characters import clean
from advisor.trials.playground.documents import (
    KINDS,
    MAX_CHARACTERS,
    AttachedText,
    read_document,
    with_documents,
)
from advisor.trials.records import Attachment, Message
from advisor.ui.cached.uploads import read_once, say_limit
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground.answer import show_raw
from advisor.ui.words import say

MAX_IMAGE_BYTES: Final = 5_000_000
MOST: Final = 4
"""Files of a kind that go with one prompt."""
IMAGE_TYPES: Final = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif",
}  # fmt: skip


def with_attachments(message: Message | None, problems: list[str]) -> Message | None:
    """The message with its documents as text and its images; what cannot be read is a problem, and nothing is sent."""
    images, documents = _images(), _documents(problems)
    if message is None or not (images or documents):
        return message
    text = with_documents(message.text, documents) if documents else message.text
    return message.model_copy(update={"text": text, "images": images})


def _documents(problems: list[str]) -> tuple[AttachedText, ...]:
    with st.expander(say("Documents"), icon=":material/description:"):
        files = st.file_uploader(
            say("Documents that go with the prompt, as text"),
            type=list(KINDS),
            accept_multiple_files=True,
            key="playground.documents",
            help=say(
                "PDF, DOCX or plain text: their words go to every pane, and the guards read them like the prompt."
            ),
        )
        say_limit()
        if len(files) > MOST:
            problems.append(say("At most {most} documents go with a prompt.", most=MOST))
        found = []
        for place, file in enumerate(files[:MOST]):
            try:
                read = partial(read_document, file.getvalue(), name=file.name)
                found.append(read_once(file, read, key=f"playground.documents.{place}"))
            except InputError as error:
                problems.append("; ".join([error.title, *(f"{one.found} ({one.allowed})" for one in error.problems)]))
        for one in found:
            st.caption(say("{name}: {count} characters of text", name=escaped(one.name), count=f"{len(one.text):,}"))
            with st.popover(say("What is read of it"), help=say("The text that is sent.")):
                show_raw(one.text)
        if sum(len(one.text) for one in found) > MAX_CHARACTERS:
            allowed = f"{MAX_CHARACTERS:,}"
            problems.append(say("The documents have more than {allowed} characters together.", allowed=allowed))
    return tuple(found)


def _images() -> tuple[Attachment, ...]:
    with st.expander(say("Images")):
        files = st.file_uploader(
            say("Images that go with the prompt"),
            type=list(IMAGE_TYPES),
            accept_multiple_files=True,
            key="playground.images",
            help=say("Only connections that are set up to take images may receive them; at most 4 of 5 MB."),
        )
        st.caption(say("At most {limit} MB an image: a larger one is not taken.", limit=MAX_IMAGE_BYTES // 1_000_000))
    kept = [file for file in files[:MOST] if file.size <= MAX_IMAGE_BYTES]
    if len(kept) < len(files):
        st.warning(say("At most 4 images of 5 MB each are sent; the others were left out."))
    return tuple(
        Attachment(
            name=clean(file.name)[:200],
            media_type=cast("Any", IMAGE_TYPES[file.name.rsplit(".", 1)[-1].lower()]),
            data=base64.b64encode(file.getvalue()).decode(),
        )
        for file in kept
    )
