"""Execute a notebook on the kernel it names, cell by cell, and write it with its outputs and an HTML page.

usage: execute.py NOTEBOOK OUTPUT_FOLDER
"""

import argparse
import pathlib
import shutil
import sys
import tempfile
import time

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

WIDTH = 60

# nbconvert's page leaves out the alternative text that the kernel sends with a figure.
PAGE = """{%- extends 'lab/index.html.j2' -%}
{%- block data_png scoped -%}
{%- set alt = output | get_metadata('alt', 'image/png') -%}
{{ super() | replace('<img', '<img alt="' ~ (alt or '') | escape_html ~ '"', 1) }}
{%- endblock -%}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("output_folder", type=pathlib.Path)
    arguments = parser.parse_args()

    notebook = nbformat.read(arguments.notebook, as_version=4)
    failure = execute(notebook, arguments.notebook.parent)
    write(notebook, arguments.output_folder / arguments.notebook.stem)
    if failure:
        sys.exit(f"{arguments.notebook}: {failure}")


def execute(notebook, folder):
    """Fill in the notebook's outputs, in a copy of its folder where nobody has run it yet; the reason why it stopped, or None."""
    with tempfile.TemporaryDirectory() as home:
        copy = pathlib.Path(home) / "notebooks"
        shutil.copytree(folder, copy, ignore=without_results)
        return execute_in(notebook, copy)


def without_results(folder, names):
    """For `shutil.copytree`: what notebooks have written stays behind."""
    is_results = pathlib.Path(folder).name == "results"
    return [name for name in names if name == ".ipynb_checkpoints" or is_results and name != "README.md"]


def execute_in(notebook, folder):
    """Fill in the outputs, printing a line per code cell."""
    total = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)
    progress = Progress(total)
    client = NotebookClient(
        notebook,
        timeout=300,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=progress.begin,
        on_cell_executed=progress.end,
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return f"stopped after cell {progress.number} of {total}.\n{error}"
    except NoSuchKernel as error:
        return f"{error}; `make notebook` installs it."
    return None


class Progress:
    """Prints `[3/41] first line of the cell …  0.12 s`, the time when the cell is done."""

    def __init__(self, total):
        self.total = total
        self.number = 0
        self.started = 0.0

    def begin(self, cell, **_):
        if cell.cell_type != "code":
            return
        self.number += 1
        self.started = time.perf_counter()
        lines = cell.source.strip().splitlines()
        text = lines[0] + (" …" if len(lines) > 1 else "")
        if len(text) > WIDTH:
            text = text[: WIDTH - 1] + "…"
        width = len(str(self.total))
        print(f"[{self.number:{width}}/{self.total}] {text:{WIDTH}}", end="", flush=True)

    def end(self, cell, execute_reply, **_):
        seconds = time.perf_counter() - self.started
        mark = "" if execute_reply["content"]["status"] == "ok" else "  failed"
        print(f"  {seconds:6.2f} s{mark}", flush=True)


def write(notebook, stem):
    stem.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, stem.with_suffix(".ipynb"))
    page, _ = HTMLExporter(raw_template=PAGE).from_notebook_node(notebook, resources={"metadata": {"name": stem.name}})
    stem.with_suffix(".html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
