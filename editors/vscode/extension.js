// 扩展 · Starts `eqrules lsp` and talks to it; tells rulesets from other Markdown files.
const fs = require("fs");
const path = require("path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const TITLE = /^[#＃]\s+(规则集|ruleset)(?=\s|$)/i;
let client;

/** True if the file is a ruleset, or a chapter in the folder of one. */
function isRuleset(document) {
  if (TITLE.test(document.lineAt(0).text)) return true;
  if (document.uri.scheme !== "file") return false;
  const folder = path.dirname(document.uri.fsPath);
  if (path.basename(folder) === "cases" || !/^[#＃]{2}\s/m.test(document.getText())) return false;
  return fs.readdirSync(folder).some((name) => name.endsWith(".md") && TITLE.test(firstLine(path.join(folder, name))));
}

function firstLine(file) {
  try {
    return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").split("\n", 1)[0];
  } catch {
    return "";
  }
}

function look(document) {
  if (document.languageId === "markdown" && isRuleset(document)) {
    vscode.languages.setTextDocumentLanguage(document, "eqrules");
  }
}

async function activate(context) {
  const settings = vscode.workspace.getConfiguration("eqrules");
  const server = { command: settings.get("command"), args: ["lsp"] };
  client = new LanguageClient("eqrules", "eqrules", server, {
    documentSelector: [{ language: "eqrules" }],
    initializationOptions: { lang: settings.get("lang") },
  });
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(look));
  vscode.workspace.textDocuments.forEach(look);
  try {
    await client.start();
  } catch (problem) {
    vscode.window.showErrorMessage(
      `没有找到 eqrules 命令：${server.command}。在设置「eqrules.command」里写它的全路径。 ` +
        `The eqrules command was not found: set its full path in “eqrules.command”.`
    );
  }
}

function deactivate() {
  return client && client.stop();
}

module.exports = { activate, deactivate };
