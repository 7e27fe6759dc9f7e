"""What stands in a data file is text, whatever it says: none of it becomes part of the page, in a trusted notebook or in another.

The payloads of tests/injection stand there as statements, participants, attributes and their names; here also as the names of files,
factors and solutions, and in messages of errors.
"""

import shutil
from urllib.parse import urlsplit

import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import expect

from conftest import KERNELSPEC, ROOT, SHOTS
from lab import ERRORS

DATA = ROOT / "tests" / "injection"
PAYLOADS = DATA.joinpath("payloads.txt").read_text(encoding="utf-8").splitlines()
assert len(PAYLOADS) >= 50
IMAGE = "<img src=x onerror=alert(1)>"
FILE = f"{IMAGE} $100 & 5%.csv"

VERBS = """
load "{file}" --statements injection/statements.csv
statements
participants
sorts
correlate
extract pca -k 3
scree
rotate varimax
flag auto
name F1 "{image}"
name F2 "$\\\\href{{javascript:alert(1)}}{{press}}$"
name F3 "</td></tr></table><h1 id=leak>out of the cell</h1>"
loadings
scores
arrays
crib F1
composite "{image}"
distinguishing F3
consensus
characteristics
prevalence "{image}"
keep "<script>alert(1)</script>"
compare "<script>alert(1)</script>" "<script>alert(1)</script>"
solve --by "{image}" -k 1
second-order "<script>alert(1)</script>" --as "<svg onload=alert(1) class=leak></svg>"
study
journal
""".strip().format(file=FILE.replace("$", r"\$"), image=IMAGE).splitlines()
MISTAKES = ["load", "crib", "extract", "no-such-verb"]

# Elements that only a payload can have made. Links in plain text and errors are JupyterLab's own, and lead nowhere by themselves.
STRANGERS = """() => {
    const named = ["id", "data-jupyter-id", "class", "name", "srcset", "action", "data", "style"].map(a => `[${a}*="leak"]`);
    const within = ["script", "style", "iframe", "object", "embed", "form", "input", "video", "audio", "svg", "math", "base", "meta", "template",
        "marquee", "img:not([src^='data:image/png;base64,'])", "mjx-container", "[href^='javascript:']", "[href^='data:']"];
    const selector = [...named, ...within.map(one => `.jp-OutputArea-output ${one}`)].join();
    return [...document.querySelectorAll(selector)].map(element => element.outerHTML.slice(0, 200));
}"""


@pytest.fixture
def study(lab):
    """The lab's folder, with the payloads in it."""
    _, folder = lab
    shutil.copytree(DATA, folder / "injection", dirs_exist_ok=True)
    shutil.copy(DATA / "sorts.csv", folder / FILE)
    return folder


@pytest.mark.parametrize("theme", ["light"], indirect=True)
@pytest.mark.parametrize("is_trusted", [True, False], ids=["trusted", "untrusted"])
def test_data_is_never_part_of_the_page(open_notebook, study, tmp_path, is_trusted):
    path = tmp_path / "injection.ipynb"
    notebook = with_payloads()
    if not is_trusted:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(study)}}).execute()
    nbformat.write(notebook, path)
    opened = open_notebook(path)
    if is_trusted:
        opened.run_all()
    mistakes = sum("tags" in cell.metadata for cell in notebook.cells)
    expect(opened.page.locator(ERRORS)).to_have_count(mistakes, timeout=60_000)
    assert opened.trust() == {is_trusted}
    opened.page.wait_for_timeout(1_000)

    assert_harmless(opened)
    shown = opened.outputs("text/html").all_text_contents()
    everything = " ".join(" ".join(shown).split())
    missing = [payload for payload in PAYLOADS if " ".join(payload.split()) not in everything]
    assert missing == [], "not shown as it stands in the file"
    opened.photograph(SHOTS / "injection" / ("trusted" if is_trusted else "untrusted"))


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_names_are_never_part_of_what_helps_to_type(open_notebook, study, tmp_path):
    notebook = with_payloads(verbs=VERBS[:10])
    notebook.cells.append(nbformat.v4.new_code_cell("%q crib "))
    nbformat.write(notebook, tmp_path / "typing.ipynb")
    opened = open_notebook(tmp_path / "typing.ipynb")
    page = opened.page
    opened.run_all()
    last = page.locator(".jp-CodeCell .cm-content").last
    last.click()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.wait_for_selector(".jp-Completer-item", timeout=20_000)
    assert any(IMAGE in offered for offered in page.locator(".jp-Completer-match").all_text_contents())
    assert_harmless(opened)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    page.wait_for_selector(".jp-Tooltip", timeout=20_000)
    assert_harmless(opened)


def assert_harmless(opened):
    """No dialog, no uncaught error, no request to elsewhere, nothing on the page that came from the data."""
    assert opened.complaints == []
    here = urlsplit(opened.page.url).netloc
    elsewhere = [url for url in opened.requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != here]
    assert elsewhere == []
    assert opened.page.evaluate(STRANGERS) == []
    assert opened.page.title().endswith("JupyterLab"), "the page has another title"


def with_payloads(verbs=VERBS):
    """A notebook that shows the payloads by every verb, and then in the messages of mistakes."""
    cells = [nbformat.v4.new_code_cell(f"%q {verb}") for verb in verbs]
    if verbs is VERBS:
        wrong = [f"%q {verb} {quoted(payload)}" for payload in PAYLOADS[::6] for verb in MISTAKES]
        cells += [nbformat.v4.new_code_cell(line, metadata={"tags": ["raises-exception"]}) for line in wrong]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})


def quoted(text):
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
