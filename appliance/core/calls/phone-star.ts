import type { Sentence } from "../../contract/records.ts";
import type { PhoneId } from "../../kit/ids.ts";
import { forwardTarget } from "../lines/phone-features.ts";
import type { FeatureStar } from "../lines/phone-plan.ts";
import { turnAwayWith } from "./farewell.ts";
import { languageAt, speech } from "./outgoing/words.ts";
import { note, type Scene } from "./scene.ts";

const words = {
  forward: { en: "Calls are forwarded.", zh: "呼叫转移已设置。" },
  "no-forward": { en: "Calls are no longer forwarded.", zh: "呼叫转移已取消。" },
  quiet: { en: "Do not disturb is on.", zh: "免打扰已开启。" },
  loud: { en: "Do not disturb is off.", zh: "免打扰已关闭。" },
  impossible: { en: "Calls can't be forwarded to this number.", zh: "不能转移到该号码。" },
} as const satisfies Record<string, Sentence>;

/** A phone sets one of its features by star code and hears what came of it. */
export function phoneStar(scene: Scene, phone: PhoneId, { change }: FeatureStar): void {
  const { ctx, out } = scene;
  const possible = change.what !== "forward" || forwardTarget(ctx.settings, phone, change.to) !== undefined;
  const said = !possible
    ? words.impossible
    : change.what === "do-not-disturb"
      ? words[change.on ? "quiet" : "loud"]
      : words[change.what];
  if (possible) out.push({ lines: { on: "phone.feature", phone, change, by: "phone" } });
  note(scene, "line", { en: `Star code: ${said.en}`, zh: `功能码：${said.zh}` }, change);
  turnAwayWith(scene, speech(said, languageAt(ctx, phone)), "flow-end");
}
