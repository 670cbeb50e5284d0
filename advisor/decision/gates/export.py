"""Export control: whether the hardware of a plan may be brought to where the house is.

The United States control integrated circuits by their *total processing performance* (TPP): the highest of dense
operations per second (in 10^12) times the bits of an operand over all precisions (ECCN 3A090, Supplement No. 1 to Part
774 of the Export Administration Regulations). From 4,800 on they are controlled wherever they are sold. Chips for data
centres are so from 1,600 on too where they are dense for their die, which the table of GPUs does not say. What else
nears the limit may pass it, since vendors state the rate of consumers' cards at half of what the rule counts.

GPUs that the answers own are there already. Renting and calling a provider bring no hardware into a country.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Gpu
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.gates import relax
from advisor.decision.gates.rule import Asked, Caution, Gate, GateColumn, Rule
from advisor.units import Told, told

CONTROLLED_TPP: Final = 4_800.0
DATA_CENTRE_TPP: Final = 1_600.0
"""ECCN 3A090.a: the limit for every chip, and that for chips of data centres with a performance density of 5.92."""
ControlState = Literal["controlled", "perhaps", "free"]


class Hardware(NamedTuple):
    """A GPU by its id, and how far it is controlled."""

    gpu_id: str
    control: ControlState


def processing_performance(gpu: Gpu) -> float:
    """The total processing performance as far as the table knows it: 10^12 operations a second times bits."""
    return max(16 * (gpu.bf16_tflops or 0.0), 8 * (gpu.fp8_tflops or 0.0), 4 * (gpu.fp4_tflops or 0.0))


def control_of(gpu: Gpu) -> ControlState:
    """Whether an accelerator is controlled, perhaps controlled, or free."""
    performance = processing_performance(gpu)
    if performance >= CONTROLLED_TPP:
        return "controlled"
    least = DATA_CENTRE_TPP if gpu.segment == "datacentre" else CONTROLLED_TPP / 2
    return "perhaps" if performance >= least else "free"


def _hardware(context: JoinedAlternative, catalog: Catalog) -> Hardware | None:
    gpu = catalog.gpu.get(context.deployment.gpu or "")
    return None if gpu is None else Hardware(gpu.gpu_id, control_of(gpu))


def _source(context: JoinedAlternative, catalog: Catalog) -> str:
    gpu = catalog.gpu.get(context.deployment.gpu or "")
    return gpu.source if gpu else "unknown"


def _review(asked: Asked, hardware: Hardware) -> str | None:
    """How a licence for the hardware is treated where the house is; None where none is needed."""
    there = asked.catalog.export_control.get(asked.answers.hosting.country or "")
    free = hardware.control == "free" or hardware.gpu_id in asked.owned
    return None if there is None or free else there.review


def _barred(asked: Asked, hardware: Hardware) -> bool:
    return hardware.control == "controlled" and _review(asked, hardware) == "denied"


def _warning(asked: Asked, hardware: Hardware | None) -> Told | None:
    review = None if hardware is None else _review(asked, hardware)
    if hardware is None or review is None:
        return None
    key = "denied" if review == "denied" else hardware.control
    return told(f"warning.export.{key}", country=("country", asked.answers.hosting.country or ""))


HARDWARE: Final = GateColumn("place", _hardware, _source, frozenset({"on_prem", "edge"}))
EXPORT_GATES: Final = (
    Gate(
        "export",
        9.0,
        relax.CANNOT,
        (
            Rule(
                HARDWARE,
                _barred,
                lambda asked, _: told("export", country=("country", asked.answers.hosting.country or "")),
                applies=lambda asked: asked.answers.hosting.country in asked.catalog.export_control,
            ),
        ),
        cautions=(Caution(HARDWARE, _warning),),
    ),
)
