/** The panels beside the text: the prompt of the step at the cursor, and the graph. Both follow the text. */

import * as vscode from "vscode";
import { SymbolKind } from "vscode-languageclient/node";

import { graphPage, promptPage } from "./pages";
import type { Server } from "./server";
import { placeOfStep, stepAt, type OutlinePart, type Place } from "./steps";

/** Milliseconds without a change or a move of the cursor after which a panel is written again. */
const PAUSE = 200;

/** Kinds of the outline that are steps with a prompt: steps and calls of templates. */
const STEP_KINDS: ReadonlySet<number> = new Set([SymbolKind.Function, SymbolKind.Interface]);

/** Kinds of the outline that a node of the graph stands for: loops as well. */
const NODE_KINDS: ReadonlySet<number> = new Set([...STEP_KINDS, SymbolKind.Class]);

/** The command behind the nodes of the graph, the only one that a panel may run. */
export const OPEN_STEP = "wfk.openStep";

/** What a panel shows of a file. */
interface View {
  readonly title: string;
  readonly html: string;
}

/** One panel, which is opened once. */
class Panel {
  private panel: vscode.WebviewPanel | undefined;
  private uri: vscode.Uri | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Number of the last drawing: an answer that comes after the question of a later one is dropped. */
  private drawing = 0;

  constructor(
    private readonly type: string,
    private readonly view: (uri: vscode.Uri) => Promise<View>,
  ) {}

  async open(uri: vscode.Uri): Promise<void> {
    this.uri = uri;
    if (!this.panel) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const options = { enableScripts: false, enableCommandUris: [OPEN_STEP], localResourceRoots: [] };
      this.panel = vscode.window.createWebviewPanel(this.type, "workflowkit", place, options);
      this.panel.onDidDispose(() => {
        this.panel = undefined;
      });
    }
    await this.draw();
  }

  /** Write the panel again soon, for the file at `uri`; nothing happens while it is closed. */
  follow(uri: vscode.Uri): void {
    if (!this.panel) {
      return;
    }
    this.uri = uri;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.draw(), PAUSE);
  }

  isOf(uri: vscode.Uri): boolean {
    return this.uri?.toString() === uri.toString();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
  }

  private async draw(): Promise<void> {
    const drawing = ++this.drawing;
    if (!this.uri) {
      return;
    }
    let view: View;
    try {
      view = await this.view(this.uri);
    } catch (error) {
      view = { title: "workflowkit", html: promptPage(error instanceof Error ? error.message : String(error)) };
    }
    if (this.panel && drawing === this.drawing) {
      this.panel.title = view.title;
      this.panel.webview.html = view.html;
    }
  }
}

/** Both panels. */
export class Panels implements vscode.Disposable {
  private readonly prompt = new Panel("wfk.prompt", (uri) => this.promptView(uri));
  private readonly graph = new Panel("wfk.graph", (uri) => this.graphView(uri));
  private readonly listeners: vscode.Disposable[];
  /** A step that a code lens names; a move of the cursor ends it. */
  private chosen: { readonly uri: string; readonly step: string } | undefined;
  private last: { readonly uri: string; readonly step: string } | undefined;

  constructor(private readonly server: Server) {
    this.listeners = [
      vscode.window.onDidChangeTextEditorSelection((event) => {
        const document = event.textEditor.document;
        if (event.textEditor === vscode.window.activeTextEditor && isWorkflow(document)) {
          this.chosen = undefined;
          this.prompt.follow(document.uri);
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isWorkflow(editor.document)) {
          this.prompt.follow(editor.document.uri);
          this.graph.follow(editor.document.uri);
        }
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        for (const panel of [this.prompt, this.graph]) {
          if (panel.isOf(document.uri)) {
            panel.follow(document.uri);
          }
        }
      }),
    ];
  }

  /** Show the prompt of `step`, or of the step at the cursor. */
  async showPrompt(uri: vscode.Uri, step?: string): Promise<void> {
    this.chosen = step ? { uri: uri.toString(), step } : undefined;
    await this.prompt.open(uri);
  }

  async showGraph(uri: vscode.Uri): Promise<void> {
    await this.graph.open(uri);
  }

  /** Show where a step of the file is written. */
  async openStep(uri: vscode.Uri, step: string): Promise<void> {
    const place = placeOfStep(await this.outline(uri), step, NODE_KINDS);
    const at = new vscode.Position(place?.line ?? 0, place?.character ?? 0);
    const shown = vscode.window.visibleTextEditors.find((each) => each.document.uri.toString() === uri.toString());
    await vscode.window.showTextDocument(uri, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(at, at),
    });
  }

  dispose(): void {
    for (const each of [...this.listeners, this.prompt, this.graph]) {
      each.dispose();
    }
  }

  private async promptView(uri: vscode.Uri): Promise<View> {
    const step = await this.stepOf(uri);
    this.last = { uri: uri.toString(), step };
    const answer = await this.server.command<string>("wfk.preview", uri.toString(), ...(step ? [step] : []));
    return { title: `Prompt: ${step || nameOf(uri)}`, html: promptPage(answer ?? NOT_RUNNING) };
  }

  private async graphView(uri: vscode.Uri): Promise<View> {
    const link = `command:${OPEN_STEP}?`;
    const answer = await this.server.command<string>("wfk.graph", uri.toString(), "svg", link);
    return { title: `Graph: ${nameOf(uri)}`, html: graphPage(answer ?? NOT_RUNNING) };
  }

  /** Return the step to show of a file; empty for all. */
  private async stepOf(uri: vscode.Uri): Promise<string> {
    const name = uri.toString();
    if (this.chosen?.uri === name) {
      return this.chosen.step;
    }
    const editor = vscode.window.visibleTextEditors.find(
      (each) => each.document.uri.toString() === name,
    );
    if (!editor) {
      return this.last?.uri === name ? this.last.step : "";
    }
    const place: Place = editor.selection.active;
    return stepAt(await this.outline(uri), place, STEP_KINDS);
  }

  private async outline(uri: vscode.Uri): Promise<OutlinePart[]> {
    const found = await this.server.request<OutlinePart[]>("textDocument/documentSymbol", {
      textDocument: { uri: uri.toString() },
    });
    return found ?? [];
  }
}

const NOT_RUNNING = "The language server does not run; the output of workflowkit says why.\n";

function isWorkflow(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && document.fileName.endsWith(".json");
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}
