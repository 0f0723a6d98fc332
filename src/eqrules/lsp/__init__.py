"""编辑器 · The editor's requests, one module each; `server` ties them to the protocol."""
