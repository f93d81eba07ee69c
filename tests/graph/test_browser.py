"""The page in a real browser: texts lie within their boxes, every node can be focused, nothing is fetched.

Skipped, with the reason, where no Chromium is installed (`apt-get install chromium`); test_drawing.py computes the same without a font.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.graph.graphs import ROOT, bundled_graph, everything
from workflowkit.graph.html import html
from workflowkit.graph.layout import arrange
from workflowkit.graph.model import WorkflowGraph

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason=f"no browser: none of {', '.join(NAMES)}")

MEASURE = """
const inside = [], report = {};
const parts = (group) => [...group.children].filter((part) => part.matches('text:not(.label)'));
for (const group of document.querySelectorAll('svg .node')) {
  const box = group.querySelector(':scope > .box');
  const outer = box.getBBox();
  for (const text of parts(group)) {
    const inner = text.getBBox();
    if (inner.x < outer.x || inner.x + inner.width > outer.x + outer.width
        || inner.y < outer.y - 1 || inner.y + inner.height > outer.y + outer.height + 1)
      inside.push(text.textContent);
  }
}
report.outside = inside;
const labels = [...document.querySelectorAll('svg .label')].map((label) => label.getBBox());
const boxes = [...document.querySelectorAll('svg .node:not(.loop):not(.routine):not(.parallel) > .box')]
  .map((box) => box.getBBox());
const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
report.covered = labels.filter((label) => boxes.some((box) => meet(label, box))).length;
const links = [...document.querySelectorAll('svg a')];
report.focusable = links.filter((link) => { link.focus(); return document.activeElement === link; }).length;
report.named = links.filter((link) => link.getAttribute('aria-label')).length;
report.focus = (() => {
  const link = links[1], box = link.querySelector('.box'), before = getComputedStyle(box).strokeWidth;
  link.focus();
  return [before, getComputedStyle(box).strokeWidth];
})();
report.hasFocus = document.hasFocus();
report.fetched = performance.getEntriesByType('resource').length;
report.ground = getComputedStyle(document.querySelector('svg .ground')).fill;
report.text = document.querySelector('svg text').getBBox().width > 0;
const out = document.createElement('pre');
out.id = 'report';
out.textContent = JSON.stringify(report);
document.body.append(out);
"""


@pytest.fixture(params=["everything", "coding-task", "discovery"])
def graph(request: pytest.FixtureRequest) -> WorkflowGraph:
    if request.param == "everything":
        return everything()
    return bundled_graph(ROOT / "workflows" / f"{request.param}.json", fold=False)


def measured(graph: WorkflowGraph, tmp_path: Path, *switches: str) -> dict[str, Any]:
    """Open the page of *graph* and return what the browser measures there."""
    page = html(graph, arrange(graph))
    # The page forbids scripts, so that the one that measures needs another policy.
    page = re.sub(r"<meta http-equiv=[^>]*>", "", page)
    page = page.replace("</body>", f"<script>{MEASURE}</script></body>")
    path = tmp_path / "graph.html"
    path.write_text(page, "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    fixed = ("--headless=new", "--no-sandbox", "--disable-gpu", profile, "--dump-dom")
    done = subprocess.run(
        [str(BROWSER), *fixed, *switches, path.as_uri()],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=600,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    found = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-2000:]
    report: dict[str, Any] = json.loads(unescape(found[1]))
    return report


def test_the_page_is_readable_in_a_browser(graph: WorkflowGraph, tmp_path: Path) -> None:
    report = measured(graph, tmp_path)
    n_linked = len([node for node in graph.nodes if node.kind != "join"])
    assert report["text"]
    assert report["outside"] == []
    assert report["covered"] == 0
    assert report["focusable"] == report["named"] == n_linked
    # A window of a busy machine may not have the focus yet; no element then has the style of it.
    assert report["focus"] == ["1.25px", "4px"] or not report["hasFocus"]
    assert report["fetched"] == 0
    assert report["ground"] == "rgb(255, 255, 255)"


def test_a_dark_screen_gets_dark_colors(tmp_path: Path) -> None:
    dark = "--blink-settings=preferredColorScheme=0"
    report = measured(everything(), tmp_path, dark)
    assert report["ground"] == "rgb(18, 21, 26)"
