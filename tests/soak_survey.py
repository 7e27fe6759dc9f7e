"""Many respondents at once on a served study: every one in a kernel of his own behind Voilà, spoken to over real websockets, all writing to one file.

usage: soak_survey.py [RESPONDENTS] [SPEED]

Each walks through forty statements at human pace made SPEED times faster. Meanwhile kernels chosen at random are killed; who was in one comes
back by code. In the end every sort must be in the file, complete, with the values its respondent was shown. Prints medians; ends with 1 if
anything is lost.
"""

import asyncio
import contextlib
import json
import pathlib
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

import httpx
import psutil
import websockets
from jupyter_client import KernelManager

ROOT = pathlib.Path(__file__).parents[1]
GRID = "-4:2,-3:3,-2:5,-1:6,0:8,1:6,2:5,3:3,4:2"
# Seconds between two steps of a person, drawn from between these.
PACE = (4.0, 20.0)
# Seconds until a page that does not come is asked for again.
PATIENCE = 120
KILLS = 5


def survey():
    statements = "\n".join(f"Statement {number}, long enough to be read on a card" for number in range(1, 41))
    return f"%%q survey\nname: Soak\ncondition: What fits?\ngrid: {GRID}\n\n# Consent\nIt is stored.\n\n# Statements\n{statements}"


def run(folder, cell):
    """Runs a cell in a kernel of its own."""
    manager = KernelManager(kernel_name="quincunx")
    manager.start_kernel(cwd=str(folder))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive(cell, output_hook=lambda message: None, timeout=120)
        assert reply["content"]["status"] == "ok", reply["content"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@contextlib.contextmanager
def served(folder):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    arguments = [sys.executable, str(ROOT / "notebooks" / "serve.py"), "soak.qstudy", f"--port={port}"]
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(arguments, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/voila/static/voila.js", timeout=2)
                break
            time.sleep(0.25)
        yield address, server
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        server.kill()


class Lost(Exception):
    """The kernel does not answer."""


class Respondent:
    def __init__(self, address, number, speed, times):
        self.address = address
        self.random = random.Random(number)
        self.speed = speed
        self.times = times
        self.code = None
        self.acknowledged = 0
        self.view = None
        self.resumed = 0

    async def walk(self):
        """From the first page to the last, through as many kernels as it takes."""
        await asyncio.sleep(self.random.uniform(0, 60 / self.speed))
        for _ in range(20):
            with contextlib.suppress(Lost, asyncio.TimeoutError, websockets.WebSocketException, OSError, httpx.HTTPError):
                await self.visit()
                return
            self.resumed += 1
        raise AssertionError("gave up")

    async def visit(self):
        begun = time.perf_counter()
        async with httpx.AsyncClient(timeout=None) as client:
            # Voilà keeps the line busy for a kernel that was killed before the page was whole.
            page = (await asyncio.wait_for(client.get(f"{self.address}/"), PATIENCE)).text
        self.times["page"].append(time.perf_counter() - begun)
        kernel = re.search(r'"kernelId":\s*"([^"]+)"', page)[1]
        self.model = re.search(r'"model_id":\s*"([^"]+)"', page)[1]
        url = f"{self.address.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        async with websockets.connect(url, max_size=None) as self.socket:
            if self.code is None:
                await self.say({"begin": None})
                self.code = self.view["code"]
            else:
                await self.say({"resume": self.code})
                assert self.view["steps"] >= self.acknowledged, f"{self.code}: {self.acknowledged} steps acknowledged, {self.view['steps']} stored"
            while (action := self.action()) is not None:
                await asyncio.sleep(self.random.uniform(*PACE) / self.speed)
                await self.say({"act": {"steps": self.view["steps"], "action": action}})

    async def say(self, order):
        """Says it as the page does, and waits until it is stored."""
        n = uuid.uuid4().hex
        header = {"msg_id": uuid.uuid4().hex, "session": n, "username": "", "msg_type": "comm_msg", "version": "5.3", "date": ""}
        content = {"comm_id": self.model, "data": {"method": "custom", "content": {"n": n, **order}}}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": [], "channel": "shell"}
        begun = time.perf_counter()
        await self.socket.send(json.dumps(message))
        while True:
            try:
                heard = json.loads(await asyncio.wait_for(self.socket.recv(), 10))
            except asyncio.TimeoutError:
                raise Lost from None
            if heard["msg_type"] != "comm_msg":
                continue
            data = heard["content"]["data"]
            if data["method"] == "update" and "view" in data["state"]:
                self.view = data["state"]["view"]
            if data["method"] == "custom" and data["content"].get("n") == n:
                assert "refused" not in data["content"], data["content"]
                self.times["step"].append(time.perf_counter() - begun)
                self.acknowledged = self.view["steps"]
                return

    def action(self):
        view, page = self.view, self.view["page"]
        if page == "piles":
            left = [card for card in view["order"] if str(card) not in view["piles"]]
            if left:
                return {"do": "pile", "statement": left[0], "pile": self.random.choice(["agree", "neutral", "disagree"])}
        if page == "pick":
            return {"do": "pick", "statements": self.random.sample(view["round"]["candidates"], view["round"]["take"])}
        if page == "end":
            self.sort = view["placed"]
            return None
        return {"do": "next"}


async def killer(server, stop):
    """Kills kernels at random, KILLS of them."""
    killed = 0
    while killed < KILLS and not stop.is_set():
        await asyncio.sleep(random.uniform(1, 4))
        # One that ends meanwhile is no fault.
        with contextlib.suppress(psutil.Error):
            children = psutil.Process(server.pid).children(recursive=True)
            kernels = [child for child in children if "connection-file" in " ".join(child.cmdline())]
            if kernels:
                random.choice(kernels).send_signal(signal.SIGKILL)
                killed += 1
    return killed


async def soak(count, speed):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run(folder, survey())
        times = {"page": [], "step": []}
        with served(folder) as (address, server):
            respondents = [Respondent(address, number, speed, times) for number in range(count)]
            stop = asyncio.Event()
            killing = asyncio.create_task(killer(server, stop))
            begun = time.perf_counter()
            await asyncio.gather(*(respondent.walk() for respondent in respondents))
            seconds = time.perf_counter() - begun
            stop.set()
            killed = await killing
        run(folder, "%q respondents soak.qstudy --export soak.json")
        stored = {record["code"]: record for record in json.loads((folder / "soak.json").read_text())["respondents"]}
    lost = [respondent.code for respondent in respondents if stored.get(respondent.code, {}).get("sort") != respondent.sort or not stored[respondent.code]["complete"]]
    strangers = set(stored) - {respondent.code for respondent in respondents}
    for what, values in times.items():
        ordered = sorted(values)
        print(f"{what}: median {statistics.median(values) * 1000:.0f} ms, 95 % within {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms ({len(values)})")
    came_back = sum(respondent.resumed for respondent in respondents)
    print(f"{count} respondents, {speed} times human pace, {seconds:.0f} s; {killed} kernels killed, {came_back} came back by code; {len(lost)} sorts lost")
    # Who lost the kernel before his code arrived has begun a second time, and left no more than that beginning.
    strange = [code for code in strangers if len(stored[code]["steps"]) > 1]
    return not lost and not strange


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(0 if asyncio.run(soak(*(arguments + [50, 10][len(arguments):]))) else 1)
