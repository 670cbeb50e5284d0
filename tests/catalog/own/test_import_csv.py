"""Files of the user's own rows: which table they are, and why one cannot be used."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows, read_upload
from advisor.catalog.own.store import OverlayStore
from advisor.errors import CatalogError
from tests.catalog.own.conftest import MODEL, OFFER, TODAY


def test_every_bad_row_is_reported_and_the_others_can_be_saved(catalog: Catalog, folder: Path) -> None:
    """Three bad rows among four give three reports with place and value; the sound one is kept."""
    rows = [
        MODEL,
        MODEL | {"model_id": "acme/bad-kind", "kind": "chatbot"},
        MODEL | {"model_id": "acme/bad-licence", "licence_id": "no-such"},
        MODEL | {"model_id": "acme/bad-column", "colour": "blue"},
    ]
    draft = draft_rows({"model_catalog": rows}, catalog, today=TODAY)
    said = "\n".join(map(str, draft.problems))
    assert "acme/bad-kind" in said
    assert "chatbot" in said
    assert "no-such" in said
    assert "colour" in said
    assert len(draft.problems) == 3
    assert draft.save(OverlayStore(folder)) == 1
    assert load_catalog(overlay=folder).own_model_ids == {"acme/house-8b"}


def test_a_price_of_an_unknown_model_is_reported(catalog: Catalog) -> None:
    """An own offer must name a model that the catalog or the upload has."""
    draft = draft_rows({"offers": [OFFER]}, catalog, today=TODAY)
    assert draft.count == 0
    assert "acme/house-8b" in str(draft.problems[0])


def test_a_file_tells_its_table_by_name_or_columns() -> None:
    """A price list without a name of ours is recognised by its columns."""
    content = b"model_id,provider_id,input_usd_per_mtok,output_usd_per_mtok\na/b,c,1,2\n"
    assert list(read_upload(content, "our prices.csv")) == ["offers"]
    assert list(read_upload(b"model_id,name,kind,openness\na/b,B,text,proprietary\n", "list.csv")) == ["model_catalog"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a,b\n1,2\n", "x.csv"),
        (b"PK\x03\x04rubbish", "x.zip"),
        (b"\xff\xfe", "offers.csv"),
        (b"a,a\n1,2\n", "offers.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, name: str) -> None:
    """Wrong columns, no archive, no text, doubled columns: each is named."""
    with pytest.raises(CatalogError) as caught:
        read_upload(content, name)
    assert name in str(caught.value)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    """A small ZIP of a huge file is not unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("offers.csv", b"0" * 20_000_001)
    with pytest.raises(CatalogError, match="too large"):
        read_upload(packed.getvalue(), "bomb.zip")


def test_the_rows_of_an_archive_are_counted_together() -> None:
    """Many tables, each within the limit, are not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}/offers.csv", b"offer_id,model_id,provider_id\n" + b"a,b/c,d\n" * 9_000)
    with pytest.raises(CatalogError, match="too long"):
        read_upload(packed.getvalue(), "tables.zip")
