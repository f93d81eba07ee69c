import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOfStep, stepAt, type OutlinePart } from "../src/steps";

const STEP = 12;
const LOOP = 5;
const KINDS = new Set([STEP]);

function part(name: string, kind: number, first: number, last: number, children: OutlinePart[] = []): OutlinePart {
  return { name, kind, range: { start: { line: first, character: 4 }, end: { line: last, character: 5 } }, children };
}

const OUTLINE = [
  part("acme.release", 2, 0, 30, [
    part("plan", STEP, 2, 5),
    part("rounds", LOOP, 6, 20, [part("write", STEP, 8, 11), part("check", STEP, 12, 15)]),
  ]),
];

test("the innermost step around the cursor is found", () => {
  assert.equal(stepAt(OUTLINE, { line: 3, character: 0 }, KINDS), "plan");
  assert.equal(stepAt(OUTLINE, { line: 9, character: 0 }, KINDS), "write");
  assert.equal(stepAt(OUTLINE, { line: 12, character: 4 }, KINDS), "check");
  assert.equal(stepAt(OUTLINE, { line: 15, character: 5 }, KINDS), "check");
});

test("a loop and the workflow have no prompt", () => {
  assert.equal(stepAt(OUTLINE, { line: 18, character: 0 }, KINDS), "");
  assert.equal(stepAt(OUTLINE, { line: 1, character: 0 }, KINDS), "");
  assert.equal(stepAt(OUTLINE, { line: 2, character: 3 }, KINDS), "");
  assert.equal(stepAt(OUTLINE, { line: 40, character: 0 }, KINDS), "");
  assert.equal(stepAt([], { line: 0, character: 0 }, KINDS), "");
});

test("a step is found by the id that it has when it is compiled", () => {
  const kinds = new Set([STEP, LOOP]);
  assert.equal(placeOfStep(OUTLINE, "rounds", kinds)?.line, 6);
  assert.equal(placeOfStep(OUTLINE, "check", kinds)?.line, 12);
  assert.equal(placeOfStep(OUTLINE, "plan.read", kinds)?.line, 2);
  assert.equal(placeOfStep(OUTLINE, "plans", kinds), undefined);
});
