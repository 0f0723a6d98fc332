"""交谈 · `eqrules lsp` in a process of its own, spoken to over the real protocol."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

TIMEOUT = 60


class Editor:
    """An editor with one folder: opens files, types into them, asks."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.texts: dict[str, str] = {}
        self.seen: dict[str, list[types.Diagnostic]] = {}
        self.told: list[str] = []
        self._news = asyncio.Event()

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.seen[params.uri] = list(params.diagnostics)
            self._news.set()

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def shown(params: types.ShowMessageParams) -> None:
            self.told.append(params.message)

        @client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
        def refreshed(params: None) -> None:
            return None

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until what was published satisfies this."""
        async with asyncio.timeout(TIMEOUT):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def open(self, path: Path) -> str:
        """Open a file and wait for what is seen in it."""
        uri, text = path.as_uri(), path.read_text("utf-8")
        self.texts[uri] = text
        item = types.TextDocumentItem(uri, "eqrules", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self.until(lambda: uri in self.seen)
        return uri

    async def type(self, uri: str, old: str, new: str) -> None:
        """Replace the first `old` by `new`, as typing does, and wait for what is seen then."""
        text = self.texts[uri]
        assert old in text
        at = text.index(old)
        change = types.TextDocumentContentChangePartial(types.Range(place(text, at), place(text, at + len(old))), new)
        self.texts[uri] = text.replace(old, new, 1)
        del self.seen[uri]
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(version=2, uri=uri), [change])
        )
        await self.until(lambda: uri in self.seen)

    def at(self, uri: str, words: str, after: int = 0) -> dict[str, Any]:
        """The parameters of a question about a place: `after` characters into the first of these words."""
        text = self.texts[uri]
        return {
            "text_document": types.TextDocumentIdentifier(uri),
            "position": place(text, text.index(words) + after),
        }

    def marked(self, uri: str) -> list[tuple[object, str]]:
        """Code and marked words of all that is seen in a file."""
        text = self.texts[uri]
        return [(d.code, text[offset(text, d.range.start) : offset(text, d.range.end)]) for d in self.seen[uri]]

    def applied(self, uri: str, edits: list[types.TextEdit]) -> str:
        text = self.texts[uri]
        for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            text = text[: offset(text, edit.range.start)] + edit.new_text + text[offset(text, edit.range.end) :]
        return text


def place(text: str, at: int) -> types.Position:
    """As the protocol counts: UTF-16 units. Worked out here by encoding, not as the server does."""
    before = text[:at].split("\n")
    return types.Position(len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)


def offset(text: str, position: types.Position) -> int:
    lines = text.split("\n")
    units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
    return sum(len(line) + 1 for line in lines[: position.line]) + len(units.decode("utf-16-le"))


def talk(folder: Path, story: Callable[[Editor], Coroutine[Any, Any, None]], lang: str = "zh") -> None:
    """Start the server, shake hands, let the story go on, say good-bye."""

    async def run() -> None:
        client = LanguageClient("tests", "1")
        editor = Editor(client)
        env = {**os.environ, "EQRULES_LANG": ""}
        await client.start_io(sys.executable, "-m", "eqrules", "lsp", env=env)
        try:
            async with asyncio.timeout(4 * TIMEOUT):
                params = types.InitializeParams(
                    types.ClientCapabilities(), root_uri=folder.as_uri(), initialization_options={"lang": lang}
                )
                await client.initialize_async(params)
                client.initialized(types.InitializedParams())
                await story(editor)
                await client.shutdown_async(None)
        finally:
            client.exit(None)
            async with asyncio.timeout(TIMEOUT):
                await client.stop()

    asyncio.run(run())
