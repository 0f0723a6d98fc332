"""一次编辑 · One sitting at the editor over the real protocol: open, type, fix, complete, rename, tidy, run."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from .talk import Editor, offset, talk

HEAD = """# 规则集 图书

- 编号\uff1atest/books
- 施行\uff1a2024年1月1日起
- 用语\uff1a以上\uff0c含本数

## 对象

| 编号 | 名称 | 属于 | 主键 |
|---|---|---|---|
| county | 县 | | 行政区划代码 |
| section | 学段校 | 县 | 学段 |

## 数据项

| 编号 | 名称 | 英文 | 单位 | 类型 | 对象 | 别名 |
|---|---|---|---|---|---|---|
| division | 行政区划代码 | | | 文本 | 县 | |
| stage | 学段 | | | 小学、初中 | 学段校 | |
| books | 图书册数 | books | 册 | 整数 | 学段校 | |
| pupils | 在校生数 | pupils | 人 | 整数 | 学段校 | 学生数 |
"""
RULES = """## 指标 藏书

> 图书要够\U00020bb7\U00020bb7每生二十五册。

- 编号\uff1aLIB
- 对象\uff1a学段校
- 依据\uff1a第一条

| 编号 | 指标 | 单位 | 计算 | 标准 |
|---|---|---|---|---|
| L1 | 生均图书\U00020bb7 | 册/生 | 图书册数÷在校生数 | 25册/生以上 |

## 结论

| 编号 | 结论 | 对象 | 条件 |
|---|---|---|---|
| S1 | 学段校达标 | 学段校 | L1全部达标 |
| C1 | 县达标 | 县 | 学段校达标全部达标 |

## 示例 藏书

| 说明 | 学段 | 图书册数 | 在校生数 | L1 |
|---|---|---|---|---|
| 恰好 | 小学 | 2500 | 100 | 达标 |
| 差一册 | 小学 | 2499 | 100 | 不达标 |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "1-\u603b\u5219.md").write_text(HEAD, "utf-8")
    (tmp_path / "2-\u6307\u6807.md").write_text(RULES, "utf-8")
    return tmp_path


def test_a_sitting_at_the_editor(folder: Path) -> None:
    async def story(editor: Editor) -> None:
        rules = await editor.open(folder / "2-\u6307\u6807.md")
        assert editor.seen[rules] == []

        # a slip of the pen: marked behind characters that take two UTF-16 units, and put right
        await editor.type(rules, "图书册数÷在校生数", "图书册书÷在校生数")
        assert editor.marked(rules) == [("EQ201", "图书册书")]
        assert "「图书册书」" in editor.seen[rules][0].message
        assert "→" in editor.seen[rules][0].message
        actions = await editor.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(rules),
                editor.seen[rules][0].range,
                types.CodeActionContext(editor.seen[rules]),
            )
        )
        first = next(a for a in actions or [] if isinstance(a, types.CodeAction))
        assert first.title == "改成「图书册数」"
        assert first.edit
        assert first.edit.changes
        assert editor.applied(rules, list(first.edit.changes[rules])) == RULES
        await editor.type(rules, "图书册书", "图书册数")
        assert editor.seen[rules] == []

        # a change in the other file is seen in this one
        head = await editor.open(folder / "1-\u603b\u5219.md")
        await editor.type(head, "| 在校生数 |", "| 在校人数 |")
        await editor.until(lambda: bool(editor.seen[rules]))
        assert ("EQ201", "在校生数") in editor.marked(rules)
        await editor.type(head, "| 在校人数 |", "| 在校生数 |")
        await editor.until(lambda: editor.seen.get(rules) == [])

        # what is this
        said = await editor.client.text_document_hover_async(types.HoverParams(**editor.at(rules, "在校生数", 2)))
        assert said
        assert isinstance(said.contents, types.MarkupContent)
        assert "**在校生数** `pupils`" in said.contents.value
        assert "1-\u603b\u5219.md 第 21 行" in said.contents.value
        for words, after, expected in (
            ("以上 |", 1, "≥"), ("计算 |", 0, "怎样算"), ("结论\n", 0, "由指标得出"), ("依据", 0, "出自哪一条"),
            ("小学", 0, "列表里的一个值"), ("L1 | 生均", 0, "应当不低于"),
        ):  # fmt: skip
            said = await editor.client.text_document_hover_async(types.HoverParams(**editor.at(rules, words, after)))
            assert said
            assert isinstance(said.contents, types.MarkupContent)
            assert expected in said.contents.value

        # where it is declared, and where it is used
        there = await editor.client.text_document_definition_async(
            types.DefinitionParams(**editor.at(rules, "在校生数", 1))
        )
        assert isinstance(there, list)
        (location,) = there
        assert isinstance(location, types.Location)
        assert (location.uri, location.range.start.line) == (head, 20)
        used = await editor.client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), **editor.at(head, "学生数", 0))
        )
        assert sorted((u.uri == rules, u.range.start.line) for u in used or []) == [
            (False, 20), (False, 20), (False, 20), (False, 20), (True, 10), (True, 21),
        ]  # fmt: skip

        # its name, everywhere; the old one stays as an alias
        renamed = await editor.client.text_document_rename_async(
            types.RenameParams(new_name="在学人数", **editor.at(rules, "在校生数", 1))
        )
        assert renamed
        assert renamed.changes
        assert "| pupils | 在学人数 | pupils | 人 | 整数 | 学段校 | 学生数、在校生数 |" in editor.applied(
            head, list(renamed.changes[head])
        )
        after_renaming = editor.applied(rules, list(renamed.changes[rules]))
        assert "图书册数÷在学人数" in after_renaming
        assert "| 说明 | 学段 | 图书册数 | 在学人数 | L1 |" in after_renaming
        with pytest.raises(JsonRpcException, match="已经是"):
            await editor.client.text_document_rename_async(
                types.RenameParams(new_name="图书册数", **editor.at(rules, "在校生数", 1))
            )

        # tidied
        edits = await editor.client.text_document_formatting_async(
            types.DocumentFormattingParams(types.TextDocumentIdentifier(rules), types.FormattingOptions(4, True))
        )
        tidied = editor.applied(rules, list(edits or []))
        assert tidied.startswith("## 指标 藏书\n")
        assert "| 恰好   | 小学 | 2500     | 100      | 达标   |" in tidied

        # chapters and articles
        symbols = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(types.TextDocumentIdentifier(rules))
        )
        chapters = [s for s in symbols or [] if isinstance(s, types.DocumentSymbol)]
        assert [c.name for c in chapters] == ["指标 藏书", "结论", "示例 藏书"]
        assert [c.name for c in chapters[0].children or []] == ["L1 生均图书\U00020bb7"]

        # colours: whole words, and never two on the same place
        colours = await editor.client.text_document_semantic_tokens_full_async(
            types.SemanticTokensParams(types.TextDocumentIdentifier(rules))
        )
        assert colours
        assert words_of(RULES, list(colours.data))[:3] == ["藏书", "LIB", "学段校"]

        # the examples, run from their heading
        lenses = await editor.client.text_document_code_lens_async(
            types.CodeLensParams(types.TextDocumentIdentifier(rules))
        )
        (lens,) = lenses or []
        assert lens.command
        assert lens.command.title == "▶ 运行示例"
        run = types.ExecuteCommandParams(lens.command.command, lens.command.arguments)
        assert await editor.client.workspace_execute_command_async(run) == "2 条示例\uff0c2 条相符"
        await editor.type(rules, "25册/生以上", "26册/生以上")
        assert await editor.client.workspace_execute_command_async(run) == "2 条示例\uff0c1 条相符"
        await editor.until(lambda: bool(editor.seen[rules]))
        assert "应为 达标\uff0c得到 不达标" in editor.seen[rules][0].message

    talk(folder, story)


def words_of(text: str, data: list[int]) -> list[str]:
    found, line, column = [], 0, 0
    for down, right, size, _, _ in zip(*[iter(data)] * 5, strict=True):
        line, column = line + down, right + (0 if down else column)
        start = offset(text, types.Position(line, column))
        found.append(text[start : offset(text, types.Position(line, column + size))])
    return found


def test_completion_by_every_way_of_typing(folder: Path) -> None:
    async def story(editor: Editor) -> None:
        rules = await editor.open(folder / "2-\u6307\u6807.md")

        async def offered(old: str, new: str) -> list[str]:
            """The rows that would stand there, with the cursor at ‸ in `new`."""
            await editor.type(rules, old, new.replace("‸", ""))
            at = editor.at(rules, new.replace("‸", ""), new.index("‸"))
            found = await editor.client.text_document_completion_async(types.CompletionParams(**at))
            assert isinstance(found, types.CompletionList)
            texts = []
            for item in found.items:
                assert isinstance(item.text_edit, types.TextEdit)
                texts.append(editor.applied(rules, [item.text_edit]))
            await editor.type(rules, new.replace("‸", ""), old)
            first = old.split("|")[1]
            return [text[text.index(f"\n|{first}|") :].split("\n")[1] for text in texts]

        row = "| L1 | 生均图书\U00020bb7 | 册/生 | 图书册数÷在校生数 | 25册/生以上 |"
        for typed in ("在校", "zxss", "zaixiao", "zaixs", "pupils", "pup", "学生", "校生"):
            assert (await offered(row, row.replace("在校生数", f"{typed}‸")))[0] == row
        assert (await offered(row, row.replace("图书册数÷在校生数", "tscs‸÷在校生数")))[0] == row
        assert (await offered(row, row.replace("25册/生以上", "25册/生ys‸")))[0] == row

        # in other columns only what may stand there
        assert "| L1 | 生均图书\U00020bb7 | 平方米 | 图书册数÷在校生数 | 25册/生以上 |" in await offered(
            row, row.replace("册/生 |", "pfm‸ |")
        )
        row = "| 恰好 | 小学 | 2500 | 100 | 达标 |"
        rows = [row.replace("达标", word) for word in ("达标", "不达标", "无法判定", "不适用")]
        assert await offered(row, row.replace("达标", "‸")) == rows
        assert await offered(row, row.replace("小学", "c‸")) == [row.replace("小学", "初中")]
        row = "| S1 | 学段校达标 | 学段校 | L1全部达标 |"
        assert (await offered(row, row.replace("| 学段校 |", "| xdx‸ |")))[0] == row
        row = "| 说明 | 学段 | 图书册数 | 在校生数 | L1 |"
        assert (await offered(row, row.replace("图书册数", "books‸")))[0] == row

    talk(folder, story)


def test_messages_in_english(folder: Path) -> None:
    async def story(editor: Editor) -> None:
        rules = await editor.open(folder / "2-\u6307\u6807.md")
        await editor.type(rules, "图书册数÷在校生数", "图书册书÷在校生数")
        assert "is not" in editor.seen[rules][0].message

    talk(folder, story, "en")
