"""The two lists of Python packages agree: environment.yml for conda, requirements.txt for pip."""

import pathlib

import yaml

ROOT = pathlib.Path(__file__).parents[2]
CONDA_NAMES = {"playwright": "playwright-python"}


def test_conda_installs_what_pip_pins():
    chosen = (ROOT / "requirements.txt").read_text().split("\n\n")[0]
    pinned = dict(line.split("==") for line in chosen.splitlines() if not line.startswith("#"))
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = dict(dependency.partition("=")[::2] for dependency in dependencies if ">=" not in dependency)
    for package, version in pinned.items():
        name = CONDA_NAMES.get(package, package)
        assert name in conda, f"environment.yml lacks {name}"
        assert version.startswith(conda[name]), f"environment.yml asks for {name} {conda[name]}, requirements.txt for {version}"
