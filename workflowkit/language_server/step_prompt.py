"""The prompt of a step as the agent gets it, as Markdown."""

from __future__ import annotations

from workflowkit.format.reader import Step
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, render
from workflowkit.rendering.sizes import estimated_tokens
from workflowkit.runtime.executable import ExecutableStep
from workflowkit.runtime.interpreter import Instance
from workflowkit.text.json_values import as_text


def prompt_of(knowledge: Knowledge, step: Step) -> str:
    """Return the prompt of *step*, or that of the steps that replace it; a reason when the file does not compile."""
    pinned = knowledge.pinned
    if step.is_loop:
        return f"A loop: {step.loop_type}, with the steps " + ", ".join(
            f"`{each.id}`" for each in step.body
        )
    if pinned is None:
        written = "\n\n".join(text for _, text in step.texts())
        shown = f"As written, because the file does not compile:\n\n{_fenced(written)}"
        return shown if written else ""
    own = [name for name, route in pinned.route_of.items() if route == step.route]
    names = own or [step.id]
    return "\n\n".join(filter(None, (_rendered(pinned, name) for name in names)))


def _rendered(pinned: PinnedWorkflow, name: str) -> str:
    if not isinstance(pinned.executable.by_id.get(name), ExecutableStep):
        return ""
    loop = pinned.loop_around.get(name)
    instance = Instance(name) if loop is None else Instance(name, loop.id, 0)
    is_first = name == pinned.first and loop is None
    text = render(pinned, Moment(instance, has_notes=not is_first)).text
    return f"What the agent reads at `{name}` (about {estimated_tokens(text)} tokens):\n\n{_fenced(text)}"


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def tokens_of_step(knowledge: Knowledge, step: Step) -> int:
    """Return the estimated tokens of the compiled prompt of *step*, those of a routine that it calls included."""
    analysis = knowledge.reading.analysis
    nodes = analysis.compiled_prompts.get(step.route, ()) if analysis else ()
    return sum(estimated_tokens(as_text(node.value.get("prompt"))) for node in nodes)
