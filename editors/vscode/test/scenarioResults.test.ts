import assert from "node:assert/strict";
import { test } from "node:test";

import { lineOf, parseResults, problemsOf, titleOf } from "../src/scenarioResults";

const SCENARIO = `# A comment
title: "The risk is high"
answers:
  - step: assess
    context:
      path: high
expect:
  # path: not this one
  path:
    - assess
    - ask
    - publish
  end: complete
  loops:
    review: 2
    write: 3
  blocks:
  - step: ask
    code: MISSING
metrics: 1
`;

test("results are read", () => {
  const output = JSON.stringify({
    formatVersion: 1,
    passed: 1,
    failed: 1,
    errors: 0,
    scenarios: [
      { path: "scenarios/a/one.yaml", title: "", status: "passed", errors: [], differences: [], seconds: 0.5 },
      {
        path: "scenarios/a/two.yaml",
        status: "failed",
        differences: [{ expectation: "end", message: "the run is blocked", step: "", details: ["at 'ask'"] }],
      },
    ],
  });
  const [one, two] = parseResults(output);
  assert.equal(one?.status, "passed");
  assert.equal(one?.seconds, 0.5);
  assert.deepEqual(problemsOf(one!, SCENARIO), []);
  assert.deepEqual(problemsOf(two!, SCENARIO), [{ line: 12, text: "end: the run is blocked\nat 'ask'" }]);
});

test("what is no report is refused", () => {
  assert.throws(() => parseResults(""), /no JSON/);
  assert.throws(() => parseResults("wfk: no scenarios found"), /no JSON/);
  assert.throws(() => parseResults("[]"), /no report/);
  assert.throws(() => parseResults('{"formatVersion": 2, "scenarios": []}'), /version 2/);
  assert.throws(() => parseResults('{"formatVersion": 1, "scenarios": [{"status": "late"}]}'), /'late'/);
});

test("an error is shown at the place that it names", () => {
  const result = { path: "c:/a.yaml", status: "error" as const, differences: [], seconds: 0 };
  const errors = ["c:/a.yaml:3:1: unknown key 'expct'", "c:/a.yaml:7: no list", "no workflow 'a'"];
  assert.deepEqual(problemsOf({ ...result, errors }, ""), [
    { line: 2, text: "unknown key 'expct'" },
    { line: 6, text: "no list" },
    { line: 0, text: "no workflow 'a'" },
  ]);
});

test("a failure is shown at its expectation, and at the step that it names", () => {
  assert.equal(lineOf(SCENARIO, "path", ""), 8);
  assert.equal(lineOf(SCENARIO, "path", "publish"), 11);
  assert.equal(lineOf(SCENARIO, "path", "pub"), 8, "a part of a name is no name");
  assert.equal(lineOf(SCENARIO, "path", "other"), 8);
  assert.equal(lineOf(SCENARIO, "loops", "write"), 15);
  assert.equal(lineOf(SCENARIO, "blocks", "ask"), 17, "entries may be at the depth of their key");
  assert.equal(lineOf(SCENARIO, "answers", "assess"), 3);
  assert.equal(lineOf(SCENARIO, "prompts", "ask"), 6, "an expectation that is not there is at 'expect'");
  assert.equal(lineOf("title: x\r\nexpect:\r\n  end: x\r\n", "end", ""), 2);
  assert.equal(lineOf("", "path", "ask"), 0);
  assert.equal(lineOf("expect: {path: [a, b]}", "path", "a"), 0);
});

test("a step that is named twice leaves the failure at its key", () => {
  assert.equal(lineOf("expect:\n  path:\n    - a\n    - b\n    - a\n", "path", "a"), 1);
});

test("names with characters of patterns are taken literally", () => {
  assert.equal(lineOf("expect:\n  path:\n    - a.b*\n    - axb\n", "path", "a.b*"), 2);
});

test("titles are read without their quotes and comments", () => {
  assert.equal(titleOf(SCENARIO), "The risk is high");
  assert.equal(titleOf("answers: []\ntitle: Plain # why\n"), "Plain");
  assert.equal(titleOf("title: 'a # b'\n"), "a # b");
  assert.equal(titleOf("title: >\n  long\n"), undefined);
  assert.equal(titleOf("title:\nexpect:\n"), undefined);
  assert.equal(titleOf(""), undefined);
});
