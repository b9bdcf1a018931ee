"""Structural checks of docker-compose.yml and the Dockerfile; no engine is started."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_every_service_is_pinned_or_built() -> None:
    for name, service in SERVICES.items():
        assert "build" in service or ":" in service["image"], name
        assert "latest" not in service.get("image", "") and "container_name" not in service, name


def test_every_dependency_exists_and_can_become_true() -> None:
    for service in SERVICES.values():
        for target, need in service.get("depends_on", {}).items():
            assert target in SERVICES
            assert need["condition"] != "service_healthy" or "healthcheck" in SERVICES[target], target


def test_every_copied_room_exists() -> None:
    copies = [line.split()[1:-1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line[:5] == "COPY "]
    missing = [name for names in copies for name in names if not (ROOT / name).exists()]
    assert missing == []
