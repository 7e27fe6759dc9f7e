"""What `pip` installs, the wheel that `make wheel` builds or this folder itself, in an environment that has nothing else of ours."""

import json
import os
import pathlib
import subprocess
import sys
import zipfile

import nbformat
import pytest

from conftest import ROOT

CELLS = ["%q example case-study", "%q correlate", "%q extract pca -k 5", "%q rotate varimax", "%q flag auto", "%q crib F1"]
# A shell that has activated nothing: neither this environment nor the one under test.
BARE = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}


@pytest.fixture(scope="module")
def wheel():
    wheels = list((ROOT / "build" / "wheels").glob("quincunx-*.whl"))
    assert len(wheels) == 1, f"`make wheel` leaves one wheel in build/wheels; found {wheels}"
    return wheels[0]


@pytest.fixture(scope="module", params=["wheel", "folder"])
def environment(request, tmp_path_factory):
    """A new virtual environment with ours and one client; where it is, and its files before ours came.

    `pip install .` has maturin build the wheel; cargo finds everything compiled, for `make wheel` has just built the same.
    """
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-compile"]
    subprocess.run([*pip, "--constraint", ROOT / "requirements.txt", "nbclient"], check=True)
    before = files(folder)
    if request.param == "wheel":
        subprocess.run([*pip, "--no-index", "--no-deps", request.getfixturevalue("wheel")], check=True)
    else:
        subprocess.run([*pip, "--no-deps", ROOT], check=True, env={**os.environ, "CARGO_NET_OFFLINE": "true"})
    return folder, before


def test_holds_what_belongs_to_a_kernel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    data = next(name for name in names if name.endswith(".data/data/share/jupyter/kernels/quincunx/kernel.json")).split("/")[0]
    source = ROOT / "kernel-spec" / "data"
    expected = {f"{data}/data/{path.relative_to(source)}" for path in source.rglob("*") if path.is_file()}
    assert {name for name in names if name.startswith(f"{data}/data/")} == expected
    assert f"{data}/scripts/quincunx" in names


def test_jupyter_lists_the_kernel(environment):
    folder, _ = environment
    listed = json.loads(run(folder, "kernelspec", "list", "--json"))["kernelspecs"]
    assert pathlib.Path(listed["quincunx"]["resource_dir"]) == folder / "share" / "jupyter" / "kernels" / "quincunx"
    assert listed["quincunx"]["spec"]["display_name"] == "Q methodology (Quincunx)"


def test_runs_a_notebook_wherever_it_is_started_from(environment, tmp_path):
    """Neither environment is activated, as when VS Code or a JupyterHub starts the kernel."""
    folder, _ = environment
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    kernelspec = {"name": "quincunx", "display_name": "Q methodology (Quincunx)", "language": "rust"}
    path = tmp_path / "study.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec}), path)
    run(folder, "execute", "--inplace", path)
    for cell in nbformat.read(path, as_version=4).cells:
        assert cell.outputs and all(output.output_type != "error" for output in cell.outputs), cell.source


def test_doctor_finds_it(environment):
    folder, _ = environment
    found = subprocess.run([folder / "bin" / "quincunx", "doctor"], env={**BARE, "VIRTUAL_ENV": str(folder), "PATH": f"{folder}/bin:/usr/bin:/bin"},
                           capture_output=True, text=True)
    assert "(starts this program)" in found.stdout, found.stdout


def test_uninstalling_leaves_nothing(environment):
    """The last of this file: nothing of its environment can be tested after it."""
    folder, before = environment
    subprocess.run([folder / "bin" / "python", "-m", "pip", "uninstall", "--yes", "--quiet", "quincunx"], check=True)
    assert files(folder) - before == set()
    left = [path for path in folder.rglob("*quincunx*")]
    assert left == []


def files(folder):
    return {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def run(folder, *arguments):
    """What the `jupyter` of the environment answers, called by its path."""
    # What was typed is the user's, not the package's: it would stay in the home, which is the environment's folder here.
    environment = {**BARE, "HOME": str(folder), "QUINCUNX_HISTORY": "off", "TMPDIR": os.environ.get("TMPDIR", "/tmp")}
    result = subprocess.run([folder / "bin" / "jupyter", *arguments], env=environment, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout
