"""`python -m speechdata` is the command line."""

from speechdata.cli import main

main()
