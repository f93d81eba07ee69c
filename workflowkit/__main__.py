"""`python -m workflowkit` is `wfk`."""

from __future__ import annotations

from workflowkit.entry import main

if __name__ == "__main__":
    main()
