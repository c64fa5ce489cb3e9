"""`python -m legalgraph.cli`."""

from legalgraph.cli import main

if __name__ == "__main__":
    main(prog_name="legalgraph")
