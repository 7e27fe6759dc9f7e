"""A notebook as a page without its code, by Voilà."""

import os

import pytest
from playwright.sync_api import expect

from conftest import NOTEBOOKS, SHOTS, free_port, serving


@pytest.mark.parametrize("notebook_path", [path for path in NOTEBOOKS if path.stem == "case-study"], ids=lambda path: path.stem, indirect=True)
def test_shows_the_results_and_no_code(browser, notebook_path, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    arguments = ["-m", "voila", str(notebook_path), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    environment = dict(os.environ, JUPYTER_CONFIG_DIR=str(tmp_path / "config"), JUPYTER_DATA_DIR=str(tmp_path / "data"))
    # Its static files answer without a run of the notebook.
    with serving(arguments, environment, f"{address}voila/static/voila.js", tmp_path / "log"):
        page = browser.new_page(viewport={"width": 1200, "height": 1600})
        try:
            page.goto(address, timeout=240_000)
            expect(page.locator(".jp-OutputArea-output table").first).to_be_visible(timeout=120_000)
            assert page.locator(".jp-OutputArea-output img").count() > 0, "no figure"
            assert page.locator(".jp-OutputArea-output img").evaluate_all("images => images.filter(i => !i.naturalWidth).length") == 0
            assert page.locator("[data-mime-type='application/vnd.jupyter.error'], .jp-RenderedText[data-mime-type*=stderr]").count() == 0
            assert "%q" not in page.locator(".jp-InputArea").all_inner_texts(), "code is shown"
            (SHOTS / "voila").mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / "voila" / f"{notebook_path.stem}.png", full_page=True)
        finally:
            page.close()
