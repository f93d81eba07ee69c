from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.text.suggest import did_you_mean
from workflowkit.text.wording import quoted


@rule("R018", severity=Severity.ERROR, since="0.1.0")
def unknown_artifact_kind(analysis: Analysis) -> Iterator[Finding]:
    r"""An example shows an artifact of an unknown kind.

    ## Why

    The engine reads artifacts by kind and skips unknown ones.
    It stores an artifact like the example, and never reads it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "first", "title": "First", "prompt": "Hand over:\n\n```json\n{\"artifacts\": [{\"kind\": \"wr.quality_gate\", \"level\": \"high\"}]}\n```\n"}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "first",
          "title": "First",
          "prompt": "Hand over:\n\n```json\n{\"artifacts\": [{\"kind\": \"wr.coordinator_signal\", \"signalKind\": \"progress\", \"payload\": {}}]}\n```\n",
          "outputContract": {"contractRef": "wr.contracts.coordinator_signal"}
        }
      ]
    }
    ```
    """
    known = {contract.kind for contract in analysis.spec.contracts.values()}
    known |= {f"wr.{name.removeprefix('wr.contracts.')}" for name in analysis.spec.engine.contracts}
    for example in analysis.examples:
        for _, artifact in example.artifacts:
            kind = artifact["kind"]
            if kind not in known and "." in kind and " " not in kind:
                yield Finding(
                    example.route,
                    f"the engine knows no artifact kind {quoted(kind)}",
                    help=did_you_mean(kind, known),
                    window=example.window_of(kind),
                )
