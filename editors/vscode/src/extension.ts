/** The extension: commands, panels, scenarios and the language server. */

import * as vscode from "vscode";

import { OPEN_STEP, Panels } from "./panels";
import { whenInterpreterChanges } from "./python";
import { Scenarios } from "./scenarios";
import { Server } from "./server";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const own = new Server(context.extensionUri, (command, args, answer) => showAnswer(command, args, answer));
  server = own;
  const panels = new Panels(own);
  const scenarios = new Scenarios(own);

  /** Show the answer to a command that a code lens runs. */
  async function showAnswer(command: string, args: unknown[], answer: unknown): Promise<void> {
    const uri = vscode.Uri.parse(String(args[0] ?? ""));
    switch (command) {
      case "wfk.preview":
        return panels.showPrompt(uri, typeof args[1] === "string" ? args[1] : undefined);
      case "wfk.graph":
        return panels.showGraph(uri);
      case "wfk.users":
        return showUsers(uri, answer);
      default:
        return showText(String(answer ?? ""));
    }
  }

  context.subscriptions.push(
    own,
    panels,
    scenarios,
    command("wfk.showPrompt", (uri) => panels.showPrompt(uri)),
    command("wfk.showGraph", (uri) => panels.showGraph(uri)),
    command("wfk.showPaths", async (uri) => {
      await showText(await own.command<string>("wfk.simulate", uri.toString()));
    }),
    command("wfk.testWorkflow", async (uri) => {
      if (!(await scenarios.runOf(uri))) {
        void vscode.window.showInformationMessage("The workflow has no scenarios; `wfk scenarios propose` writes some.");
      }
    }),
    vscode.commands.registerCommand(OPEN_STEP, (uri: string, step: string) =>
      panels.openStep(vscode.Uri.parse(uri), step),
    ),
    vscode.commands.registerCommand("wfk.restart", () => own.restart()),
    vscode.commands.registerCommand("wfk.showOutput", () => own.showOutput()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("wfk.path") || event.affectsConfiguration("wfk.provisionalFindings")) {
        void own.restart();
      }
    }),
    await whenInterpreterChanges(() => void own.restart()),
  );
  await Promise.all([own.restart(), scenarios.discover()]);
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Register a command for a workflow: the one whose menu was used, or that of the active editor. */
function command(name: string, act: (uri: vscode.Uri) => Promise<void>): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (given: unknown) => {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    if (uri?.path.endsWith(".json")) {
      await act(uri);
    } else {
      void vscode.window.showInformationMessage("Open a workflow first.");
    }
  });
}

async function showText(text: string | undefined): Promise<void> {
  if (text) {
    const document = await vscode.workspace.openTextDocument({ content: text });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}

async function showUsers(uri: vscode.Uri, answer: unknown): Promise<void> {
  const places = (Array.isArray(answer) ? answer : []).map(
    (each) => new vscode.Location(vscode.Uri.parse(String(each)), new vscode.Position(0, 0)),
  );
  const at = vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0);
  await vscode.commands.executeCommand("editor.action.showReferences", uri, at, places);
}
