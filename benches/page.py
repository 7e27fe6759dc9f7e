#!/usr/bin/env python3
"""Writes docs/performance.md from what the benches measured: criterion's estimates and growth.json.

usage: page.py [TARGET]   (the folder `target`, or CARGO_TARGET_DIR)
"""

import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).parent.parent
TARGET = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
CRITERION = TARGET / "criterion"
PAGE = ROOT / "docs" / "performance.md"

# What another program takes, in seconds, where it was measured beside a bench: the bench's name, the program, its time.
COMPARED = {
    "40 x 93, 5 components, sorts to consensus": "NumPy, `benches/numpy_baseline.py`: 14–19 ms",
    "60 x 2000, 5 components, sorts to varimax": "NumPy, `benches/numpy_baseline.py`: 2,000 ms",
    "40 x 93, 5 components, 1000 bootstrap replicates, threads: 2": "R qmethod 1.8.4, `qmboots`: about 79 s",
}


def main():
    benches = dict(sorted(estimates()))
    if not benches:
        raise SystemExit(f"No estimates under {CRITERION}. Run `cargo bench` first, or `make bench`.")
    lines = [
        "# How long it takes",
        "",
        "Written by `make bench` from what was measured; nothing here is typed by hand but the figures of other programs. Two cores; each line in one run. Trust the ratios",
        "more than the milliseconds.",
        "",
        "## Analyses",
        "",
        "Medians, with criterion's 95 % interval.",
        "",
        "| bench | median | from | to | compared with |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for name, (middle, low, high) in benches.items():
        lines.append(f"| {name.replace(' x ', ' × ')} | {time(middle)} | {time(low)} | {time(high)} | {COMPARED.get(name, '')} |")
    lines += growth()
    PAGE.write_text("\n".join(lines) + "\n")
    print(f"Written: {PAGE.relative_to(ROOT)}")


def estimates():
    """Name → median and interval in seconds, of each bench's last run."""
    for path in CRITERION.glob("**/new/estimates.json"):
        name = json.loads((path.parent / "benchmark.json").read_text())["full_id"].removeprefix("slow/")
        median = json.loads(path.read_text())["median"]
        interval = median["confidence_interval"]
        yield name, tuple(value / 1e9 for value in (median["point_estimate"], interval["lower_bound"], interval["upper_bound"]))


def growth():
    path = CRITERION / "growth.json"
    if not path.exists():
        return []
    sizes = json.loads(path.read_text())
    lines = [
        "",
        "## From a thousand to a million sorts",
        "",
        "A notebook on sorts of 40 statements in Parquet, from `%q load` to consensus statements, five components, varimax; each size in a process of its own. Memory is the most that",
        "the process held (resident); the file is compressed as writers do by default.",
        "",
        "| sorts | file | all cells | per 1,000 sorts | peak memory | all outputs |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in sizes:
        outputs = sum(cell["output_bytes"] for cell in size["cells"])
        seconds = size["seconds"]
        lines.append(
            f"| {size['sorts']:,} | {size['file_bytes'] / 1e6:.1f} MB | {time(seconds)} | {time(1000 * seconds / size['sorts'])} "
            f"| {size['peak_bytes'] / 1e6:,.0f} MB | {outputs / 1e3:,.0f} kB |"
        )
    lines += ["", "The cells one by one:", ""]
    lines.append("| cell | " + " | ".join(f"{size['sorts']:,}" for size in sizes) + " |")
    lines.append("| --- |" + " ---: |" * len(sizes))
    for place, cell in enumerate(sizes[0]["cells"]):
        times = (time(size["cells"][place]["seconds"]) for size in sizes)
        lines.append(f"| `{cell['cell']}` | " + " | ".join(times) + " |")
    return lines


def time(seconds):
    for unit, scale in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        value = seconds * scale
        if value >= 1 or unit == "µs":
            return f"{value:.3g} {unit}" if value < 100 else f"{value:,.0f} {unit}"


if __name__ == "__main__":
    main()
