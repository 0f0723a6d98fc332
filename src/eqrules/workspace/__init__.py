"""工作台 · The one desk behind every door: find, compile, read, run and test by name."""

from eqrules.workspace.checking import check
from eqrules.workspace.examples import Tested, examples_day, run_examples
from eqrules.workspace.exchange import Imported, export_book, import_book
from eqrules.workspace.find import CannotRun, Shipped, digest, files_of, rulesets, sources
from eqrules.workspace.judge import examine, read, run, sample, settled
from eqrules.workspace.load import Loaded, compile_named, load, plan_from_file
from eqrules.workspace.new import new_ruleset
from eqrules.workspace.targets import results

__all__ = [
    "CannotRun",
    "Imported",
    "Loaded",
    "Shipped",
    "Tested",
    "check",
    "compile_named",
    "digest",
    "examine",
    "examples_day",
    "export_book",
    "files_of",
    "import_book",
    "load",
    "new_ruleset",
    "plan_from_file",
    "read",
    "results",
    "rulesets",
    "run",
    "run_examples",
    "sample",
    "settled",
    "sources",
]  # fmt: skip
