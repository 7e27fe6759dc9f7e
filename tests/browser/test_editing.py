"""What JupyterLab offers while a magic is being written."""

import nbformat
import pytest
from playwright.sync_api import expect

from conftest import KERNELSPEC

# Milliseconds for an answer to show; a browser on a busy machine is slow.
PATIENCE = 20_000


@pytest.fixture
def empty_notebook(open_notebook, tmp_path):
    """A new notebook on the kernel, the cursor in its one cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()], metadata={"kernelspec": KERNELSPEC})
    nbformat.write(notebook, tmp_path / "empty.ipynb")
    opened = open_notebook(tmp_path / "empty.ipynb")
    opened.page.click(".jp-CodeCell .cm-content")
    return opened


def test_tab_completes_a_verb(empty_notebook):
    page = empty_notebook.page
    page.keyboard.type("%q extr")
    page.keyboard.press("Tab")
    expect(page.locator(".jp-Completer-item")).to_contain_text("extract", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(page.locator(".jp-CodeCell .cm-content")).to_have_text("%q extract", timeout=PATIENCE)


def test_tab_lists_the_verbs_that_fit(empty_notebook):
    page = empty_notebook.page
    page.keyboard.type("%q co")
    page.keyboard.press("Tab")
    page.wait_for_selector(".jp-Completer-item", timeout=PATIENCE)
    offered = page.locator(".jp-Completer-match").all_inner_texts()
    assert {"compare", "consensus", "correlate"} <= set(offered)


def test_shift_tab_explains_the_verb(empty_notebook):
    page = empty_notebook.page
    page.keyboard.type("%q rotate")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".jp-Tooltip")).to_contain_text("varimax", timeout=PATIENCE)


def test_a_mistake_is_answered_in_words(empty_notebook):
    page = empty_notebook.page
    page.keyboard.type("%q extrat pca")
    assert not empty_notebook.run_all()
    [message] = empty_notebook.errors()
    assert "extract" in message, "nothing says which verb was meant"
    assert "panicked" not in message
