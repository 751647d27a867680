# Everything a person does with this project. `make` alone lists the targets.
HOST ?= 127.0.0.1
PORT ?= 8000
INDEX ?= var/index
CUTTINGS := .venv/bin/cuttings
# A file's tests stay in one process, as they share what they build.
TESTS := pytest -n auto --dist loadfile
PYTEST := .venv/bin/python -m $(TESTS)
# What asks a cluster: in one process, for one cluster. Where none can be started, one line says why.
CLUSTERED := pytest -m "cluster and not attack" tests/cluster tests/contract tests/browser/test_walk_over_cluster.py
# The tests of `make check`: files of examples, of eight seconds of CPU at most and forty in all.
QUICK := tests/structure tests/docs tests/golden tests/readers tests/describe \
	$(addprefix tests/query/test_, query_reading.py query_help.py) \
	$(addprefix tests/suggest/test_, aliases.py archive_words.py correction.py) \
	$(addprefix tests/web/test_, pages.py render.py urls.py offer_line.py shown_dates.py export_formats.py \
	reply_encoding.py api_fields.py) \
	tests/search/test_engine_reader.py \
	$(addprefix --ignore=tests/, readers/test_hostile_markdown.py describe/test_bad_fields.py \
	describe/test_hostile_lines.py)
# Behind `make test` in `make test-all`, in this order. What is too slow for every change takes its place here, and in
# `.ci/run` where it fits.
REST := large attack coverage memory hostile mutants lowest
.DEFAULT_GOAL := help
.PHONY: help run node check test test-cluster test-all reindex serve lint large coverage lowest golden docs quality questions values train-cleaner train-entities \
	entities bench hostile attack \
	memory mutants lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

run: reindex serve ## install, index seeds/ or what is indexed already, serve the search page (PORT= and HOST= change the address)

reindex: ## install and index seeds/, or what the index has already (SOURCES= names folders of your own, INDEX= another index)
	@tools/install.sh run
	@$(CUTTINGS) reindex $(or $(SOURCES),$$(tools/samples.sh $(INDEX))) --index $(INDEX)

serve: ## install and serve the index that is there
	@tools/install.sh run
	@exec $(CUTTINGS) serve --index $(INDEX) --host $(HOST) --port $(PORT)

node: ## install what asks a cluster, and start one of OpenSearch to try, which keeps nothing (needs a JDK and Maven; NODES=3 starts three)
	@tools/install.sh cluster
	@.venv/bin/python -m tools.opensearch $(NODES)

check: lint ## for a small change, in a minute: lint and the quick tests
	@$(PYTEST) $(QUICK)

test: lint ## install and run every check and every kind of test that this machine can run
	@$(PYTEST)
	@.venv/bin/python -m $(CLUSTERED)

test-cluster: ## install and run what needs a cluster of OpenSearch, against real nodes that are started for it (needs a JDK and Maven)
	@tools/install.sh test
	@.venv/bin/python -m $(CLUSTERED)

test-all: test $(REST) ## make test and whatever takes longer: large archives, attacks, coverage, memory, hostile pages, mutants, lowest versions

lint: ## install; check style, types and the direction of imports
	@tools/install.sh test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

large: ## install and ask an archive of 30,000 generated articles, and one of 110,000: every limit of size is crossed
	@tools/install.sh test
	@$(PYTEST) -m large

attack: ## power lost and calls failing wherever they can, kills, flipped bits, hostile requests, 64 clients (MINUTES=6 or more; needs strace)
	@tools/install.sh test
	@$(PYTEST) -m attack --attack-minutes $(or $(MINUTES),6)

coverage: ## run the tests but those in a browser, with fewer random questions, and name the lines that none of them executes (needs a JDK and Maven)
	@tools/install.sh test
	@rm -rf .coverage && mkdir .coverage
	@.venv/bin/coverage run -m $(TESTS) --questions 150 --ignore=tests/browser
	@.venv/bin/coverage run -m $(CLUSTERED) --questions 150
	@.venv/bin/coverage combine --quiet
	@.venv/bin/coverage report

lowest: ## index and search as it is installed from the registry: lowest versions that setup.cfg allows, pipx, hashed files
	@tools/install.sh test
	@tools/install.sh install
	@.venv/bin/python -m pytest -rs tests/cli/test_lowest_versions.py tests/cli/test_installed.py --lowest

golden: ## rewrite the golden pages and pictures from what the product does now; read the difference before you commit it
	@tools/install.sh test
	@.venv/bin/python -m pytest tests/golden tests/browser/test_pictures.py --rewrite-golden

docs: ## write the documents that follow from the code: docs/api.md, query-language.md, settings.md, rules.md and others
	@tools/install.sh test
	@.venv/bin/python -m tools.docs

catalogues: ## bring the catalogues of the pages' languages up to what the code says; names what is not translated
	@tools/install.sh test
	@.venv/bin/python -m tools.catalogues

quality: ## score cleaner and metadata on the gold data and print them beside the pinned floors
	@tools/install.sh test
	@.venv/bin/python -m tools.quality

questions: ## how many questions of people have the right first page, by kind (needs the reference pages)
	@tools/install.sh test
	@.venv/bin/python -m tools.questions --misses

values: ## how clean publishers, sections and bylines of real pages are (needs the reference pages)
	@tools/install.sh test
	@.venv/bin/python -m tools.values --faults

train-cleaner: ## train the cleaner's line models again (CORPUS= names the folder of gold pages)
	@tools/install.sh train
	@.venv/bin/python -m tools.train_cleaner $(CORPUS)

train-entities: ## train the models of persons, organisations and places again (CORPUS= names the folder of annotated texts)
	@tools/install.sh test
	@.venv/bin/python -m tools.train_entities $(or $(CORPUS),../shared/entities-dev)

entities: ## how well persons, organisations and places are named, by language (CORPUS=, ARCHIVE= as the tool says)
	@tools/install.sh test
	@.venv/bin/python -m tools.entities.scores $(or $(CORPUS),../shared/entities-dev) $(if $(ARCHIVE),--archive $(ARCHIVE))

bench: ## speed and memory beside the peers, as ratios of one run
	@tools/install.sh bench
	@.venv/bin/python -m tools.bench

hostile: ## CPU seconds of reading and cleaning a megabyte of each hostile shape
	@tools/install.sh test
	@.venv/bin/python -m tools.hostile

memory: ## memory of a server after 20 exports and 3,000 questions, beside what 300 took; fails above 64 MB more
	@tools/install.sh run
	@.venv/bin/python -m tools.memory

mutants: ## would the tests notice a slip? small changes of the product, each tried (AREA= names one area)
	@tools/install.sh test
	@.venv/bin/python -m tools.mutants $(AREA)

lock: ## pin what is installed now in constraints.txt, and with hashes what the program needs in docs/deploy/requirements.txt
	@for part in run test train bench install; do tools/install.sh $$part; done
	@.venv/bin/python -m pip freeze --all --exclude pip --exclude-editable > constraints.txt
	@.venv/bin/uv pip compile setup.cfg --quiet --universal --python-version 3.11 --constraints constraints.txt \
		--generate-hashes --no-annotate --custom-compile-command "make lock" --output-file docs/deploy/requirements.txt

clean: ## remove the virtual environment, caches and the index of seeds/
	@rm -rf .venv var build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
