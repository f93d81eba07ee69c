/** The pages of the panels: pure, so that they are tested without an editor. No page has scripts or loads anything. */

const HEAD = `<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

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

/** Return the page of a graph. As an image, an SVG can neither run scripts nor load anything. */
export function graphPage(answer: string): string {
  if (!answer.includes("<svg")) {
    // The server says why there is no drawing.
    return promptPage(answer);
  }
  const data = Buffer.from(answer, "utf-8").toString("base64");
  return `<!DOCTYPE html>
<html lang="en">
<head>
${HEAD}
<style>
body { background: white; }
img { max-width: 100%; }
</style>
</head>
<body>
<img alt="The steps of the workflow and how they follow each other" src="data:image/svg+xml;base64,${data}">
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
