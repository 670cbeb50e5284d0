"""Load configurations by LiteLLM's own classes: litellm_loads.py FILE...; run by the gateway's environment."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path

import yaml
from litellm import Router, get_llm_provider
from litellm.proxy._types import ConfigYAML
from litellm.types.guardrails import Guardrail, LitellmParams

if __name__ == "__main__":
    loaded = {}
    for file in sys.argv[1:]:
        config = yaml.safe_load(Path(file).read_text())
        known = set(ConfigYAML.model_fields) | {"guardrails"}
        assert set(config) <= known, f"{file}: {set(config) - known}"
        stated = copy.deepcopy({name: value for name, value in config.items() if name != "guardrails"})
        ConfigYAML.model_validate(stated)
        Router(model_list=config["model_list"], **config["router_settings"])
        for guardrail in config.get("guardrails", ()):
            given = LitellmParams(**guardrail["litellm_params"])
            Guardrail(guardrail_name=guardrail["guardrail_name"], litellm_params=given)
        loaded[file] = [get_llm_provider(entry["litellm_params"]["model"])[1] for entry in config["model_list"]]
    sys.stdout.write(json.dumps(loaded))
