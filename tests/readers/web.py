"""Web pages to read: templates of sites in pages/, speeches, and the ways in which pages mark paragraphs up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

SITES = tuple(sorted(path.stem for path in (Path(__file__).parent / "pages").glob("*.html")))

MEETING = (
    "在全市重点项目建设推进会上的讲话",
    "（2024年3月16日）",
    "同志们：",
    "今天，我们召开全市重点项目建设推进会，主要任务是总结去年工作，分析当前形势，安排部署今年任务。刚才，三个县作了发言，讲得都很好。"
    "下面，我讲三点意见。",
    "一、认清形势，增强抓项目的紧迫感",
    "（一）成绩来之不易。去年全市开工项目一百二十个，完成投资增长８．６％。各级干部吃了不少苦，也积累了不少经验。",
    "（二）差距不容回避。与先进地区相比，我们的大项目还不多，前期工作还不够扎实，要素保障还不够有力。",
    "二、突出重点，掀起抓项目的新热潮",
    "1.抓谋划。各县要围绕产业、交通、水利谋划一批好项目，6月底前报市发改委。",
    "2.抓落地。自然资源、生态环境、林业等部门要提前介入、并联审批，决不能让项目等手续。",
    "三、加强领导，凝聚抓项目的强大合力",
    "各级党政主要负责同志要亲自抓、负总责，班子成员要各负其责。要坚持一线工作法，在一线发现问题、解决问题。",
    "同志们，任务已经明确，关键在于落实。让我们振奋精神、真抓实干，以优异成绩迎接新的考验！",
)
SHORT = (
    "在春季开学典礼上的致辞",
    "老师们、同学们：",
    "新学期好！寒假过后，校园里又响起了朗朗书声。我代表学校，向大家表示热烈的欢迎和诚挚的祝愿。",
    "希望同学们珍惜时光、刻苦学习，希望老师们爱岗敬业、教书育人。",
    "祝大家学习进步、工作顺利！谢谢大家。",
)
CHINESE_HANT = (
    "行政長官在立法會會議上的致辭",
    "主席、各位議員：",
    "今日我向立法會發表新一份工作報告。過去一年，社會各界同心協力，經濟逐步復蘇，市民生活得到改善。",
    "1. 我們會加快興建公共房屋，未來五年落成的單位將會增加，輪候時間必須縮短。",
    "2. 我們會增撥資源支援中小企業，並要求各部門簡化審批程序。",
    "3. 政府必須繼續優化安老服務，讓長者老有所依。",
    "我相信，只要大家團結一致，一定能夠克服困難。多謝主席。",
)
SPEECHES = {"meeting": MEETING, "short": SHORT, "hant": CHINESE_HANT}

_HEADING = re.compile("[一二三四]、")


def _each(form: str) -> Callable[[Iterable[str]], str]:
    return lambda lines: "\n".join(form.format(escape(line)) for line in lines)


def _headings(lines: Iterable[str]) -> str:
    return "\n".join(f"<h3>{x}</h3>" if _HEADING.match(x) else f"<p>{x}</p>" for x in lines)


def _strong(lines: Iterable[str]) -> str:
    return "\n".join(
        f"<p><strong>　　{x}</strong></p>" if _HEADING.match(x) else f"<p>　　{x}</p>" for x in lines
    )


def _spans(lines: Iterable[str]) -> str:
    """Words exported from a word processor: spans and source line breaks within a sentence."""
    paragraphs = (
        "".join(f"<span style='font-family:仿宋'>{x[at : at + 9]}</span>" for at in range(0, len(x), 9))
        for x in lines
    )
    return "\n".join(f"<p class=MsoNormal>{x}<span lang=EN-US><o:p></o:p></span></p>" for x in paragraphs)


MARKUPS: dict[str, Callable[[Iterable[str]], str]] = {
    "p": _each("<p>&emsp;&emsp;{}</p>"),
    "open p": _each("<P><FONT SIZE=3>　　{}</FONT>"),
    "br": lambda lines: "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{x}" for x in lines),
    "br in p": lambda lines: "<p>" + "<br/>".join(f"　　{x}" for x in lines) + "</p>",
    "div": _each("<div style='text-indent:2em'>{}</div>"),
    "section": _each("<section><span leaf=''>{}</span></section>"),
    "headings": _headings,
    "strong": _strong,
    "spans": _spans,
}


def page(site: str, speech: tuple[str, ...], markup: str, *, charset: str = "utf-8") -> bytes:
    """A page of a site with a speech; its title stands where the site puts titles, not in the body."""
    template = (Path(__file__).parent / "pages" / f"{site}.html").read_text("utf-8")
    body = MARKUPS[markup](speech[1:])
    filled = template.replace("{charset}", charset).replace("{title}", speech[0]).replace("{body}", body)
    return filled.encode(charset, "xmlcharrefreplace")
