"""`python -m minutes_cli`, for where the command is not on the path."""

from minutes_cli.cli.main import main

if __name__ == "__main__":
    main()
