"""服务 · The editor's requests, answered: pygls speaks the protocol, a module of this room answers each."""

from __future__ import annotations

import asyncio
import gc
import os
from importlib.metadata import version

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from eqrules.lsp import colours, completion, going, hover, lens, outline, seen, tidy
from eqrules.lsp.session import Open, Session

_PAUSE = 0.005
"""Seconds of quiet before a change is looked at: letters that follow one another are looked at together."""
_REST = 2
"""Seconds of quiet before what is no longer needed is thrown away (commands run without collecting in between), and
what the next request would wait for is made ready."""
_TRIGGERS = ["|", "\uff5c", "-", "#", "\uff1a", ":", "+", "\u00f7", "\u00d7", "(", "\uff08"]


def make_server() -> LanguageServer:
    """A server with nothing open."""
    server = LanguageServer("eqrules", version("eqrules"))
    session = Session()
    waiting: dict[int, asyncio.TimerHandle] = {}

    def publish(opened: Open) -> None:
        waiting.pop(id(opened), None)
        found = seen.diagnostics(opened, session)
        for path, shown in found.items():
            if shown or path in opened.shown or path in session.uris:
                server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(session.uri(path), shown))
        opened.shown = {path for path, shown in found.items() if shown}
        if 0 in waiting:
            waiting[0].cancel()
        waiting[0] = asyncio.get_running_loop().call_later(_REST, sweep)

    def sweep() -> None:
        waiting.pop(0, None)
        for opened in session.rulesets.values():
            completion.prepare(opened)
        gc.collect()

    def look(opened: Open | None, pause: float = _PAUSE) -> None:
        if opened is None:
            return
        if id(opened) in waiting:
            waiting[id(opened)].cancel()
        waiting[id(opened)] = asyncio.get_running_loop().call_later(pause, publish, opened)

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options = params.initialization_options or {}
        asked = options.get("lang") if isinstance(options, dict) else getattr(options, "lang", None)
        asked = asked or os.environ.get("EQRULES_LANG") or params.locale or "zh"
        session.lang = "en" if str(asked).lower().startswith("en") else "zh"

    # ── texts ────────────────────────────────────────────────────
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        look(session.write(params.text_document.uri, params.text_document.text), 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        look(session.write(uri, server.workspace.get_text_document(uri).source))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        look(session.close(params.text_document.uri))

    # ── questions ────────────────────────────────────────────────
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        spot = session.spot(params.text_document.uri, params.position)
        return hover.hover(spot, session) if spot else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    def completed(params: types.CompletionParams) -> types.CompletionList | None:
        spot = session.spot(params.text_document.uri, params.position)
        return completion.complete(spot, session) if spot else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        spot = session.spot(params.text_document.uri, params.position)
        return going.definition(spot, session) if spot else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location]:
        spot = session.spot(params.text_document.uri, params.position)
        return going.references(spot, session, params.context.include_declaration) if spot else []

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(params: types.PrepareRenameParams) -> types.Range | None:
        spot = session.spot(params.text_document.uri, params.position)
        return going.renamable(spot, session) if spot else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        spot = session.spot(params.text_document.uri, params.position)
        try:
            return going.rename(spot, params.new_name, session) if spot else None
        except going.CannotRename as problem:
            raise JsonRpcException(problem.reason, types.LSPErrorCodes.RequestFailed) from problem

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return outline.outline(params.text_document.uri, session)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, colours.LEGEND)
    def coloured(params: types.SemanticTokensParams) -> types.SemanticTokens:
        return types.SemanticTokens(colours.colours(params.text_document.uri, session))

    # ── changes ──────────────────────────────────────────────────
    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def fixed(params: types.CodeActionParams) -> list[types.CodeAction]:
        return seen.quick_fixes(params.text_document.uri, params.range, session)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatted(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        edits = tidy.tidied(params.text_document.uri, session)
        if edits is None:
            text = session.say("没有整理：先改正标出的错误。", "Not tidied: correct what is marked first.")
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
        return edits

    # ── examples ─────────────────────────────────────────────────
    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        return lens.lenses(params.text_document.uri, session)

    @server.command(lens.RUN)
    def ran(uri: str, line: int) -> str:
        said = lens.run_examples(uri, line, session)
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
        server.workspace_code_lens_refresh(None, None)
        found = session.of(uri)
        look(found[0] if found else None, 0)
        return said

    return server
