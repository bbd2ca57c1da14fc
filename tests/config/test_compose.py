"""compose.yaml and Containerfile, checked without containers: all processes are there, isolated, pinned, monitored."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from devtools.needs import RUN
from devtools.servers.elasticsearch import VERSION as ELASTICSEARCH
from devtools.servers.object_store import VERSION as VERSITYGW
from tests.config.environment import read_by_the_product
from tests.support.sites import procfile
from tests.support.template import ROOT
from workers.management.commands.run_workers import QUEUES

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
WHOLE: dict[str, Any] = yaml.safe_load(COMPOSE)
SERVICES: dict[str, dict[str, Any]] = WHOLE["services"]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
ONCE = {"migrate", "make-bucket"}
OURS = {name for name, service in SERVICES.items() if str(service["image"]).startswith("tu-sach:")}
PUBLIC = {"front"}


def arguments(command: Any) -> list[str]:
    """Return the arguments of a command, also of one for a shell."""
    return " ".join(command).split() if isinstance(command, list) else str(command).split()


def test_every_process_of_the_procfile_is_a_service():
    """The web server has the same arguments; each worker is a service, since they may run on many machines."""
    theirs = arguments(SERVICES["web"]["command"])
    options = [word for word in procfile()["web"].split() if word.startswith("--")]
    assert [word for word in [*options, "config.wsgi"] if word not in theirs] == []
    queues = {"pages": "pages", **QUEUES}
    for name, ours in queues.items():
        assert arguments(SERVICES[name]["command"]) == ["python", "manage.py", "worker", "--queue", ours]
    assert arguments(SERVICES["sweeper"]["command"]) == ["python", "manage.py", "sweeper"]
    assert {"web", *queues, "sweeper"} | ONCE == OURS


def test_every_variable_of_a_process_is_read_by_the_product():
    known = read_by_the_product()
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - known == set(), name


def test_the_example_has_exactly_the_values_that_are_filled_in():
    example = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    filled = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", COMPOSE))
    assert filled == example


def test_the_files_contain_no_secret_and_each_must_be_set():
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "S3_SECRET_KEY", "REDIS_PASSWORD"):
        assert f"${{{name}:?" in COMPOSE
        assert not re.search(rf"\$\{{{name}:-", COMPOSE)
    secrets = re.findall(r"^\w+=(change-me\S*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert len(secrets) == len(set(secrets)) == 7


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_pinned_isolated_limited_and_monitored(name):
    service = SERVICES[name]
    tag = str(service["image"]).rpartition(":")[2]
    assert re.search(r"\d+\.\d+", tag), service["image"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "network_mode", "pid", "cap_add"} & set(service) - (
        {"cap_add"} if name in PUBLIC else set()
    )
    check = service["healthcheck"]
    assert check == {"disable": True} if name in ONCE else check["test"][0] in ("CMD", "CMD-SHELL")
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    for port in service.get("ports", []):
        assert name in PUBLIC or port.startswith("127.0.0.1:"), port
    for needed in service.get("depends_on", {}):
        assert needed in SERVICES
        wanted = service["depends_on"][needed]["condition"]
        assert wanted == ("service_completed_successfully" if needed in ONCE else "service_healthy")
    for volume in service.get("volumes", []):
        assert volume.partition(":")[0] in WHOLE["volumes"], volume


def test_every_volume_that_is_declared_is_used():
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(WHOLE["volumes"])


def test_our_processes_write_to_their_volume_only_and_are_not_root():
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["user"].split(":")[0] not in ("", "0", "root")
        assert service["cap_drop"] == ["ALL"]
        assert {volume.partition(":")[0] for volume in service["volumes"]} == {"work"}
        if name not in ONCE:
            assert service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_services_have_the_versions_that_are_tested():
    assert SERVICES["elasticsearch"]["image"].endswith(f":{ELASTICSEARCH}")
    assert SERVICES["store"]["image"].endswith(f":{VERSITYGW}")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"tu-sach:${{TU_SACH_VERSION:-{version}}}" in COMPOSE


def test_the_image_has_the_packages_that_the_product_needs():
    apt = list(re.findall(r"--yes \\\n(.*?)&& rm", CONTAINERFILE, re.DOTALL))
    (listed,) = (set(re.findall(r"^\s+([a-z0-9-]+) \\$", block, re.MULTILINE)) for block in apt)
    assert listed == {need.package for need in RUN}


def test_the_image_is_pinned_is_not_root_and_has_no_secret():
    assert all(re.search(r":\d+\.\d+", line) for line in re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE))
    user = re.findall(r"^USER (\d+)", CONTAINERFILE, re.MULTILINE)[-1]
    assert {SERVICES[name]["user"].split(":")[0] for name in OURS} == {user}
    assert "--require-hashes" in CONTAINERFILE
    assert not re.search(r"^(?:ENV|ARG).*(?:SECRET|PASSWORD|TOKEN)", CONTAINERFILE, re.MULTILINE)
    assert not re.search(r"^RUN.*manage\.py", CONTAINERFILE, re.MULTILINE)  # it would make a secret key
    left_out = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {"var", ".env", ".git", ".venv"} <= set(left_out)
    tracked = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert ".env" in tracked


def test_the_front_server_hides_probes_and_forwards_everything_else():
    front = WHOLE["configs"]["caddyfile"]["content"]
    assert "reverse_proxy web:8000" in front
    assert "/readyz" in front
    assert "/metrics" in front
