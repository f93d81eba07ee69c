from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("P018", severity=Severity.WARNING, since="0.1.0")
def delegation_without_synthesis(analysis: Analysis) -> Iterator[Finding]:
    """Several agents are sent out and nobody weighs what they bring back.

    ## Why

    Delegated answers contradict each other, and the loudest or the last one wins when nobody is told to weigh them.
    The decision stays with the agent that reads the prompt, so the prompt has to ask for it.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "explore",
          "title": "Explore",
          "prompt": "Spawn three subagents to explore the module."
        },
        {"id": "tell", "title": "Tell", "prompt": "Write the report."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "explore",
          "title": "Explore",
          "prompt": "Spawn three subagents to explore the module, then say which of their claims you accept and why."
        },
        {"id": "tell", "title": "Tell", "prompt": "Write the report."}
      ]
    }
    ```
    """
    for fan_out in analysis.fan_outs:
        if not _WEIGHING.search(fan_out.follow_up):
            yield Finding(
                fan_out.passage.route,
                "several agents are sent out, and neither this step nor the next weighs what they return",
                help="ask which returned claims are accepted, which are rejected, and why",
                window=fan_out.window,
            )


_WEIGHING = re.compile(
    r"\b(?:synthesi[sz]|adjudicat|reconcil|merg|compar|combin|weigh|accept|reject|interpret|judg|verif|check|review(?!er)"
    r"|consolidat|integrat|decid|decision|evaluat|assess|resolv|confirm|conclu|contradict|rank|select|choose|spot-check)",
    re.IGNORECASE,
)
