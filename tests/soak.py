"""One kernel under load: thousands of cells, gigabytes of output, floods that are interrupted, and thousands of broken messages. Its memory
levels off, and it answers as before.

`make soak` runs it in full size, tests/conformance in a small one. docs/trust.md has the figures of a full run.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import sys
import tempfile
import time

from jupyter_client.manager import start_new_kernel

# One round of an analysis. What it leaves behind is bounded: the undo history, and a line in the journal for each step.
MAGICS = [
    "%q example case-study",
    "%q correlate",
    "%q extract pca -k 5",
    "%q scree",
    "%q rotate varimax",
    "%q flag auto",
    "%q loadings",
    "%q scores",
    "%q undo",
    "%q study",
    "%q help rotate",
    "%q no-such-verb",
]

# Variables, items, output, a failure; names come again, so that the program evcxr makes of all items does not grow.
RUST = [
    "let numbers: Vec<f64> = (0..1000).map(f64::from).collect(); numbers.iter().sum::<f64>()",
    "fn twice(x: i32) -> i32 { 2 * x } twice(21)",
    'println!("{}", numbers.len());',
    "panic!(\"on purpose\")",
    "q::statements().row_labels().len()",
]

# A kernel whose memory still grows in the second half of a soak grows by more than this, in MiB: fragmentation and caches do not.
SLACK_MIB = 24
# What one compiled cell may cost for good: evcxr never unloads a cell's library.
RUST_CELL_MIB = 4

# What of a cell's output may be on its way within the kernel at once, in MiB: a reader who keeps up is assumed.
ON_ITS_WAY_MIB = 256

PATIENCE = 300
# An interrupt is to free the kernel within two seconds; a busy machine may take longer.
SOON = 15


def processes_below(pid):
    """The process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for thread in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += [int(child) for child in thread.read_text().split()]
    return found


def resident_mib(pids):
    """The memory that the processes hold, in MiB."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
    return total / 1024


def forget_peak(pid):
    """Begins anew to note the most memory that the process holds."""
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_mib(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


class Soak:
    """A kernel, its client, and the figures taken."""

    def __init__(self, manager, client):
        self.client = client
        self.manager = manager
        self.pid = manager.provisioner.pid
        self.told = sys.stdout

    def say(self, text):
        print(text, file=self.told, flush=True)

    def run(self, code, timeout=PATIENCE):
        """Runs a cell; its reply, and the number of characters on stdout."""
        id = self.client.execute(code)
        written = 0
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != id:
                continue
            if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
                written += len(message["content"]["text"])
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        reply = self.client.get_shell_msg(timeout=timeout)
        assert reply["parent_header"]["msg_id"] == id
        return reply["content"], written

    def cells(self, kind, codes, count, slack_mib):
        """Runs `count` of the cells; the kernel must not hold much more at the end than half way."""
        begun = time.monotonic()
        figures = []
        for number in range(count):
            code = codes[number % len(codes)]
            content, _ = self.run(code)
            fails = "no-such-verb" in code or "panic!" in code
            assert content["status"] == ("error" if fails else "ok"), (code, content)
            if (number + 1) % max(count // 10, 1) == 0:
                figures.append((number + 1, resident_mib([self.pid]), resident_mib(processes_below(self.pid))))
                self.say("  after {:6} {} cells: kernel {:7.1f} MiB, with Rust {:7.1f} MiB".format(figures[-1][0], kind, *figures[-1][1:]))
        seconds = time.monotonic() - begun
        self.say(f"{count} {kind} cells in {seconds:.0f} s, {1000 * seconds / count:.1f} ms each")
        middle, end = figures[len(figures) // 2], figures[-1]
        assert end[1] - middle[1] < slack_mib, f"the kernel's memory grows: {figures}"
        return middle, end

    def magics(self, count):
        self.cells("magic", MAGICS, count, SLACK_MIB)

    def rust(self, count):
        self.run("1")
        middle, end = self.cells("Rust", RUST, count, SLACK_MIB)
        allowed = SLACK_MIB + RUST_CELL_MIB * (end[0] - middle[0])
        assert end[2] - middle[2] < allowed, f"the Rust side's memory grows: {middle}, {end}"

    def gigabytes(self, count):
        """A Rust cell that prints so many; all of it arrives, and little of it is ever held."""
        size = count << 30
        self.run("1")
        before = resident_mib([self.pid])
        forget_peak(self.pid)
        begun = time.monotonic()
        content, written = self.run(f'let piece = "x".repeat(65535); for _ in 0..{size >> 16} {{ println!("{{piece}}"); }}')
        seconds = time.monotonic() - begun
        peak = peak_mib(self.pid)
        assert content["status"] == "ok", content
        assert written == size, (written, size)
        self.say(f"{count} GiB of output in {seconds:.0f} s; kernel {before:.1f} MiB before, {peak:.1f} MiB at most, {resident_mib([self.pid]):.1f} MiB after")
        assert peak - before < ON_ITS_WAY_MIB, "the kernel holds too much of a cell's output"

    def interrupts(self, count):
        """Cells that print without end, each interrupted twice in a row; the next cell is not hit."""
        slowest = 0
        for number in range(count):
            self.run("let kept = 1;")
            id = self.client.execute('loop { println!("{}", "flood ".repeat(1000)); }')
            self.read_until(lambda message: message["msg_type"] == "stream", id)
            begun = time.monotonic()
            for _ in range(2):
                self.manager.interrupt_kernel()
            idle = self.read_until(lambda message: message["content"].get("execution_state") == "idle", id)
            slowest = max(slowest, time.monotonic() - begun)
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            assert idle and reply["parent_header"]["msg_id"] == id
            assert reply["content"]["ename"] == "Interrupted", reply["content"]
            content, _ = self.run(f"{number} + 1")
            assert content["status"] == "ok", content
        self.say(f"{count} floods of output interrupted, the slowest in {slowest:.2f} s; kernel {resident_mib([self.pid]):.1f} MiB")
        assert slowest < SOON

    def read_until(self, wanted, id):
        """The first message about the cell that is wanted."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == id and wanted(message):
                return message

    def fuzz(self, count, seed=1935):
        """Broken messages, each followed sooner or later by a good one that must be answered."""
        rng = random.Random(seed)
        begun = time.monotonic()
        before = resident_mib([self.pid])
        block = 500
        for _ in range(0, count, block):
            for _ in range(block):
                self.send_broken(rng)
            for channel in (self.client.shell_channel, self.client.control_channel):
                self.expect_answer(channel)
        after = resident_mib([self.pid])
        seconds = time.monotonic() - begun
        self.say(f"{count} mutated messages in {seconds:.0f} s; kernel {before:.1f} MiB before, {after:.1f} MiB after")
        assert after - before < SLACK_MIB, "the kernel's memory grows"

    def send_broken(self, rng):
        session = self.client.session
        kinds = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request"]
        kinds += ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request", "connect_request", "x", ""]
        content = {"code": "%q help", "cursor_pos": 3, "n": 2, "comm_id": "c", "target_name": "t", "data": {}, "pattern": "*"}
        message = session.msg(rng.choice(kinds), content)
        frames = session.serialize(message)
        delimiter = frames.index(b"<IDS|MSG>")
        parts = [bytearray(part) for part in frames[delimiter + 2 : delimiter + 6]]
        for _ in range(rng.randint(1, 3)):
            mutate(rng, rng.choice(parts))
        parts = [bytes(part) for part in parts]
        # Most are signed, so that they get past the first check.
        signature = session.sign(parts) if rng.random() < 0.8 else frames[delimiter + 1]
        frames = [*frames[:delimiter], b"<IDS|MSG>", signature, *parts]
        match rng.randrange(20):
            case 0:
                frames = frames[: rng.randrange(1, len(frames))]
            case 1:
                frames.insert(rng.randrange(len(frames)), bytes(rng.randbytes(rng.randrange(40))))
            case 2:
                frames += [rng.randbytes(rng.randrange(1000)) for _ in range(rng.randrange(4))]
        # A shutdown that comes about by mutation is not what is tested.
        if not any(b"shutdown" in frame for frame in frames):
            channel = rng.choice([self.client.shell_channel, self.client.control_channel])
            channel.socket.send_multipart(frames)

    def expect_answer(self, channel):
        session = self.client.session
        message = session.msg("kernel_info_request", {})
        channel.send(message)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.drop_published()
            if not channel.socket.poll(100):
                continue
            # Not by the session: it stumbles over dates in the headers that were broken and come back as parents.
            _, frames = session.feed_identities(channel.socket.recv_multipart())
            _, _, parent, _, content, *_ = frames
            if json.loads(parent).get("msg_id") == message["header"]["msg_id"]:
                assert json.loads(content)["status"] == "ok", content
                return
        raise AssertionError("the kernel does not answer")

    def drop_published(self):
        socket = self.client.iopub_channel.socket
        while socket.poll(0):
            socket.recv_multipart()


def mutate(rng, part):
    if not part:
        part += b"{"
        return
    at = rng.randrange(len(part))
    match rng.randrange(6):
        case 0:
            part[at] ^= 1 << rng.randrange(8)
        case 1:
            del part[at:]
        case 2:
            del part[at]
        case 3:
            part[at:at] = rng.randbytes(rng.randrange(1, 5))
        case 4:
            part[at:at] = rng.choice([b"null", b"[", b"{", b'"', b"\\u0000", b"\xff\xfe", b"1e999", b"-9223372036854775809", b"[" * 200])
        case 5:
            other = rng.randrange(len(part))
            part[at], part[other] = part[other], part[at]


def run(magics=0, rust=0, gigabytes=0, interrupts=0, fuzz=0):
    """One kernel through all of it, in this order."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QUINCUNX_HISTORY": str(pathlib.Path(folder) / "history.sqlite")}
        manager, client = start_new_kernel(kernel_name="quincunx", env=environment, cwd=folder)
        try:
            soak = Soak(manager, client)
            if magics:
                soak.magics(magics)
            if rust:
                soak.rust(rust)
            if gigabytes:
                soak.gigabytes(gigabytes)
            if interrupts:
                soak.interrupts(interrupts)
            if fuzz:
                soak.fuzz(fuzz)
            content, _ = soak.run("%q study") if magics else soak.run("%q help")
            assert content["status"] == "ok", content
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--magics", type=int, default=20_000, help="magic cells (%(default)s)")
    parser.add_argument("--rust", type=int, default=200, help="Rust cells (%(default)s)")
    parser.add_argument("--gigabytes", type=int, default=1, help="of output by one Rust cell (%(default)s)")
    parser.add_argument("--interrupts", type=int, default=20, help="of Rust cells that print without end (%(default)s)")
    parser.add_argument("--fuzz", type=int, default=100_000, help="mutated messages (%(default)s)")
    run(**vars(parser.parse_args()))
