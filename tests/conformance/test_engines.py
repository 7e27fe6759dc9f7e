"""The queries of `%q sql`, run by DuckDB on the case study's sorts, against the analysis of the same sorts in the notebook."""

import math
import pathlib

import duckdb
import pytest
from jupyter_client.manager import start_new_kernel

SORTS = pathlib.Path(__file__).parents[2] / "notebooks" / "data" / "case-study" / "sorts.csv"
RESULT = "application/vnd.quincunx.v1+json"
GRID = '--grid "-4:2,-3:3,-2:5,-1:6,0:8,1:6,2:5,3:3,4:2"'
NEAR = 1e-9


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engine")
    manager, client = start_new_kernel(kernel_name="quincunx", cwd=str(folder))
    yield folder, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def engine():
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE sorts AS SELECT * FROM read_csv('{SORTS}')")
    yield connection
    connection.close()


def run(client, cell):
    """The machine-readable results and the text of a cell that has to succeed."""
    shown = []

    def take(message):
        if message["msg_type"] in ("execute_result", "display_data"):
            shown.append(message["content"]["data"])

    reply = client.execute_interactive(cell, timeout=60, output_hook=take)
    assert reply["content"]["status"] == "ok", reply["content"]
    data = [bundle[RESULT]["data"] for bundle in shown if RESULT in bundle]
    return data[0] if data else None, "\n".join(bundle["text/plain"] for bundle in shown)


def query(client, cell):
    """The query that a cell writes, from its WITH or SELECT to the paragraph behind it."""
    text = run(client, cell)[1]
    lines = text.splitlines()
    first = next(place for place, line in enumerate(lines) if line.strip().startswith(("WITH", "SELECT")))
    end = next((place for place in range(first, len(lines)) if not lines[place].strip()), len(lines))
    return "\n".join(lines[first:end])


def save(engine, sql, path):
    engine.execute(f"COPY ({sql}) TO '{path}'")


def near(a, b):
    return math.isclose(a, b, rel_tol=NEAR, abs_tol=NEAR)


@pytest.mark.parametrize("raw", ["", "--raw"])
def test_three_queries_give_the_analysis_of_all_sorts(kernel, engine, raw):
    folder, client = kernel
    ours, _ = run(client, f"%q load {SORTS} {GRID}")
    run(client, "%q correlate")
    unrotated, _ = run(client, "%q extract pca -k 5")
    run(client, "%q rotate varimax -k 5")
    loadings, _ = run(client, "%q flag auto")
    scores, _ = run(client, "%q scores")
    arrays, _ = run(client, "%q arrays")

    ending = ".parquet" if raw else ".csv"
    sums, moments, totals = (folder / f"{name}{ending}" for name in ("sums", "moments", "totals"))
    save(engine, query(client, f"%q sql cross-product -n 40 {raw}"), sums)
    product, _ = run(client, f"%q load --cross-product {sums} {GRID}")
    assert product["sorts"] == len(ours["sorts"])
    for a, b in zip(product["eigenvalues"], unrotated["eigenvalues"]):
        assert near(a, b)

    save(engine, query(client, "%q sql moments -k 5"), moments)
    found = engine.execute(query(client, f"%q sql loadings --moments {moments}")).fetchall()
    save(engine, query(client, f"%q sql totals --moments {moments}"), totals)
    factors = run(client, f"%q load --cross-product {sums} --totals {totals} {GRID}")[0]["factors"]

    rows = {row[0]: row[1:] for row in found}
    for sort, own, flags in zip(loadings["sorts"], loadings["loadings"], loadings["flags"]):
        row = rows[sort]
        for factor, (l, flag) in enumerate(zip(own, flags)):
            assert near(row[2 * factor] * factors[factor]["sign"], l), (sort, factor)
            assert row[2 * factor + 1] == flag
    for factor, theirs in enumerate(factors):
        assert theirs["defining_sorts"] == sum(row[factor] for row in loadings["flags"])
        assert near(theirs["eigenvalue"], loadings["eigenvalues"][factor])
        for statement, z in enumerate(theirs["z"]):
            assert near(z, scores["z"][statement][factor])
            assert theirs["array"][statement] == arrays["arrays"][statement][factor]


def test_what_needs_the_sorts_is_refused_with_the_next_step(kernel, engine):
    folder, client = kernel
    sums = folder / "refusals.csv"
    save(engine, query(client, "%q sql cross-product -n 40"), sums)
    run(client, f"%q load --cross-product {sums}")
    for cell in ["%q flag auto", "%q prevalence site", "%q extract centroid"]:
        reply = client.execute_interactive(cell, timeout=60, output_hook=lambda message: None)
        assert reply["content"]["status"] == "error"
        assert "%q sql" in reply["content"]["evalue"], cell
