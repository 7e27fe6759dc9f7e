"""Quincunx as a library, as docs/rust-cells.md has it, in the plain evcxr kernel and in the Rust cells of our own, beside what magics show."""

import os
import re

import evcxr_jupyter
import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

# tests/integration/library.rs makes the same calls in no time.
pytestmark = pytest.mark.skipif(not os.environ.get("QUINCUNX_PLAIN_EVCXR"), reason="to build evcxr_jupyter and the library takes minutes: `make soak` does")

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


@pytest.fixture(scope="module", params=["rust", "quincunx"])
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


def test_each_cell_shows_its_value(executed):
    for outputs in executed:
        assert {"text/html", "text/latex", "text/plain"} <= set(outputs[-1].data)


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
