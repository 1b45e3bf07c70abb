import { type Hand, type HandAct, obstacleTo } from "../../hand/in-hand.ts";
import { hand } from "../../hand/my-desk.ts";
import type { IconName } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { words } from "../../words/words.ts";
import { actHand, pending } from "./desk-acts.ts";

type Control = { act: HandAct; icon: IconName; label: string; key?: string; on?: boolean; kind?: "main" | "danger" };

/** Keys for what is done without looking. F1, F3, F5, F6, F11 and F12 belong to the browser. */
const handKeys = {
  hold: "F2",
  mute: "F4",
  consult: "F7",
  transfer: "F8",
  hangUp: "F9",
  park: "F10",
  record: "s",
} as const;

/** Two rows that never change places: what is done with the sound, and whom the caller goes to. During a consultation the second row is its three ways out. */
function controlsOf(h: Hand | undefined): { sound: Control[]; people: Control[] } {
  const w = words.value.desk;
  const held = h?.held ?? false;
  const paused = h?.call.recordingPaused ?? false;
  return {
    sound: [
      { act: "hold", icon: held ? "play" : "pause", label: held ? w.resume : w.hold, key: handKeys.hold, on: held },
      { act: "mute", icon: "mute", label: h?.muted ? w.unmute : w.mute, key: handKeys.mute, on: h?.muted ?? false },
      { act: "record", icon: "record", label: paused ? w.resumeRecord : w.pauseRecord, key: handKeys.record, on: paused },
    ],
    people: h?.asked
      ? [
          { act: "complete", icon: "transfer", label: w.complete, key: handKeys.transfer, kind: "main" },
          { act: "conference", icon: "conference", label: w.conference },
          { act: "cancelConsult", icon: "back", label: w.cancelConsult, key: handKeys.consult },
        ]
      : [
          { act: "consult", icon: "consult", label: w.consult, key: handKeys.consult },
          { act: "transfer", icon: "transfer", label: w.transfer, key: handKeys.transfer },
          { act: "park", icon: "park", label: w.park, key: handKeys.park },
          { act: "survey", icon: "star", label: w.survey },
        ],
  };
}

export function CallControls() {
  const h = hand.value;
  const w = words.value.desk;
  const { sound, people } = controlsOf(h);
  return (
    <div class="controls" role="toolbar" aria-label={w.controls}>
      <div class="controls-row">{sound.map((c) => control(c, h))}</div>
      <div class="controls-row">
        {people.map((c) => control(c, h))}
        {control({ act: "hangUp", icon: "hangUp", label: w.hangUp, key: handKeys.hangUp, kind: "danger" }, h)}
      </div>
    </div>
  );
}

function control(c: Control, h: Hand | undefined) {
  const obstacle = obstacleTo(c.act, h);
  return (
    <Button
      key={c.act}
      class="control"
      kind={c.kind ?? "plain"}
      icon={c.icon}
      blocked={obstacle ? words.value.desk[obstacle] : undefined}
      pending={pending.value.has(c.act)}
      {...(c.on === undefined ? {} : { "aria-pressed": c.on })}
      onPress={() => actHand(c.act)}
    >
      {c.label}
      {c.key ? <kbd>{c.key.toUpperCase()}</kbd> : null}
    </Button>
  );
}

/** The same acts by key, wherever on the desk the focus is. */
export function useHandKeys(): void {
  const asking = () => hand.value?.asked !== undefined;
  useShortcuts({
    [handKeys.hold]: () => actHand("hold"),
    [handKeys.mute]: () => actHand("mute"),
    [handKeys.consult]: () => actHand(asking() ? "cancelConsult" : "consult"),
    [handKeys.transfer]: () => actHand(asking() ? "complete" : "transfer"),
    [handKeys.park]: () => actHand("park"),
    [handKeys.hangUp]: () => actHand("hangUp"),
    [handKeys.record]: () => actHand("record"),
  });
}
