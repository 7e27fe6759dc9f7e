# What a newcomer runs. `make help` lists the targets; every step says what it does.
# A second run is quick: cargo, pip and the notebook redo only what their inputs changed.

PYTHON ?= python3

VENV := .venv
VENV_PYTHON := $(VENV)/bin/python
# What pip installs: the program and all that belongs to it.
WHEELS := build/wheels
KERNELSPEC := $(VENV)/share/jupyter/kernels/quincunx/kernel.json
BINARY := $(or $(CARGO_TARGET_DIR),target)/release/quincunx
PAGES := $(patsubst notebooks/%.ipynb,build/%.html,$(wildcard notebooks/*.ipynb))
# The kernelspec of this checkout's environment goes before one the user has installed.
JUPYTER := JUPYTER_PREFER_ENV_PATH=1 $(VENV_PYTHON)
# Two at a time: most of them wait for somebody.
PYTEST := $(JUPYTER) -m pytest -v -ra --durations=25 -o cache_dir=build/pytest -n 2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The study that `make survey` serves.
STUDY ?= notebooks/results/working-from-home.qstudy

.PHONY: help notebook lab survey wheel test test-rust test-jupyter test-browser soak reconstruction docs lint bench latency clean tools FORCE

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

notebook: $(PAGES) ## set everything up, execute the notebooks, write them and their HTML pages under build/
	@echo "Executed notebooks: $(PAGES:.html=.ipynb)"
	@echo "HTML pages:         $(PAGES)"
	@echo "\`make lab\` opens JupyterLab on the notebooks."

lab: $(KERNELSPEC) ## open JupyterLab on the notebooks
	$(JUPYTER) -m jupyterlab $(if $(filter 0,$(shell id -u)),--allow-root) notebooks/case-study.ipynb

survey: $(KERNELSPEC) ## serve a study's board on the web, for respondents: make survey STUDY=FILE.qstudy
	$(JUPYTER) notebooks/serve.py $(STUDY)

wheel: $(BINARY) $(VENV)/installed ## build the Python wheel, which `pip install` puts in any environment; it goes to build/wheels
	rm -rf $(WHEELS)
	$(VENV)/bin/maturin build --release --locked --out $(WHEELS)

test: test-rust test-jupyter test-browser ## run every test there is

test-rust: ## formatting and the Rust tests
	cargo fmt --all --check
	cargo test --release --locked

test-jupyter: $(PAGES) wheel | tools ## the kernel and its notebooks as Jupyter's own clients see them
	$(PYTEST) tests/conformance --ignore=tests/conformance/test_wheel.py
	$(PYTEST) -n 0 tests/conformance/test_wheel.py # builds, while nothing else may look for the program

test-browser: $(PAGES) | tools ## the notebook in JupyterLab in a real browser; pictures go to build/shots
	$(PYTEST) tests/browser

soak: $(KERNELSPEC) ## one kernel under load, and a million broken inputs for every reader of files (hours)
	$(JUPYTER) tests/soak.py
	QUINCUNX_PLAIN_EVCXR=1 $(PYTEST) tests/conformance/test_plain_evcxr.py
	$(JUPYTER) tests/soak_survey.py
	QUINCUNX_FUZZ_INPUTS=1000000 cargo test --release --locked --test integration -- formats::fuzz
	QUINCUNX_RECONSTRUCT=quick cargo test --release --locked --test integration -- --nocapture the_search_gives_the_published_tables

reconstruction: ## make the case study's sorts anew from notebooks/data/case-study/reconstruction.json (minutes), then check them
	QUINCUNX_RECONSTRUCT=full cargo test --release --locked --test integration -- --nocapture --exact reconstruction::searching::the_search_gives_the_published_tables
	cargo test --release --locked --test integration -- --nocapture reconstruction::thresholds

docs: ## write docs/verbs.md anew from the declarations of the verbs
	QUINCUNX_WRITE_DOCS=1 cargo test --release --locked --test integration -- docs::the_reference_page

lint: ## clippy and rustdoc, a warning fails
	cargo clippy --release --locked --workspace --all-targets -- -D warnings
	cargo clippy --release --locked --no-default-features --lib -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --workspace --no-deps

bench: ## time the method: whole analyses, a notebook on a thousand to a million sorts; writes docs/performance.md
	cargo bench --locked
	$(PYTHON) benches/page.py

latency: $(KERNELSPEC) ## time start and cells beside ipykernel, Rust cells beside evcxr_jupyter where it is installed
	$(JUPYTER) benches/latency.py python3=1 quincunx='%q help'
	$(JUPYTER) benches/latency.py --if-installed rust --cells 20 --before quincunx='%q example case-study' rust='vec![1.5; 9].len()' quincunx='q::sorts().cols()'
	$(JUPYTER) benches/latency.py --if-installed rust --cells 20 --before quincunx='%q example case-study' rust='let v = vec![1.5; 9];' quincunx='let v = q::sorts();'

clean: ## remove what was built: target, build and .venv
	cargo clean
	rm -rf build $(VENV)

tools:
	@tests/install-tools.sh

build/%.html: notebooks/%.ipynb notebooks/execute.py $(KERNELSPEC) $(shell find notebooks/data -type f)
	@echo "Executing $<"
	@$(JUPYTER) notebooks/execute.py $< build

$(KERNELSPEC): $(BINARY) $(VENV)/installed
	$(BINARY) install --prefix $(VENV)
	@touch $@

# Cargo knows better than make what is out of date; the file's time moves only when it is built anew.
$(BINARY): FORCE
	cargo build --release --locked

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, $(PYTHON) is not: name one, as in \`make PYTHON=python3.11 $(MAKECMDGOALS)\`." >&2; exit 1; }
	@echo "Setting up the Python environment $(VENV) (about a minute)"
	$(PYTHON) -m venv $(VENV)
	$(VENV_PYTHON) -m pip install --disable-pip-version-check --progress-bar off --requirement requirements.txt
	@touch $@
