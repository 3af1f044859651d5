"""`python -m kerascount`."""

from kerascount.cli import main

if __name__ == "__main__":  # where processes cannot be forked, workers import this
    main(prog_name="kerascount")
