"use strict";
/* What the page says, in both languages; field values of the data that have a name are under "value". */
speechdata.words = {
  en: {
    skip: "Skip to the content", views: "Views", speeches: "Speeches", overview: "Overview", about: "About", quarantine: "Kept out",
    language: "中文", theme: "Theme", auto: "system", light: "light", dark: "dark",
    search: "Search title, speaker, occasion, path", search_text: "Search in the texts too", searching: "Reading texts …",
    stop: "Stop", from: "From", to: "To", place: "Folder", publisher: "Publisher", details: "Details", split: "Split", template: "Template", flag: "Sign of damage",
    all: "all", yes: "yes", no: "no", none: "none", undated: "no date", untitled: "(untitled)", more: "More",
    found: "{n} of {all} speeches", chars: "{n} characters", n_directives: "{n} directives", reset: "Reset",
    outline: "Outline", layers: "Layers", text: "Text", source: "Source", no_outline: "No sections.",
    source_note: "The source as it was read. What cleaning took out is struck through; hover or tap for the reason.",
    keys: "Keys: j and k go to the next and previous record, Esc closes.", close: "Close", record: "Record",
    link: "Link to this record", back: "All speeches", missing: "There is no such speech in this dataset.",
    missing_record: "There is no such record in this speech.", next: "Next", previous: "Previous",
    group: "Group", records: "Records", in_speeches: "Speeches", rows: "Records of this group", filter: "Filter",
    no_value: "(not stated)", years: "By year", nothing: "Nothing.", failed: "Cannot be loaded: {what}",
    why_out: "Sources that were kept out, and why.", path: "Source", code: "Code", message: "What was found",
    tables: "Tables", quality: "Quality on gold", layer: "Layer", gold: "Gold", exact: "F1, equal spans",
    overlap: "F1, overlapping spans", made_by: "Who made the gold", versions: "Versions", share: "Share",
    no_gold: "No gold was given to this build, so nothing is known of the quality of its annotations.",
    value: {
      directives: "Directives", sections: "Sections", slogans: "Slogans", placeholders: "Placeholders",
      addressee: "Addressee", modality: "Modality", strength: "Strength", kind: "Kind", form: "Form", year: "Year",
      canonical: "Canonical form", speeches: "Speeches",
    },
  },
  zh: {
    skip: "跳到正文", views: "视图", speeches: "讲话", overview: "概览", about: "关于", quarantine: "隔离",
    language: "English", theme: "配色", auto: "跟随系统", light: "浅色", dark: "深色",
    search: "搜索标题、讲话人、场合、路径", search_text: "同时搜索正文", searching: "正在读取正文……",
    stop: "停止", from: "起", to: "止", place: "文件夹", publisher: "发布者", details: "详情", split: "划分", template: "模板", flag: "损坏迹象",
    all: "全部", yes: "是", no: "否", none: "无", undated: "无日期", untitled: "（无题）", more: "更多",
    found: "{all} 篇中的 {n} 篇", chars: "{n} 字", n_directives: "{n} 条指令", reset: "重置",
    outline: "提纲", layers: "标注层", text: "正文", source: "原文", no_outline: "没有章节。",
    source_note: "读入时的原文。清理时去掉的部分加删除线，悬停或点按可见原因。",
    keys: "按键：j、k 到下一条、上一条标注，Esc 关闭。", close: "关闭", record: "标注",
    link: "本条链接", back: "全部讲话", missing: "数据集中没有这篇讲话。",
    missing_record: "这篇讲话中没有这条标注。", next: "下一条", previous: "上一条",
    group: "分组", records: "条数", in_speeches: "讲话数", rows: "本组标注", filter: "筛选",
    no_value: "（未写明）", years: "按年份", nothing: "无。", failed: "无法载入：{what}",
    why_out: "未收入的来源及原因。", path: "来源", code: "代码", message: "发现的问题",
    tables: "数据表", quality: "对照金标准的质量", layer: "层", gold: "金标准", exact: "F1（边界一致）",
    overlap: "F1（有重叠）", made_by: "金标准由谁制作", versions: "版本", share: "占比",
    no_gold: "本次构建没有金标准，因此无从得知标注质量。",
    value: {
      directives: "指令", sections: "章节", slogans: "提法口号", placeholders: "占位", addressee: "对象",
      modality: "情态", strength: "强度", kind: "类别", form: "形式", year: "年份", canonical: "标准形式",
      obligation: "应当", prohibition: "禁止", permission: "允许", recommendation: "建议",
      block: "独立成段", run_in: "段首", item: "句内", cue: "情态词", action: "行动", deadline: "期限",
      condition: "条件", attribution: "出处", issued: "本人发出", quoted: "引述", explicit: "有情态词",
      addressee_basis: "对象依据", written: "写明", inherited: "承前", unstated: "未写明", rule: "规则",
      true: "是", false: "否", train: "训练", validation: "验证", test: "测试",
      person: "人名", number: "数量", date: "日期", place: "地点", org: "机构", event: "事件",
      policy_formula: "方针提法", numeric_formula: "数字概括", campaign: "活动行动", aphorism: "格言俗语", call: "号召",
      heading: "标题", marker: "序号", depth: "层级", ordinal: "序数", path: "路径", marker_style: "序号样式",
      title: "标题", speaker: "讲话人", speaker_role: "职务", occasion: "场合", salutation: "称呼", speeches: "讲话",
      sentences: "句子", lexicon: "提法词典",
    },
  },
};

speechdata.language = speechdata.remember("language")
  || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/** A phrase in the chosen language, its {names} filled. */
speechdata.say = (key, values = {}) =>
  (speechdata.words[speechdata.language][key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** The name of a value or field of the data, itself where it has none. */
speechdata.named = (value) => {
  const name = String(value).replaceAll("_", " ");
  return speechdata.words[speechdata.language].value[value] ?? name;
};
