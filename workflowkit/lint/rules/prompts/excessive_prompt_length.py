from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.sizes import Measure, excesses
from workflowkit.analysis.prompts.texts import prompt_place
from workflowkit.lint.rule import Finding, Severity, rule


@rule("P047", severity=Severity.WARNING, since="0.1.0")
def excessive_prompt_length(analysis: Analysis) -> Iterator[Finding]:
    """An authored prompt is too long.

    ## Why

    Beyond 4000 characters (2500 in a routine) an agent regularly neglects a part of the prompt, and nothing shows which part.
    Features, refs and notes are added to it in every run.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "inspect",
          "title": "Inspect the building",
          "promptBlocks": {
            "goal": "Inspect the building for fire safety.",
            "procedure": [
              "Walk through the entrance and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the kitchen and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the boiler room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the server room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the archive and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the workshop and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the paint store and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the loading bay and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the canteen and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the stairwell and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the roof and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the cellar and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the garage and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the laundry and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the reception and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the meeting room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the laboratory and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the cold store and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the battery room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the lift shaft and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the plant room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the first-aid room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the changing room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the waste yard and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the cable duct and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the fuel store and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the mail room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the print room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the break room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the gatehouse and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the nursery and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the chapel and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the studio and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the gallery and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the library and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the greenhouse and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the pump room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the tank farm and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the test bench and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the fitting room and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the cash office and note exits, extinguishers, alarms and blocked ways, each with its state.",
              "Walk through the vault and note exits, extinguishers, alarms and blocked ways, each with its state."
            ]
          }
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "list-rooms",
          "title": "List the rooms",
          "promptBlocks": {"goal": "List the rooms of the building.", "outputRequired": {"rooms": "list: objects with name and floor"}}
        },
        {
          "id": "inspect",
          "title": "Inspect the rooms",
          "type": "loop",
          "loop": {"type": "forEach", "items": "rooms", "itemVar": "room", "maxIterations": 50},
          "body": [
            {"id": "walk-through", "title": "Walk through {{room.name}}", "prompt": "Note exits, extinguishers, alarms and blocked ways, each with its state."}
          ]
        }
      ]
    }
    ```
    """
    for excess in excesses(analysis.workflow.prompt_steps, analysis.rendered, analysis.kind):
        if excess.measure is Measure.AUTHORED_TOO_LONG:
            yield Finding(
                prompt_place(excess.step),
                f"the prompt of {excess.step.name} has {excess.length} characters; expected at most {excess.limit}",
                help="split the step, or move variants into prompt fragments and lookup tables into a reference file",
                on_key=True,
            )
