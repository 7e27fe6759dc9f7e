#!/usr/bin/env python3
"""The analyses of analysis.rs written with NumPy, to have something to compare with. Needs numpy, which the project itself does not.

Prints the median and fastest time of each in milliseconds. The steps are the same: correlations, principal components, varimax
(Kaiser-normalised, by singular value decompositions, until the criterion stands still), and for the small study flags, z-scores, arrays and
distinguishing statements.
"""

import csv
import pathlib
import statistics
import time

import numpy as np

CASE_STUDY = pathlib.Path(__file__).parent.parent / "notebooks" / "data" / "case-study" / "sorts.csv"


def case_study():
    with CASE_STUDY.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row[f"s{s}"]) for s in range(1, 41)] for row in rows]).T


def varimax(loadings):
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows, k = loadings / lengths, loadings.shape[1]
    rotation, before = np.eye(k), 0.0
    for _ in range(10_000):
        turned = rows @ rotation
        u, s, v = np.linalg.svd(rows.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        rotation, now = u @ v, s.sum()
        if now - before < 1e-12 * now:
            break
        before = now
    return loadings @ rotation


def factors(sorts, k):
    values, vectors = np.linalg.eigh(np.corrcoef(sorts.T))
    return varimax(vectors[:, -k:] * np.sqrt(values[-k:]))


def whole_analysis(sorts, k):
    n = sorts.shape[0]
    loadings = factors(sorts, k)
    squares = loadings**2
    flags = (np.abs(loadings) > 1.96 / np.sqrt(n)) & (squares > squares.sum(axis=1, keepdims=True) / 2)
    weights = np.where(flags, loadings / (1 - squares), 0)
    totals = sorts @ weights
    z = (totals - totals.mean(axis=0)) / totals.std(axis=0, ddof=1)
    arrays = np.empty_like(z, dtype=int)
    grid = np.sort(sorts[:, 0])
    for f in range(k):
        arrays[np.argsort(z[:, f], kind="stable"), f] = grid
    p = flags.sum(axis=0)
    errors = np.sqrt(1 - 0.8 * p / (1 + 0.8 * (p - 1)))
    sed = np.sqrt(errors[:, None] ** 2 + errors[None, :] ** 2)
    differ = np.abs(z[:, :, None] - z[:, None, :]) > 1.96 * sed
    distinguishing = (differ | np.eye(k, dtype=bool)).all(axis=2)
    return arrays, distinguishing, ~differ.any(axis=(1, 2))


def timed(name, run, times):
    run()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    print(f"{name}: median {statistics.median(seconds) * 1e3:.2f} ms, fastest {min(seconds) * 1e3:.2f} ms")


def main():
    small = case_study()
    large = np.random.default_rng(1935).normal(size=(60, 2000))
    timed("40 x 93, 5 components, sorts to consensus", lambda: whole_analysis(small, 5), 200)
    timed("60 x 2,000, 5 components, sorts to varimax", lambda: factors(large, 5), 5)


if __name__ == "__main__":
    main()
