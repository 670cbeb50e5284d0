"""Fitted constants of speed: the textbook without them, a wider band where nothing was measured."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.speed.constants import constants_for, gpu_class, setting_of
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
