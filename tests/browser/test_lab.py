"""The notebooks as a reader of JupyterLab sees them. The pictures under build/shots are for a person to look at."""

import pytest

from conftest import SHOTS


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_runs_in_the_browser(open_notebook, notebook_path, theme):
    notebook = open_notebook(notebook_path)
    succeeded = notebook.run_all()
    photographed = notebook.photograph(SHOTS / theme / notebook_path.stem)
    print(f"{photographed} pictures in build/shots/{theme}/{notebook_path.stem}")
    assert notebook.errors() == []
    assert succeeded, "JupyterLab stopped at a cell"
    assert_readable(notebook)


def test_reads_without_being_run(open_notebook, executed, notebook_path, theme):
    """A notebook from elsewhere is not trusted, and what JupyterLab then leaves of its outputs must do, in either theme."""
    notebook = open_notebook(executed / notebook_path.name)
    notebook.photograph(SHOTS / theme / f"{notebook_path.stem}-untrusted")
    assert notebook.errors() == []
    assert_readable(notebook)


def assert_readable(notebook):
    assert notebook.outputs("text/html").count() > 0, "no table is shown"
    assert notebook.outputs("image/png").count() > 0, "no figure is shown"
    assert notebook.unloaded_figures() == 0
    assert notebook.faint_text() == []
    assert notebook.complaints == []
