# Everything sets itself up: a fresh machine needs Python 3.11 (or 3.12, 3.13), git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/bootstrap/bin/uv
UV_VERSION := 0.13.9
TORCH_VERSION := 2.13.0
SPARK_VERSION := 4.3.0
SPARK_ARCHIVE ?= $(VENV)/spark-environment.tar.gz
VENV_PACK_VERSION := 0.9.2
S3FS_VERSION := 2026.9.0
MOTO_VERSION := 5.2.5
ONNX_VERSION := 1.23.2
ONNXRUNTIME_VERSION := 1.32.0
DEMO_HOME ?= demo-home
SCRM_HOME ?= scrm-home
CONFIG ?= brands.yml
FAULTS ?= 100
FUZZ ?= 20000
SEED ?= 1
AIRFLOW_ENV = AIRFLOW_HOME="$(abspath $(SCRM_HOME))/airflow" AIRFLOW__CORE__DAGS_FOLDER="$(CURDIR)/dags" \
	AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT=60 \
	SCRM_HOME="$(abspath $(SCRM_HOME))" SCRM_CONFIG="$(abspath $(CONFIG))"
SUPERSET_PORT ?= 8088
SUPERSET_HOME ?= $(SCRM_HOME)/superset
SUPERSET_ENV = SECRETS="$(abspath $(SUPERSET_HOME))/secrets" SUPERSET_CONFIG_PATH="$(CURDIR)/docker/superset_config.py" \
	SUPERSET_HOME="$(abspath $(SUPERSET_HOME))" FLASK_APP=superset TZ=Asia/Shanghai PGTZ=Asia/Shanghai ASSETS="$(CURDIR)/superset/dashboards" \
	SUPERSET_DATABASE_URL="sqlite:///$(abspath $(SUPERSET_HOME))/superset.db" PATH="$(abspath $(VENV))/superset/bin:$$PATH" \
	WAREHOUSE_URL="$(or $(WAREHOUSE_URL),duckdb:///$(abspath $(SCRM_HOME))/warehouse.duckdb)"
# Every process of the job imports thousands of modules: their bytecode is kept, whatever the shell says of it.
unexport PYTHONDONTWRITEBYTECODE
UV_INSTALL = $(UV) pip install --compile-bytecode --quiet --python

LOCK := --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" --quiet

.PHONY: help install dev demo airflow superset test airflow-test gather-faults faults fuzz load-test check lint types layers docs docs-check transformers-test cluster-test spark-archive spark-test object-test secrets screenshots lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed, this is " + sys.version.split()[0] + "; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PYTHON) -m venv $(VENV)/bootstrap
	$(VENV)/bootstrap/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/installed: requirements/main.txt pyproject.toml | $(UV)
	$(UV_INSTALL) $(BIN)/python --require-hashes -r requirements/main.txt
	$(UV_INSTALL) $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed
	$(UV_INSTALL) $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/installed  ## the product into .venv, from the hashed lock

dev: $(VENV)/installed-dev  ## the product and the tools that check it

demo: install  ## the whole job, through Airflow, on the demonstration world
	$(BIN)/scrm demo --home $(DEMO_HOME)

airflow: install  ## airflow standalone with these DAGs: make airflow CONFIG=brands.yml SCRM_HOME=scrm-home
	@mkdir -p $(SCRM_HOME)/airflow
	$(AIRFLOW_ENV) $(BIN)/airflow db migrate
	$(AIRFLOW_ENV) $(BIN)/airflow pools set scrm_warehouse 1 "one build at a time"
	$(AIRFLOW_ENV) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/airflow standalone

$(VENV)/superset/installed: requirements/superset.txt | $(UV)
	$(PYTHON) -m venv $(VENV)/superset
	$(UV_INSTALL) $(VENV)/superset/bin/python --require-hashes -r requirements/superset.txt
	@touch $@

superset: $(VENV)/superset/installed  ## Superset with both dashboards on one machine: make superset SCRM_HOME=demo-home
	docker/make-secrets.sh "$(SUPERSET_HOME)/secrets"
	$(SUPERSET_ENV) docker/superset-init.sh
	@echo "http://127.0.0.1:$(SUPERSET_PORT)/superset/dashboard/brand-health/ (admin, $(SUPERSET_HOME)/secrets/superset_admin_password)"
	$(SUPERSET_ENV) gunicorn --bind 127.0.0.1:$(SUPERSET_PORT) --workers 1 --threads 8 --timeout 120 "superset.app:create_app()"

test: dev  ## all tests that need no extra
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not transformers and not cluster and not spark and not airflow"

gather-faults: dev  ## the long run of crawls under faults: thousands of items a source, 50 kills
	SCRM_LONG=1 $(BIN)/pytest -rfE tests/crawlers/test_faults*.py tests/crawlers/test_crawl_properties.py

faults: dev  ## the whole job under FAULTS injected faults from SEED on; CASE=seed repeats one, RESULTS=file goes on (needs a C compiler)
	$(BIN)/python -m tests.trust.faults --faults $(FAULTS) --seed $(SEED) $(if $(CASE),--case $(CASE)) $(if $(RESULTS),--results $(RESULTS))

load-test: dev  ## 50 readers of the published star for ten minutes while builds are published every 30 s
	$(BIN)/scrm benchmark readers

fuzz: dev  ## FUZZ inputs from SEED on through every reader, cleaner and mask (1000000: the long run); CASE=number repeats one
	$(BIN)/python -m tests.trust.fuzz --inputs $(FUZZ) --seed $(SEED) $(if $(CASE),--case $(CASE))

check: dev lint types layers docs-check test  ## what CI runs

lint: dev  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev  ## mypy --strict on the rooms
	$(BIN)/mypy

layers: dev  ## the import rules of the architecture
	$(BIN)/lint-imports

docs: dev  ## writes the generated pages under docs/ and superset/
	$(BIN)/scrm dictionary --write docs/data-dictionary.md --svg docs/images/star.svg \
		--textbook docs/textbook-map.md --privacy docs/privacy.md
	$(BIN)/scrm metrics --format markdown --write docs/metrics.md
	$(BIN)/scrm metrics --format superset --write superset/metrics.yaml
	$(BIN)/scrm dashboards --write superset/dashboards
	$(BIN)/python docs/dag_page.py
	$(BIN)/python docs/generated_files.py

docs-check: docs  ## generated pages agree with the code
	git diff --exit-code -- docs/data-dictionary.md docs/images/star.svg docs/textbook-map.md docs/privacy.md docs/metrics.md docs/dags.md \
		superset/metrics.yaml superset/dashboards docs/brands.schema.json docker/grafana-dashboard.json

transformers-test: dev  ## the engine that needs torch, in an environment of its own
	$(PYTHON) -m venv $(VENV)/transformers
	$(UV_INSTALL) $(VENV)/transformers/bin/python --require-hashes -r requirements/dev.txt
	$(VENV)/transformers/bin/python -m pip install --quiet --disable-pip-version-check \
		torch==$(TORCH_VERSION) onnx==$(ONNX_VERSION) onnxruntime==$(ONNXRUNTIME_VERSION)
	$(UV_INSTALL) $(VENV)/transformers/bin/python --no-deps --editable .
	$(VENV)/transformers/bin/python -m pytest -m transformers tests/nlp

airflow-test: dev  ## Airflow itself, SQLite: DAG files, the demonstration through `airflow dags test`, a backfill by a scheduler
	$(BIN)/pytest tests/dags

spark-archive: $(UV)  ## an environment with the product for Spark's executors, as one file: SCRM_SPARK_ARCHIVE
	$(PYTHON) -m venv --clear $(VENV)/executor
	$(UV_INSTALL) $(VENV)/executor/bin/python --require-hashes -r requirements/main.txt
	$(UV_INSTALL) $(VENV)/executor/bin/python --no-deps . venv-pack2==$(VENV_PACK_VERSION)
	$(VENV)/executor/bin/venv-pack --prefix $(VENV)/executor --output $(SPARK_ARCHIVE) --compress-level 1 --force --quiet
	@echo "SCRM_SPARK_ARCHIVE=$(abspath $(SPARK_ARCHIVE))"

spark-test: dev spark-archive  ## a standalone Spark cluster on loopback, an executor killed (needs Java 17), in an environment of its own
	$(PYTHON) -m venv $(VENV)/spark
	$(UV_INSTALL) $(VENV)/spark/bin/python --require-hashes -r requirements/dev.txt
	$(UV_INSTALL) $(VENV)/spark/bin/python pyspark==$(SPARK_VERSION)
	$(UV_INSTALL) $(VENV)/spark/bin/python --no-deps --editable .
	SCRM_SPARK_ARCHIVE_TESTED="$(abspath $(SPARK_ARCHIVE))" $(VENV)/spark/bin/python -m pytest -m spark tests/spark

object-test: dev  ## the lake on an S3-compatible server on loopback, writers killed (s3fs and moto laid over the environment)
	$(UV) pip install --quiet --target $(VENV)/objects "s3fs==$(S3FS_VERSION)" "moto[s3]==$(MOTO_VERSION)" flask-cors
	PYTHONPATH=$(VENV)/objects $(BIN)/pytest tests/lake/test_objects.py tests/pipeline/test_object_lake.py

$(VENV)/server/installed: requirements/server.txt | $(UV)
	$(PYTHON) -m venv $(VENV)/server
	$(UV_INSTALL) $(VENV)/server/bin/python --require-hashes -r requirements/server.txt
	$(UV_INSTALL) $(VENV)/server/bin/python --no-deps --editable .
	@touch $@

cluster-test: dev $(VENV)/server/installed  ## docker-compose.yml's processes on loopback, each killed in turn (needs redis-server)
	SCRM_SERVER=$(abspath $(VENV))/server/bin $(BIN)/pytest -m cluster tests/cluster

secrets:  ## what docker-compose.yml reads from ./secrets, written where missing
	docker/make-secrets.sh

screenshots: dev  ## docs/images/*.png from the demonstration's page (needs Chromium)
	$(BIN)/python docs/screenshots.py --home $(DEMO_HOME)

lock: dev  ## resolves requirements/*.txt anew from pyproject.toml
	$(UV) pip compile pyproject.toml -o requirements/main.txt $(LOCK)
	$(UV) pip compile pyproject.toml --extra dev -c requirements/main.txt -o requirements/dev.txt $(LOCK)
	$(UV) pip compile pyproject.toml --extra server -c requirements/main.txt -o requirements/server.txt $(LOCK)
	$(UV) pip compile requirements/superset.in -o requirements/superset.txt $(LOCK)

	$(BIN)/python docs/bom.py

clean:  ## removes the environment and the demonstration
	rm -rf $(VENV) $(DEMO_HOME)
