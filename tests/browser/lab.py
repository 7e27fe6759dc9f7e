"""A notebook open in JupyterLab."""

from axe_playwright_python.sync_playwright import Axe

READY = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await Promise.all([panel.revealed, panel.sessionContext.ready]);
    await panel.sessionContext.session.kernel.info;
}"""

RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"

# Text whose contrast with what lies behind it is below the 4.5 that WCAG asks of body text, as "text: contrast".
FAINT_TEXT = """area => {
    const rgba = colour => { const n = colour.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
    const behind = element => {
        if (!element) return [255, 255, 255];
        const colour = rgba(getComputedStyle(element).backgroundColor);
        return colour[3] === 1 ? colour : over(colour, behind(element.parentElement));
    };
    const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const luminance = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
    const faint = [];
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.getClientRects().length) continue;
        const background = behind(element);
        const text = over(rgba(getComputedStyle(element).color), background);
        const [low, high] = [luminance(text), luminance(background)].sort((a, b) => a - b);
        const contrast = (high + 0.05) / (low + 0.05);
        if (contrast < 4.5) faint.push(`${node.data.trim().slice(0, 60)}: ${contrast.toFixed(2)}`);
    }
    return faint;
}"""


# Where an error is shown, and what a program wrote to stderr.
ERRORS = ", ".join(f"[data-mime-type='application/vnd.jupyter.{kind}']" for kind in ["error", "stderr"])


def inaccessible(page, part):
    """What axe-core finds serious or critical within `part`, a CSS selector: which rule, and the first element that breaks it."""
    found = Axe().run(page, context=part).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] in ("serious", "critical")]


class Notebook:
    """`page` is Playwright's; JupyterLab's own application object does what a user would do by menu."""

    def __init__(self, page, address):
        self.page = page
        self.complaints = []
        self.requests = []
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(address)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.wait_until_ready()

    def wait_until_ready(self):
        """Until the kernel has answered who it is."""
        self._wait_for(READY, seconds=60)

    def _dismiss(self, dialog):
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def run_all(self):
        """Execute every cell; whether all of them succeeded."""
        return self._wait_for(RUN_ALL, seconds=300)

    def _wait_for(self, function, seconds):
        """What the asynchronous function returns; Playwright itself would wait for ever."""
        return self.page.evaluate(f"""() => Promise.race([
            ({function})(),
            new Promise((_, reject) => setTimeout(() => reject(new Error("no answer within {seconds} s")), {seconds * 1000})),
        ])""")

    def trust(self):
        """Whether JupyterLab trusts the cells: the set of the answers."""
        cells = "window.jupyterapp.shell.currentWidget.content.widgets"
        return set(self.page.evaluate(f"() => {cells}.filter(cell => cell.model.type === 'code').map(cell => cell.model.trusted)"))

    def errors(self):
        """The text of every output that is an error or was written to stderr."""
        return self.page.locator(ERRORS).all_inner_texts()

    def outputs(self, kind):
        """The outputs shown as `kind`, a media type."""
        return self.page.locator(f".jp-OutputArea-output[data-mime-type='{kind}']")

    def unloaded_figures(self):
        """How many images of the outputs show nothing."""
        return self.page.locator(".jp-OutputArea-output img").evaluate_all("images => images.filter(i => !i.naturalWidth).length")

    def faint_text(self):
        areas = self.page.locator(".jp-OutputArea-output").all()
        return [text for area in areas for text in area.evaluate(FAINT_TEXT)]

    def photograph(self, folder):
        """A picture of every cell that has outputs, as folder/NN.png."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.png"):
            old.unlink()
        cells = self.page.locator(".jp-CodeCell").all()
        # What lies outside the window would be missing from a picture.
        tallest = max(cell.bounding_box()["height"] for cell in cells)
        self.page.set_viewport_size({"width": 1400, "height": int(tallest) + 300})
        for number, cell in enumerate(cells, start=1):
            cell.screenshot(path=folder / f"{number:02}.png")
        return len(cells)
