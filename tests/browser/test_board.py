"""The board on which respondents sort: whole surveys in JupyterLab, by mouse, by the keyboard alone and on a phone; a kernel that dies in the
middle; and what axe-core says of every page."""

import os
import re
import signal
import time

import nbformat
import psutil
import pytest
from playwright.sync_api import expect

from conftest import KERNELSPEC, SHOTS
from lab import inaccessible

PATIENCE = 30_000
SURVEY = """%%q survey
name: Tea
condition: How well does this say what tea is to you?
grid: -1:2,0:3,1:2

# Consent
Your sort is stored without your name.

# Questions
cups: How many cups a day?
  number: 0 to 20
milk: With milk?
  one of: yes | no

# Statements
Hot
Sweet
Strong
With milk
From leaves
In a pot
At four o'clock"""
# The same study in two more languages, one of which is written from the right and has few of the board's own words.
IN_LANGUAGES = SURVEY.replace("# Consent", """condition in de: Wie gut sagt das, was Tee für Sie ist?
condition in ar: إلى أي مدى يصف هذا الشاي بالنسبة لك؟
language: en, de, ar

# Consent""").replace("# Statements", """# Consent in de
Ihre Sortierung wird ohne Ihren Namen gespeichert.

# Consent in ar
يتم حفظ ترتيبك بدون اسمك.

# Questions in de
cups: Wie viele Tassen am Tag?
milk: Mit Milch?
  one of: ja | nein

# Questions in ar
cups: كم كوبا في اليوم؟
milk: مع الحليب؟
  one of: نعم | لا

# Words in ar
languages: اللغة
title-questions: عنك
next: التالي

# Statements in de
1. Heiß
2. Süß
3. Stark
4. Mit Milch
5. Aus Blättern
6. In einer Kanne
7. Um vier Uhr

# Statements in ar
1. ساخن
2. حلو
3. قوي
4. مع الحليب
5. من الأوراق
6. في إبريق
7. في الساعة الرابعة

# Statements""")
PHONE = {"width": 390, "height": 844}
KEYS = ["ArrowRight", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowRight"]


class Board:
    """The board on a page, with what a respondent does there."""

    def __init__(self, page, name):
        self.page = page
        self.name = name
        self.board = page.locator(".qx-board")
        self.shots = 0
        expect(self.heading("Welcome")).to_be_visible(timeout=PATIENCE)

    def heading(self, name):
        return self.board.get_by_role("heading", name=name, exact=True)

    def button(self, name):
        return self.board.get_by_role("button", name=name, exact=True)

    def looked_at(self):
        """Takes a picture of the page, on which axe-core must find nothing serious, and nothing may stick out."""
        self.shots += 1
        folder = SHOTS / "board"
        folder.mkdir(parents=True, exist_ok=True)
        self.board.screenshot(path=folder / f"{self.name}-{self.shots}.png")
        assert inaccessible(self.page, ".qx-board") == []
        assert self.board.evaluate("board => board.scrollWidth <= board.clientWidth"), "the page has to be moved sideways"

    def code(self):
        return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", self.board.locator("footer").inner_text())[0]

    def begin(self):
        self.looked_at()
        self.board.get_by_label("I have read this").check()
        self.button("Begin").click()
        self.board.get_by_label("How many cups a day?").fill("3")
        self.board.get_by_label("no", exact=True).check()
        self.looked_at()
        self.button("Next").click()
        expect(self.heading("Three piles")).to_be_visible()

    def sort(self, piled=0):
        """From the piles to the end."""
        for number, pile in enumerate(["Agree", "Disagree", "Agree", "Neutral", "Agree", "Disagree", "Agree"][piled:], start=piled):
            expect(self.board.get_by_text(f"Statement {number + 1} of 7")).to_be_visible()
            if number == 3:
                self.looked_at()
            self.button(pile).click()
        self.button("Next").click()
        expect(self.board.get_by_text("choose the two you agree with most")).to_be_visible()
        for number in (0, 2):
            self.board.get_by_role("option").nth(number).click()
        self.looked_at()
        self.button("Put into column +1").click()
        expect(self.heading("Your sort")).to_be_visible()
        first, last = self.values()[-1], self.values()[1]
        self.board.locator(f".qx-grid [data-card='{first[0]}']").click()
        expect(self.board.locator(".qx-held")).to_be_visible()
        self.looked_at()
        self.board.locator(f".qx-grid [data-card='{last[0]}']").click()
        expect(self.board.locator(f"[data-value='{last[1]}'] [data-card='{first[0]}']")).to_be_visible()
        self.button("Next").click()
        self.board.get_by_role("textbox").first.fill("So it is with me.")
        self.looked_at()
        self.button("Finish").click()
        expect(self.heading("Thank you")).to_be_visible()
        self.looked_at()

    def values(self):
        """Card and value of every card in the grid, by value."""
        cards = self.board.locator("[data-value] [data-card]")
        pairs = cards.evaluate_all("cards => cards.map(card => [Number(card.dataset.card), Number(card.closest('[data-value]').dataset.value)])")
        return sorted(pairs, key=lambda pair: pair[1])


@pytest.fixture
def survey(open_notebook, lab, tmp_path):
    """A function that opens a notebook with the board; the notebook and the board."""
    _, folder = lab

    def open_(name, size=None, definition=SURVEY, files=()):
        for old in folder.glob("tea.qstudy*"):
            old.unlink()
        for file, text in files:
            (folder / file).write_text(text)
        cells = [nbformat.v4.new_code_cell(text) for text in (definition, "%q sort", "%q load tea.qstudy\n%q exemplars")]
        cells[2].metadata.tags = ["raises-exception"]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC}), tmp_path / "board.ipynb")
        opened = open_notebook(tmp_path / "board.ipynb")
        run(opened, 0)
        run(opened, 1)
        if size:
            opened.page.set_viewport_size(size)
        return opened, Board(opened.page, name)

    return open_


def run(opened, number):
    """Runs a cell as a user does."""
    opened.page.locator(".jp-CodeCell .cm-content").nth(number).click()
    opened.page.keyboard.press("Control+Enter")


def test_a_whole_survey_by_mouse(survey, theme):
    opened, board = survey(f"mouse-{theme}")
    board.begin()
    board.sort()
    assert [value for _, value in board.values()] == [], "the end shows no grid"
    assert opened.complaints == []
    # The page is loaded anew, and the board stands where it stood.
    load_anew(opened)
    expect(board.heading("Thank you")).to_be_visible(timeout=PATIENCE)
    run(opened, 2)
    output = opened.page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("1 sort", timeout=PATIENCE)


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_a_whole_survey_by_the_keyboard_alone(survey):
    opened, board = survey("keyboard")
    page, keys = opened.page, opened.page.keyboard

    def press(*names):
        for name in names:
            keys.press(name)

    def until(key):
        """Tab, until what is meant has the focus."""
        for _ in range(25):
            if page.evaluate("document.activeElement.dataset.key") == key:
                return
            keys.press("Tab")
        pytest.fail(f"{key} cannot be reached by Tab")

    # From the cell to its output.
    press("Escape")
    board.board.locator("h3").focus()
    until("consent-agree")
    press("Space")
    until("begin")
    press("Enter")
    expect(board.heading("About you")).to_be_focused()
    press("Tab")
    keys.type("2")
    press("Tab", "Space")
    until("next")
    press("Enter")
    expect(board.heading("Three piles")).to_be_focused()
    until("disagree")
    for number, key in enumerate(KEYS):
        expect(board.board.get_by_text(f"Statement {number + 1} of 7")).to_be_visible()
        press(key)
    # There is a way on once the last card is stored.
    expect(board.button("Next")).to_be_visible()
    until("next")
    press("Enter")
    expect(board.heading("Filling the grid")).to_be_focused()
    until("card-0")
    press("Space", "ArrowDown", "ArrowDown", "Space")
    expect(board.board.get_by_role("option", selected=True)).to_have_count(2)
    until("pick-confirm")
    press("Enter")
    expect(board.heading("Your sort")).to_be_focused()
    before = board.values()
    for _ in range(12):
        if page.evaluate("'card' in document.activeElement.dataset"):
            break
        press("Tab")
    # The first card of the first column and the one in the column beside it.
    press("Enter", "ArrowRight", "Enter")
    expect(board.board.locator("[aria-pressed=true]")).to_have_count(0)
    after = dict(board.values())
    assert sorted(after.values()) == sorted(value for _, value in before)
    assert len([card for card, value in before if after[card] != value]) == 2
    until("next")
    press("Enter")
    expect(board.heading("Your reasons")).to_be_focused()
    press("Tab")
    keys.type("By keyboard.")
    until("finish")
    press("Enter")
    expect(board.heading("Thank you")).to_be_focused()
    assert opened.complaints == []


@pytest.mark.parametrize("theme", ["dark"], indirect=True)
def test_on_a_phone_a_killed_kernel_loses_nothing(survey):
    opened, board = survey("phone", PHONE)
    page = opened.page
    # The board alone, as on a page of its own: JupyterLab's own panels leave no room on a phone.
    page.add_style_tag(content=".qx-board { position: fixed !important; inset: 0; z-index: 10000; overflow: auto; max-width: none; }")
    page.evaluate("() => document.body.append(document.querySelector('.qx-board'))")
    board.begin()
    for pile in ("Agree", "Disagree"):
        board.button(pile).click()
    expect(board.board.get_by_text("Statement 3 of 7")).to_be_visible()
    code = board.code()
    kill_kernels()
    page.set_viewport_size({"width": 1200, "height": 900})
    load_anew(opened)
    run(opened, 1)
    board = Board(page, "phone-again")
    page.set_viewport_size(PHONE)
    page.add_style_tag(content=".qx-board { position: fixed !important; inset: 0; z-index: 10000; overflow: auto; max-width: none; }")
    page.evaluate("() => document.body.append(document.querySelector('.qx-board'))")
    board.board.get_by_label("Your code").fill(code.lower())
    board.button("Go on").click()
    expect(board.board.get_by_text("Statement 3 of 7")).to_be_visible()
    board.sort(piled=2)


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_a_respondent_changes_the_language(survey):
    """Before consent and after it, by the keyboard; nothing typed is lost, and what is typed wrong is said in the language of the page."""
    opened, board = survey("languages", definition=IN_LANGUAGES)
    root, keys = board.board, opened.page.keyboard

    def choose(group, name, language, direction):
        """Goes over to a language, whose button keeps the focus under the group's new name."""
        root.get_by_role("group", name=group).get_by_role("button", name=name).focus()
        keys.press("Enter")
        expect(root).to_have_attribute("lang", language)
        expect(root).to_have_attribute("dir", direction)
        expect(root.get_by_role("button", name=name, pressed=True)).to_be_focused()
        expect(root.get_by_role("button", name=name)).to_have_attribute("lang", language)

    expect(root).to_have_attribute("lang", "en")
    root.get_by_label("I have read this").check()
    choose("Language", "Deutsch", "de", "ltr")
    expect(board.heading("Willkommen")).to_be_visible()
    board.looked_at()
    expect(root.get_by_label("Ich habe das gelesen")).to_be_checked()
    board.button("Beginnen").click()
    expect(board.heading("Zu Ihnen")).to_be_visible()
    board.button("Weiter").click()
    expect(root.get_by_role("alert")).to_have_text("Bitte beantworten Sie: „Wie viele Tassen am Tag?“")
    root.get_by_label("Wie viele Tassen am Tag?").fill("99")
    keys.press("Tab")
    expect(root.get_by_role("alert")).to_have_text("„Wie viele Tassen am Tag?“ erwartet eine Zahl von 0 bis 20.")
    root.get_by_label("Wie viele Tassen am Tag?").fill("3")
    root.get_by_label("nein", exact=True).check()
    choose("Sprache", "العربية", "ar", "rtl")
    expect(board.heading("عنك")).to_be_visible()
    expect(root.get_by_label("كم كوبا في اليوم؟")).to_have_value("3")
    expect(root.get_by_label("لا", exact=True)).to_be_checked()
    board.looked_at()
    board.button("التالي").click()
    expect(board.heading("Three piles")).to_be_visible()
    expect(root.locator(".qx-condition")).to_contain_text("الشاي")
    first = root.locator(".qx-statement").inner_text()
    board.looked_at()
    choose("اللغة", "Deutsch", "de", "ltr")
    german = dict(zip(["ساخن", "حلو", "قوي", "مع الحليب", "من الأوراق", "في إبريق", "في الساعة الرابعة"],
                      ["Heiß", "Süß", "Stark", "Mit Milch", "Aus Blättern", "In einer Kanne", "Um vier Uhr"]))
    expect(root.locator(".qx-statement")).to_have_text(german[first])
    board.button("Stimme zu").click()
    expect(root.get_by_text("Aussage 2 von 7")).to_be_visible()
    # It is the language of this respondent, wherever the board is shown again.
    load_anew(opened)
    expect(root).to_have_attribute("lang", "de", timeout=PATIENCE)
    expect(root.get_by_text("Aussage 2 von 7")).to_be_visible()
    assert opened.complaints == []


@pytest.mark.parametrize("theme", ["light"], indirect=True)
def test_only_a_code_that_was_sent_out_lets_in(survey):
    """Without one, with another, and twice with the same: the second time it goes on."""
    definition = SURVEY.replace("grid:", "codes: codes.txt\ngrid:")
    opened, board = survey("codes", definition=definition, files=[("codes.txt", "P-0001\nP-0002\n")])
    root = board.board
    alert, field = root.get_by_role("alert"), root.get_by_label("The code you were sent")
    root.get_by_label("I have read this").check()
    board.button("Begin").click()
    expect(alert).to_have_text("Please give the code you were sent.")
    expect(field).to_be_focused()
    field.fill("P-0003")
    board.button("Begin").click()
    expect(alert).to_contain_text("This code is not among those that were sent out for this study.")
    expect(field).to_have_value("P-0003")
    board.looked_at()
    field.fill("p0001")
    board.button("Begin").click()
    expect(board.heading("About you")).to_be_visible()
    expect(root.locator("footer")).to_contain_text("P-0001")
    root.get_by_label("How many cups a day?").fill("4")
    board.button("Leave and go on later").click()
    expect(board.heading("Welcome")).to_be_visible()
    expect(field).to_have_value("")
    expect(root.get_by_label("I have read this")).not_to_be_checked()
    root.get_by_label("I have read this").check()
    field.fill("P-0001")
    board.button("Begin").click()
    expect(root.get_by_label("How many cups a day?")).to_have_value("4")
    assert opened.complaints == []


def load_anew(opened):
    """Loads the page again, as a user does who has saved the notebook: JupyterLab asks otherwise."""
    opened.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    opened.page.reload()
    opened.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    opened.wait_until_ready()


def kill_kernels():
    """Kills the kernels of this test's JupyterLab; the server starts new ones."""
    mine = psutil.Process(os.getpid()).children(recursive=True)
    kernels = [process for process in mine if "kernel" in process.cmdline() and "quincunx" in process.cmdline()[0]]
    assert kernels, "no kernel runs"
    for kernel in kernels:
        kernel.send_signal(signal.SIGKILL)
    time.sleep(0.5)
