"""One place says where Temporal is and how to get in."""

from pathlib import Path
from typing import Any

import pytest

from huifang.run.temporal_client import TemporalConfigWrong, connect_options
from huifang.settings.settings import Settings

PROFILE = """
[profile.default]
address = "staff.example:7233"
namespace = "from-file"
api_key = "key-from-file"
"""


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No variables of the machine, and a profile file that is only there when a test writes it."""
    for name in (
        "HUIFANG_TEMPORAL_ADDRESS",
        "HUIFANG_TEMPORAL_NAMESPACE",
        "TEMPORAL_ADDRESS",
        "TEMPORAL_API_KEY",
    ):
        monkeypatch.delenv(name, raising=False)
    profile = tmp_path / "temporal.toml"
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(profile))
    return profile


def options(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """By these variables."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return connect_options(Settings())


def test_without_a_word_it_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert options(monkeypatch) == {"target_host": "127.0.0.1:7233", "namespace": "default"}


def test_temporals_own_variables_bring_key_and_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    found = options(
        monkeypatch,
        TEMPORAL_ADDRESS="eu.example:7233",
        TEMPORAL_NAMESPACE="renovation.a1b2c",
        TEMPORAL_API_KEY="secret",
    )
    assert found == {
        "target_host": "eu.example:7233",
        "namespace": "renovation.a1b2c",
        "api_key": "secret",
        "tls": True,
    }


def test_certificates_come_from_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate, key = tmp_path / "client.pem", tmp_path / "client.key"
    certificate.write_text("certificate")
    key.write_text("key")
    found = options(
        monkeypatch,
        TEMPORAL_ADDRESS="eu.example:7233",
        TEMPORAL_TLS_CLIENT_CERT_PATH=str(certificate),
        TEMPORAL_TLS_CLIENT_KEY_PATH=str(key),
    )
    assert (found["tls"].client_cert, found["tls"].client_private_key) == (b"certificate", b"key")


def test_a_profile_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, nothing_set: Path
) -> None:
    nothing_set.write_text(PROFILE)
    assert options(monkeypatch)["target_host"] == "staff.example:7233"
    found = options(monkeypatch, TEMPORAL_ADDRESS="other.example:7233", HUIFANG_TEMPORAL_NAMESPACE="ours")
    assert (found["target_host"], found["namespace"], found["api_key"]) == (
        "other.example:7233",
        "ours",
        "key-from-file",
    )


def test_an_address_of_ours_is_never_redirected(monkeypatch: pytest.MonkeyPatch, nothing_set: Path) -> None:
    nothing_set.write_text(PROFILE)
    found = options(monkeypatch, HUIFANG_TEMPORAL_ADDRESS="temporal:7233", TEMPORAL_API_KEY="secret")
    assert found == {"target_host": "temporal:7233", "namespace": "default"}


def test_an_address_of_ours_has_key_and_certificates_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"HUIFANG_TEMPORAL_ADDRESS": "temporal:7233"}
    for name, variable in (
        ("ca", "HUIFANG_TEMPORAL_TLS_CA_FILE"),
        ("certificate", "HUIFANG_TEMPORAL_TLS_CERTIFICATE_FILE"),
        ("key", "HUIFANG_TEMPORAL_TLS_KEY_FILE"),
    ):
        (tmp_path / name).write_text(name)
        given[variable] = str(tmp_path / name)
    tls = options(monkeypatch, **given, HUIFANG_TEMPORAL_TLS_SERVER_NAME="temporal.internal")["tls"]
    assert (tls.server_root_ca_cert, tls.client_cert, tls.client_private_key) == (
        b"ca",
        b"certificate",
        b"key",
    )
    assert tls.domain == "temporal.internal"
    (tmp_path / "ca").unlink()
    with pytest.raises(TemporalConfigWrong, match="ca"):
        options(monkeypatch)
    monkeypatch.delenv("HUIFANG_TEMPORAL_TLS_CA_FILE")
    monkeypatch.delenv("HUIFANG_TEMPORAL_TLS_KEY_FILE")
    with pytest.raises(TemporalConfigWrong, match="KEY_FILE"):
        options(monkeypatch)


def test_a_key_of_ours_goes_by_tls_and_to_an_address_of_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TemporalConfigWrong, match="HUIFANG_TEMPORAL_ADDRESS"):
        options(monkeypatch, HUIFANG_TEMPORAL_API_KEY="secret")
    found = options(monkeypatch, HUIFANG_TEMPORAL_ADDRESS="temporal:7233")
    assert (found["api_key"], found["tls"]) == ("secret", True)


def test_a_profile_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, nothing_set: Path) -> None:
    nothing_set.write_text("[profile.default")
    with pytest.raises(TemporalConfigWrong):
        options(monkeypatch)
    nothing_set.write_text(PROFILE)
    with pytest.raises(TemporalConfigWrong, match="absent"):
        options(monkeypatch, TEMPORAL_PROFILE="absent")
