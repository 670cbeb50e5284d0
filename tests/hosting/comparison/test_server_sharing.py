"""Several models on one server: packed by memory and by load, never beyond either."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.server_sharing import Tenant, pack, portfolio_servers, share_servers, tenants_of
from advisor.hosting.planning.planner import PlanTable
from advisor.questionnaire.answers import Answers

Planner = Callable[..., PlanTable]
USABLE_GB = 80.0


def tenant(name: str, gpus: int = 1, memory: float = 10.0, load: float = 0.1) -> Tenant:
    """A part of a model."""
    return Tenant(name=name, gpu_count=gpus, memory_gb_per_gpu=memory, load=load)


def test_small_models_share_one_gpu() -> None:
    """Three models of 20 GB at a fifth of the load each stand on one GPU instead of three."""
    packing = pack([tenant(name, memory=20, load=0.2) for name in "abc"], gpu="G", usable_gb=80, gpus_per_server=8)
    assert (len(packing.gpus), packing.apart_gpus, packing.saved_gpus) == (1, 3, 2)
    assert packing.gpus[0].load == pytest.approx(0.6)


@pytest.mark.parametrize(("memory", "load"), [(50.0, 0.1), (10.0, 0.6)], ids=["memory", "load"])
def test_two_that_exceed_memory_or_load_stand_apart(memory: float, load: float) -> None:
    """Two models that together need more memory or more time than a GPU has take two."""
    packing = pack(
        [tenant("a", 1, memory, load), tenant("b", 1, memory, load)], gpu="G", usable_gb=80, gpus_per_server=8
    )
    assert len(packing.gpus) == 2
    assert packing.outcome.key == "sharing.none"


def test_a_model_on_four_gpus_stays_in_one_server() -> None:
    """Two four-GPU models and a one-GPU model that fill their GPUs take two servers of eight, the rest one more."""
    full = [tenant(name, 4, 60, 0.9) for name in "abc"]
    packing = pack(full, gpu="G", usable_gb=80, gpus_per_server=8)
    servers = {name: {g.server for g in packing.gpus if name in g.tenants} for name in "abc"}
    assert all(len(found) == 1 for found in servers.values())
    assert packing.servers == 2


def test_what_no_server_holds_is_said() -> None:
    """A model that needs more GPUs than a server has is named, not squeezed in."""
    packing = pack([tenant("big", 16), tenant("small")], gpu="G", usable_gb=80, gpus_per_server=8)
    assert packing.unplaced == ("big",)
    assert packing.outcome.key == "sharing.unplaced"


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2, 4, 8]), st.floats(1, 80), st.floats(0, 1)),
        min_size=1,
        max_size=12,
    )
)
def test_no_gpu_is_ever_overfull(parts: list[tuple[int, float, float]]) -> None:
    """Whatever is packed: memory and load within the GPU, every tenant once per GPU and on as many as it needs."""
    tenants = [tenant(f"t{i}", *part) for i, part in enumerate(parts)]
    packing = pack(tenants, gpu="G", usable_gb=USABLE_GB, gpus_per_server=8)
    for gpu in packing.gpus:
        assert gpu.memory_gb <= USABLE_GB + 1e-6
        assert gpu.load <= 1 + 1e-6
        assert len(set(gpu.tenants)) == len(gpu.tenants)
    for part in tenants:
        assert sum(part.name in gpu.tenants for gpu in packing.gpus) == part.gpu_count
    assert len(packing.gpus) <= packing.apart_gpus
    assert all(sum(g.server == number for g in packing.gpus) <= 8 for number in range(packing.servers))


def test_plans_of_two_small_loads_share_servers(planner: Planner) -> None:
    """Two small models on the H100 that one owns, with a light load and no spares, need fewer GPUs together."""
    table = planner(
        "meta/llama-3.1-8b-instruct",
        "alibaba/qwen3-8b",
        load={"requests_per_day": 500},
        hosting={"high_availability": False, "gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 8}]},
    )
    rows = [row for row in range(len(table)) if table.alternatives[row].deployment.kind == "on_prem"]
    packings = share_servers([(table, row, table.alternatives[row].model_id) for row in rows])
    assert packings
    assert not any(packing.unplaced for packing in packings)
    assert any(packing.saved_gpus > 0 for packing in packings)


def test_parts_of_a_plan_carry_its_whole_load(planner: Planner) -> None:
    """Whole replicas and the rest add up to the peak over a replica's capacity; a spare carries nothing."""
    table = planner(
        "meta/llama-3.1-8b-instruct", load={"requests_per_day": 3_000_000}, hosting={"high_availability": True}
    )
    row = next(row for row in range(len(table)) if table.alternatives[row].deployment.kind == "on_prem")
    own = row - len(table.offer_rows)
    parts = tenants_of([(table, row, "model")])
    need = table.load.peak_requests_per_s * table.case.token_overhead / table.candidates.fleet.capacity[own]
    assert sum(part.load for part in parts) == pytest.approx(need)
    assert len(parts) == table.candidates.replicas[own] + 1
    assert parts[-1].load == 0.0


def test_use_cases_of_a_portfolio_share_servers_whatever_they_run(catalog: Catalog) -> None:
    """Two use cases on different models, both on the H100 that one owns, stand on fewer GPUs together."""
    answers = Answers.model_validate(
        {
            "title": "Two",
            "use_cases": [
                {"name": "Search", "task": "rag", "workload": {"requests_per_day": 500}},
                {"name": "Chat", "task": "chat_assistant", "workload": {"requests_per_day": 500}},
            ],
            "hosting": {
                "allowed": ["on_prem"],
                "high_availability": False,
                "gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 8}],
            },
        }
    )
    place = "@on_prem:own:h100-sxm-80gbx1:fp8"
    names = [f"meta/llama-3.1-8b-instruct{place}", f"alibaba/qwen3-8b{place}"]
    packing = portfolio_servers(list(zip(answers.use_cases, names, strict=True)), answers, catalog)[0]
    assert packing.saved_gpus == 1
    assert {name.partition(":")[0] for gpu in packing.gpus for name in gpu.tenants} == {"Search", "Chat"}


def test_apis_take_no_part_in_sharing(catalog: Catalog) -> None:
    """A provider's offer stands on nobody's GPUs."""
    answers = Answers.model_validate({"title": "One", "use_cases": [{"name": "Chat", "task": "chat_assistant"}]})
    assert not portfolio_servers([(answers.use_cases[0], "openai/gpt-5@provider_api:openai")], answers, catalog)


def test_use_cases_on_the_same_model_share_its_replicas(catalog: Catalog) -> None:
    """Two light use cases on one model need one replica and one set of weights, not two."""
    answers = Answers.model_validate(
        {
            "title": "Two",
            "use_cases": [
                {"name": name, "task": "rag", "workload": {"requests_per_day": 500}} for name in ("Search", "Help")
            ],
            "hosting": {
                "allowed": ["on_prem"],
                "high_availability": False,
                "gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 8}],
            },
        }
    )
    name = "meta/llama-3.1-8b-instruct@on_prem:own:h100-sxm-80gbx1:fp8"
    packing = portfolio_servers([(case, name) for case in answers.use_cases], answers, catalog)[0]
    assert (len(packing.gpus), packing.apart_gpus) == (1, 2)
    assert len(packing.gpus[0].tenants) == 1
    assert packing.outcome.key == "sharing.alike"
