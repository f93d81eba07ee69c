/** The pages of the panels: pure, so that they are tested without an editor. No page has scripts or loads anything. */

const HEAD = `<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** Return the page of a prompt: Markdown as the agent reads it. */
export function promptPage(markdown: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
${HEAD}
<style>
pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<pre>${escapeHtml(markdown)}</pre>
</body>
</html>
`;
}

/** Return the page of a graph, whose nodes are links. The policy of the page lets an SVG neither run scripts nor load anything. */
export function graphPage(answer: string): string {
  const start = answer.indexOf("<svg");
  if (start < 0) {
    // The server says why there is no drawing.
    return promptPage(answer);
  }
  return `<!DOCTYPE html>
<html lang="en">
<head>
${HEAD}
<style>
svg { max-width: 100%; height: auto; }
a { cursor: pointer; }
</style>
</head>
<body>
${answer.slice(start)}
</body>
</html>
`;
}

/** Return `text` with what HTML gives a meaning escaped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
