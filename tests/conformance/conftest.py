"""What the tests of the notebooks share: each notebook, and one execution of it on the kernel it names."""

import os
import pathlib
import re
import shutil
import sys

import nbformat
import pytest
from xdist.scheduler import LoadScopeScheduling

# The tests' cells do not belong into the user's own history.
os.environ["QUINCUNX_HISTORY"] = "off"

ROOT = pathlib.Path(__file__).parents[2]
sys.path.append(str(ROOT / "notebooks"))
from execute import without_results  # noqa: E402
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
assert NOTEBOOKS, "no notebook under notebooks/: the tests would pass without testing one"

# For what is a test of another program rather than of a notebook.
ONE_NOTEBOOK = pytest.mark.parametrize("notebook_path", [path for path in NOTEBOOKS if path.stem == "coming-from-pqmethod"],
                                       ids=lambda path: path.stem, indirect=True)


class ByWhatIsShared(LoadScopeScheduling):
    """Tests of one notebook, of one environment or of one class run one after the other, the rest side by side."""

    def _split_scope(self, nodeid):
        parameter = re.search(r"\[(.+)\]$", nodeid)
        return parameter[1] if parameter else nodeid.rpartition("::")[0]


def pytest_xdist_make_scheduler(config, log):
    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook_path(request):
    return request.param


@pytest.fixture(scope="session")
def built(notebook_path):
    """The folder into which `make notebook` writes the executed notebook and its page."""
    folder = ROOT / "build"
    for name in [notebook_path.name, f"{notebook_path.stem}.html"]:
        assert (folder / name).exists(), f"build/{name} is missing: `make test-jupyter` makes it first"
    return folder


@pytest.fixture(scope="session")
def executed(notebook_path, built):
    """The notebook with the outputs of a run from top to bottom."""
    return nbformat.read(built / notebook_path.name, as_version=4)


@pytest.fixture
def executed_path(executed, notebook_path, tmp_path):
    """The executed notebook as a file of its own, with the data beside it."""
    folder = tmp_path / "notebooks"
    shutil.copytree(notebook_path.parent, folder, ignore=without_results)
    path = folder / notebook_path.name
    nbformat.write(executed, path)
    return path
