"""Jupyter's other programs, unmodified, on the notebooks."""

import os
import re
import shutil
import sys

import nbformat
import pexpect
import pytest
from bs4 import BeautifulSoup

from conftest import ONE_NOTEBOOK, ROOT
from test_notebooks import code_cells, run

TEX = "xelatex is not on PATH: `make test` installs it where apt-get may (tests/install-tools.sh)"
ESCAPES = re.compile(r"\x1b[\[\]()?][0-9;?]*[A-Za-z]?")


@ONE_NOTEBOOK
def test_jupyter_execute_runs_it(notebook_path, tmp_path):
    output = tmp_path / "executed.ipynb"
    run("jupyter", "execute", notebook_path.name, f"--output={output.with_suffix('')}", cwd=notebook_path.parent)
    for number, cell in code_cells(nbformat.read(output, as_version=4)):
        assert cell.execution_count == number


@ONE_NOTEBOOK
def test_exports_to_slides(executed_path):
    run("nbconvert", "--to", "slides", executed_path.name, cwd=executed_path.parent)
    page = BeautifulSoup(executed_path.with_suffix(".slides.html").read_bytes(), "html.parser")
    assert page.select(".reveal section"), "no slide"
    assert page.select(".reveal .jp-OutputArea-output table"), "no table on a slide"


@pytest.mark.skipif(not shutil.which("xelatex"), reason=TEX)
def test_exports_to_pdf(executed_path):
    run("nbconvert", "--to", "pdf", executed_path.name, cwd=executed_path.parent)
    document = executed_path.with_suffix(".pdf").read_bytes()
    assert document.startswith(b"%PDF-")
    assert document.count(b"/Subtype/Image") + document.count(b"/Subtype /Image") > 0 or b"/ObjStm" in document, "no figure"


def test_the_console_is_answered():
    """A dialogue at a terminal, with Tab completion and a cell of several lines."""
    environment = dict(os.environ, TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1")
    arguments = ["-m", "jupyter", "console", "--kernel", "quincunx"]
    console = pexpect.spawn(sys.executable, arguments, cwd=ROOT / "notebooks", env=environment, encoding="utf-8", timeout=60, dimensions=(60, 160))

    def ask(typed, *expected):
        console.send(typed)
        for text in expected:
            console.expect(text)

    with console:
        console.expect(r"Quincunx \d")
        ask("%q example case-study\r", "Out", "1", "93 sorts")
        ask("%q extrat pca\r", "Did you mean", "extract")
        # The kernel says that lines may follow; an empty one ends the cell.
        ask("%%q statements\r", r"\.\.\.: ")
        ask("One statement\rAnother\r\r", "the study has 40")
        # What is typed and what is completed may be drawn one after the other.
        ask("%q second\t", "-order")
        ask("\x15\x04", "really want to exit")
        ask("y\r", "Shutting down kernel", pexpect.EOF)
    assert console.exitstatus == 0


@ONE_NOTEBOOK
def test_nothing_of_the_page_depends_on_the_highlighter(executed_path):
    """Exports colour code by `pygments_lexer`, and name the language where nothing is installed."""
    info = nbformat.read(executed_path, as_version=4).metadata.language_info
    assert info.name == info.pygments_lexer == "rust"
    run("nbconvert", "--to", "html", executed_path.name, cwd=executed_path.parent)
    page = BeautifulSoup(executed_path.with_suffix(".html").read_bytes(), "html.parser")
    blocks = page.select(".jp-InputArea .highlight.hl-rust")
    assert blocks and not page.select(".highlight .err"), "lines of magics are marked as errors of Rust"
