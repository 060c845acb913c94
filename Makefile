# The commands of the README. Each sets up .venv first; after the first time that takes no time.
.PHONY: run test check bench gallery judge-tradelocker judge-tradervue package

BIN := .venv/bin

run:
	@sh packaging/set_up.sh run
	@$(BIN)/python -m fillbook --demo

test:
	@sh packaging/set_up.sh dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	cd desktop && ../$(BIN)/mypy --config-file ../pyproject.toml -p fillbook
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n 2 --dist loadfile

check: test

bench:
	@sh packaging/set_up.sh dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/benchmarks

gallery:
	@sh packaging/set_up.sh dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/gallery.py

# TradeLocker's own client, in an environment of its own, reads the stand-in of the tests.
JUDGE := $(or $(TMPDIR),/tmp)/fillbook-judge-tradelocker
judge-tradelocker:
	@test -x $(JUDGE)/bin/python || python3.11 -m venv $(JUDGE)
	@$(JUDGE)/bin/pip install -q tradelocker==0.56.2
	PYTHONPATH=tests $(JUDGE)/bin/python tests/judges/tradelocker_client.py

# py-tradervue-api is in no index: CLIENT is the folder of its clone that holds tradervue.py.
JUDGE_TRADERVUE := $(or $(TMPDIR),/tmp)/fillbook-judge-tradervue
judge-tradervue:
	@test -f "$(CLIENT)/tradervue.py" || { echo "Name it: make judge-tradervue CLIENT=FOLDER"; exit 2; }
	@test -x $(JUDGE_TRADERVUE)/bin/python || python3.11 -m venv $(JUDGE_TRADERVUE)
	@$(JUDGE_TRADERVUE)/bin/pip install -q requests
	PYTHONPATH="$(CLIENT):tests" $(JUDGE_TRADERVUE)/bin/python tests/judges/tradervue_client.py

package:
	@sh packaging/set_up.sh dev
	@sh packaging/build.sh
