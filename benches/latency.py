"""How long kernels take to start and to answer a cell, over the wire as Jupyter's clients speak it.

usage: latency.py KERNEL=CODE KERNEL=CODE… [--before KERNEL=CODE] [--if-installed KERNEL] [--starts N] [--cells N]

The kernels take turns, so that a slow moment of the machine meets all of them. For each: milliseconds from launch to the
first kernel_info_reply, for the first cell, for both together (one kernel starts its compiler before it answers, another with
the first cell), and for each further cell (sent to idle), as median and range over the starts; then each median as a share of
the first kernel's.
"""

import argparse
import statistics
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

COLUMNS = ("ready", "first cell", "together", "cell")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    pair = {"type": lambda text: tuple(text.split("=", 1)), "metavar": "KERNEL=CODE"}
    parser.add_argument("kernel", nargs="+", **pair)
    parser.add_argument("--before", action="append", default=[], help="run this first, without timing it", **pair)
    parser.add_argument("--if-installed", metavar="KERNEL", help="do nothing where there is no such kernel")
    parser.add_argument("--starts", type=int, default=5, help="how often each kernel is started (5)")
    parser.add_argument("--cells", type=int, default=200, help="cells per start after the first (200)")
    arguments = parser.parse_args()

    if arguments.if_installed and arguments.if_installed not in KernelSpecManager().find_kernel_specs():
        print(f"There is no kernel {arguments.if_installed} to compare with.")
        return
    samples = {kernel: [] for kernel in arguments.kernel}
    for start in range(arguments.starts):
        for name, code in arguments.kernel:
            print(f"start {start + 1} of {arguments.starts}: {name}", flush=True)
            samples[name, code].append(measure(name, code, arguments.cells, dict(arguments.before).get(name)))
    report(samples)


def measure(name, code, cells, before):
    """Milliseconds to the first kernel_info_reply, for the first cell, for both, and the median of the further cells."""
    manager = KernelManager(kernel_name=name)
    launched = time.perf_counter()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels(hb=False)
    try:
        client.kernel_info()
        while client.get_shell_msg(timeout=120)["msg_type"] != "kernel_info_reply":
            pass
        ready = milliseconds_since(launched)
        client.wait_for_ready(timeout=120)  # until the iopub channel is connected, which is not the kernel's time
        if before:
            time_cell(client, before)
        times = [time_cell(client, code) for _ in range(cells + 1)]
        return ready, times[0], ready + times[0], statistics.median(times[1:])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def time_cell(client, code):
    sent = time.perf_counter()
    reply = client.execute_interactive(code, timeout=300, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"{code!r} failed: {reply['content']}")
    return milliseconds_since(sent)


def milliseconds_since(start):
    return (time.perf_counter() - start) * 1000


def report(samples):
    base = None
    for (name, code), rows in samples.items():
        columns = list(zip(*rows))
        medians = [statistics.median(column) for column in columns]
        base = base or medians
        print(f"{name}, {code!r}")
        for title, column, median, reference in zip(COLUMNS, columns, medians, base):
            print(f"  {title:10} {median:9.2f} ms  ({min(column):.2f} to {max(column):.2f})   {median / reference:.3f} of the first")


if __name__ == "__main__":
    main()
