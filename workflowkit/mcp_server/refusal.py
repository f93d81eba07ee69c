"""Calls that are refused: what is wrong, and what to do instead."""

from __future__ import annotations


class CallRefused(Exception):
    """Raised when a call cannot be answered; becomes the error of a tool."""

    def __init__(self, message: str, *, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help

    @property
    def text(self) -> str:
        """The message, and the instruction below it."""
        return f"{self.message}\n{self.help}" if self.help else self.message
