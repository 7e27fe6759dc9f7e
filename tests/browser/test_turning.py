"""Rotating by hand on the board: the module's arithmetic against the kernel's, the plot under mouse and keys, and a whole turn in JupyterLab."""

import os
import re

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from playwright.sync_api import expect

from conftest import KERNELSPEC, ROOT, SHOTS
from lab import inaccessible

BOARD = ROOT / "src/magic/verbs/rotate/board"
RESULT = "application/vnd.quincunx.v1+json"
WAY = ["%q example case-study", "%q correlate", "%q extract pca -k 7", "%q rotate varimax -k 5"]
# A page with the module mounted on a model that only remembers.
MOUNT = """async ([module, style, state]) => {
    const url = URL.createObjectURL(new Blob([module], {type: "text/javascript"}));
    window.board = await import(url);
    window.sent = [];
    const heard = {};
    window.model = {
        get: name => state[name], set: (name, value) => { state[name] = value; }, save_changes: () => {},
        on: (event, react) => { heard[event] = react; }, off: () => {}, send: message => window.sent.push(message),
    };
    window.change = (name, value) => { state[name] = value; heard[`change:${name}`](); };
    document.body.innerHTML = `<style>${style}</style><div id="board"></div>`;
    window.stop = window.board.default.render({model: window.model, el: document.getElementById("board")});
}"""


@pytest.fixture(scope="module")
def kernel():
    os.environ["QUINCUNX_HISTORY"] = "off"
    manager, client = start_new_kernel(kernel_name=KERNELSPEC["name"])
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def results(kernel, *cells):
    """The machine-readable result of the last cell."""
    for cell in cells:
        found = []
        reply = kernel.execute_interactive(cell, allow_stdin=False, timeout=60, output_hook=found.append)
        assert reply["content"]["status"] == "ok", reply["content"]
    data = [m["content"]["data"][RESULT]["data"] for m in found if RESULT in m["content"].get("data", {})]
    return data[0]


def state_of(loadings, rule):
    return {"ids": loadings["sorts"], "labels": loadings["factors"], "loadings": loadings["loadings"], "rule": rule, "a": 0, "b": 1,
            "taken": [], "trouble": None}


RULES = {
    "%q flag auto": {"majority": "required", "at_least": False, "kade": False},
    "%q flag auto --alpha 0.01 --majority no": {"majority": "ignored", "at_least": False, "kade": False},
    "%q flag auto --majority only": {"majority": "alone", "at_least": False, "kade": False},
    "%q flag auto --critical 2 --at-least": {"majority": "required", "at_least": True, "kade": False},
    "%q flag auto --like kade": {"majority": "required", "at_least": False, "kade": True},
}


def test_the_module_computes_what_the_kernel_computes(browser, kernel):
    """Turned loadings to 1e-12, explained variance to 1e-10 of a percent, and every flag, under each kind of rule."""
    before = results(kernel, *WAY, "%q loadings")
    page = browser.new_page()
    try:
        module, style = (BOARD / "board.js").read_text(), (BOARD / "board.css").read_text()
        page.evaluate(MOUNT, [module, style, state_of(before, {"threshold": 0.3, "majority": "required", "at_least": False, "kade": False})])
        for (a, b, degrees), (flag, rule) in zip([(0, 1, 12.5), (2, 0, -33.3), (3, 4, 90), (1, 4, 0.1), (0, 3, -171.9)], RULES.items()):
            after = results(kernel, f"%q rotate by-hand F{a + 1} F{b + 1} --angle {degrees}", flag, "%q loadings")
            rule = {**rule, "threshold": after["threshold"]}
            found = page.evaluate("""([loadings, a, b, degrees, rule]) => {
                const after = window.board.turned(loadings, a, b, degrees);
                return [after, window.board.flags(after, rule), after[0].map((_, factor) => window.board.variance(after, factor))];
            }""", [before["loadings"], a, b, degrees, rule])
            differences = [abs(ours - theirs) for row, wanted in zip(found[0], after["loadings"]) for ours, theirs in zip(row, wanted)]
            assert len(differences) == 93 * 5 and max(differences) < 1e-12, f"{degrees}: {max(differences)}"
            assert found[1] == after["flags"], flag
            assert found[2] == pytest.approx(after["variance_percent"], abs=1e-10)
            results_undone(kernel)
    finally:
        page.close()


def results_undone(kernel):
    for _ in range(2):
        kernel.execute_interactive("%q undo", allow_stdin=False, timeout=60, output_hook=lambda _: None)


def test_the_plot_turns_under_keys_and_mouse(browser, kernel):
    loadings = results(kernel, *WAY, "%q loadings")
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        module, style = (BOARD / "board.js").read_text(), (BOARD / "board.css").read_text()
        rule = {"threshold": 1.96 / 40 ** 0.5, "majority": "required", "at_least": False, "kade": False}
        page.evaluate(MOUNT, [module, style, state_of(loadings, rule)])
        plot, angle, take = page.get_by_role("slider"), page.get_by_role("spinbutton"), page.get_by_role("button", name="Take this angle")
        expect(take).to_be_disabled()
        plot.focus()
        for key in ["ArrowRight", "ArrowRight", "Shift+ArrowUp", "Alt+ArrowLeft"]:
            page.keyboard.press(key)
        expect(angle).to_have_value("6.9")
        expect(plot).to_have_attribute("aria-valuetext", re.compile(r"^6\.9 degrees: F1 \d+ defining sorts, [\d.]+ %; F2 "))
        page.keyboard.press("Enter")
        assert page.evaluate("window.sent") == [{"kind": "take", "a": 0, "b": 1, "degrees": 6.9}]
        page.keyboard.press("Home")
        expect(angle).to_have_value("0")
        # A quarter to the right of the middle, dragged down to the same distance below it: 90 degrees clockwise.
        box = plot.bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.move(middle[0] + 100, middle[1])
        page.mouse.down()
        page.mouse.move(middle[0] + 70, middle[1] + 70, steps=4)
        page.mouse.move(middle[0], middle[1] + 100, steps=4)
        page.mouse.up()
        expect(angle).to_have_value("90")
        turned = page.locator("#board g").first.get_attribute("transform")
        angle.fill("-12.5")
        page.wait_for_function("t => document.querySelector('#board g').getAttribute('transform') !== t", arg=turned)
        angle.press("Enter")
        assert page.evaluate("window.sent").pop()["degrees"] == -12.5
        page.get_by_label("Factor across").select_option("2")
        expect(angle).to_have_value("0")
        # What the kernel refuses is said; what it has done is listed.
        page.evaluate("window.change('trouble', 'Not these factors.')")
        expect(page.get_by_role("alert")).to_have_text("Not these factors.")
        page.evaluate("window.change('trouble', null); window.change('taken', ['%q rotate by-hand F1 F2 --angle 6.9'])")
        expect(page.locator("#board ol li")).to_have_text(["%q rotate by-hand F1 F2 --angle 6.9"])
        assert complaints == []
    finally:
        page.close()


def test_a_turn_in_jupyterlab(open_notebook, theme, tmp_path):
    """The board comes to life, an angle is taken by keys alone, and the journal has it as a line."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in ["\n".join(WAY), "%q rotate by-hand F1 F2 --board"]]
    path = tmp_path / "turn.ipynb"
    nbformat.write(notebook, path)
    opened = open_notebook(path)
    assert opened.run_all()
    page = opened.page
    plot = page.get_by_role("slider", name="Angle of the turn in degrees")
    expect(plot).to_be_visible(timeout=30_000)
    plot.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(plot).to_have_attribute("aria-valuenow", "6")
    (SHOTS / theme).mkdir(parents=True, exist_ok=True)
    page.locator(".qx-turn").screenshot(path=SHOTS / theme / "turning.png")
    assert inaccessible(page, ".qx-turn") == []
    page.keyboard.press("Enter")
    expect(page.locator(".qx-turn ol li")).to_have_text(["%q rotate by-hand F1 F2 --angle 6"], timeout=30_000)
    expect(plot).to_have_attribute("aria-valuenow", "0")
    # With the list of what was taken.
    assert inaccessible(page, ".qx-turn") == []
    assert opened.faint_text() == []
    code = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code: '%q journal', silent: false})"
    said = page.evaluate(f"""async () => {{
        const future = {code};
        let text = "";
        future.onIOPub = m => {{ text += m.content.data?.["text/plain"] ?? ""; }};
        await future.done;
        return text;
    }}""")
    assert said.rstrip().endswith("%q rotate by-hand F1 F2 --angle 6")
    assert opened.complaints == []
