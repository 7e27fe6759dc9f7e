"""A study served on the web: the board stands alone on its page, and a respondent gets at nothing else. `make survey` serves it so."""

import contextlib
import json
import re
import sys
import urllib.error
import urllib.request
import uuid

import pytest
from jupyter_client import KernelManager
from playwright.sync_api import expect
from websocket import WebSocketTimeoutException, create_connection

from conftest import ROOT, SHOTS, free_port, serving
from test_board import PHONE, SURVEY, Board


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(address, folder) of a served study."""
    folder = tmp_path_factory.mktemp("served")
    manager = KernelManager(kernel_name="quincunx")
    manager.start_kernel(cwd=str(folder))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        assert client.execute_interactive(SURVEY, timeout=60)["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    arguments = [str(ROOT / "notebooks" / "serve.py"), str(folder / "tea.qstudy"), f"--port={port}"]
    with contextlib.chdir(folder), serving(arguments, None, f"{address}voila/static/voila.js", folder / "log"):
        yield address, folder


def test_a_visitor_sorts_on_a_phone_and_comes_back_by_a_link(browser, served):
    address, _ = served
    page = browser.new_page(viewport=PHONE)
    try:
        page.goto(address, timeout=120_000)
        board = Board(page, "served")
        assert page.get_by_text("%q sort").count() == 0, "code is shown"
        board.begin()
        board.button("Agree").click()
        expect(board.board.get_by_text("Statement 2 of 7")).to_be_visible()
        code = board.code()
        page.goto(f"{address}?code={code}", timeout=120_000)
        expect(board.board.get_by_text("Statement 2 of 7")).to_be_visible(timeout=60_000)
        page.screenshot(path=SHOTS / "board" / "served.png")
    finally:
        page.close()


def test_a_visitor_gets_at_nothing_but_the_board(served):
    address, folder = served
    page = urllib.request.urlopen(address, timeout=120).read().decode()
    kernel = re.search(r'"kernelId":\s*"([^"]+)"', page)[1]
    model = re.search(r'"model_id":\s*"([^"]+)"', page)[1]
    socket = create_connection(f"{address.replace('http', 'ws')}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}", timeout=20)

    def say(msg_type, content):
        header = {"msg_id": uuid.uuid4().hex, "session": "s", "username": "", "msg_type": msg_type, "version": "5.3", "date": ""}
        socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": [], "channel": "shell"}))
        return header["msg_id"]

    def answers(msg_id):
        """What is said in answer, until the kernel is idle again or says nothing for a while."""
        heard = []
        with contextlib.suppress(WebSocketTimeoutException):
            while True:
                message = json.loads(socket.recv())
                if message["parent_header"].get("msg_id") == msg_id:
                    heard.append(message)
                    if message["content"].get("execution_state") == "idle":
                        return heard
        return heard

    # No cell runs, by whatever way it is sent.
    socket.settimeout(3)
    for code in ["%q respondents --export stolen.json", 'std::fs::write("stolen.json", "x")']:
        assert answers(say("execute_request", {"code": code, "silent": False, "allow_stdin": False})) == []
    for kind, content in [("complete_request", {"code": "%q lo", "cursor_pos": 5}), ("history_request", {"hist_access_type": "tail", "n": 5, "raw": True})]:
        assert answers(say(kind, content)) == []
    socket.settimeout(20)
    for data in ({"method": "custom", "content": {"n": "1", "run": "%q respondents --export stolen.json"}},
                 {"method": "update", "state": {"magic": "%q respondents --export stolen.json"}}):
        heard = answers(say("comm_msg", {"comm_id": model, "data": data}))
        assert {message["msg_type"] for message in heard} <= {"status", "comm_msg"}
    assert not list(folder.rglob("stolen*"))
    # A code that is none opens nothing.
    heard = answers(say("comm_msg", {"comm_id": model, "data": {"method": "custom", "content": {"n": "2", "resume": "ABCD-2346"}}}))
    views = [message["content"]["data"]["state"]["view"] for message in heard if message["content"].get("data", {}).get("method") == "update"]
    assert [view["code"] for view in views] == [None]
    socket.close()
    # No files, no list of kernels, no other doors.
    paths = ["voila/files/tea.ipynb", "voila/files/build/survey/tea.ipynb", "voila/files/..%2f..%2ftea.qstudy", "voila/files/tea.qstudy", "api/kernels",
             "api/contents", "api/sessions", "api/terminals", "lab", "tree", "files/tea.qstudy"]
    for path in paths:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + path, timeout=60)
        assert refused.value.code in (403, 404, 405), path
