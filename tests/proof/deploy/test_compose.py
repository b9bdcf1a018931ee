"""docker-compose.yml, the Dockerfile and deploy/ against what they rely on; no engine is started."""

import fnmatch
import importlib.resources
import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml
from typer.testing import CliRunner

from huifang.cli import app
from huifang.local.embedded.temporal import FAIRNESS, SEARCH_ATTRIBUTES
from huifang.settings.settings import Settings, variable

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
INTERPOLATED = re.compile(r"\$\{(\w+)(:[-?][^}]*)?\}")
ONCE = {"migrate", "temporal-schema", "temporal-namespace"}
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())

# By image; what the images' own documentation and entry points name.
THEIRS = {
    "postgres": {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"},
    "temporalio/admin-tools": {
        "SQL_PLUGIN", "SQL_HOST", "SQL_PORT", "SQL_USER", "SQL_PASSWORD",
        "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "RETENTION",
    },
    "temporalio/server": {
        "DB", "DB_PORT", "POSTGRES_SEEDS", "POSTGRES_USER", "POSTGRES_PWD", "BIND_ON_IP",
        "DYNAMIC_CONFIG_FILE_PATH", "NUM_HISTORY_SHARDS", "PROMETHEUS_ENDPOINT", "LOG_LEVEL",
    },
    "temporalio/ui": {
        "TEMPORAL_ADDRESS", "TEMPORAL_DEFAULT_NAMESPACE", "TEMPORAL_CODEC_ENDPOINT",
        "TEMPORAL_CODEC_INCLUDE_CREDENTIALS",
    },
}  # fmt: skip


def test_the_file_meets_the_compose_specification() -> None:
    packaged = importlib.resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    schema = json.loads(packaged.read_text())
    # Merge keys are YAML's; by the time the specification applies, they have been resolved.
    jsonschema.validators.validator_for(schema)(schema).validate(COMPOSE)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_restarted_bounded_and_scalable(name: str) -> None:
    service = SERVICES[name]
    tag = service["image"].partition(":")[2]
    assert re.fullmatch(r"\d+(\.\d+)+", tag), "a moving tag changes what runs"
    assert "container_name" not in service and "links" not in service
    assert service["logging"]["options"]["max-size"]
    if name in ONCE:
        assert service["restart"].startswith("on-failure")
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"] and service["deploy"]["resources"]["limits"]["memory"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert name != "worker" or "ports" not in service, "published ports would let only one worker run"


@pytest.mark.parametrize("name", SERVICES)
def test_every_dependency_can_become_true(name: str) -> None:
    for target, need in SERVICES[name].get("depends_on", {}).items():
        condition = need["condition"]
        assert target in SERVICES and "profiles" not in SERVICES[target]
        assert condition != "service_healthy" or "healthcheck" in SERVICES[target]
        assert (condition == "service_completed_successfully") == (target in ONCE)


def test_volumes_are_named_and_mounted_files_exist() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            assert (ROOT / source).is_dir() if source.startswith("./") else source in COMPOSE["volumes"]
    assert (ROOT / SERVICES["temporal"]["environment"]["DYNAMIC_CONFIG_FILE_PATH"][1:]).is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_means_something_to_who_gets_it(name: str) -> None:
    service = SERVICES[name]
    known = THEIRS.get(service["image"].partition(":")[0], set())
    if name in OURS:
        known = {variable(field) for field in Settings.model_fields}
    if name == "sandbox":
        known = {"SANDBOX_SECRET", "SANDBOX_TOKEN"}
    assert set(service.get("environment", {})) <= known


def test_settings_given_by_the_file_fit() -> None:
    """With the example filled in, as Compose would hand it over."""
    filled = example() | {name: "0123abc" for name in ("POSTGRES_PASSWORD", "HUIFANG_API_TOKEN")}
    for name in OURS.keys() - {"sandbox"}:
        given = {key: interpolate(value, filled) for key, value in OURS[name]["environment"].items()}
        by_field = {field: given.get(variable(field)) for field in Settings.model_fields}
        settings = Settings(**{field: value for field, value in by_field.items() if value})
        assert settings.database_url == "postgresql://huifang:0123abc@postgres:5432/huifang"
        assert settings.temporal_address == "temporal:7233"


def test_the_example_names_every_variable_and_holds_no_secret() -> None:
    asked = {match[1] for match in INTERPOLATED.finditer(TEXT)}
    given = example()
    assert asked == given.keys()
    assert not [key for key, value in given.items() if value and re.search("PASSWORD|TOKEN|SECRET|KEY", key)]


def test_the_file_itself_holds_no_secret() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|PWD|TOKEN|SECRET|DATABASE_URL", key):
                assert INTERPOLATED.search(str(value)), key


def test_a_worker_is_given_longer_than_it_gives_its_activities() -> None:
    grace = int(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["graceful_shutdown"].default


def test_every_command_exists() -> None:
    commands = typer.main.get_command(app).list_commands(None)  # type: ignore[attr-defined, arg-type]
    for name, service in OURS.items():
        program, *rest = service["command"]
        assert program == "python"
        if rest[:2] == ["-m", "huifang.cli"]:
            assert rest[2] in commands, name
            assert CliRunner().invoke(app, [*rest[2:], "--help"]).exit_code == 0
        else:
            module = rest[1] if rest[0] == "-m" else rest[0]
            assert (ROOT / module).exists(), name
    assert json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.M)[0]) == SERVICES["worker"]["command"]


def test_the_sandbox_knows_its_options() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    options = [part.partition("=")[0] for part in SERVICES["sandbox"]["command"] if part.startswith("--")]
    assert options and all(option in done.stdout for option in options)


def test_every_room_is_copied_and_nothing_else() -> None:
    copied = {source for line in copies() for source in line[:-1]}
    rooms = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert copied == rooms | {"worker.py", "pyproject.toml", "deploy/requirements.lock"}
    assert all((ROOT / source).exists() for source in copied)
    for *sources, target in copies():
        assert target == "./" or [target] == sources


def test_the_build_sees_what_is_copied_and_no_more() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert next(line for line in ignored if not line.startswith("#")) == "*"
    assert let_in == {source for line in copies() for source in line[:-1]}
    shut_out = [line for line in ignored if line.startswith("**/")]
    assert not [name for name in let_in if any(fnmatch.fnmatch(name, rule[3:]) for rule in shut_out)]


def test_the_image_runs_as_somebody_without_rights() -> None:
    user = re.findall(r"^USER (\w+)$", DOCKERFILE, re.M)
    assert user == ["huifang"] and re.search(r"useradd --system .*huifang", DOCKERFILE)
    for service in OURS.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_installs_the_tested_versions_without_the_tools() -> None:
    tested, installed = (pins(ROOT / name) for name in ("requirements.lock", "deploy/requirements.lock"))
    assert installed.items() <= tested.items()
    assert not {"pytest", "mypy", "ruff"} & installed.keys()
    wanted = {re.split(r"[\[<>=~;]", each)[0].lower() for each in PROJECT["project"]["dependencies"]}
    assert {name.replace("_", "-").replace(".", "-") for name in wanted} <= {
        name.replace("_", "-").replace(".", "-") for name in installed
    }


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_plain_shell(script: Path) -> None:
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert any(f"/deploy/{script.name}" in service.get("entrypoint", []) for service in SERVICES.values())


def test_search_attributes_are_those_of_the_embedded_server() -> None:
    words = shlex.split((DEPLOY / "temporal-namespace.sh").read_text(), comments=True)
    pairs = dict(word.rstrip(";").split(":") for word in words if re.fullmatch(r"[A-Z]\w+:[A-Z]\w+;?", word))
    assert pairs == SEARCH_ATTRIBUTES


def test_priority_and_fairness_are_those_of_the_embedded_server() -> None:
    served = yaml.safe_load((DEPLOY / "temporal-dynamic-config.yaml").read_text())
    wanted = {key: yaml.safe_load(value) for key, _, value in (pair.partition("=") for pair in FAIRNESS)}
    assert {key: served[key][0]["value"] for key in wanted} == wanted


def copies() -> list[list[str]]:
    """Sources and target of every COPY."""
    return [line.split()[1:] for line in DOCKERFILE.splitlines() if line.startswith("COPY ")]


def example() -> dict[str, str]:
    """Names and values of deploy/env.example."""
    lines = (DEPLOY / "env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def interpolate(value: Any, given: dict[str, str]) -> str:
    """As Compose does: `${NAME}`, `${NAME:-default}`, `${NAME:?message}`."""

    def filled(match: re.Match[str]) -> str:
        default = (match[2] or "")[2:] if (match[2] or "").startswith(":-") else ""
        return given.get(match[1]) or default

    return INTERPOLATED.sub(filled, str(value))


def pins(lock: Path) -> dict[str, str]:
    """Package and version of every pin."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.M))
