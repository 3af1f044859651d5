"""`python -m kerascount`."""

from kerascount.cli import main

main(prog_name="kerascount")
