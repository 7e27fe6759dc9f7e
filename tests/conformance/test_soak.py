"""The soak of `make soak` in a small size: 480 magic cells, 10 Rust cells, a flood that is interrupted, 5,000 mutated messages."""

import pathlib
import shutil
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import soak


def test_magics_and_broken_messages():
    soak.run(magics=480, fuzz=5000)


@pytest.mark.skipif(not shutil.which("rustc"), reason="Rust cells need rustc on PATH")
def test_rust_cells():
    soak.run(magics=1, rust=10, interrupts=1)
