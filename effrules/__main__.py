"""``python -m effrules``: the same as the command ``effrules``."""

from effrules.cli.main import main

if __name__ == "__main__":
    main()
