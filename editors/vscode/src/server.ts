/** The language server: it is started, stopped, and shown in the status bar. */

import { spawn, type ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type ErrorHandler,
  type LanguageClientOptions,
} from "vscode-languageclient/node";

import type { Candidate } from "./findWfk";
import { findProgram } from "./program";

/** What the server checks; files of other languages are not sent to it. */
const PATTERNS = [
  "**/*.json",
  "**/triggers.{yml,yaml}",
  "**/scenarios/**/*.{yml,yaml}",
  "**/{wfk,pyproject}.toml",
];

const OPEN_DOCUMENTATION = "Open documentation";
const OPEN_SETTINGS = "Open settings";
const SHOW_OUTPUT = "Show output";

/** Milliseconds in which a server has to end by itself. */
const STOP_TIME = 2000;

/** What the client does with the answer to a command of the server. */
export type ShowAnswer = (command: string, args: unknown[], answer: unknown) => Promise<void>;

/** The one server of a window. */
export class Server implements vscode.Disposable {
  /** The `wfk` that runs; undefined when there is none. */
  program: Candidate | undefined;

  private client: LanguageClient | undefined;
  private readonly output = vscode.window.createOutputChannel("workflowkit", { log: true });
  private readonly status = vscode.window.createStatusBarItem(
    "wfk.status",
    vscode.StatusBarAlignment.Left,
  );
  /** The last start or stop: one begins when the one before has ended. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly showAnswer: ShowAnswer,
  ) {
    this.status.name = "workflowkit";
    this.status.command = "wfk.showOutput";
  }

  /** Start the server, or stop and start it again. */
  restart(): Promise<void> {
    this.last = this.last.then(async () => {
      await this.stopClient();
      await this.start();
    });
    return this.last;
  }

  stop(): Promise<void> {
    this.last = this.last.then(() => this.stopClient());
    return this.last;
  }

  /** Return what the server answers to a request; undefined when it does not run. */
  async request<Answer>(method: string, params: unknown): Promise<Answer | undefined> {
    return this.client?.state === State.Running
      ? this.client.sendRequest<Answer>(method, params)
      : undefined;
  }

  /** Return the answer of a command of the server; undefined when it does not run. */
  async command<Answer>(command: string, ...args: string[]): Promise<Answer | undefined> {
    return this.request<Answer>("workspace/executeCommand", { command, arguments: args });
  }

  showOutput(): void {
    this.output.show();
  }

  /** Say that `wfk` is missing, and what to do. */
  async reportMissing(): Promise<void> {
    const setting = vscode.workspace.getConfiguration("wfk").get("path", "").trim();
    const message = setting
      ? `The setting wfk.path names '${setting}', which is no program.`
      : "wfk was not found. Install it in the environment of the project (pip install 'workflowkit[lsp]'), or set wfk.path.";
    const action = await vscode.window.showErrorMessage(message, OPEN_DOCUMENTATION, OPEN_SETTINGS);
    await this.act(action);
  }

  dispose(): void {
    void this.stop();
    this.status.dispose();
    this.output.dispose();
  }

  private async start(): Promise<void> {
    this.program = await findProgram();
    if (!this.program) {
      this.show("$(error) wfk", "wfk was not found", true);
      this.output.error("wfk was not found");
      void this.reportMissing();
      return;
    }
    const { program, origin } = this.program;
    this.output.info(`starts ${program} lsp (${origin})`);
    this.show("$(loading~spin) wfk", `${program} starts`);
    const first = spawnServer(program);
    let isFirst = true;
    const serve = (): Promise<ChildProcess> => {
      // The client calls this again to restart a server that has ended.
      const child = isFirst ? first : spawnServer(program);
      isFirst = false;
      return child;
    };
    const client = new LanguageClient("wfk", "workflowkit", serve, this.options());
    this.client = client;
    try {
      // The client itself waits for the answer of a process that has ended.
      await Promise.race([client.start(), endOf(first)]);
      const version = client.initializeResult?.serverInfo?.version ?? "";
      this.show("wfk", `wfk ${version} of ${program} (${origin})`);
    } catch (error) {
      this.show("$(error) wfk", `${program} lsp did not start`, true);
      this.output.error(String(error));
      void this.stopClient();
      void this.reportFailure(program);
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await Promise.race([client?.dispose(STOP_TIME), pause(STOP_TIME)]);
    } catch (error) {
      // A server that never started cannot be stopped.
      this.output.debug(String(error));
    }
  }

  private options(): LanguageClientOptions {
    const settings = vscode.workspace.getConfiguration("wfk");
    return {
      documentSelector: PATTERNS.map((pattern) => ({ scheme: "file", pattern })),
      initializationOptions: { provisionalFindings: settings.get("provisionalFindings", true) },
      outputChannel: this.output,
      initializationFailedHandler: () => false,
      errorHandler: this.errorHandler(),
      middleware: {
        // Commands of code lenses: the server answers with text, which is shown here.
        executeCommand: async (command, args, next) => {
          const answer: unknown = await next(command, args);
          await this.showAnswer(command, args, answer);
          return answer;
        },
      },
    };
  }

  /** Return a handler that says nothing of a server that has not started: `start` reports it once. */
  private errorHandler(): ErrorHandler {
    let usual: ErrorHandler | undefined;
    const handler = (): ErrorHandler | undefined => {
      if (this.client?.state === State.Running) {
        usual ??= this.client.createDefaultErrorHandler();
      }
      return usual;
    };
    return {
      error: (error, message, count) =>
        handler()?.error(error, message, count) ?? { action: ErrorAction.Continue, handled: true },
      closed: () => handler()?.closed() ?? { action: CloseAction.DoNotRestart, handled: true },
    };
  }

  private async reportFailure(program: string): Promise<void> {
    const message = `${program} lsp did not start. It needs the extra lsp: pip install 'workflowkit[lsp]'.`;
    const action = await vscode.window.showErrorMessage(message, SHOW_OUTPUT, OPEN_DOCUMENTATION);
    await this.act(action);
  }

  private async act(action: string | undefined): Promise<void> {
    if (action === OPEN_DOCUMENTATION) {
      const page = vscode.Uri.joinPath(this.extension, "README.md");
      await vscode.commands.executeCommand("markdown.showPreview", page);
    } else if (action === OPEN_SETTINGS) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "wfk.path");
    } else if (action === SHOW_OUTPUT) {
      this.showOutput();
    }
  }

  private show(text: string, tooltip: string, isError = false): void {
    this.status.text = text;
    this.status.tooltip = tooltip;
    this.status.backgroundColor = isError
      ? new vscode.ThemeColor("statusBarItem.errorBackground")
      : undefined;
    this.status.show();
  }
}

/** Start the server; reject when the program cannot be run. */
function spawnServer(program: string): Promise<ChildProcess> {
  const cwd = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["lsp"], cwd === undefined ? {} : { cwd });
    child.once("spawn", () => resolve(child));
    child.once("error", reject);
  });
}

/** Reject when the process ends; never resolve. */
async function endOf(started: Promise<ChildProcess>): Promise<never> {
  const child = await started;
  return new Promise((_, reject) => {
    child.once("exit", (code) => reject(new Error(`the process ended with exit code ${code}`)));
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
