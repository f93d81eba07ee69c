/** Finding the program `wfk`: pure, so that it is tested without an editor. */

import * as path from "node:path";

/** What is known of the environment in which `wfk` is searched. */
export interface Search {
  /** The setting `wfk.path`; empty when it is not set. */
  readonly setting: string;
  /** The interpreter that the Python extension has selected. */
  readonly interpreter: string | undefined;
  /** The open folders. */
  readonly folders: readonly string[];
  /** The value of the environment variable PATH. */
  readonly searchPath: string;
  readonly home: string;
  readonly isWindows: boolean;
}

/** A place where `wfk` may be. */
export interface Candidate {
  readonly program: string;
  /** Where the place comes from, for people. */
  readonly origin: string;
}

/** Return the first candidate that is a program, or undefined. */
export function findWfk(
  search: Search,
  isProgram: (program: string) => boolean,
): Candidate | undefined {
  return candidates(search).find((candidate) => isProgram(candidate.program));
}

/** Return the places to look at, in order. A setting excludes all others: a wrong one must not be hidden by a `wfk` from elsewhere. */
export function candidates(search: Search): Candidate[] {
  const flavor = search.isWindows ? path.win32 : path.posix;
  if (search.setting.trim()) {
    return settingCandidates(search, flavor);
  }
  const name = search.isWindows ? "wfk.exe" : "wfk";
  const scripts = search.isWindows ? "Scripts" : "bin";
  const found: Candidate[] = [];
  if (search.interpreter) {
    const folder = flavor.dirname(search.interpreter);
    const origin = "interpreter of the Python extension";
    found.push({ program: flavor.join(folder, name), origin });
    if (search.isWindows) {
      // An interpreter outside of an environment has its programs in a folder of their own.
      found.push({ program: flavor.join(folder, scripts, name), origin });
    }
  }
  for (const folder of search.folders) {
    for (const environment of [".venv", "venv"]) {
      const program = flavor.join(folder, environment, scripts, name);
      found.push({ program, origin: `${environment} in the workspace folder` });
    }
  }
  for (const folder of search.searchPath.split(flavor.delimiter)) {
    // A relative entry would depend on the folder in which the editor was started.
    if (flavor.isAbsolute(folder)) {
      found.push({ program: flavor.join(folder, name), origin: "PATH" });
    }
  }
  return found;
}

function settingCandidates(search: Search, flavor: path.PlatformPath): Candidate[] {
  const origin = "setting wfk.path";
  const setting = search.setting.trim();
  const folders = search.folders.length > 0 ? search.folders : [search.home];
  const programs = folders.map((folder) => {
    const home = setting.replace(/^~(?=$|[\\/])/, () => search.home);
    return flavor.resolve(
      folder,
      home.replaceAll("${workspaceFolder}", () => folder),
    );
  });
  return [...new Set(programs)].map((program) => ({ program, origin }));
}
