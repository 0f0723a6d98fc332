# 常用命令 · make demo 看一遍样例，make test 全部检查，make bench、bench-large 测速度（不在 CI 里），make editor 打包 VS Code 扩展
# .venv 自动建立；pyproject.toml 变了才重装。 .venv makes itself, and again when pyproject.toml changes.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export PYTHONUTF8 := 1

.PHONY: demo test bench bench-large editor clean
.DELETE_ON_ERROR:

demo: .venv/ready
	@mkdir -p demo
	@$(BIN)/eqrules sample cn/2017 -o demo/样例县.xlsx --schools 60 --seed 1 --flaws 12
	@$(BIN)/eqrules run cn/2017 demo/样例县.xlsx -o demo/监测报告.html -o demo/结果.json
	@echo
	@echo "报告 · report: $(CURDIR)/demo/监测报告.html"

test: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

bench: .venv/ready
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/editor.py

editor:
	cd editors/vscode && npm install --no-audit --no-fund && npm run package

bench-large: .venv/ready
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --group peers
	$(BIN)/python benchmarks/large

clean:
	rm -rf editors/vscode/node_modules editors/vscode/*.vsix .venv demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 以上 · needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@echo "准备 .venv · preparing .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) install --editable .
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "安装检查工具 · installing what the checks need"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --group dev
	@touch $@
