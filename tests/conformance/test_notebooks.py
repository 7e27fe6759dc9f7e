"""The notebooks as they are committed, as they run, and as Jupyter's own programs export them."""

import base64
import pathlib
import re
import struct
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup

from conftest import ONE_NOTEBOOK


def test_committed_without_outputs(notebook_path):
    notebook = nbformat.read(notebook_path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "quincunx"
    for number, cell in code_cells(notebook):
        assert not cell.outputs, f"cell {number} has outputs: clear them before committing"
        assert cell.execution_count is None, f"cell {number} has an execution count: clear it before committing"


def test_every_code_cell_is_introduced(notebook_path):
    cells = nbformat.read(notebook_path, as_version=4).cells
    for before, cell in zip([None, *cells], cells):
        if cell.cell_type == "code":
            assert before is not None and before.cell_type == "markdown", f"nothing introduces the cell:\n{cell.source}"


def test_runs_from_top_to_bottom(executed):
    counts = [cell.execution_count for _, cell in code_cells(executed)]
    assert counts == list(range(1, len(counts) + 1))
    for number, output in outputs(executed):
        assert output.output_type != "error", f"cell {number}: {output.evalue}"
        assert output.get("name") != "stderr", f"cell {number} wrote to stderr: {output.text}"


def test_shows_tables_and_figures(executed):
    bundles = [output.data for _, output in outputs(executed) if "data" in output]
    assert any("text/html" in bundle for bundle in bundles), "no table"
    assert any("image/png" in bundle for bundle in bundles), "no figure"


def test_every_output_can_be_shown_everywhere(executed):
    for number, output in outputs(executed):
        if "data" not in output:
            continue
        types = set(output.data)
        assert "text/plain" in types, f"cell {number}: a bare terminal has nothing to show of {types}"
        assert "application/json" not in types, f"cell {number}: JupyterLab would show the JSON and not the table"
        if "text/html" in types:
            assert "text/latex" in types, f"cell {number}: HTML without LaTeX is lost in a PDF"


def test_figures_state_their_size_and_say_what_they_show(executed):
    for number, output in outputs(executed):
        if "image/png" not in output.get("data", {}):
            continue
        metadata = output.metadata.get("image/png", {})
        assert output.metadata.get("alt") or metadata.get("alt"), f"cell {number}: a figure without alternative text"
        width, height = png_size(output.data["image/png"])
        assert (width, height) == (2 * metadata["width"], 2 * metadata["height"]), f"cell {number}: not at twice its size"


def test_a_second_run_gives_the_same_outputs(executed_path):
    """nbval runs every cell again and compares what comes with what is stored."""
    options = ["--nbval", "--nbval-cell-timeout=600", "-p", "no:cacheprovider", "--rootdir=."]
    run("pytest", *options, executed_path.name, cwd=executed_path.parent)


@ONE_NOTEBOOK
def test_papermill_runs_it(notebook_path, tmp_path):
    output = tmp_path / "papermill.ipynb"
    run("papermill", "--no-progress-bar", notebook_path.name, output, cwd=notebook_path.parent)
    assert all(cell.metadata.papermill.status == "completed" for _, cell in code_cells(nbformat.read(output, as_version=4)))


def test_the_page_describes_its_figures(built, notebook_path):
    images = output_images(built / f"{notebook_path.stem}.html")
    assert images and all(image.get("alt", "").strip() for image in images)


def test_exports_to_html(executed_path):
    page = export(executed_path, "html")
    assert output_images(page), "no figure on the page"
    assert BeautifulSoup(page.read_bytes(), "html.parser").select(".jp-OutputArea-output table"), "no table on the page"


def test_exports_to_latex(executed_path):
    source = export(executed_path, "latex").read_text(encoding="utf-8")
    assert r"\toprule" in source, "no table in booktabs style"
    assert r"\includegraphics" in source, "no figure"
    assert balanced(source), "an environment is opened and not closed, or the other way round"


def test_exports_to_markdown(executed_path):
    text = export(executed_path, "markdown").read_text(encoding="utf-8")
    assert "![" in text, "no figure"
    assert list(executed_path.parent.glob("*_files/*.png")), "no picture beside the page"


def test_exports_to_a_script(executed_path, executed):
    extension = executed.metadata.language_info.file_extension
    script = export(executed_path, "script", extension).read_text(encoding="utf-8")
    first = next(cell.source for _, cell in code_cells(executed))
    assert first.splitlines()[0] in script


def code_cells(notebook):
    """(number as counted by the reader, cell) of every code cell that holds code."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return list(enumerate(cells, start=1))


def outputs(notebook):
    return [(number, output) for number, cell in code_cells(notebook) for output in cell.outputs]


def output_images(page):
    return BeautifulSoup(page.read_bytes(), "html.parser").select(".jp-OutputArea-output img")


def export(path, form, extension=None):
    run("nbconvert", "--to", form, path.name, cwd=path.parent)
    suffix = extension or {"html": ".html", "latex": ".tex", "markdown": ".md"}[form]
    return path.with_suffix(suffix)


def run(module, *arguments, cwd: pathlib.Path):
    """Run a Python program of this environment; if it fails, what it printed is the message."""
    result = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if result.returncode != 0:
        pytest.fail(f"{module} failed\n{result.stdout[-4000:]}\n{result.stderr[-4000:]}", pytrace=False)


def png_size(encoded):
    header = base64.b64decode(encoded)[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", header[16:24])


def balanced(source):
    opened = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+\*?)\}", source):
        if kind == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
