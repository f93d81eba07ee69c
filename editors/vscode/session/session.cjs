/**
 * A session in a real editor: VS Code in a headless browser, served by code-server with the extension installed.
 *
 * node session.cjs URL [CHROMIUM]   prints what the editor shows
 */

const { chromium } = require("playwright-core");

const WAIT = 30_000;
const PAUSE = 1_500;

async function main(url, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  try {
    await session(page, url);
  } catch (error) {
    await page.screenshot({ path: "session-failed.png" });
    throw error;
  } finally {
    await browser.close();
  }
}

async function session(page, url) {
  await page.goto(url);
  await page.waitForSelector(".monaco-workbench", { timeout: WAIT });
  await trust(page);
  await page.waitForSelector(".statusbar-item[id='workflowkit.workflowkit.wfk.status']", { timeout: WAIT });

  await open(page, "workflows/release.json");
  await run(page, "Problems: Focus on Problems View");
  await page.waitForSelector(".markers-panel .marker-code, .markers-panel .details-container", { timeout: WAIT });
  await show(page, "problems", ".markers-panel .monaco-list-row");

  await open(page, "workflows/release.json", 6, 6);
  await page.keyboard.press("Control+.");
  const action = page.locator(".action-widget .action-list-item, .action-widget .monaco-list-row").filter({ hasText: "clarificationPrompts" });
  await action.first().waitFor({ timeout: WAIT });
  print("code action", [await action.first().innerText()]);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(PAUSE);
  await show(page, "line 6", ".view-line", "clarificationPrompt");
  await run(page, "Problems: Focus on Problems View");
  await show(page, "problems", ".markers-panel .monaco-list-row");

  await open(page, "workflows/hotfix.json", 9, 12);
  await run(page, "workflowkit: Preview Prompt");
  await showPanel(page, "Prompt: collect");
  await open(page, "workflows/hotfix.json", 19, 12);
  await showPanel(page, "Prompt: patch");
  await run(page, "workflowkit: Show Graph");
  await page.waitForTimeout(PAUSE);
  for (const frame of page.frames()) {
    const image = frame.locator("img[src^='data:image/svg+xml']");
    if ((await image.count()) > 0) {
      const isDrawn = await image.evaluate((each) => each.complete && each.naturalWidth > 0);
      print("graph", [isDrawn ? "drawn" : "not drawn"]);
    }
  }

  await run(page, "Testing: Focus on Test Explorer View");
  await run(page, "Test: Run All Tests");
  await page.waitForTimeout(2 * PAUSE);
  const results = page.locator(".test-output-peek-tree .monaco-list-row");
  print("test results", await results.allInnerTexts());
  await open(page, "scenarios/hotfix/wrong.yaml");
  await page.screenshot({ path: "session.png" });
  await show(page, "failing lines", ".view-line", "- patch");
}

async function trust(page) {
  const button = page.locator(".monaco-dialog-box .monaco-button", { hasText: "Yes, I trust" });
  await button.first().click({ timeout: 10_000 }).catch(() => {});
}

/** Open `path`, and move the cursor to `line` and `column`. */
async function open(page, path, line = 1, column = 1) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  await page.keyboard.press("Control+P");
  await page.waitForSelector(".quick-input-widget input", { timeout: WAIT });
  await page.keyboard.type(path);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().click({ timeout: WAIT });
  await page.locator(".tab.active", { hasText: name }).first().waitFor({ timeout: WAIT });
  await page.keyboard.press("Control+G");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(PAUSE);
}

async function run(page, command) {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input", { timeout: WAIT });
  await page.keyboard.type(command);
  await page.waitForTimeout(PAUSE / 2);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(PAUSE);
}

async function show(page, title, selector, word = "") {
  const rows = await page.locator(selector).allInnerTexts();
  print(title, rows.filter((row) => row.replaceAll("\u00a0", " ").includes(word)));
}

/** Print the text of the panel with this title. */
async function showPanel(page, title) {
  await page.locator(".tab", { hasText: title }).first().waitFor({ timeout: WAIT });
  await page.waitForTimeout(PAUSE);
  for (const frame of page.frames()) {
    const text = frame.locator("body > pre");
    if ((await text.count()) > 0) {
      print(title, [await text.first().innerText()]);
    }
  }
}

function print(title, lines) {
  console.log(`${title}\n${lines.map((line) => `  ${line.replaceAll("\u00a0", " ").replace(/\s*\n\s*/g, "\n  ")}`).join("\n")}\n`);
}

main(process.argv[2], process.argv[3] ?? "/usr/bin/chromium").catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
