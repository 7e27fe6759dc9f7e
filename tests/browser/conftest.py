"""JupyterLab on a copy of the notebooks, once in its light and once in its dark theme, and a real browser to look at it."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from lab import Notebook

ROOT = pathlib.Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
# Without these Chromium looks up its maker's hosts at every start; its sandbox refuses to run as root.
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"]
KERNELSPEC = {"name": "quincunx", "display_name": "Q methodology (Quincunx)", "language": "rust"}
# Pictures for a person to look at.
SHOTS = ROOT / "build" / "shots"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
assert NOTEBOOKS, "no notebook under notebooks/: the tests would pass without testing one"


class ByTheme(LoadScopeScheduling):
    """One JupyterLab for each theme; the themes run side by side."""

    def _split_scope(self, nodeid):
        theme = re.search("light|dark", nodeid)
        return theme[0] if theme else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config, log):
    return ByTheme(config, log)


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.fail("chromium is not on PATH: `make test` installs it, or name one in the environment variable CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=THEMES)
def theme(request):
    return request.param


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook_path(request):
    return request.param


@pytest.fixture(scope="session")
def executed():
    """The folder with every notebook executed, as `make notebook` writes it."""
    folder = ROOT / "build"
    for notebook in NOTEBOOKS:
        assert (folder / notebook.name).exists(), f"build/{notebook.name} is missing: `make test-browser` makes it first"
    return folder


@pytest.fixture(scope="session")
def lab(theme, tmp_path_factory):
    """(address, folder) of a JupyterLab of this environment in the theme."""
    with lab_in(tmp_path_factory.mktemp(theme), theme) as running:
        yield running


@contextlib.contextmanager
def lab_in(home, theme, disabled=()):
    """A JupyterLab whose settings, workspaces and notebooks are in `home`, without the extensions `disabled`."""
    folder = home / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    write_settings(home / "settings", theme)
    page_config = home / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": {name: True for name in disabled}}))
    environment = dict(os.environ, JUPYTERLAB_SETTINGS_DIR=str(home / "settings"), JUPYTERLAB_WORKSPACES_DIR=str(home / "workspaces"),
                       JUPYTER_CONFIG_DIR=str(home / "config"), JUPYTER_DATA_DIR=str(home / "data"))
    port = free_port()
    arguments = ["-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser", "--ip=127.0.0.1", f"--port={port}",
                 "--port-retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    with serving(arguments, environment, f"http://127.0.0.1:{port}/api", home / "log"):
        yield f"http://127.0.0.1:{port}/lab", folder


@contextlib.contextmanager
def serving(arguments, environment, address, log_path):
    """A Python program that answers at `address` meanwhile."""
    with open(log_path, "w") as log:
        server = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_up(address, server, log_path)
        yield
    finally:
        stop(server)


@pytest.fixture
def open_notebook(browser, lab):
    """A function that opens a file of the lab's folder as a `Notebook`, ready to run."""
    address, folder = lab
    with contextlib.ExitStack() as pages:

        def open_(path):
            shutil.copy(path, folder / path.name)
            page = browser.new_page(viewport={"width": 1400, "height": 2000})
            pages.callback(page.close)
            return Notebook(page, f"{address}/tree/{path.name}?reset")

        yield open_


def write_settings(folder, theme):
    settings = {
        "apputils-extension/themes": {"theme": THEMES[theme], "adaptive-theme": False},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        # Every cell stands on the page, also those out of sight.
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, value in settings.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))


def stop(server):
    """Ends a server, which ends its kernels first; at times it then waits for a thread of its own for ever."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_up(address, server, log):
    for _ in range(480):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.25)
    pytest.fail(f"The server did not start:\n{log.read_text()}", pytrace=False)
