"""``python -m effrules``: the same as the command ``effrules``."""

from effrules.cli.start import main

if __name__ == "__main__":
    main()
