"""Group Z. Changes: what a new version of a workflow breaks, by the category of the second digit: 1 RESUME, 2 CONTRACT, 3 GATE, 4 PROMPT."""
