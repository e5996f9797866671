"""What the files in pdfs/ say, paragraph by paragraph, as it was written into them by make_pdfs.py."""

from __future__ import annotations

_FIELDS = {
    "产业": ("粮食和茶叶", "加工园区", "企业"),
    "民生": ("学校和卫生院", "养老服务站", "群众"),
    "生态": ("河道和林场", "污水处理厂", "村组"),
}
_RESULTS = (
    "过去一年，全县围绕{0}做了三件事：一是把底数摸清，二是把规矩立住，三是把钱用在要紧处。",
    "到2025年底，{1}已有48家，比上年增加6.5%，{2}的满意度达到93.2%。",
    "成绩来之不易，靠的是大家一件一件地办、一天一天地磨，也靠各位代表的监督和支持。",
)
_NEEDS = (
    "也要看到，{0}方面的欠账还不少，有的单位等、靠、要，有的项目开了工却迟迟不见成效。",
    "下一步，要把{1}建设摆在突出位置，坚持先易后难、由点到面，年内完成12个点的改造任务。",
    "各乡镇、各部门要倒排工期、挂图作战，切实解决{2}反映强烈的突出问题，不得层层加码，不得弄虚作假。",
    "县财政安排专项资金3,600万元，由发展和改革局会同审计局全程跟踪，确保每一分钱都花得明白。",
)
_STEPS = (
    "（一）抓好规划。围绕{0}编制三年行动方案，6月底前报县政府常务会议审定。",
    "（二）抓好落实。{1}由分管领导包抓，每月通报一次，连续两次排名末位的要说明情况。",
    "（三）抓好监督。邀请人大代表、政协委员和{2}代表参与评议，结果向社会公开。",
)

TITLE = "在全县重点工作推进会上的讲话"
DATE = "（2026年2月26日）"
SALUTATION = "同志们："
CLOSING = "同志们，蓝图已经绘就，关键在于实干。让我们鼓足干劲、乘势而上，为建设富裕文明的新家园而努力奋斗！"
HEADER = "县政府办公室会议材料"
NOTES = ("指2024年以来新建或者改建的站点。", "不含上级下达的专项资金。")
TABLE = (("乡镇", "站点（个）", "投资（万元）"), ("东河", "12", "860"), ("西岭", "9", "540"))


def _body() -> list[str]:
    lines = [f"今天的会议，主要任务是总结去年的工作，安排今年的任务。{_RESULTS[2]}下面，我讲三点意见。"]
    for number, (field, terms) in zip("一二三", _FIELDS.items(), strict=True):
        lines.append(f"{number}、突出重点，把{field}工作抓得更实")
        lines.append("".join(_RESULTS).format(*terms))
        lines.append("".join(_NEEDS).format(*terms))
        lines.extend(step.format(*terms) for step in _STEPS)
        lines.append(f"1.明确责任。{field}工作的第一责任人是主要负责同志，要亲自研究、亲自调度。")
        lines.append(_NEEDS[2].format(*terms) + _NEEDS[1].format(*terms) + _RESULTS[1].format(*terms))
    return lines


BODY = _body()
SPEECH = [TITLE, DATE, SALUTATION, *BODY, CLOSING]
"""A speech of six pages."""
LONG_TITLE = "在全县巩固拓展脱贫攻坚成果同乡村振兴有效衔接暨农村人居环境整治提升工作会议上的讲话"
COLUMNS = [LONG_TITLE, *BODY[:9]]
"""Below a title over the whole width, two columns."""
WESTERN = "会议用Open Data平台直播，接入36个分会场（Branch Venues），其中乡镇12个。"
BLOCKS = [TITLE, *BODY[1:5], WESTERN, *BODY[5:9]]
"""Paragraphs without an indent, parted by space."""
VERTICAL = [TITLE, DATE, *BODY[1:4], CLOSING]
"""Columns of text from right to left."""
