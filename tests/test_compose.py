"""Structural checks of docker-compose.yml and the Dockerfile; no engine is started."""

from pathlib import Path
from typing import Any

import pytest
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


@pytest.mark.xfail(not (ROOT / "worker.py").exists(), reason="worker.py is not written yet", strict=True)
def test_every_copied_room_exists() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    missing = [name for names in copies for name in names if not (ROOT / name).exists()]
    assert missing == []
