import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";

const kind = (value: string, zh: string, en: string): FlowDocument["nodes"][string] => ({
  type: "set",
  title: { zh, en },
  set: [{ variable: "faultKind", value: `"${value}"`, label: { zh: "故障类型", en: "Kind of fault" } }],
  next: "fault-report",
});

/** A fault is noted with a number, then the caller says where it is; what he says is work for somebody (A15). */
export const fault: FlowDocument["nodes"] = {
  fault: {
    type: "menu",
    title: { zh: "报修", en: "Report a fault" },
    items: [
      text(
        "家中没水请按一，管道漏水请按二，水质问题请按三，返回请按星号键。",
        "No water, press one. A leak, two. The water looks or smells bad, three. To go back, star.",
      ),
    ],
    choices: {
      "1": { next: "fault-dry", title: { zh: "没水", en: "No water" } },
      "2": { next: "fault-leak", title: { zh: "漏水", en: "Leak" } },
      "3": { next: "fault-quality", title: { zh: "水质", en: "Water quality" } },
    },
    timeoutMs: 6000,
    tries: 3,
    onTimeout: { next: "to-person" },
    onInvalid: { next: "to-person" },
  },
  "fault-dry": kind("no-water", "没水", "No water"),
  "fault-leak": kind("leak", "漏水", "Leak"),
  "fault-quality": kind("quality", "水质", "Water quality"),
  "fault-report": {
    type: "lookup",
    title: { zh: "登记报修", en: "Note the fault" },
    connector: "reports",
    request: { kind: "{{faultKind}}", caller: "{{caller}}" },
    timeoutMs: 3000,
    items: [text("正在登记，请稍候。", "One moment, please.")],
    results: { faultNumber: { from: "number", label: { zh: "报修编号", en: "Fault number" } } },
    ok: "fault-noted",
    failed: "fault-dead",
  },
  "fault-noted": {
    type: "prompt",
    title: { zh: "已登记", en: "Noted" },
    items: [text("已登记，编号{{faultNumber|digits}}。", "Your fault is noted. Its number is {{faultNumber|digits}}.")],
    next: "fault-place",
  },
  "fault-dead": {
    type: "prompt",
    title: { zh: "登记系统无应答", en: "Faults can't be noted" },
    items: [
      text("现在无法登记编号，但您的留言同样会处理。", "We can't give you a number now, but your message will be acted on."),
    ],
    next: "fault-place",
  },
  "fault-place": {
    type: "voicemail",
    title: { zh: "说明地点", en: "Say where it is" },
    box: "faults",
    next: "after",
  },
};
