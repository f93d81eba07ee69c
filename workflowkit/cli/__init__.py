"""The command line: the only room that touches files, the clock, the environment and the terminal."""
