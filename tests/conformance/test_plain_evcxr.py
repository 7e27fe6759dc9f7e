"""Quincunx as a library, as docs/rust-cells.md has it, in the Rust cells of our own kernel and of the plain evcxr kernel, beside what magics show.

With QUINCUNX_PLAIN_EVCXR=1, as in `make soak`: to build evcxr_jupyter takes minutes. The cells and what they call are the same in both kernels.
"""

import os
import re

import evcxr_jupyter
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

KERNELS = ["quincunx", "rust"] if os.environ.get("QUINCUNX_PLAIN_EVCXR") else ["quincunx"]
# The same for each cell of the documentation.
MAGICS = [
    "%q example case-study",
    "%q solve -k 5\n%q flag auto",
    "%q arrays",
]


@pytest.fixture(scope="module")
def cells():
    """The Rust cells of the section, with the path of this checkout, and without the network."""
    text = (evcxr_jupyter.ROOT / "docs/rust-cells.md").read_text(encoding="utf-8")
    section = text[text.index("## In the plain evcxr kernel") :]
    cells = re.findall(r"```rust\n(.*?)```", section, re.DOTALL)
    cells[0], paths = re.subn(r'path = "[^"]*"', f'path = "{evcxr_jupyter.ROOT}"', cells[0])
    assert paths == 1
    return [":offline 1\n" + cells[0], *cells[1:]]


@pytest.fixture(scope="module", params=KERNELS)
def executed(request, cells, tmp_path_factory):
    """The outputs of these cells, one bundle a cell."""
    if request.param == "quincunx":
        return run(cells, "quincunx")
    folder = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        evcxr_jupyter.install(folder)
        return run(cells, "rust")


@pytest.fixture(scope="module")
def expected():
    return run(MAGICS, "quincunx")


def test_each_cell_shows_its_value_once(executed):
    for outputs in executed:
        [output] = [output for output in outputs if output.output_type != "stream"]
        assert set(output.data) == {"text/html", "text/latex", "text/plain"}


def test_tables_are_those_of_the_magics(executed, expected):
    for ours, theirs in zip(executed, expected, strict=True):
        shown = "".join(output.data["text/html"] for output in ours if "data" in output)
        wanted = "".join(output.data["text/html"] for output in theirs if "text/html" in output.get("data", {}))
        table = BeautifulSoup(wanted, "html.parser").table
        assert str(table) in str(BeautifulSoup(shown, "html.parser"))


def test_pictures_are_those_of_the_magics(executed, expected):
    pictures = [output.data["image/png"].strip() for output in expected[1] if "image/png" in output.get("data", {})]
    assert pictures
    for picture in pictures:
        assert f"data:image/png;base64,{picture}" in executed[1][-1].data["text/html"]


def run(sources, kernel):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name=kernel, timeout=600).execute()
    return [cell.outputs for cell in notebook.cells]
