"""Debris by kind, as it stands amid sentences and on lines of its own, and a speech to put it into."""

from __future__ import annotations

from collections import Counter

from speechdata.span import Span
from speechdata.text.normalize import clean

SPEECH = (
    "在全县防汛工作会议上的讲话",
    "同志们：",
    "今天召开这次会议，主要任务是总结去年的工作，部署今年的防汛备汛。刚才，水利局通报了情况，我都同意，请抓好落实。",
    "一、看清形势，绷紧防汛这根弦",
    "去年入汛以来，全县先后出现七次强降雨，各级干部日夜值守，群众转移及时，没有出现人员伤亡，成绩来之不易。",
    "（一）责任还要再压实。有的乡镇值班制度落得不严，有的水库巡查流于形式，这些问题必须在汛前改正。",
    "二、抓住关键，把各项准备做在前面",
    "物资、队伍、预案三件事，要逐村逐户查一遍，缺什么补什么，补不上的要说明原因，由分管领导签字负责。",
    "谢谢大家！",
)
INLINE = {
    "chunk_counter": [
        "（1/5）", "(2/12)", "【3/9】", "[第2页/共8页]", "第1页/共8页", "第 3 页 / 共 12 页", "（未完待续）",
        "（下转第3版）", "(上接第 2 页)", "[下一页]", "本文档共12页，当前第3页", "全文共 8 页，当前为第 2 页",
        "上一页 1 2 3 下一页", "當前第3頁/共8頁",
    ],
    "page_number": [
        "第 3 页 共 12 页", "第3页，共12页", "— 12 —", "—3—", "- 7 -",
    ],
    "watermark": [
        "（本文来自某某公文网）", "【更多讲话请关注某某公众号】", "(版权所有，翻印必究)", "本文来自：豆丁网",
        "本文转自某某文秘网 www.example.com", "（轉載請注明出處）",
    ],
    "navigation": [
        "【字体：大 中 小】", "[字号: 大 中 小]", "【大 中 小】", "【打印本页】", "[关闭窗口]", "[加入收藏]",
    ],
    "paywall": [
        "（剩余12页未读）", "剩余 8 页未读，继续阅读", "（试读已结束，请下载全文）", "[下载全文]",
        "【开通会员查看】",
    ],
    "editor_note": [
        "（编者按：本文有删节）", "[本刊注：数字以公布为准]", "（责编：王五、赵六）",
        "（根据录音整理，未经本人审阅）", "（来源：某某日报）", "【编者注】", "（責任編輯：王五）",
    ],
    "caption": [
        "（记者 王五 摄）", "（新华社记者李四摄）", "（图：会场）", "（资料图片）", "（图片来源：某网）",
    ],
    "image": [
        "[图片]", "【图片2】", "![](a/b.png)", "![会场](https://example.com/a.jpg)",
        "[img]http://e.com/1.jpg[/img]",
    ],
    "stage_direction": [
        "（掌声）", "（热烈鼓掌）", "（全场起立）", "（笑声）", "(插话)", "（长时间热烈鼓掌，全场起立）",
        "【掌声】", "（众人笑）", "（经久不息的掌声）", "（鼓掌通过）", "（掌声、笑声）", "（熱烈鼓掌）",
    ],
}  # fmt: skip
LINES = {
    "page_number": [
        "- 3 -", "— 12 —", "第 3 页 共 12 页", "3/12", "第五页", "Page 3 of 12", "-3-", "· 7 ·",
        "共12页 第3页",
    ],
    "chunk_counter": [
        "下一页", "上一页 1 [2] 3 ... 下一页", "未完待续……", "本文档共12页，当前第3页", "当前第 2 页",
    ],
    "watermark": [
        "www.example.com", "更多讲话稿请访问某某文库", "本文来自某某网", "转载请注明出处", "人人文库",
    ],
    "navigation": [
        "首页 > 新闻 > 正文", "当前位置：首页", "打印本页 关闭窗口", "分享到：微信 微博", "扫一扫关注我们",
        "浏览次数：1024", "字号：大 中 小",
    ],
    "paywall": [
        "下载文档", "剩余12页未读，开通会员即可阅读", "试读已结束", "开通VIP，免费下载", "阅读剩余内容",
    ],
    "editor_note": [
        "编者按：这是县长的讲话。", "编者的话：谨以此文共勉。",
    ],
    "source_remark": [
        "责任编辑：王五", "来源：某某日报 作者：赵六", "2024-03-16 10:30 来源：县政府网",
    ],
    "caption": [
        "图1：会议现场", "图为会议现场。", "大会现场。本报记者 王五 摄",
    ],
    "image": [
        "[图片]", "![](a.png)",
    ],
}  # fmt: skip


def kinds(text: str) -> Counter[str]:
    """How many removals of each kind cleaning makes."""
    return Counter(item.kind for item in clean(text, Span(0, len(text)))[1])


def cleaned(text: str, *, keep_debris: bool = False) -> str:
    """The clean text."""
    return clean(text, Span(0, len(text)), keep_debris=keep_debris)[0]


def pairs(found: dict[str, list[str]]) -> list[tuple[str, str]]:
    """(kind, words) of all cases."""
    return [(kind, words) for kind, each in found.items() for words in each]
