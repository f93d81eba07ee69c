// Asks the JSON language service of VS Code: completions, hover and problems of texts under one schema.
// node ask.cjs FOLDER < questions, where FOLDER has the installed packages.
"use strict";
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const packages = createRequire(`${process.argv[2]}/package.json`);
const { getLanguageService, TextDocument, ClientCapabilities } = packages("vscode-json-languageservice");

const { schema, texts } = JSON.parse(readFileSync(0, "utf8"));
const service = getLanguageService({ clientCapabilities: ClientCapabilities.LATEST });
service.configure({ validate: true, schemas: [{ uri: "wfk://schema", fileMatch: ["*"], schema }] });

const plain = (shown) => (typeof shown === "string" ? shown : (shown?.value ?? ""));

async function answer({ text, offset }) {
  const document = TextDocument.create("file:///flow.json", "json", 1, text);
  const parsed = service.parseJSONDocument(document);
  const position = document.positionAt(offset);
  const completion = await service.doComplete(document, position, parsed);
  const hover = await service.doHover(document, position, parsed);
  const problems = await service.doValidation(document, parsed);
  return {
    completions: (completion?.items ?? []).map((item) => ({
      label: item.label,
      documentation: plain(item.documentation),
      insertText: item.insertText ?? item.textEdit?.newText ?? "",
    })),
    hover: [hover?.contents ?? []].flat().map(plain).join("\n"),
    problems: problems.map((problem) => problem.message),
  };
}

Promise.all(texts.map(answer)).then((answers) => process.stdout.write(JSON.stringify(answers)));
