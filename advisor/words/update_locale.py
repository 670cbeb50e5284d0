"""The translations of the report: which messages the code holds, and the catalogs in ``locale``.

``python -m advisor.words.update_locale`` adds messages that a catalog lacks, drops those that no code holds any more,
and compiles the ``.mo`` files; a test fails when one is missing, untranslated or stale.
"""

from __future__ import annotations

import ast
import io
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from advisor.catalog.load import load_catalog
from advisor.questionnaire.labels import ARCHETYPES, CAPABILITIES, EXAMPLES, IMPORTANCE
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.questionnaire.questions import SECTIONS, USAGE
from advisor.words.language import LANGUAGES, LOCALE_DIR
from advisor.words.sentences import SENTENCES
from advisor.words.sentences.answers import ANSWER_NAMES, ITEMS
from advisor.words.sentences.catalog_changes import CATALOG_WORDS, LIFE_STEPS
from advisor.words.sentences.changes import HOSTED
from advisor.words.sentences.criteria import CRITERIA_WORDS
from advisor.words.sentences.labels import LABELS
from advisor.words.terms import TERMS

_ROOT: Final = Path(__file__).parents[2]
_SAYING: Final = tuple(_ROOT / name for name in ("advisor/report", "advisor/words", "advisor/ui", "pages"))
"""Folders that give sentences to ``say`` and ``say_n``, beside the app itself."""
RECORD: Final = "record"
_NO_DUTIES: Final = "None."
_PROPER: Final = frozenset({"USD", "ms", "s", "%"})
_DATED: Final = datetime(2026, 11, 21, tzinfo=UTC)
"""Fixed, so that the same messages give the same file."""
MessageId = str | tuple[str, str]


def messages() -> tuple[MessageId, ...]:
    """Every sentence given to ``say``, ``later``, ``say_n`` and ``say_points`` in the order of the files."""
    found: dict[MessageId, None] = {}
    for path in [*sorted(path for package in _SAYING for path in package.rglob("*.py")), _ROOT / "app.py"]:
        for message in _said(ast.parse(path.read_text(encoding="utf-8"))):
            found[message] = None
    return tuple(found)


def _said(tree: ast.AST) -> Iterator[MessageId]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        if name in ("say", "later") and texts:
            yield texts[0]
        elif name == "say_points" and texts:
            yield texts[0], texts[0]
        elif name == "say_n" and len(texts) > 1:
            yield texts[0], texts[1]


def sentences() -> tuple[MessageId, ...]:
    """Every template and name of ``advisor.words.sentences``."""
    templates = (item if isinstance(item, str) else (item.one, item.many) for item in SENTENCES.values())
    terms = (text for term in TERMS.values() for text in (term.word, term.meaning))
    names = (*LABELS, *HOSTED.values(), *ANSWER_NAMES, *ITEMS, *CATALOG_WORDS, *LIFE_STEPS, *terms)
    return tuple(item for item in dict.fromkeys((*templates, *names)) if isinstance(item, tuple) or _speaks(item))


def forms() -> tuple[str, ...]:
    """What the questionnaire asks and offers, and the titles and questions of the samples."""
    found: dict[str, None] = {}
    for section in SECTIONS:
        found |= dict.fromkeys((section.title, section.intro))
    for asked in (*USAGE, *(asked for section in SECTIONS for asked in section.questions)):
        options = (asked.options or {}).values()
        found |= dict.fromkeys((asked.label, asked.why, asked.unit, asked.empty, *options))
    found |= dict.fromkeys((*ARCHETYPES.values(), *EXAMPLES.values()))
    for path in sample_paths():
        sample = load_sample(path.stem)
        found |= dict.fromkeys((sample.title, sample.question))
    found |= dict.fromkeys((*IMPORTANCE.values(), *CAPABILITIES.values()))
    for words in CRITERIA_WORDS.values():
        found |= dict.fromkeys((words.definition, words.source, words.step))
    return tuple(text for text in found if text and text not in _PROPER)


def licences() -> tuple[str, ...]:
    """What the licences of the shipped catalog allow and ask, in the catalog's own words."""
    rows = load_catalog().licences
    texts = (text for row in rows for text in (row.plain_words, row.obligations) if text and text != _NO_DUTIES)
    return tuple(dict.fromkeys(texts))


def cost_lines() -> tuple[str, ...]:
    """The assumptions of the cost model and their units, as the shipped catalog names them."""
    rows = load_catalog().cost_defaults
    return tuple(dict.fromkeys(text for row in rows for text in (row.label, row.unit)))


def framework_lines() -> tuple[str, ...]:
    """What serving frameworks are for, as the shipped catalog says it."""
    return tuple(row.good_for for row in load_catalog().serving_frameworks)


def _speaks(template: str) -> bool:
    """Whether there is anything to translate beside the values."""
    return any(c.isalpha() or c in ":;" for before, *_ in string.Formatter().parse(template) for c in before)


def po_path(language: str) -> Path:
    """The catalog of a language in text form."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "report.po"


def read_catalog(language: str) -> Catalog:
    """The catalog of a language; an empty one where there is none yet."""
    path = po_path(language)
    if not path.is_file():
        return Catalog(locale=language, domain="report", project="Model-selection advisor", version="1", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="report")


def updated(language: str) -> Catalog:
    """The catalog of a language with exactly the messages of the code; what it already says is kept."""
    old = read_catalog(language)
    new = Catalog(locale=language, domain="report", project="Model-selection advisor", version="1", fuzzy=False)
    new.creation_date = new.revision_date = _DATED
    new.header_comment = "# Translations of the decision report."
    for message, context in _wanted():
        known = old.get(message, context=context)
        new.add(message, _kept(known, message) if known else None, context=context)
    return new


def _kept(known: Message, message: MessageId) -> str | tuple[str, ...] | list[str] | None:
    """What a catalog says already; of a sentence that now counts something for one and for many alike."""
    if isinstance(message, tuple) and isinstance(known.string, str):
        return (known.string, known.string) if known.string else None
    return known.string if isinstance(message, tuple) == isinstance(known.string, tuple | list) else None


def _wanted() -> Iterator[tuple[MessageId, str | None]]:
    for message in messages():
        yield message, None
    for phrase in dict.fromkeys((*sentences(), *forms(), *licences(), *cost_lines(), *framework_lines())):
        yield phrase, RECORD


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the ``.mo`` file of a catalog."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> None:
    """Bring every catalog up to date and compile it."""
    for language in LANGUAGES[1:]:
        catalog = updated(language)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=120, omit_header=False)
        path.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()
