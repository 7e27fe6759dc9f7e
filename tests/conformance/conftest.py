"""What the tests of the notebooks share: each notebook, and one execution of it on the kernel it names."""

import os
import pathlib
import shutil
import subprocess
import sys

import nbformat
import pytest

# The tests' cells do not belong into the user's own history.
os.environ["QUINCUNX_HISTORY"] = "off"

ROOT = pathlib.Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
assert NOTEBOOKS, "no notebook under notebooks/: the tests would pass without testing one"

# For what is a test of another program rather than of a notebook.
ONE_NOTEBOOK = pytest.mark.parametrize("notebook_path", [path for path in NOTEBOOKS if path.stem == "coming-from-pqmethod"],
                                       ids=lambda path: path.stem, indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What shares a notebook's execution, an environment or a kernel runs one after the other, the rest side by side."""
    for item in items:
        shared = getattr(item, "callspec", None) and {key: value for key, value in item.callspec.params.items() if key in ["notebook_path", "environment"]}
        group = "-".join(str(getattr(value, "stem", value)) for value in shared.values()) if shared else item.module.__name__
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook_path(request):
    return request.param


@pytest.fixture(scope="session")
def built(notebook_path, tmp_path_factory):
    """The folder into which `make notebook` writes the executed notebook and its page; a cell that fails is an error here."""
    folder = tmp_path_factory.mktemp("build")
    result = subprocess.run([sys.executable, ROOT / "notebooks/execute.py", notebook_path, folder], capture_output=True, text=True)
    if result.returncode != 0:
        pytest.fail(f"{result.stdout}\n{result.stderr}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def executed(notebook_path, built):
    """The notebook with the outputs of a run from top to bottom."""
    return nbformat.read(built / notebook_path.name, as_version=4)


@pytest.fixture
def executed_path(executed, notebook_path, tmp_path):
    """The executed notebook as a file of its own, with the data beside it."""
    folder = tmp_path / "notebooks"
    shutil.copytree(notebook_path.parent, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    path = folder / notebook_path.name
    nbformat.write(executed, path)
    return path
