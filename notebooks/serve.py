"""Serve the board of a study on the web, by Voilà: each visitor gets a kernel of his own, and all of them write to the one file of the study.

usage: serve.py STUDY.qstudy [--port PORT] [--ip ADDRESS]

A visitor sees the board and nothing else: no code, no files, no other respondent. `http://…/?code=ABCD-2346` leads a respondent who has begun to
where he was. Put a web server with encryption in front of it before you collect from outside your own network.
"""

import argparse
import json
import os
import pathlib
import sys

# What Voilà is told, beside its port: these close what a visitor has no use for.
CLOSED = [
    "--no-browser",
    "--strip_sources=True",
    "--show_tracebacks=False",
    # No file beside the notebook is handed out.
    "--VoilaConfiguration.file_allowlist=['$^']",
    # A kernel whose page is gone ends after two hours; what was done is in the study's file.
    "--MappingKernelManager.cull_idle_timeout=7200",
    "--MappingKernelManager.cull_interval=300",
]
KERNELSPEC = {"name": "quincunx", "display_name": "Q methodology (Quincunx)", "language": "rust"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=8866)
    parser.add_argument("--ip", default="127.0.0.1")
    arguments = parser.parse_args()
    if not arguments.study.is_file():
        sys.exit(f"There is no study {arguments.study}. Run the notebook that defines it, then serve it.")
    page = write_page(arguments.study.resolve(), pathlib.Path("build/survey"))
    print(f"Serving {arguments.study} at http://{arguments.ip}:{arguments.port}/ (end with Ctrl-C)", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "voila", str(page), f"--port={arguments.port}", f"--Voila.ip={arguments.ip}", *CLOSED])


def write_page(study, folder):
    """A notebook whose only cell is the board of the study."""
    folder.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "code", "id": "board", "metadata": {}, "execution_count": None, "outputs": [], "source": f'%q sort "{study}"'}
    page = folder / f"{study.stem}.ipynb"
    page.write_text(json.dumps({"cells": [cell], "metadata": {"kernelspec": KERNELSPEC}, "nbformat": 4, "nbformat_minor": 5}))
    return page


if __name__ == "__main__":
    main()
