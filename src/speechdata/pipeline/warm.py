"""What is made once a process: readers, dictionaries, automata. Made before a source's own time is measured."""

from __future__ import annotations

from speechdata import readers
from speechdata.checks import check
from speechdata.lexicons import derived
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.units import AnnotatedUnit, Unit
from speechdata.readers import Options, Refused
from speechdata.speeches import extract

_TEXT = """在全市安全生产工作会议上的讲话
（2024年3月16日）
市委副书记、市长 王建国
各位领导，同志们：
2024年是“十四五”规划的关键一年，去年完成投资1.2亿元，增长6.5%。
一、统一思想，提高认识
（一）总体要求。全面贯彻“三个代表”重要思想，做到“两个维护”，即坚决维护核心、坚决维护权威，深入开展“百日攻坚”专项行动。
1．各地各部门要学先进、找差距、抓落实，切实做到早发现、早报告、早处置。
（1）必须解放思想，实事求是，开拓创新，与时俱进，不得弄虚作假。
①××局要在3月底前报送材料，责任人为___，电话XXXX。
第一，坚持以人为本；第二，坚持依法行政；第三，坚持统筹兼顾。
一是要抓重点、补短板、强弱项，二是加快转变发展方式，三是加大投入力度，四是完善工作机制。
既要绿水青山，又要金山银山，城市带动乡村、乡村服务城市，横向到边、纵向到底，敢于担当、善于作为。
没有安全就没有发展，责任重于泰山，谁主管谁负责，宁可停产也不冒险，细节决定成败，群众利益无小事。
二、加强领导，压实责任
如果发现问题，应当立即整改，不断提高治理体系和治理能力现代化水平，走出一条新路子。
以上意见，请认真抓好落实。让我们紧密团结起来，为建设富强民主文明和谐的社会主义现代化强国而努力奋斗！
谢谢大家！
"""


@derived
def warm() -> None:
    """Takes a short speech through all that is done to a source, with the lexicons that count here. It holds of most
    kinds of wording one, since patterns are compiled where they are first needed.
    """
    for source in readers.sources(_TEXT.encode(), "warm.txt", options=Options()):
        if not isinstance(source, Refused):
            unit = Unit(source=source, speeches=tuple(extract(source)))
            list(check(bundle([AnnotatedUnit.annotate(unit)])))
