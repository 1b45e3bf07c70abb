import type { Sentence } from "../../contract/records.ts";

const say = (en: string, zh: string): Sentence => ({ en, zh });

/** Figures that are defined and wait for rows which this box does not keep yet. */
export const figuresWithoutRows: readonly { id: string; name: Sentence; text: Sentence; needs: Sentence }[] = [
  {
    id: "caseResponse",
    name: say("Response time of cases", "工单响应时间"),
    text: say("first reply and solution, counted from creation", "首次回复与解决，从创建起计"),
    needs: say("cases", "工单"),
  },
  {
    id: "onTimeClosing",
    name: say("On-time closing rate", "按期办结率"),
    text: say("closed within the period without extension ÷ due", "未延期按期办结 ÷ 到期"),
    needs: say("cases", "工单"),
  },
  {
    id: "unresolved",
    name: say("Unresolved", "未息访"),
    text: say("five extensions count as one unresolved", "延期 5 次计 1 件未息访"),
    needs: say("cases", "工单"),
  },
  {
    id: "dropRate",
    name: say("Drop rate of campaigns", "外呼掉话率"),
    text: say("answered and met nobody ÷ answered", "接通后无坐席应答数 ÷ 接通数"),
    needs: say("campaigns", "外呼任务"),
  },
  {
    id: "machineDetection",
    name: say("Quality of answering machine detection", "答录机识别质量"),
    text: say("hang-ups before the first word; seconds of dead air", "首句前挂断数；静音秒数"),
    needs: say("campaigns", "外呼任务"),
  },
];
