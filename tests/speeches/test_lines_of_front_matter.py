"""Recognition of single lines: titles, marks, salutations, bylines, debris."""

from __future__ import annotations

import pytest

from speechdata.speeches._kinds import Kind, is_closing, kind_of, opening, turning
from speechdata.speeches._lines import lines_of
from speechdata.speeches._people import byline, occasion, salutation_at_start, salutation_line, title_people
from speechdata.speeches._titles import contents_heading, heading, says_same


def kind(text: str) -> Kind:
    (line,) = lines_of(text)
    return kind_of(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在全市安全生产工作会议上的讲话", Kind.TITLE),
        ("2024年政府工作报告", Kind.TITLE),
        ("开业典礼致辞", Kind.TITLE),
        ("新年賀詞", Kind.TITLE),
        ("一、市长在全市大会上的讲话", Kind.TITLE),
        ("——在全市大会上的讲话", Kind.TITLE),
        ("第一篇：市长在全市大会上的讲话", Kind.MARK),
        ("篇二", Kind.MARK),
        ("【篇四】", Kind.MARK),
        ("第3篇", Kind.MARK),
        ("范文三：", Kind.MARK),
        ("第一篇：筑牢安全防线", Kind.MARK),
        ("安全生产讲话稿（三）", Kind.MARK),
        ("安全生产讲话稿范文5篇", Kind.CONTENTS),
        ("领导讲话汇编", Kind.CONTENTS),
        ("——2026年1月26日在某省人民代表大会会议上", Kind.SUBTITLE),
        ("2026年1月14日在某省第十四届人民代表大会第四次会议上", Kind.SUBTITLE),
        ("同志们：", Kind.SALUTATION),
        ("各位代表！", Kind.VOCATIVE),
        ("2024年3月16日", Kind.DATE),
        ("市委书记　王 强", Kind.BYLINE),
        ("王小明", Kind.BYLINE),
        ("来源：某某日报", Kind.SOURCE),
        ("（根据录音整理）", Kind.SOURCE),
        ("以下是小编为大家整理的内容，欢迎阅读。", Kind.SOURCE),
        ("打印", Kind.NAVIGATION),
        ("【字体：大 中 小】", Kind.NAVIGATION),
        ("首页 > 范文 > 讲话稿", Kind.NAVIGATION),
        ("王强作工作报告。本报记者 李明 摄", Kind.CAPTION),
        ("— 3 —", Kind.PAGE),
        ("第3页 共12页", Kind.PAGE),
        ("相关报道：", Kind.TAIL),
        ("上一篇：在大会上的讲话", Kind.TAIL),
        ("----------", Kind.RULE),
        ("2024年工作要点", Kind.PLAN),
        ("各级各部门要落实责任。", Kind.PROSE),
        ("一、提高认识，加强领导", Kind.OTHER),
        ("一、做好宣传动员", Kind.OTHER),
        ("学习贯彻省委书记的讲话", Kind.OTHER),
        ("第一篇章", Kind.OTHER),
        ("关注民生，改善民生", Kind.OTHER),
        ("推荐先进典型", Kind.OTHER),
        ("关闭小煤矿", Kind.OTHER),
        ("2.5", Kind.OTHER),
        ("……", Kind.OTHER),
    ],
)
def test_kind(text: str, expected: Kind) -> None:
    assert kind(text) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("同志们：", "同志们"),
        ("同志們：", "同志們"),
        ("各位领导、同志们：", "各位领导、同志们"),
        ("尊敬的各位来宾，女士们、先生们：", "尊敬的各位来宾，女士们、先生们"),
        ("老师们、同学们：", "老师们、同学们"),
        ("尊敬的王书记，各位同事：", "尊敬的王书记，各位同事"),
        ("全体党员同志们！", "全体党员同志们"),
        ("各位代表:", "各位代表"),
        ("代表：", None),
        ("尊敬的客户：", None),
        ("主要任务是：", None),
        ("各县（市、区）人民政府：", None),
        ("他对同志们说：", None),
        ("现通知如下：", None),
    ],
)
def test_salutation(line: str, expected: str | None) -> None:
    (flat,) = (each.flat for each in lines_of(line))
    found = salutation_line(flat)
    assert (found and found.of(line)) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("同志们：今天我们开会。", "同志们"),
        ("尊敬的各位领导，大家好！今天开会。", "尊敬的各位领导"),
        ("同志们，今天我们开会。", None),
        ("会议的主题是：落实责任。", None),
        ("各位代表普遍认为：形势很好。", None),
    ],
)
def test_salutation_at_the_start_of_a_paragraph(paragraph: str, expected: str | None) -> None:
    found = salutation_at_start(paragraph)
    assert (found and found.of(paragraph)) == expected


@pytest.mark.parametrize(
    ("line", "role", "name"),
    [
        ("王小明", None, "王小明"),
        ("欧阳明", None, "欧阳明"),
        ("国务院总理李克强", "国务院总理", "李克强"),
        ("市委副书记、市长李晓明", "市委副书记、市长", "李晓明"),
        ("（县长王强）", "县长", "王强"),
        ("主讲人：王强", None, "王强"),
        ("县长×××", "县长", None),
        ("省长", "省长", None),
        ("阿不都·热合曼", None, "阿不都·热合曼"),
    ],
)
def test_byline(line: str, role: str | None, name: str | None) -> None:
    found = byline(line)
    assert found is not None
    assert (found.role and found.role.of(line), found.name and found.name.of(line)) == (role, name)


@pytest.mark.parametrize("line", ["办公室", "提高认识", "王庄镇", "市长要落实责任", "2024年", "王强。李明。"])
def test_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("title", "role", "name"),
    [
        ("市长在全市大会上的讲话", "市长", None),
        ("X市长在全市大会上的讲话", "市长", None),
        ("县委书记张三强同志在全县大会上的讲话", "县委书记", "张三强"),
        ("张志强在全市大会上的讲话", None, "张志强"),
        ("温家宝所作政府工作报告", None, "温家宝"),
        ("全市安全会议市长讲话", "市长", None),
        ("在市长办公会议上的讲话", None, None),
        ("在县委书记座谈会上的讲话", None, None),
        ("全市干部在培训班上的发言", None, None),
        ("王庄镇在全县大会上的发言", None, None),
        ("政府工作报告", None, None),
    ],
)
def test_people_in_titles(title: str, role: str | None, name: str | None) -> None:
    found = title_people(title)
    assert (found.role and found.role.of(title), found.name and found.name.of(title)) == (role, name)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("市长在2024年全市安全生产工作会议上的讲话", "2024年全市安全生产工作会议"),
        ("在表彰会上的讲话", "表彰会"),
        ("在毕业典礼上的重要讲话", "毕业典礼"),
        ("在基层调研时的讲话", "基层调研"),
        ("全市经济工作会议讲话稿", "全市经济工作会议"),
        ("校长在开学典礼演讲稿", "开学典礼"),
        ("——2026年1月26日在某省人民代表大会第四次会议上", "某省人民代表大会第四次会议"),
        ("政府工作报告", None),
        ("新年贺词", None),
        ("关于经济形势的报告", None),
    ],
)
def test_occasion(title: str, expected: str | None) -> None:
    found = occasion(title)
    assert (found and found.of(title)) == expected


@pytest.mark.parametrize(
    ("flat", "mark", "title", "sample", "date"),
    [
        ("第一篇：在大会上的讲话范文", "第一篇：", "在大会上的讲话", "范文", None),
        ("在大会上的讲话（2024年3月16日）", None, "在大会上的讲话", None, "2024年3月16日"),
        ("在大会上的讲话（摘要）", None, "在大会上的讲话（摘要）", None, None),
        ("在大会上的讲话（最新）", None, "在大会上的讲话", "（最新）", None),
        ("讲话稿（三）", "（三）", "讲话稿", None, None),
        ("范文2", "范文2", None, None, None),
    ],
)
def test_parts_of_a_heading(
    flat: str, mark: str | None, title: str | None, sample: str | None, date: str | None
) -> None:
    found = heading(flat)
    assert found is not None
    parts = (found.mark, found.title, found.sample, found.date)
    assert tuple(part and part.of(flat) for part in parts) == (mark, title, sample, date)


@pytest.mark.parametrize(
    "flat",
    ["讲话要点如下：", "他的讲话很好。", "第一篇章", "各位代表", "认真学习重要讲话", "安" * 90 + "讲话"],
)
def test_no_heading(flat: str) -> None:
    assert heading(flat) is None


@pytest.mark.parametrize(
    ("flat", "expected"),
    [
        ("讲话稿范文5篇", True),
        ("领导讲话（精选10篇）", True),
        ("发言稿大全", True),
        ("在大会上的讲话", False),
        ("第五篇", False),
    ],
)
def test_heading_of_a_collection(flat: str, expected: bool) -> None:
    assert contents_heading(flat) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("在全市大会上的讲话", "市长在全市大会上的讲话", True),
        ("2024年政府工作报告", "2024年国务院政府工作报告", True),
        ("在全市大会上的讲话", "在全县教育会议上的报告", False),
        ("政府工作报告", "关于国民经济计划纲要的报告", False),
    ],
)
def test_titles_that_say_the_same(one: str, other: str, same: bool) -> None:
    assert says_same(one, other) is says_same(other, one) is same


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("刚才，几位同志作了发言。", "刚才，"),
        ("同志们：刚才，几位同志作了发言。", "刚才，"),
        ("今天，我们召开全市安全生产会议，", "今天，我们召开全市安全生产会议"),
        ("一、提高认识", None),
        ("各级各部门刚才，", None),
    ],
)
def test_opening(paragraph: str, expected: str | None) -> None:
    found = opening(paragraph)
    assert (found and found.of(paragraph)) == expected


@pytest.mark.parametrize(
    ("paragraph", "turns"),
    [
        ("总结得很好。下面，我就全市的工作再讲三点意见：", True),
        ("现在，我代表市政府向大会报告工作，请予审议。", True),
        ("各级各部门要落实责任。", False),
        ("他在会上讲了三点意见。", False),
    ],
)
def test_turning(paragraph: str, turns: bool) -> None:
    assert (turning(paragraph) is not None) is turns


@pytest.mark.parametrize(
    ("paragraph", "closes"),
    [
        ("同志们，让我们团结起来，为实现目标而努力奋斗！", True),
        ("谢谢大家！", True),
        ("我的讲话完了，谢谢大家。", True),
        ("预祝大会圆满成功！", True),
        ("各级各部门要落实责任。", False),
        ("为什么要奋斗？", False),
        ("让我们回顾历史。同时要看到问题，抓好整改。", False),
    ],
)
def test_closing(paragraph: str, closes: bool) -> None:
    assert is_closing(paragraph) is closes


def test_a_title_over_two_lines_keeps_its_script() -> None:
    first, second = lines_of("局長在全市安全生產\n會議上的講話")
    whole = first.joined(second)
    assert whole.written == "局長在全市安全生產會議上的講話"
    assert whole.flat == "局长在全市安全生产会议上的讲话"
