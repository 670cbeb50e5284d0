"""The report against a plain reportlab document of the same tables in the same run: first and next PDF, memory.

Run by ``make bench``; it prints figures and ratios and judges none, since a machine's speed is not the code's.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import pytest
from report.samples import BANK, SAMPLES, sample_assessment, shipped
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer

from advisor.report.compose import compose
from advisor.report.document.blocks import Document, Facts, Inline, Para, Table, Text
from advisor.report.export import export

pytestmark = pytest.mark.bench
REPEATS = 7
FIRST = """
import json, resource, sys, time
sys.path.insert(0, "tests")
from report.samples import BANK, sample_assessment, shipped
assessment, catalog = sample_assessment(BANK), shipped()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
from advisor.report.export import export
content = export(assessment, catalog, form="pdf")
first = time.perf_counter() - started
others = []
for language in ("de", "fr", "en"):
    for paper in ("us-letter", "a4"):
        started = time.perf_counter()
        export(assessment, catalog, form="pdf", language=language, paper=paper)
        others.append(time.perf_counter() - started)
for _ in range(40):
    export(assessment, catalog, form="pdf", language="de", paper="us-letter")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"first": first, "others": others, "added_mib": (after - before) / 1024, "bytes": len(content)}))
"""


def median_ms(action: Callable[[], object]) -> float:
    """The median of several runs, in milliseconds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e3


def shown(item: Inline) -> str:
    """The text of a cell, with the three characters that reportlab reads as markup escaped."""
    text = item.text if isinstance(item, Text) else item
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def table(rows: Sequence[Sequence[Inline]]) -> LongTable:
    """A table of wrapped cells in columns of one width."""
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(shown(cell), style) for cell in row] for row in rows]
    return LongTable(cells, colWidths=[(A4[0] - 144) / len(cells[0])] * len(cells[0]))


def plain_pdf(document: Document) -> bytes:
    """The same paragraphs and tables by reportlab: untagged, without figures."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    for section in document.sections:
        story.append(Paragraph(shown(section.title), styles["Heading1"]))
        for block in section.blocks:
            match block:
                case Para():
                    story.append(Paragraph(shown(block.text), styles["BodyText"]))
                case Table():
                    story.append(table([[column.title for column in block.columns], *block.rows]))
                case Facts():
                    story.append(table(block.rows))
                case _:
                    story.append(Spacer(1, 10))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def test_first_and_next_pdf_in_a_fresh_process() -> None:
    """What a person waits for the first time and after that, and what memory it takes."""
    run = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    others = statistics.median(found["others"]) * 1e3
    print(f"\nfirst PDF, imports and fonts included: {found['first'] * 1e3:.0f} ms (budget 1,000 ms)")
    print(f"next PDF, another language or paper: {others:.0f} ms (budget 300 ms)")
    print(f"memory added by 47 reports: {found['added_mib']:.0f} MiB; size {found['bytes'] / 1000:.0f} kB")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_report_against_reportlab(name: str) -> None:
    """Composing and setting the whole report against reportlab's bare tables of the same document."""
    assessment, catalog = sample_assessment(name), shipped()
    document = compose(assessment, catalog)
    composing = median_ms(lambda: compose(assessment, catalog))
    changing = iter(range(1000))

    def fresh() -> bytes:
        """Another seed each time, so that nothing of the last run can be reused whole."""
        used = assessment.provenance.model_copy(update={"seed": next(changing)})
        return export(assessment.model_copy(update={"provenance": used}), catalog, form="pdf")

    ours, theirs = median_ms(fresh), median_ms(lambda: plain_pdf(document))
    again = median_ms(lambda: export(assessment, catalog, form="pdf"))
    print(
        f"\n{name}: report {ours:.0f} ms (of it composing {composing:.0f} ms, unchanged again {again:.0f} ms), "
        f"reportlab {theirs:.0f} ms, ratio {ours / theirs:.2f}"
    )


def test_every_form() -> None:
    """Each form of the bank's assessment."""
    for form in ("pdf", "pdf-archive", "md", "json", "xlsx", "csv"):
        taken = median_ms(lambda form=form: export(sample_assessment(BANK), shipped(), form=form))  # type: ignore[misc]
        print(f"\n{form}: {taken:.0f} ms")
