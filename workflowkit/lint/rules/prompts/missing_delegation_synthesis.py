from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P018", severity=Severity.WARNING, since="0.1.0")
def missing_delegation_synthesis(analysis: Analysis) -> Iterator[Finding]:
    """Several agents are started, and no prompt evaluates their results.

    ## Why

    Delegated answers contradict each other; without an order to compare them the last or the longest one decides.
    The decision belongs to the agent that reads the prompt, so the prompt has to request it.

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
                "several agents are started, and neither this step nor the next one evaluates what they return",
                help="request which returned claims are accepted, which are rejected, and why",
                window=fan_out.window,
            )


_WEIGHING = re.compile(
    r"\b(?:synthesi[sz]|adjudicat|reconcil|merg|compar|combin|weigh|accept|reject|interpret|judg|verif|check|review(?!er)"
    r"|consolidat|integrat|decid|decision|evaluat|assess|resolv|confirm|conclu|contradict|rank|select|choose|spot-check)",
    re.IGNORECASE,
)
