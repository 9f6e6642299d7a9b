"""Versions stand in one place; every other file agrees with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def wanted_by(extra: str) -> list[str]:
    """Requirements of an extra, with those of the extras it names."""
    found = []
    for text in EXTRAS[extra]:
        requirement = Requirement(text)
        inner = sorted(requirement.extras) if requirement.name == PROJECT["name"] else []
        found += [one for name in inner for one in wanted_by(name)] if inner else [text]
    return found


def locked(name: str) -> dict[str, list[tuple[Version, Requirement]]]:
    found: dict[str, list[tuple[Version, Requirement]]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", " ")):
            requirement = Requirement(line)
            (pin,) = requirement.specifier
            assert pin.operator == "==", line
            found.setdefault(canonicalize_name(requirement.name), []).append(
                (Version(pin.version), requirement)
            )
    return found


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("requirements.txt", PROJECT["dependencies"] + wanted_by("analysis")),
        ("requirements-dev.txt", PROJECT["dependencies"] + wanted_by("dev")),
    ],
)
def test_the_locked_versions_are_those_pyproject_allows(file, wanted):
    versions = locked(file)
    for text in wanted:
        requirement = Requirement(text)
        pins = versions.get(canonicalize_name(requirement.name))
        assert pins, f"{requirement.name} is missing in {file}: run `make requirements`"
        for version, _ in pins:
            assert version in requirement.specifier, f"{requirement.name} {version} in {file}"


def test_both_lists_of_versions_agree():
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    for name, pins in run.items():
        assert {str(version) for version, _ in pins} == {str(version) for version, _ in dev[name]}, name


def test_conda_users_get_the_same_environment():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    (python,) = [d for d in environment["dependencies"] if isinstance(d, str) and d.startswith("python")]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["requires-python"])
    (pip,) = [d["pip"] for d in environment["dependencies"] if isinstance(d, dict)]
    assert pip == ["-r requirements-dev.txt", "-e ."]


def test_no_file_of_versions_names_a_host():
    for name in ("requirements.txt", "requirements-dev.txt", "environment.yml", "pyproject.toml"):
        assert not re.search(r"https?://|index-url|find-links", (ROOT / name).read_text("utf-8")), name
