"""What a user of JupyterLab does besides writing: start a notebook, run it, interrupt and restart the kernel, read an error."""

import time

import nbformat
import pytest
from playwright.sync_api import expect

from conftest import KERNELSPEC, SHOTS, lab_in
from lab import ERRORS

PATIENCE = 30_000
KERNEL = ".jp-Toolbar-kernelName"
STATUS = ".jp-Notebook-ExecutionIndicator"
# The words of each cell that are not set as plain text is.
COLOURED = """() => [...document.querySelectorAll(".jp-CodeCell .cm-content")].map(cell => [...cell.querySelectorAll("span")]
    .filter(span => getComputedStyle(span).color !== getComputedStyle(cell).color || getComputedStyle(span).fontWeight > 400)
    .map(span => span.textContent))"""
CELL = """// the study
%q load "my sorts.csv" --grid free -k 5 # a remark
let text = "
%q within a text
";
%q flag auto"""


def test_a_new_notebook_from_the_launcher(browser, lab, theme):
    address, _ = lab
    page = browser.new_page(viewport={"width": 1200, "height": 700})
    try:
        page.goto(f"{address}?reset")
        tile = page.locator(".jp-LauncherCard[data-category='Notebook']", has_text="Quincunx")
        expect(tile).to_be_visible(timeout=PATIENCE)
        logo = tile.locator("img, svg").first
        expect(logo).to_be_visible()
        assert logo.evaluate("logo => logo.tagName !== 'IMG' || logo.naturalWidth > 0"), "the logo is not loaded"
        page.screenshot(path=shot(theme, "launcher"))
        tile.click()
        expect(page.locator(KERNEL).first).to_contain_text("Q methodology (Quincunx)", timeout=PATIENCE)
        expect(page.locator(STATUS).first).to_have_attribute("data-status", "idle", timeout=PATIENCE)
        page.locator(".jp-CodeCell .cm-content").click()
        page.keyboard.type("%q help")
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".jp-OutputArea-output").first).to_contain_text("extract", timeout=PATIENCE)
        page.screenshot(path=shot(theme, "new-notebook"))
    finally:
        page.close()


def test_an_error_is_read_in_its_cell(open_cells, theme):
    # The last cell fails nowhere: JupyterLab may send it before the error is known, or only then.
    opened = open_cells("%q example case-study", "%q rotate varimax -k 3", "%q help")
    assert not opened.run_all()
    [message] = opened.errors()
    assert "%q correlate" in message
    opened.page.screenshot(path=shot(theme, "error"))


def test_errors_can_be_read_in_either_theme(open_cells, theme):
    """Errors stand on a ground of their own, on which no red of JupyterLab's has the contrast that WCAG asks."""
    wrong = ["%q extrat pca", "%q help\n%q load \"no such file.csv\"", "let number: i32 = \"text\";\nundefined_name;", 'panic!("on purpose")',
             'eprintln!("written to stderr");']
    opened = open_cells(*wrong, raises=True)
    opened.run_all()
    expect(opened.page.locator(ERRORS)).to_have_count(len(wrong), timeout=4 * PATIENCE)
    messages = opened.errors()
    assert "expected `i32`" in messages[2], "the compiler's words are shown"
    assert opened.faint_text() == []
    opened.photograph(SHOTS / theme / "errors")


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_progress_is_shown_in_place_and_goes(open_cells, slow_crate, theme):
    """A crate that takes seconds to compile is waited for, and in the end nothing tells how many."""
    opened = open_cells(f'%q example case-study\n:dep slow = {{ path = "{slow_crate}" }}\nprintln!("a line");\nslow::answer()')
    page = opened.page
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Control+Enter")
    area = page.locator(".jp-OutputArea-output")
    expect(area.filter(has_text="compiling slow")).to_have_count(1, timeout=2 * PATIENCE)
    page.screenshot(path=shot(theme, "progress"))
    expect(area.last).to_have_text("42", timeout=4 * PATIENCE)
    assert [text.strip().split("\n")[0] for text in area.all_inner_texts()[1:]] == ["a line", "42"]
    kinds = "() => window.jupyterapp.shell.currentWidget.content.widgets[0].model.outputs.toJSON().map(output => output.output_type)"
    assert page.evaluate(kinds) == ["display_data", "stream", "execute_result"]


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_interrupt_and_restart_buttons(open_cells, theme):
    opened = open_cells("%q example case-study\n%q correlate", "loop {}", "%q study")
    page = opened.page
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("Shift+Enter")
    expect(page.locator(f"{STATUS}[data-status=busy]")).to_be_attached(timeout=PATIENCE)
    page.wait_for_timeout(500)
    page.click("[data-command='notebook:interrupt-kernel'], [data-jp-item-name='interrupt'] button, [data-jp-item-name='interrupt']")
    expect(page.locator(ERRORS)).to_contain_text("nterrupt", timeout=PATIENCE)
    page.screenshot(path=shot(theme, "interrupted"))
    # The session is as it was.
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output").first).to_contain_text("93", timeout=PATIENCE)

    page.click("[data-jp-item-name='restart'] button, [data-jp-item-name='restart']")
    page.click(".jp-Dialog .jp-mod-accept")
    page.wait_for_selector(".jp-Dialog", state="detached")
    opened.wait_until_ready()
    # Nothing is left of the session.
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".jp-CodeCell").last.locator(ERRORS)).to_contain_text("%q load", timeout=PATIENCE)
    expect(page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")).to_contain_text("[1]")


def test_magics_are_coloured_as_magics(open_cells, theme):
    opened = open_cells(CELL, "%%q participants\nid,let\np1,fn")
    words = ["// the study", "%q", "load", '"my sorts.csv"', "--grid", "5", "# a remark", "let", "%q within a text", "flag"]
    _, second = coloured(opened.page, words)
    assert second == ["%%q", "participants"], "the lines below are no Rust"
    opened.page.screenshot(path=shot(theme, "colours"))


def test_without_the_extension_code_is_coloured_as_rust(browser, tmp_path):
    """As in a JupyterLab that runs in another environment than the kernel's."""
    with lab_in(tmp_path, "light", disabled=["quincunx"]) as (address, folder):
        nbformat.write(notebook("let text = \"x\";", "%q help"), folder / "rust.ipynb")
        page = browser.new_page()
        try:
            page.goto(f"{address}/tree/rust.ipynb?reset")
            page.wait_for_selector(".jp-CodeCell .cm-content", timeout=PATIENCE)
            coloured(page, ["let", '"x"'])
        finally:
            page.close()


def coloured(page, words):
    """The words of each cell that have a colour or weight of their own, as soon as all of `words` have in the first cell.

    The editor reads a cell in several goes, so that at first only its beginning has colours.
    """
    deadline = time.monotonic() + PATIENCE / 1000
    while missing := set(words) - set((cells := page.evaluate(COLOURED))[0]):
        assert time.monotonic() < deadline, f"no colour of their own: {sorted(missing)}"
        page.wait_for_timeout(100)
    return cells


@pytest.fixture
def slow_crate(tmp_path):
    """The folder of a crate whose build takes longer than a browser on a busy machine needs to look twice."""
    folder = tmp_path / "slow"
    (folder / "src").mkdir(parents=True)
    (folder / "Cargo.toml").write_text('[package]\nname = "slow"\nversion = "0.1.0"\nedition = "2024"\n')
    (folder / "build.rs").write_text("fn main() { std::thread::sleep(std::time::Duration::from_secs(6)); }\n")
    (folder / "src" / "lib.rs").write_text("pub fn answer() -> i32 { 42 }\n")
    return folder


@pytest.fixture
def open_cells(open_notebook, tmp_path):
    """A function that opens a notebook with these cells."""

    def open_(*cells, raises=False):
        written = notebook(*cells)
        if raises:
            for cell in written.cells:
                cell.metadata.tags = ["raises-exception"]
        nbformat.write(written, tmp_path / "cells.ipynb")
        return open_notebook(tmp_path / "cells.ipynb")

    return open_


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": KERNELSPEC})


def shot(theme, name):
    folder = SHOTS / theme
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.png"
