"""`wfk completion`: the script that lets a shell complete commands, options and paths."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(
    epilog="""\b
Add the line of your shell to its startup file:
  eval "$(wfk completion bash)"        ~/.bashrc
  eval "$(wfk completion zsh)"         ~/.zshrc
  wfk completion fish | source         ~/.config/fish/config.fish

\b
Exit codes: 0 fine, 2 unknown shell."""
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands in SHELL: bash, zsh or fish."""
    found = get_completion_class(shell)
    assert found is not None
    script = found(context.find_root().command, {}, "wfk", "_WFK_COMPLETE")
    # The template alone: `source()` would also run bash to see how old it is.
    click.echo(script.source_template % script.source_vars())
