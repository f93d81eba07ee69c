from __future__ import annotations

from collections.abc import Iterator

from workflowkit.lint.rule import Finding, Fix, Severity, rule
from workflowkit.text.routes import TextRange
from workflowkit.text.suggest import closest, listed
from workflowkit.text.wording import quoted
from workflowkit.triggers import editing, fields
from workflowkit.triggers.line_reader import BLOCKS, LineEntry
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@rule("W031", severity=Severity.ERROR, since="0.1.0", fix="safe")
def unknown_trigger_key(file: TriggerFile) -> Iterator[Finding]:
    """A key of a trigger is unknown.

    ## Why

    The engine ignores unknown keys silently, and keys are case-sensitive: `autocommit: true` has no effect.
    A key of a later engine has no effect either; select that engine with `--engine`.
    For an engine that is newer than all known ones, an unknown key is a warning.

    ## Bad

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencymode: parallel
    ```

    ## Good

    ```yaml
    triggers:
      - id: review
        provider: generic
        workflowId: demo.flow
        workspacePath: /srv/shop
        concurrencyMode: parallel
    ```

    ## Fix

    A key that differs only in case or separators is corrected; the correction of another misspelling is an unsafe fix.
    """
    for trigger in file.triggers:
        for entry in trigger.item.entries:
            if entry.key not in file.daemon.engine.keys_of():
                yield from _unknown(file, trigger, "", entry)
            known = fields.BLOCK_KEYS.get(entry.key)
            for inner in entry.block if known else ():
                if inner.key not in _keys(file, trigger, entry.key):
                    yield from _unknown(file, trigger, entry.key, inner)


def _keys(file: TriggerFile, trigger: Trigger, block: str) -> tuple[str, ...]:
    if block == "source":
        return fields.SOURCE_KEYS.get(trigger.provider, fields.BLOCK_KEYS["source"])
    return file.daemon.engine.keys_of(block)


def _unknown(
    file: TriggerFile, trigger: Trigger, block: str, entry: LineEntry
) -> Iterator[Finding]:
    if file.is_misread(entry):
        return
    since = file.daemon.engine.since((block, entry.key) if block else (entry.key,))
    if since:
        yield _newer(file, entry, since)
        return
    known = _keys(file, trigger, block)
    guess = closest(entry.key, known)
    fact = f"unknown key {quoted(entry.key)}" + (f" in '{block}'" if block else "")
    is_doubt = file.daemon.engine.is_open
    yield Finding(
        place=TextRange(*entry.key_place),
        message=f"unknown to this data: {fact}" if is_doubt else fact,
        help=f"did you mean '{guess}'?" if guess else _advice(entry.key, block, known),
        fix=_fix(trigger, block, entry, guess) if guess and not is_doubt else None,
        is_doubt=is_doubt,
    )


def _newer(file: TriggerFile, entry: LineEntry, since: str) -> Finding:
    return Finding(
        place=TextRange(*entry.key_place),
        message=f"key '{entry.key}' needs engine {since}; engine {file.daemon.engine.version} ignores it",
        help="remove the key, or select a later engine with '--engine'",
    )


def _advice(key: str, block: str, known: tuple[str, ...]) -> str:
    """Return where the key belongs, or the known keys."""
    if block and key in fields.TRIGGER_KEYS:
        return f"move '{key}' to the trigger itself"
    homes = [name for name, keys in fields.BLOCK_KEYS.items() if name != block and key in keys]
    return f"move '{key}' to '{homes[0]}'" if homes else listed(known)


def _fix(trigger: Trigger, block: str, entry: LineEntry, guess: str) -> Fix | None:
    path = (block, guess) if block else (guess,)
    is_block_key = guess in BLOCKS and not block
    if trigger.has(*path) or is_block_key:
        return None
    is_safe = fields.is_same_word(entry.key, guess)
    edits = editing.rename_key(entry, guess)
    changes = "the setting takes effect"
    return editing.offer(f"write '{guess}'", edits, safe=is_safe, changes=changes)
