"""How far hardware is controlled: the figures of the table against what the rule and its vendor name."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.export import control_of, processing_performance


@pytest.mark.parametrize("gpu", ["a100-sxm-80gb", "a800-sxm-80gb", "h100-sxm-80gb", "h800-sxm-80gb", "l40s-48gb"])
def test_what_the_vendor_named_is_controlled(catalog: Catalog, gpu: str) -> None:
    """NVIDIA's report of October 17, 2023 names these five."""
    assert control_of(catalog.gpu[gpu]) == "controlled"


@pytest.mark.parametrize("gpu", ["l40-48gb", "rtx-4090-24gb", "h20-96gb", "l4-24gb"])
def test_what_the_table_understates_is_perhaps_controlled(catalog: Catalog, gpu: str) -> None:
    """The report names L40 and RTX 4090 too, and H20 needs a licence by letter; the table cannot say so."""
    assert control_of(catalog.gpu[gpu]) == "perhaps"


@pytest.mark.parametrize("gpu", ["m3-ultra-256gb", "jetson-agx-orin-64gb", "rtx-4060-8gb", "t4-16gb"])
def test_small_and_old_hardware_is_free(catalog: Catalog, gpu: str) -> None:
    """Far below every limit."""
    assert control_of(catalog.gpu[gpu]) == "free"


def test_performance_counts_operations_times_bits(catalog: Catalog) -> None:
    """The A100: 312 dense bf16 TFLOPS of 16 bits."""
    assert processing_performance(catalog.gpu["a100-sxm-80gb"]) == pytest.approx(312 * 16)


def test_no_country_of_the_closest_allies_is_controlled(catalog: Catalog) -> None:
    """Country Groups A:5 and A:6 are excepted; China, Russia and Iran are refused."""
    listed = catalog.export_control
    assert not {"DE", "FR", "GB", "JP", "KR", "IN", "IL", "SG", "TW", "US"} & listed.keys()
    assert {listed[country].review for country in ("CN", "HK", "MO", "RU", "IR", "KP")} == {"denied"}
    assert {listed[country].review for country in ("AE", "SA", "VN", "QA")} == {"licence"}
