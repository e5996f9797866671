"""Sources for tests: texts of our own, as a reader would give them, and collections put together from them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from speechdata.records import Source

BODIES = (
    "刚才，几位同志作了很好的发言，我都赞成。下面，我讲三点意见。\n"
    "一、认清形势，增强责任感\n今年以来，全市森林防火工作取得了一定成效，但形势依然严峻。\n"
    "二、突出重点，狠抓落实\n各级各部门要把防火责任落实到山头地块，切实管住野外用火。\n"
    "三、加强领导，严明纪律\n要坚持领导带班，严肃追究责任。\n"
    "同志们，让我们振奋精神，扎实工作，为建设美丽家园作出新的贡献！",
    "今天，我们在这里召开全县教育工作会议，主要任务是总结成绩、部署工作。\n"
    "一、充分肯定成绩\n过去一年，全县教育质量稳步提升，群众满意度不断提高。\n"
    "二、明确目标任务\n要深化教育改革，加强教师队伍建设，努力办好人民满意的教育。\n谢谢大家！",
    "很高兴参加企业家座谈会。首先，我代表县委、县政府向各位企业家表示衷心的感谢！\n"
    "企业是市场的主体，政府要做好服务，切实优化营商环境。\n"
    "（一）坚定发展信心。要看到长期向好的基本面没有变。\n"
    "（二）加大帮扶力度。各部门要主动上门，帮助企业解决困难。\n最后，祝各位企业家事业兴旺、身体健康！",
    "在新春佳节来临之际，街道召开工作部署会，很有必要。下面，我代表街道党工委讲几点意见。\n"
    "一、统一思想\n要深刻认识做好基层治理工作的重要意义，坚持以人民为中心。\n"
    "二、抓好落实\n各社区要健全工作机制，完善服务体系，及时化解矛盾纠纷。\n"
    "我的讲话就到这里，谢谢大家！",
)
TITLES = (
    "市长在全市森林防火工作会议上的讲话",
    "在全县教育工作会议上的讲话",
    "县长在企业家座谈会上的讲话",
    "书记在街道工作部署会上的讲话",
)
SALUTATIONS = ("同志们：", "同志们：", "各位企业家，同志们：", "同志们：")
LEAD = "领导讲话稿范文{}篇\n　　以下是小编为大家整理的讲话稿，欢迎阅读参考。\n"


def source(text: str, path: str = "x.txt") -> Source:
    """A source with that text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(
        source_id=f"src-{digest[:16]}",
        path=path,
        sha256=digest,
        n_bytes=len(text),
        encoding="utf-8",
        encoding_evidence="a test",
        text=text,
    )


def part(number: int) -> int:
    """Which of the four bodies the speech of that number has."""
    return number % len(BODIES)


def collection(headings: Sequence[str], *, titles: bool, salutations: bool, separator: str = "\n") -> str:
    """One speech a heading; an empty heading is left out."""
    speeches = []
    for number, heading in enumerate(headings):
        at = part(number)
        lines = [heading, TITLES[at] if titles else "", SALUTATIONS[at] if salutations else "", BODIES[at]]
        speeches.append("\n".join(line for line in lines if line))
    return separator.join(speeches)
