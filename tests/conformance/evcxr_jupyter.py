"""The plain evcxr kernel, built with the versions, features and profile of our own dependencies, so that cargo compiles little more than its protocol."""

import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "build/evcxr_jupyter"
VERSION = "0.22.0"


def install(jupyter_path):
    """Build evcxr_jupyter and put its kernelspec, named `rust`, below `jupyter_path`; what its cells compile stays in build/ for the next time."""
    program = build()
    cells = FOLDER / "cells"
    cells.mkdir(exist_ok=True)
    # Cargo takes the versions it finds there.
    (cells / "Cargo.lock").write_text((ROOT / "Cargo.lock").read_text())
    folder = jupyter_path / "kernels/rust"
    folder.mkdir(parents=True)
    spec = {
        "argv": [str(program), "--control_file", "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
        # Neither a user's configuration nor the network has a say.
        "env": {"EVCXR_TMPDIR": str(cells), "EVCXR_CONFIG_DIR": str(jupyter_path), "CARGO_NET_OFFLINE": "true"},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))


def build():
    (FOLDER / "src").mkdir(parents=True, exist_ok=True)
    (FOLDER / "Cargo.toml").write_text(manifest())
    locked = (ROOT / "Cargo.lock").read_text() + (pathlib.Path(__file__).with_suffix(".lock")).read_text()
    (FOLDER / "Cargo.lock").write_text(locked)
    (FOLDER / "src/main.rs").write_text("fn main() -> Result<(), impl std::fmt::Debug> {\n    evcxr_jupyter::main()\n}\n")
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    run("build", "--release", "--quiet", "--manifest-path", FOLDER / "Cargo.toml", "--target-dir", ROOT / target)
    return ROOT / target / "release/plain_evcxr"


def manifest():
    ours = (ROOT / "Cargo.toml").read_text()
    profile = ours[ours.index("[profile.release]") : ours.index("[lib]")]
    head = f"""[package]
name = "plain_evcxr"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
evcxr_jupyter = {{ version = "={VERSION}", default-features = false }}
"""
    return f"{head}{features_of_evcxr()}\n{profile}"


def features_of_evcxr():
    """Every crate that evcxr needs with the features it has in our build: with fewer it would be compiled once more."""
    form = ["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{f}"]
    features = {}
    for line in run("tree", "--locked", "--package", "evcxr", *form, cwd=ROOT).splitlines():
        name, version, names = re.match(r"(\S+) v([^\s+]+)\S*\|(\S*)", line).groups()
        features.setdefault((name, version), set()).update(filter(None, names.split(",")))
    del features["evcxr", VERSION]
    lines = [
        f'd{number} = {{ package = "{name}", version = "={version}", default-features = false, features = {json.dumps(sorted(names))} }}\n'
        for number, ((name, version), names) in enumerate(sorted(features.items()))
    ]
    return "".join(lines)


def run(*arguments, cwd=FOLDER):
    result = subprocess.run(["cargo", *map(str, arguments)], cwd=cwd, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"cargo {arguments[0]} failed\n{result.stderr}")
    return result.stdout
