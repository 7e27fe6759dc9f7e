"""What has to be installed is said in several files: requirements.txt for pip, environment.yml for conda and Binder, Cargo.toml and
pyproject.toml for the build, tests/install-tools.sh for the system. They agree with one another and with what is used."""

import ast
import json
import pathlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import yaml

ROOT = pathlib.Path(__file__).parents[2]
# pip's names (as PyPI compares them) where conda's differ.
CONDA_NAMES = {"duckdb": "python-duckdb", "playwright": "playwright-python", "jupyter-client": "jupyter_client", "jupyter-console": "jupyter_console",
               "jupyter-kernel-test": "jupyter_kernel_test"}
# benches/numpy_baseline.py, which no target runs, brings its own.
ELSEWHERE = {"numpy"}
DEPENDENCIES = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
[FROM_PIP] = [one["pip"] for one in DEPENDENCIES if isinstance(one, dict)]
CONDA = {re.split("[=>]", one)[0]: one for one in DEPENDENCIES + FROM_PIP if isinstance(one, str) and one != "."}


def test_conda_installs_what_pip_pins():
    for package, version in chosen().items():
        name = CONDA_NAMES.get(package, package)
        assert name in CONDA, f"environment.yml lacks {name}"
        asked = CONDA[name].partition("=")[2]
        assert version.startswith(asked), f"environment.yml asks for {CONDA[name]}, requirements.txt for {version}"


def test_nothing_else_is_installed_for_python():
    known = {CONDA_NAMES.get(package, package) for package in chosen()}
    of_the_system = {"python", "pip", "rust", "rust-src", "c-compiler", "cxx-compiler", "make", "pandoc"}
    assert set(CONDA) == known | of_the_system
    assert "." in FROM_PIP, "the environment would be without the kernel"


def test_what_is_imported_is_pinned():
    distributions = packages_distributions()
    ours = {path.stem for path in scripts()}
    for script in scripts():
        for module in imports(script) - ours - ELSEWHERE - set(sys.stdlib_module_names):
            names = {canonical(name) for name in distributions[module]}
            assert names & set(chosen()), f"{script.relative_to(ROOT)} imports {module}, which is not among the first of requirements.txt"


def test_versions_agree():
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    cargo = manifest["package"] | manifest["workspace"]["package"]
    python = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert CONDA["rust"] == f"rust>={cargo['rust-version']}"
    assert CONDA["rust-src"] == f"rust-src>={cargo['rust-version']}"
    for field in ["name", "description", "license"]:
        assert python["project"][field] == cargo[field]
    extension = ROOT / "kernel-spec" / "data" / "share" / "jupyter" / "labextensions" / "quincunx" / "package.json"
    assert json.loads(extension.read_text())["version"] == cargo["version"]


def chosen():
    """Package → version of the first list of requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text().split("\n\n")[0].splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    return {canonical(name): version for name, version in pinned.items()}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def scripts():
    return [path for folder in ["tests", "notebooks", "benches"] for path in (ROOT / folder).rglob("*.py") if ".ipynb_checkpoints" not in path.parts]


def imports(script):
    found = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found
