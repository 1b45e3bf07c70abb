import type { FlowDocument } from "../../../appliance/contract/flow.ts";
import { text } from "./text.ts";
import { nightNumber } from "./welcome.ts";

/** A person, or nobody there; a message; anything else; goodbye. */
export const ending: FlowDocument["nodes"] = {
  "to-person": {
    type: "branch",
    title: { zh: "有人值班？", en: "Is anybody there?" },
    cases: [{ when: `open("office") and called != "${nightNumber}"`, next: "person", title: { zh: "上班时间", en: "open" } }],
    else: "nobody",
  },
  person: {
    type: "queue",
    title: { zh: "转人工", en: "To a person" },
    queue: "hotline",
    onOverflow: "busy",
    onTimeout: "busy",
    onNoAgent: "busy",
    onClosed: "busy",
    onLeft: "message",
  },
  busy: {
    type: "prompt",
    title: { zh: "座席全忙", en: "All are busy" },
    items: [text("很抱歉，现在没有空闲的座席，请您留言。", "We are sorry, nobody is free now. Please leave a message.")],
    next: "message",
  },
  nobody: {
    type: "prompt",
    title: { zh: "无人值班", en: "Nobody is there" },
    items: [text("现在无人值班，请您留言。", "Nobody is on duty now. Please leave a message.")],
    next: "message",
  },
  message: {
    type: "voicemail",
    title: { zh: "投诉留言", en: "Leave a complaint" },
    box: "complaints",
    next: "thanks",
  },
  thanks: {
    type: "hangup",
    title: { zh: "感谢留言", en: "Thanks for the message" },
    person: false,
    items: [text("我们会尽快回复。再见。", "We will call you back soon. Goodbye.")],
  },
  after: {
    type: "menu",
    title: { zh: "还需要什么", en: "Anything else?" },
    items: [
      text(
        "返回主菜单请按一，人工服务请按零，结束请挂机。",
        "For the main menu, press one. For a person, zero. To end, hang up.",
      ),
    ],
    choices: { "1": { next: "hours", title: { zh: "主菜单", en: "Main menu" } } },
    timeoutMs: 6000,
    tries: 2,
    onTimeout: { next: "goodbye" },
    onInvalid: { next: "goodbye" },
  },
  goodbye: {
    type: "hangup",
    title: { zh: "再见", en: "Goodbye" },
    items: [text("感谢您的来电，再见。", "Thank you for calling. Goodbye.")],
  },
};
