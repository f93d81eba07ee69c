import assert from "node:assert/strict";
import { test } from "node:test";

import { candidates, findWfk, type Search } from "../src/findWfk";

const SEARCH: Search = {
  setting: "",
  interpreter: undefined,
  folders: ["/home/ann/project"],
  searchPath: "/usr/local/bin:/usr/bin",
  home: "/home/ann",
  isWindows: false,
};

function programs(change: Partial<Search>): string[] {
  return candidates({ ...SEARCH, ...change }).map((candidate) => candidate.program);
}

test("interpreter, environments of the folder and PATH are searched in this order", () => {
  assert.deepEqual(programs({ interpreter: "/opt/env/bin/python3" }), [
    "/opt/env/bin/wfk",
    "/home/ann/project/.venv/bin/wfk",
    "/home/ann/project/venv/bin/wfk",
    "/usr/local/bin/wfk",
    "/usr/bin/wfk",
  ]);
});

test("every folder of the workspace is searched before PATH", () => {
  assert.deepEqual(programs({ folders: ["/a", "/b"], searchPath: "/usr/bin" }), [
    "/a/.venv/bin/wfk",
    "/a/venv/bin/wfk",
    "/b/.venv/bin/wfk",
    "/b/venv/bin/wfk",
    "/usr/bin/wfk",
  ]);
});

test("relative and empty entries of PATH are not used", () => {
  assert.deepEqual(programs({ folders: [], searchPath: ":bin:.:/usr/bin" }), ["/usr/bin/wfk"]);
});

test("a setting excludes everything else", () => {
  assert.deepEqual(programs({ setting: " /opt/wfk ", interpreter: "/opt/env/bin/python" }), ["/opt/wfk"]);
  assert.equal(
    findWfk({ ...SEARCH, setting: "/missing/wfk" }, (program) => program !== "/missing/wfk"),
    undefined,
  );
});

test("a setting begins at the workspace folder or at the home folder", () => {
  assert.deepEqual(programs({ setting: "tools/wfk" }), ["/home/ann/project/tools/wfk"]);
  assert.deepEqual(programs({ setting: "~/bin/wfk" }), ["/home/ann/bin/wfk"]);
  assert.deepEqual(programs({ setting: "${workspaceFolder}/wfk", folders: ["/a$&", "/b"] }), ["/a$&/wfk", "/b/wfk"]);
  assert.deepEqual(programs({ setting: "~ann/wfk" }), ["/home/ann/project/~ann/wfk"]);
});

test("Windows has other names", () => {
  const windows: Partial<Search> = {
    isWindows: true,
    interpreter: "C:\\env\\Scripts\\python.exe",
    folders: ["C:\\project"],
    searchPath: "C:\\tools;tools",
  };
  assert.deepEqual(programs(windows), [
    "C:\\env\\Scripts\\wfk.exe",
    "C:\\env\\Scripts\\Scripts\\wfk.exe",
    "C:\\project\\.venv\\Scripts\\wfk.exe",
    "C:\\project\\venv\\Scripts\\wfk.exe",
    "C:\\tools\\wfk.exe",
  ]);
});

test("the first program wins, with its origin", () => {
  const found = findWfk(SEARCH, (program) => program.includes("/venv/") || program.startsWith("/usr"));
  assert.deepEqual(found, {
    program: "/home/ann/project/venv/bin/wfk",
    origin: "venv in the workspace folder",
  });
  assert.equal(findWfk(SEARCH, () => false), undefined);
});
