"""Web pages: from markup to the text that a browser shows, without what stands around a speech."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.web import CHINESE_HANT, MARKUPS, MEETING, SITES, SPEECHES, page
from speechdata.annotators.sections import Section
from speechdata.errors import SourceError
from speechdata.pipeline import annotate_file
from speechdata.readers import html
from speechdata.readers._html_main import title_of
from speechdata.text.decode import Decoded

MARKER = re.compile(r"[一二三]、|（[一二三]）|\d\.")


def flat(text: str) -> list[str]:
    lines = ("".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def read(body: str, head: str = "") -> str:
    markup = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return html.text(markup.encode(), place="a.html").text


def evidence(body: str) -> str:
    return html.text(f"<meta charset=utf-8>{body}".encode(), place="a.html").evidence


@pytest.mark.parametrize("speech", SPEECHES.values(), ids=SPEECHES)
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_no_paragraph_or_heading_is_lost(site: str, markup: str, speech: tuple[str, ...]) -> None:
    lines = flat(html.text(page(site, speech, markup), place="a.html").text)
    wanted = flat("\n".join(speech))
    assert [line for line in lines if line in wanted] == wanted
    assert len("".join(lines)) < len("".join(wanted)) + 160


@pytest.mark.parametrize(
    ("site", "markup"),
    [(site, markup) for at, site in enumerate(SITES) for markup in list(MARKUPS)[at % 3 :: 3]],
)
def test_one_speech_with_its_title_and_outline(tmp_path: Path, site: str, markup: str) -> None:
    for name, speech in SPEECHES.items():
        path = tmp_path / f"{name}.html"
        path.write_bytes(page(site, speech, markup))
        _, (doc,) = annotate_file(path)
        title = doc.speech.title
        assert title is not None
        assert title.text == speech[0]
        found = [item.marker for item in doc.layers["sections"] if isinstance(item, Section)]
        assert found == [match.group() for line in speech if (match := MARKER.match(line))]
        assert flat(doc.text)[0] == speech[0]
        assert flat(doc.text)[-1] == speech[-1] or site == "comments"


@pytest.mark.parametrize(
    ("charset", "speech", "encoding"),
    [
        ("gb2312", MEETING, "html (gb18030)"),
        ("gbk", MEETING, "html (gb18030)"),
        ("gb18030", CHINESE_HANT, "html (gb18030)"),
        ("big5", CHINESE_HANT, "html (big5)"),
        ("utf-8", MEETING, "html (utf-8)"),
    ],
)
@pytest.mark.parametrize("site", ["table_layout", "hongkong"])
def test_pages_in_the_encodings_of_the_chinese_web(
    site: str, charset: str, speech: tuple[str, ...], encoding: str
) -> None:
    data = page(site, speech, "br", charset=charset)
    found = html.text(data, place="a.htm")
    assert found.encoding == encoding
    assert f"{charset} declared" in found.evidence
    assert flat(found.text)[0] == speech[0]
    assert set(flat("\n".join(speech))) <= set(flat(found.text))


def test_a_wrong_declaration_is_overruled_by_the_bytes_and_told() -> None:
    data = page("government", MEETING, "p").replace(b'charset="utf-8"', b'charset="gb2312"')
    found = html.text(data, place="a.html")
    assert found.encoding == "html (utf-8)"
    assert "gb2312 declared; valid UTF-8" in found.evidence
    data = page("government", MEETING, "p", charset="gbk").replace(b'charset="gbk"', b'charset="iso-8859-1"')
    assert html.text(data, place="a.html").encoding == "html (gb18030)"


def test_a_declaration_settles_what_the_characters_leave_open() -> None:
    rare = "<meta charset=gbk><p>" + "镇巴县渔渡镇麟趾村主任会" * 3
    found = html.text(rare.encode("gbk"), place="a.html")
    assert (found.encoding, found.text) == ("html (gb18030)", "镇巴县渔渡镇麟趾村主任会" * 3)
    with pytest.raises(SourceError):
        html.text(rare.replace("<meta charset=gbk>", "").encode("gbk"), place="a.html")
    with pytest.raises(SourceError):
        html.text(b"<meta charset=gbk><p>" + "政府は経済を".encode("shift_jis"), place="a.html")


def test_a_mark_and_utf_16_and_an_encoding_asked_for() -> None:
    data = page("portal", MEETING, "p").decode()
    assert html.text(data.encode("utf-16"), place="a.html").encoding == "html (utf-16-le)"
    assert html.text(data.encode("utf-8-sig"), place="a.html").encoding == "html (utf-8-sig)"
    assert html.text(data.encode("gbk"), place="a.html", encoding="gbk").encoding == "html (gb18030)"
    with pytest.raises(SourceError) as caught:
        html.text(data.encode("gbk"), place="a.html", encoding="utf-8")
    assert caught.value.place.startswith("a.html: byte")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>甲<p>乙", "甲\n乙"),
        ("<h2>标题</h2>正文<div>乙</div>丙", "标题\n正文\n乙\n丙"),
        ("甲<br>乙<br><br>丙<br/><br/><br/>丁", "甲\n乙\n\n丙\n\n丁"),
        ("<p>　　甲</p><p>&emsp;&emsp;乙</p><p>&nbsp; 丙</p>", "　　甲\n\u2003\u2003乙\n\xa0 丙"),
        ("<p>甲</p><p>&nbsp;</p><p></p><p>乙</p>", "甲\n\n乙"),
        ("<p>我们要\n  抓好落实 ，\n\tGDP\n增长</p>", "我们要抓好落实 ，\tGDP 增长".replace("\t", " ")),
        ("<span>安全</span><b>生产</b>\n<i>工作</i>", "安全生产工作"),
        ("<span style='display:block'>甲</span><span>乙</span>", "甲\n乙"),
        ("&lt;p&gt;&amp;amp;&#20170;&#x5929;&ldquo;好&rdquo;", "<p>&amp;今天“好”"),
        ("<pre>甲\n  乙\r\n丙</pre>", "甲\n  乙\n丙"),
        ("甲<hr>乙", "甲\n乙"),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字", "漢字"),
        ("甲<script>x('<p>乙</p>')</script><style>p{}</style><!-- 丙 --><noscript>丁</noscript>戊", "甲戊"),
        ("甲<p hidden>乙</p><div style='color:red; DISPLAY : none'><p>丙</p></div><p>丁</p>", "甲\n丁"),
        ("<div style='visibility: hidden; opacity: 0'>甲</div>", "甲"),
        ("甲<button>乙</button><select><option>丙</select><textarea>丁</textarea>", "甲\n丁"),
        ("<svg><text>甲</text></svg>乙<iframe src=x>丙</iframe>", "乙"),
    ],
)
def test_text_as_a_browser_shows_it(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<table><tr><td>甲</td><td>１</td></tr><tr><th>乙<td>２</table>", "甲\t１\n乙\t２"),
        ("<table><tr><td><p>甲</p></td><td> <p>１</p> </td></tr></table>", "甲\t１"),
        ("<table><tr><td>甲<br>乙</td><td>１</td></tr></table>", "甲\n乙\n１"),
        ("<table><tr><td>甲</td><td><p>一</p><p>二</p></td><td>丙</td></tr></table>", "甲\n一\n二\n丙"),
        ("<table><tr><td>甲</td><td></td><td>&nbsp;</td><td>乙</td></tr></table>", "甲\t乙"),
        (
            "<table><caption>表</caption><tr><td>甲<table><tr><td>乙<td>丙</table><td>丁</table>",
            "表\n甲\n乙\t丙\n丁",
        ),
        ("前<table><tbody><tr><td>甲</td></tr></tbody></table>后", "前\n甲\n后"),
    ],
)
def test_tables_row_by_row(body: str, text: str) -> None:
    assert read(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙"),
        ("<ol><li><p>甲</p><p>乙</p></li><li><div>丙</div></li></ol>", "1. 甲\n乙\n2. 丙"),
        ("<ol start=5><li>甲<li value=9>乙<li>丙</ol>", "5. 甲\n9. 乙\n10. 丙"),
        ("<ol reversed><li>甲<li>乙</ol>", "2. 甲\n1. 乙"),
        ("<ol type=a><li>甲</ol><ol type=I start=4><li>乙<li>丙</ol>", "a. 甲\nIV. 乙\nV. 丙"),
        ("<ol type=A start=27><li>甲</ol><ol type=i start=-1><li>乙</ol>", "AA. 甲\n-1. 乙"),
        ("<ol style='list-style-type: cjk-ideographic' start=10><li>甲<li>乙</ol>", "十、甲\n十一、乙"),
        ("<ol style='list-style:simp-chinese-formal inside'><li>甲</ol>", "壹、甲"),
        ("<ol style='list-style: none'><li>甲</ol><ul><li>乙</ul>", "甲\n乙"),
        ("<ol><li>甲<ol type=a><li>子<li>丑</ol><li>乙</ol>", "1. 甲\na. 子\nb. 丑\n2. 乙"),
        ("<ol><li hidden>甲<li>乙<li><li>丙</ol>", "1. 乙\n3. 丙"),
        ("<ol><li>一、认清形势<li>二、抓好落实</ol>", "一、认清形势\n二、抓好落实"),
        (
            "<ol><li>（一）认清<li>抓好</ol><ol><li>3.5%的增长<li>乙</ol>",
            "（一）认清\n抓好\n1. 3.5%的增长\n2. 乙",
        ),
        ("<li>甲</li>", "甲"),
        ("<ol start=x type=q style='list-style-type:foo'><li value=''>甲</ol>", "1. 甲"),
    ],
)
def test_list_numbers_as_a_browser_writes_them(body: str, text: str) -> None:
    assert read(body) == text


def test_recovered_numbers_are_told_and_located() -> None:
    data = "<meta charset=utf-8><p>各位：</p><ol><li>甲<li>乙</ol>".encode()
    found = html.text(data, place="a.html")
    assert [span.of(found.text) for span in found.recovered] == ["1. ", "2. "]
    assert "list numbers recovered: 2" in found.evidence


PROSE = "<p>今天，我们召开会议，总结工作，分析形势。</p><p>大家要抓好落实。</p>"


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        ("<title>工作会议讲话_某市</title>", PROSE, "工作会议讲话"),
        ("<title>工作会议讲话_某市</title>", "<h1>工作会议讲话</h1>" + PROSE, "工作会议讲话"),
        ("<title>某市</title>", "<h1>工作会议讲话</h1>" + PROSE, "工作会议讲话"),
        ("<title>某市政府-工作会议讲话</title>", "<h2>工作会议讲话</h2>" + PROSE, "工作会议讲话"),
        ("<title>工作会议讲话 - 某市</title>", "<p>工作会议</p><p>讲话</p>" + PROSE, "工作会议"),
        ("<title>某市</title><meta property='og:title' content='工作会议讲话'>", PROSE, "工作会议讲话"),
        ("<meta name=articletitle content='2023-2024年度讲话'>", PROSE, "2023-2024年度讲话"),
    ],
)
def test_the_title_of_the_page_stands_once(head: str, body: str, first: str) -> None:
    text = read(body, head)
    assert text.split("\n")[0] == first
    assert text.count("讲话") == 1


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("真抓实干——在市委全会上的讲话", "真抓实干——在市委全会上的讲话"),
        ("2023-2024年度总结讲话", "2023-2024年度总结讲话"),
        ("真抓实干——远望网", "真抓实干"),
        ("工作会议讲话--理论频道--远望网", "工作会议讲话"),
        ("工作会议讲话 | 某市", "工作会议讲话"),
        (" 工作会议讲话 ", "工作会议讲话"),
    ],
)
def test_the_site_is_no_part_of_the_title(head: str, title: str) -> None:
    assert title_of(head) == title


def test_menus_and_sidebars_go_and_links_in_sentences_stay() -> None:
    menu = "<div><a href=/>首页</a> | <a href=/x>新闻</a></div><nav>当前位置：正文</nav>"
    toc = "<ul><li><a href=#1>一、认清形势</a><li><a href=#2>二、抓好落实</a></ul>"
    body = f"""{menu}<h1>讲话稿</h1>{toc}<h2>一、认清形势</h2>{PROSE}<p><b>二、抓好落实</b></p>
        <p>要学习<a href=/b>文件</a>，落实。</p><p><a href=/c>三、加强领导</a></p><p>特此。</p><p>王某</p>
        <footer>某单位主办。</footer><ul><li><a href=/d>某会议讲话</a></ul>"""
    assert read(body).split("\n") == [
        "讲话稿", "一、认清形势", "今天，我们召开会议，总结工作，分析形势。", "大家要抓好落实。", "二、抓好落实",
        "要学习文件，落实。", "三、加强领导", "特此。", "王某",
    ]  # fmt: skip


def test_short_lines_beside_one_long_paragraph_stay() -> None:
    body = f"<h1>致辞</h1><div><p>朋友们</p></div><div><p>{'我们要抓好落实。' * 50}</p></div><div><p>谢谢</p></div>"
    assert flat(read(body))[::3] == ["致辞", "谢谢"]


def test_prose_in_another_block_stays() -> None:
    intro = "<div class=share><p>首先，我代表市委向大家表示慰问。</p></div>"
    body = (
        f"<div><a href=/>首页</a></div>{intro}<div>{PROSE * 9}</div><div><p>我就讲这些，谢谢大家。</p></div>"
    )
    lines = read(body).split("\n")
    assert lines[0] == "首先，我代表市委向大家表示慰问。"
    assert lines[-1] == "我就讲这些，谢谢大家。"


def test_a_page_that_is_all_furniture_or_hidden_keeps_its_text() -> None:
    assert read(f"<aside>{PROSE}</aside>").startswith("今天")
    assert read(f"<div style='display:none'>{PROSE}</div>").startswith("今天")
    assert "shows their text only by a script" in evidence(f"<div hidden>{PROSE}</div>").replace(
        "show t", "shows t"
    )


def test_a_page_without_prose_is_taken_whole() -> None:
    assert read("<a href=/>首页</a><p>名单</p><p>张三</p>") == "首页\n名单\n张三"


def test_what_was_left_out_is_told() -> None:
    menu = "<a href=/>首页</a><script></script><p hidden>甲</p>"
    told = evidence(
        f"<div>{menu}</div><h1>题目</h1>{PROSE}<p><a href=/x>链接</a></p>{PROSE}<iframe src=b.html>"
    )
    assert told.endswith(
        "scripts and styles: 1; hidden elements: 1; frames, whose text is in other files: 1; "
        "lines of links: 2"
    )


def test_a_file_without_markup_is_plain_text() -> None:
    data = "同志们：\n今天开会。a < b\n".encode()
    assert html.text(data, place="a.html").text == data.decode()


def test_xml_forms_are_understood_and_entities_not_expanded() -> None:
    markup = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a "落实"><!ENTITY b "&a;&a;">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head>'
        f'<body><p>甲&b;<a id="x"/>乙<![CDATA[a<b]]></p><div/>{PROSE}</body></html>'
    )
    found = html.text(markup.encode(), place="a.xhtml")
    assert found.text.split("\n")[0] == "甲&b;乙a<b"
    assert "entity declarations, not expanded: 1" in found.evidence


def test_traces_of_a_wrong_decoding_are_told_by_their_place_in_the_text() -> None:
    assert "the first at character 2" in evidence("<p>工作锟斤拷会议</p>")


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("", "source-empty"),
        ("<html><body><script>x</script></body></html>", "source-empty"),
        (
            "<frameset><frame src=a.htm><frame src=b.htm><noframes>您的浏览器不支持</noframes></frameset>",
            "source-empty",
        ),
        ("<p>\0\0</p>" * 9, "source-binary"),
        ("<div>" * 100_000 + "落实", "source-limit"),
        ("<div>" * 4_000 + "<p>落" * 60_000, "source-limit"),
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">落实", "source-limit"),
        ("<p it's><p x='>' " + " ".join(f"a{n}" for n in range(100_000)) + ">落实", "source-limit"),
        ("<br>" * 600_000 + "落实", "source-limit"),
        ("落" * 6_000_000, "source-limit"),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_says_why(markup: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        html.text(markup.encode(), place="a.html")
    assert caught.value.code == code
    assert caught.value.place.startswith("a.html")
    assert caught.value.advice


def test_a_page_of_frames_names_the_pages_to_give() -> None:
    with pytest.raises(SourceError) as caught:
        html.text(b"<frameset><frame src=menu.htm><frame src=main.htm></frameset>", place="a.html")
    assert "menu.htm, main.htm" in caught.value.advice


LINE = "<p>各级各部门要落实责任。</p>"


@pytest.mark.parametrize(
    "markup",
    [
        LINE * 20_000,
        "<div>" * 4_900 + LINE,
        "<font size=1>" * 2_000 + LINE,
        "<table><tr><td>" * 1_500 + LINE,
        "<ol><li>" * 1_500 + LINE,
        "<table><tr>" + "<td>甲" * 40_000 + LINE,
        "<p>" + " \n" * 400_000 + LINE,
        LINE + "<!--" * 200_000,
        LINE + "<p " + "x" * 1_000_000,
        "<" * 500_000 + LINE,
        LINE + "&lt;" * 200_000,
        "<title>" + "-" * 500_000 + "</title>" + LINE,
        "<!DOCTYPE[" * 100_000 + LINE,
        "<?xml?>" + "<![CDATA[" * 100_000 + LINE,
    ],
    ids=range(14),
)
def test_hostile_pages_end_in_text(markup: str) -> None:
    assert "各级各部门要落实责任。" in html.text(f"{markup}".encode(), place="a.html").text


PIECES = """
<p> </p> <div> </div> <br> <ol> <li> </ol> <table> <tr> <td> </table> <a\xa0href=x> </a> <h1> </h1> <pre> </pre> <nav>
</nav> <!-- --> <b\xa0hidden> &nbsp; &#0; <![CDATA[ 今天开会。 落实 一、 <title>题</title> < > ' " <svg> <template>
<script> </script>
"""
pieces = st.sampled_from(["\n", " ", *(piece.replace("\xa0", " ") for piece in PIECES.split(" "))])


def outcome(markup: str) -> Decoded | SourceError:
    try:
        return html.text(markup.encode(), place="a.html")
    except SourceError as error:
        return error


@given(st.lists(pieces, max_size=40).map("".join))
def test_any_markup_ends_in_text_or_in_none(markup: str) -> None:
    found = outcome(markup)
    if isinstance(found, SourceError):
        assert found.code == "source-empty"
    else:
        assert found.text.strip()
        assert all(span.of(found.text).strip() for span in found.recovered)


@given(
    st.lists(
        st.text(st.characters(categories=["Lo", "Nd", "Po"]), min_size=1, max_size=9), min_size=1, max_size=9
    )
)
def test_paragraphs_come_back_in_order(lines: list[str]) -> None:
    markup = "".join(f"<p>{line.replace('&', '&amp;')}</p>" for line in lines)
    found = outcome(f"<meta charset=utf-8>{markup}")
    assert isinstance(found, Decoded)
    assert found.text.split("\n") == lines
