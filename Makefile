# The commands of the README. Each sets up .venv first; after the first time that takes no time.
.PHONY: run test check bench gallery package

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

package:
	@sh packaging/set_up.sh dev
	@sh packaging/build.sh
