"""入口 · python -m eqrules does what the command eqrules does."""

from eqrules.cli import main

if __name__ == "__main__":
    main()
