"""Reads planner configurations with the model of the installed ai-dynamo: files as arguments, one line of JSON for each on stdout."""
import importlib.util
import json
import logging
import pathlib
import sys
import types

# The packages' own __init__ need the native runtime and a GPU simulator; the configuration model does not.
root = pathlib.Path(list(importlib.util.find_spec("dynamo").submodule_search_locations)[0])
for name in ("dynamo.planner", "dynamo.planner.plugins", "dynamo.planner.plugins.registry"):
    package = types.ModuleType(name)
    package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
    sys.modules[name] = package

from dynamo.planner.config.planner_config import PlannerConfig  # noqa: E402

if sys.argv[1] == "--fields":
    fields = {}
    for key, field in PlannerConfig.model_fields.items():
        alias = field.validation_alias
        fields[key] = [] if alias is None else [choice for choice in alias.choices if choice != key]
    print(json.dumps(fields))
    sys.exit(0)


class Warnings(logging.Handler):
    """What the model says besides errors."""

    def __init__(self):
        super().__init__()
        self.found = []

    def emit(self, record):
        self.found.append(record.getMessage())


for file in sys.argv[1:]:
    warnings = Warnings()
    logging.getLogger().handlers = [warnings]
    try:
        config = PlannerConfig.from_config_arg(file)
        values = {key: getattr(config, key) for key in PlannerConfig.model_fields}
        print(json.dumps({"warnings": warnings.found, "values": values}, default=lambda value: value.model_dump(mode="json")))
    except Exception as error:  # noqa: BLE001
        print(json.dumps({"error": str(error), "warnings": warnings.found}))
