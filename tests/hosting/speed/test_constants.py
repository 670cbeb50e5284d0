"""Fitted constants of speed: the textbook without them, a wider band where nothing was measured."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.speed.constants import constants_for, gpu_class, link_of, setting_of
from tests.hosting.conftest import LLAMA


def test_without_constants_the_textbook_stands(catalog: Catalog) -> None:
    """A catalog without fitted constants still sizes, with the wide textbook band."""
    shape, gpu = shape_of(catalog.model[LLAMA]), catalog.gpu["h100-sxm-80gb"]
    constants = constants_for((), setting_of(shape, gpu, "fp8"))
    assert constants["bandwidth_share"] == 0.8
    assert constants["log_error_high"] == 0.6


def test_gpus_without_measurements_get_a_wider_band(catalog: Catalog) -> None:
    """An accelerator of a class that nobody measured is estimated with more doubt."""
    shape = shape_of(catalog.model[LLAMA])
    amd, nvidia = catalog.gpu["mi300x-192gb"], catalog.gpu["h100-sxm-80gb"]
    assert gpu_class(amd) == "amd"
    wide, narrow = (constants_for(catalog.speed_constants, setting_of(shape, gpu, "fp8")) for gpu in (amd, nvidia))
    assert wide["log_error_high"] > narrow["log_error_high"]


def test_four_bits_that_an_instinct_unpacks_are_read_slower(catalog: Catalog) -> None:
    """An MI300X has no units for MXFP4 or int4, and no tuned kernel widens them; an MI350X has those for MXFP4."""
    shape = shape_of(catalog.model["openai/gpt-oss-20b"])
    old, new = catalog.gpu["mi300x-192gb"], catalog.gpu["mi350x-288gb"]
    found = {
        (gpu.gpu_id, precision): constants_for(catalog.speed_constants, setting_of(shape, gpu, precision))
        for gpu, precision in ((old, "bf16"), (old, "mxfp4"), (old, "int4"), (new, "mxfp4"))
    }
    share = {key: constants["bandwidth_share"] for key, constants in found.items()}
    assert share[old.gpu_id, "mxfp4"] == share[old.gpu_id, "int4"] < share[old.gpu_id, "bf16"] / 2
    assert share[new.gpu_id, "mxfp4"] > 2 * share[old.gpu_id, "mxfp4"]


def test_a_card_belongs_to_the_class_of_its_chip(catalog: Catalog) -> None:
    """The RTX 5000 Ada is no RTX 50, whatever its number begins with."""
    assert gpu_class(catalog.gpu["rtx-5000-ada-32gb"]) == gpu_class(catalog.gpu["rtx-4090-24gb"]) == "ada"
    assert gpu_class(catalog.gpu["rtx-5090-32gb"]) == "blackwell-card"


def test_consumer_cards_exchange_more_slowly_than_others_in_the_same_slots(catalog: Catalog) -> None:
    """They cannot reach each other and go through the host; GPUs on a baseboard have links of their own."""
    shape = shape_of(catalog.model[LLAMA])
    gpus = [catalog.gpu[name] for name in ("h100-sxm-80gb", "h100-pcie-80gb", "rtx-4090-24gb")]
    assert [link_of(gpu) for gpu in gpus] == ["", "pcie", "host"]
    rows = [constants_for(catalog.speed_constants, setting_of(shape, gpu, "bf16")) for gpu in gpus]
    board, slot, host = (row["link_share"] for row in rows)
    assert board > slot > host
