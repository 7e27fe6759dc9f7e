"""Text from data files in LaTeX is text: it names no file, runs no program and ends no environment."""

import re
import shutil
import subprocess

import nbformat
import pytest
from nbclient import NotebookClient

from conftest import ROOT
from test_clients import TEX
from test_notebooks import balanced, outputs, run

DATA = ROOT / "tests" / "injection"
CELLS = r"""%q load sorts.csv --statements statements.csv
%q statements
%q participants
%q correlate
%q extract pca -k 3
%q rotate varimax
%q flag auto
%q name F1 "\\input{leak}"
%q name F2 "[99cm]"
%q scores
%q arrays
%q crib F1
%q composite F1
%q distinguishing F1
%q consensus
%q characteristics
%q prevalence "<img src=x onerror=alert(1)>"
%q prevalence "[99cm]\$\\input{leak}\$"
%q keep "\\write18{touch leak}"
%q study
%q journal""".splitlines()
# What a report is set with; any other command came from the data.
OURS = r"""begin end noindent textbf textit texttt par medskip smallskip small footnotesize setlength tabcolsep linewidth toprule midrule bottomrule
cmidrule multicolumn endhead textasciitilde textasciicircum textbackslash textless textgreater textbar textquotedbl ge le cdot sqrt vphantom lambda
Sigma Delta textsuperscript raggedright arraybackslash hspace phantom""".split()


@pytest.fixture(scope="module")
def notebook():
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "quincunx", "display_name": "", "language": "rust"}})
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(DATA)}}).execute()
    return notebook


def test_latex_has_no_command_of_the_data(notebook):
    sources = [(number, output.data["text/latex"]) for number, output in outputs(notebook) if "text/latex" in output.get("data", {})]
    assert len(sources) > 15
    for number, source in sources:
        strange = set(re.findall(r"\\([A-Za-z]+)", source)) - set(OURS)
        assert strange == set(), f"cell {number}: commands that are not ours"
        assert balanced(source), f"cell {number}: an environment is opened and not closed"
        unescaped = re.search(r"(?<!\\)[%#]|\^\^|(\\\\|rule)\s*[*[]", source)
        assert not unescaped, f"cell {number}: {source[max(0, unescaped.start() - 40):unescaped.end() + 40]}"


@pytest.mark.skipif(not shutil.which("xelatex"), reason=TEX)
def test_tex_sets_it_without_an_error(notebook, tmp_path):
    nbformat.write(notebook, tmp_path / "payloads.ipynb")
    run("nbconvert", "--to", "latex", "payloads.ipynb", cwd=tmp_path)
    command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "payloads.tex"]
    result = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    assert result.returncode == 0, result.stdout[-3000:]
    assert not list(tmp_path.rglob("leak*"))
