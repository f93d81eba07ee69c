/** The interpreter that the Python extension has selected, by its public API. */

import * as vscode from "vscode";

interface Environment {
  readonly executable?: { readonly uri?: vscode.Uri };
}

interface Environments {
  getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
  resolveEnvironment(path: { readonly path: string }): Promise<Environment | undefined>;
  readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
}

/** Return the path of the interpreter for a folder; undefined without the Python extension, or when it has none. */
export async function interpreterOf(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const environments = await environmentsOfPython();
  if (!environments) {
    return undefined;
  }
  try {
    const chosen = environments.getActiveEnvironmentPath(folder);
    const environment = await environments.resolveEnvironment(chosen);
    return environment?.executable?.uri?.fsPath;
  } catch {
    // Another extension's failure must not keep this one from looking elsewhere.
    return undefined;
  }
}

/** Call `act` whenever another interpreter is selected. */
export async function whenInterpreterChanges(act: () => void): Promise<vscode.Disposable> {
  const environments = await environmentsOfPython();
  return environments?.onDidChangeActiveEnvironmentPath(act) ?? new vscode.Disposable(() => {});
}

async function environmentsOfPython(): Promise<Environments | undefined> {
  const extension = vscode.extensions.getExtension<{ environments?: Environments }>(
    "ms-python.python",
  );
  try {
    return (await extension?.activate())?.environments;
  } catch {
    return undefined;
  }
}
