/** The scenarios of the workspace in the test explorer; `wfk test` runs them. */

import { execFile } from "node:child_process";
import * as path from "node:path";
import * as vscode from "vscode";

import type { Server } from "./server";
import { parseResults, problemsOf, titleOf, type ScenarioResult } from "./scenarioResults";

/** As `wfk test` finds scenarios; the folders that it skips are excluded. */
const SCENARIOS = "**/scenarios/**/*.{yaml,yml}";
const SKIPPED = "**/{.*,node_modules,__pycache__,venv,dist}/**";

/** How many files one command line names: systems limit its length. */
const MOST_FILES = 100;
const MOST_OUTPUT = 64 * 1024 * 1024;

/** The scenarios in the test explorer. */
export class Scenarios implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("wfk.scenarios", "workflowkit");
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.controller.createRunProfile(
      "Run scenarios",
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.controller.refreshHandler = () => this.discover();
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIOS);
    this.listeners = [
      watcher,
      watcher.onDidCreate((uri) => this.add(uri)),
      watcher.onDidChange((uri) => this.add(uri)),
      watcher.onDidDelete((uri) => this.remove(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.discover()),
    ];
  }

  /** List all scenarios of the workspace. */
  async discover(): Promise<void> {
    this.controller.items.replace([]);
    const found = await vscode.workspace.findFiles(SCENARIOS, SKIPPED);
    await Promise.all(found.map((uri) => this.add(uri)));
  }

  /** Run the scenarios below a folder that is named as the workflow at `uri` is; return false when there are none. */
  async runOf(uri: vscode.Uri): Promise<boolean> {
    await this.discover();
    const name = path.posix.basename(uri.path).replace(/\.json$/, "");
    const groups: vscode.TestItem[] = [];
    this.controller.items.forEach((group) => {
      if (group.uri && path.posix.basename(group.uri.path) === name) {
        groups.push(group);
      }
    });
    if (groups.length > 0) {
      await vscode.commands.executeCommand("testing.showMostRecentOutput").then(undefined, () => {});
      await this.run(new vscode.TestRunRequest(groups), new vscode.CancellationTokenSource().token);
    }
    return groups.length > 0;
  }

  dispose(): void {
    for (const each of [...this.listeners, this.controller]) {
      each.dispose();
    }
  }

  private async add(uri: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder || isSkipped(path.posix.relative(folder.uri.path, uri.path))) {
      return;
    }
    const label = titleOf(await textOf(uri)) ?? path.posix.basename(uri.path);
    const scenario = this.controller.createTestItem(uri.toString(), label, uri);
    scenario.description = path.posix.basename(uri.path);
    this.groupOf(uri, folder).children.add(scenario);
  }

  private remove(uri: vscode.Uri): void {
    const id = vscode.Uri.joinPath(uri, "..").toString();
    const group = this.controller.items.get(id);
    group?.children.delete(uri.toString());
    if (group?.children.size === 0) {
      this.controller.items.delete(id);
    }
  }

  /** Return the item of the folder of a scenario, which is named for the workflow. */
  private groupOf(uri: vscode.Uri, folder: vscode.WorkspaceFolder): vscode.TestItem {
    const parent = vscode.Uri.joinPath(uri, "..");
    let group = this.controller.items.get(parent.toString());
    if (!group) {
      const label = path.posix.relative(folder.uri.path, parent.path).replace(/^scenarios\//, "");
      group = this.controller.createTestItem(parent.toString(), label, parent);
      this.controller.items.add(group);
    }
    return group;
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const chosen = this.chosen(request);
    for (const scenario of chosen) {
      run.enqueued(scenario);
    }
    const program = this.server.program?.program;
    if (!program) {
      for (const scenario of chosen) {
        run.errored(scenario, new vscode.TestMessage("wfk was not found"));
      }
      void this.server.reportMissing();
      run.end();
      return;
    }
    for (const [folder, scenarios] of byFolder(chosen)) {
      for (let start = 0; start < scenarios.length && !token.isCancellationRequested; start += MOST_FILES) {
        const part = scenarios.slice(start, start + MOST_FILES);
        await runFiles(run, program, folder, part, token);
      }
    }
    run.end();
  }

  /** Return the scenarios that a request means. */
  private chosen(request: vscode.TestRunRequest): vscode.TestItem[] {
    const found: vscode.TestItem[] = [];
    const excluded = new Set(request.exclude);
    const collect = (item: vscode.TestItem): void => {
      if (excluded.has(item)) {
        return;
      }
      if (this.controller.items.get(item.id) === item) {
        item.children.forEach(collect);
      } else {
        found.push(item);
      }
    };
    if (request.include) {
      request.include.forEach(collect);
    } else {
      this.controller.items.forEach(collect);
    }
    return found;
  }
}

/** Return the scenarios by the workspace folder in which `wfk test` runs them. */
function byFolder(scenarios: vscode.TestItem[]): Map<string, vscode.TestItem[]> {
  const folders = new Map<string, vscode.TestItem[]>();
  for (const scenario of scenarios) {
    const folder = scenario.uri && vscode.workspace.getWorkspaceFolder(scenario.uri)?.uri.fsPath;
    if (folder) {
      folders.set(folder, [...(folders.get(folder) ?? []), scenario]);
    }
  }
  return folders;
}

async function runFiles(
  run: vscode.TestRun,
  program: string,
  folder: string,
  scenarios: vscode.TestItem[],
  token: vscode.CancellationToken,
): Promise<void> {
  const byPath = new Map(scenarios.map((each) => [pathIn(folder, each), each]));
  scenarios.forEach((scenario) => run.started(scenario));
  try {
    const output = await outputOf(program, ["test", "--format", "json", "--", ...byPath.keys()], folder, token);
    for (const result of parseResults(output)) {
      const scenario = byPath.get(result.path);
      if (scenario) {
        byPath.delete(result.path);
        await report(run, scenario, result);
      }
    }
    for (const scenario of byPath.values()) {
      run.errored(scenario, new vscode.TestMessage("wfk test printed no result for it"));
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    run.appendOutput(`${message.replaceAll("\n", "\r\n")}\r\n`);
    for (const scenario of byPath.values()) {
      if (token.isCancellationRequested) {
        run.skipped(scenario);
      } else {
        run.errored(scenario, new vscode.TestMessage(message));
      }
    }
  }
}

async function report(run: vscode.TestRun, scenario: vscode.TestItem, result: ScenarioResult): Promise<void> {
  const duration = result.seconds * 1000;
  if (result.status === "passed" || !scenario.uri) {
    run.passed(scenario, duration);
    return;
  }
  const uri = scenario.uri;
  const messages = problemsOf(result, await textOf(uri)).map((problem) => {
    const message = new vscode.TestMessage(problem.text);
    message.location = new vscode.Location(uri, new vscode.Position(problem.line, 0));
    return message;
  });
  for (const { message } of messages) {
    run.appendOutput(`${String(message).replaceAll("\n", "\r\n")}\r\n`, undefined, scenario);
  }
  if (result.status === "failed") {
    run.failed(scenario, messages, duration);
  } else {
    run.errored(scenario, messages, duration);
  }
}

/** Return what a program prints; reject when it fails other than by scenarios that do not pass. */
function outputOf(program: string, args: string[], cwd: string, token: vscode.CancellationToken): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { cwd, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
      listener.dispose();
      // Exit code 1: some scenarios do not pass.
      if (error && error.code !== 1) {
        reject(new Error(stderr.trim() || error.message));
      } else {
        resolve(stdout);
      }
    });
    const listener = token.onCancellationRequested(() => child.kill());
  });
}

function pathIn(folder: string, scenario: vscode.TestItem): string {
  return path.relative(folder, scenario.uri?.fsPath ?? "").split(path.sep).join("/");
}

function isSkipped(name: string): boolean {
  return name.split("/").some((part) => part.startsWith(".") || /^(node_modules|__pycache__|venv|dist)$/.test(part));
}

async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf-8");
  } catch {
    return "";
  }
}
