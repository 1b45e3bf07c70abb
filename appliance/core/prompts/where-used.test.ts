import { describe, expect, it } from "vitest";
import { labSettings } from "../../../provisioning/lab/settings.ts";
import type { Settings } from "../../contract/settings.ts";
import { promptList } from "./prompt-list.ts";
import { promptUses, replacePrompt } from "./where-used.ts";

const lab = labSettings("http://127.0.0.1:1");
const settings: Settings = {
  ...lab,
  site: { ...lab.site, music: "calm" },
  prompts: [
    { id: "calm", name: "Calm", text: {}, file: { zh: "a.wav" }, category: "music" },
    { id: "welcome", name: "Welcome", text: { zh: "您好" } },
    { id: "idle", name: "Idle", text: { zh: "x", en: "x" } },
  ],
  queues: lab.queues.map((q) => ({ ...q, music: "calm", greeting: { text: {}, prompt: "welcome" } })),
  flows: [
    {
      id: "tiny",
      name: "Tiny",
      languageDefault: "zh",
      start: "a",
      nodes: { a: { type: "hangup", items: [{ kind: "prompt", prompt: "welcome" }] } },
    },
  ],
};
const draft = {
  flow: "next",
  document: { id: "next", nodes: { b: { items: [{ kind: "prompt", prompt: "calm" }] } } },
  by: "x",
  atMs: 1,
  base: 0,
  rev: 1,
};

describe("who plays which prompt", () => {
  const uses = promptUses(settings, [draft]);
  it("finds it in flows, drafts, queues and the site, and says where", () => {
    expect(uses.get("calm")!.map((u) => [u.in, u.path, u.words.en])).toEqual([
      ["settings", "/site/music", "site"],
      ["settings", "/queues/0/music", 'queue "hotline"'],
      ["draft", "/nodes/b/items/0/prompt", 'draft of flow "next", node "b"'],
    ]);
    expect(uses.get("welcome")!.map((u) => u.words.en)).toEqual(['queue "hotline"', 'flow "tiny", node "a"']);
    expect(uses.get("idle")).toBeUndefined();
  });
  it("replaces it everywhere and nowhere else", () => {
    const { prompts, ...others } = settings;
    const next = { ...replacePrompt(others, "calm", "welcome"), prompts };
    expect(promptUses(next, []).get("calm")).toBeUndefined();
    expect(next.site.music).toBe("welcome");
    expect(replacePrompt(next, "nothing", "calm")).toEqual(next);
  });
  it("shows what is recorded, spoken and missing", () => {
    const rows = promptList(settings.prompts, [], uses);
    expect(
      rows.map(({ id, category, languages, uses: list }) => [id, category, languages.zh.state, languages.en.state, list.length]),
    ).toEqual([
      ["calm", "music", "recorded", "missing", 3],
      ["welcome", "", "spoken", "missing", 2],
      ["idle", "", "spoken", "spoken", 0],
    ]);
  });
});
