/** The `wfk` that the settings and the environment of the project name. */

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";

import { type Candidate, findWfk } from "./findWfk";
import { interpreterOf } from "./python";

/** Return the program to run; undefined when there is none, or when the workspace is not trusted. */
export async function findProgram(): Promise<Candidate | undefined> {
  // A folder that is not trusted may contain a `wfk` of its own.
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  const folders = vscode.workspace.workspaceFolders?.filter((each) => each.uri.scheme === "file");
  return findWfk(
    {
      setting: vscode.workspace.getConfiguration("wfk").get("path", ""),
      interpreter: await interpreterOf(folders?.[0]?.uri),
      folders: folders?.map((each) => each.uri.fsPath) ?? [],
      searchPath: process.env.PATH ?? "",
      home: os.homedir(),
      isWindows: process.platform === "win32",
    },
    isProgram,
  );
}

function isProgram(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false;
  }
}
