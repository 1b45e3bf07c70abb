import type { FlowDocument, FlowNode } from "../../appliance/contract/flow.ts";
import { text } from "./hotline/text.ts";

/** A menu in a menu in a menu …: each level says where it is, 1 goes deeper, * back, 0 to a person. */
export function nestedMenus(levels: number): FlowDocument {
  const nodes: Record<string, FlowNode> = {};
  for (let level = 1; level <= levels; level++) {
    const last = level === levels;
    const deeper = last
      ? text(
          "这是最后一级。返回主菜单请按一，返回上一级请按星号键，人工服务请按零。",
          "This is the last level. For the main menu, press one. To go back, press star. For a person, press zero.",
        )
      : text(
          "下一级请按一，返回上一级请按星号键，人工服务请按零。",
          "For the next level, press one. To go back, press star. For a person, press zero.",
        );
    nodes[`level-${level}`] = {
      type: "menu",
      title: { zh: `信息第${level}级`, en: `Information level ${level}` },
      items: [
        {
          kind: "say",
          as: "number",
          value: String(level),
          text: { zh: "您在第{{value}}级菜单。", en: "You are at level {{value}}." },
        },
        deeper,
      ],
      choices: {
        "1": {
          next: last ? "leave" : `level-${level + 1}`,
          title: last ? { zh: "主菜单", en: "Main menu" } : { zh: "下一级", en: "Next level" },
        },
      },
      timeoutMs: 6000,
      tries: 2,
      onTimeout: { next: "leave" },
      onInvalid: { next: "leave" },
    };
  }
  nodes.leave = { type: "return" };
  return { id: "information", name: "Information 政策法规", languageDefault: "zh", start: "level-1", nodes };
}
