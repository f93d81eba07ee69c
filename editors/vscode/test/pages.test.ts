import assert from "node:assert/strict";
import { test } from "node:test";

import { escapeHtml, graphPage, promptPage } from "../src/pages";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

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

test("a graph is an image", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><text>é</text></svg>';
  const data = /src="data:image\/svg\+xml;base64,([^"]*)"/.exec(graphPage(svg))?.[1];
  assert.equal(Buffer.from(data ?? "", "base64").toString("utf-8"), svg);
  assert.ok(!graphPage(svg).includes("<script"));
});

test("an answer without a drawing is shown as text", () => {
  assert.ok(graphPage("The engine refuses the file; <b>").includes("<pre>The engine refuses the file; &lt;b&gt;</pre>"));
});
