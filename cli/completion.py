"""``gpiot completion``: the script that makes a shell complete commands, options and session names."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    r"""Print the shell's completion script.

    \b
    bash: gpiot completion bash > ~/.local/share/bash-completion/completions/gpiot
    zsh:  gpiot completion zsh > a folder of $fpath, as _gpiot
    fish: gpiot completion fish > ~/.config/fish/completions/gpiot.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    root = ctx.find_root().command
    click.echo(found(root, {}, "gpiot", "_GPIOT_COMPLETE").source())
