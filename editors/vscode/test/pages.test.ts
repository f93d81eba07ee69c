import assert from "node:assert/strict";
import { test } from "node:test";

import { escapeHtml, graphPage, promptPage } from "../src/pages";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

test("a prompt is shown as text", () => {
  const page = promptPage(`<img src=x onerror="alert('1')"> & </pre><script>`);
  assert.ok(page.includes("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &lt;/pre&gt;&lt;script&gt;"));
  assert.ok(!page.includes("<script") && !page.includes("<img"));
});

test("what is escaped already is escaped again", () => {
  assert.equal(escapeHtml("&lt;"), "&amp;lt;");
});

test("pages load nothing and run nothing", () => {
  for (const page of [promptPage("x"), graphPage("<svg></svg>"), graphPage("no graph")]) {
    assert.ok(page.includes(`content="${POLICY}"`));
    assert.ok(!/<script|https?:/.test(page));
  }
});

test("a graph is drawn in the page, so that its nodes can be chosen", () => {
  const svg = '<svg xmlns="urn:x"><a href="command:wfk.openStep?%5B%5D"><text>é</text></a></svg>';
  const page = graphPage(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`);
  assert.ok(page.includes(svg));
  assert.ok(!page.includes("<?xml"));
});

test("an answer without a drawing is shown as text", () => {
  assert.ok(graphPage("The engine refuses the file; <b>").includes("<pre>The engine refuses the file; &lt;b&gt;</pre>"));
});
