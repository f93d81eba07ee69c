/** The results of `wfk test --format json`: pure, so that they are tested without an editor. */

/** An expectation that a run does not meet. */
export interface Difference {
  readonly expectation: string;
  readonly message: string;
  readonly step: string;
  readonly details: readonly string[];
}

/** The result of one scenario. */
export interface ScenarioResult {
  readonly path: string;
  readonly status: "passed" | "failed" | "error";
  readonly errors: readonly string[];
  readonly differences: readonly Difference[];
  readonly seconds: number;
}

/** What is shown at a line of a scenario file. */
export interface Problem {
  /** From zero. */
  readonly line: number;
  readonly text: string;
}

const FORMAT_VERSION = 1;

/** Return the results in the output of `wfk test --format json`. Throws an Error for anything else. */
export function parseResults(output: string): ScenarioResult[] {
  let report: unknown;
  try {
    report = JSON.parse(output);
  } catch {
    throw new Error("wfk test printed no JSON");
  }
  if (!isRecord(report) || !Array.isArray(report.scenarios)) {
    throw new Error("wfk test printed no report of scenarios");
  }
  if (report.formatVersion !== FORMAT_VERSION) {
    throw new Error(
      `wfk test printed a report of version ${String(report.formatVersion)}; this extension reads version ${FORMAT_VERSION}`,
    );
  }
  return report.scenarios.filter(isRecord).map(parseResult);
}

function parseResult(record: Record<string, unknown>): ScenarioResult {
  const status = record.status;
  if (status !== "passed" && status !== "failed" && status !== "error") {
    throw new Error(`unknown status '${String(status)}' of a scenario`);
  }
  return {
    path: asText(record.path),
    status,
    errors: asTexts(record.errors),
    differences: asArray(record.differences).filter(isRecord).map((each) => ({
      expectation: asText(each.expectation),
      message: asText(each.message),
      step: asText(each.step),
      details: asTexts(each.details),
    })),
    seconds: typeof record.seconds === "number" ? record.seconds : 0,
  };
}

/** Return what to show of a scenario that did not pass; `text` is its file. */
export function problemsOf(result: ScenarioResult, text: string): Problem[] {
  const errors = result.errors.map((error) => located(error, result.path));
  const differences = result.differences.map((difference) => ({
    line: lineOf(text, difference.expectation, difference.step),
    text: [`${difference.expectation}: ${difference.message}`, ...difference.details].join("\n"),
  }));
  return [...errors, ...differences];
}

/** Return an error with the line that it names: `path:line:column: message`. */
function located(error: string, path: string): Problem {
  if (error.startsWith(`${path}:`)) {
    const place = /^(\d+)(?::\d+)?:?\s*/.exec(error.slice(path.length + 1));
    if (place) {
      const text = error.slice(path.length + 1 + place[0].length);
      return { line: Math.max(0, Number(place[1]) - 1), text };
    }
  }
  return { line: 0, text: error };
}

/** Return the line of an expectation in a scenario file: of its step below it, or else of its key, or else the first. */
export function lineOf(text: string, expectation: string, step: string): number {
  const lines = text.split(/\r\n|\r|\n/);
  const expect = lines.findIndex((line) => /^expect\s*:/.test(line));
  const start = keyLine(lines, expectation, expect);
  if (start === undefined) {
    return Math.max(expect, 0);
  }
  const named = step ? linesOf(lines, start, step) : [];
  return named.length === 1 ? named[0]! : start;
}

function keyLine(lines: string[], key: string, expect: number): number | undefined {
  const pattern = new RegExp(`^\\s+${escaped(key)}\\s*:`);
  const end = blockEnd(lines, expect);
  for (let index = expect + 1; expect >= 0 && index < end; index++) {
    if (pattern.test(lines[index]!)) {
      return index;
    }
  }
  const top = lines.findIndex((line) => line.startsWith(`${key}:`));
  return top < 0 ? undefined : top;
}

/** Return the lines in the block below `start` that name `step`. */
function linesOf(lines: string[], start: number, step: string): number[] {
  const name = new RegExp(`(^|[\\s"'\\[{,/:-])${escaped(step)}(?=$|[\\s"'\\]},:])`);
  const found: number[] = [];
  for (let index = start; index < blockEnd(lines, start); index++) {
    if (name.test(lines[index]!)) {
      found.push(index);
    }
  }
  return found;
}

/** Return the line behind the block that begins at line `start`. */
function blockEnd(lines: string[], start: number): number {
  const depth = indentation(lines[start] ?? "");
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index]!;
    const isEntry = indentation(line) === depth && line.trimStart().startsWith("- ");
    if (line.trim() && !line.trimStart().startsWith("#") && indentation(line) <= depth && !isEntry) {
      return index;
    }
  }
  return lines.length;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

/** Return the title of a scenario file; undefined when it has none on one line. */
export function titleOf(text: string): string | undefined {
  const value = /^title:[ \t]*(.+)$/m.exec(text)?.[1]?.trim();
  if (!value || value.startsWith("|") || value.startsWith(">")) {
    return undefined;
  }
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted ? quoted[2] : value.replace(/\s+#.*$/, "");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asTexts(value: unknown): string[] {
  return asArray(value).map(asText);
}
