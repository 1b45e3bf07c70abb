import { signal } from "@preact/signals";
import { myself } from "../data/session.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Switch } from "../parts/inputs.tsx";
import { shortcutsOn, turnShortcuts } from "../parts/shortcuts.ts";
import { words } from "../words/words.ts";
import { openPlaces } from "./navigation.tsx";

const shown = signal(false);
export const openKeys = (): void => {
  shown.value = true;
};

export function KeysSheet() {
  if (!shown.value) return null;
  const k = words.value.keys;
  const groups: [string, [string, string][]][] = [
    [
      k.groups.go,
      [
        ["g g", words.value.nav.all],
        ...openPlaces().flatMap((p): [string, string][] => (p.keys ? [[p.keys, words.value.nav[p.name]]] : [])),
      ],
    ],
    [
      k.groups.list,
      [
        ["j", k.nextRow],
        ["k", k.prevRow],
        ["↵", k.open],
        ["/", k.search],
      ],
    ],
    ...(myself()?.agent
      ? [
          [
            k.groups.me,
            [
              ["r", k.ready],
              ["n", k.notReady],
              ["w", k.wrapUp],
            ],
          ] as [string, [string, string][]],
          [
            words.value.desk.keysTitle,
            [
              ["F2", words.value.deskKeys.hold],
              ["F4", words.value.deskKeys.mute],
              ["F7", words.value.deskKeys.consult],
              ["F8", words.value.deskKeys.transfer],
              ["F9", words.value.deskKeys.hangUp],
              ["F10", words.value.deskKeys.park],
              ["s", words.value.deskKeys.record],
              ["d", words.value.deskKeys.dial],
              ["e", words.value.deskKeys.endForward],
            ],
          ] as [string, [string, string][]],
        ]
      : []),
    [
      k.groups.other,
      [
        ["?", k.help],
        ["t", k.theme],
        ["F6", words.value.nav.acknowledge],
        ["Ctrl Z", k.undo],
        ["Esc", k.close],
      ],
    ],
  ];
  return (
    <Dialog
      title={k.title}
      onClose={() => {
        shown.value = false;
      }}
      actions={
        <span class="row">
          <span>{k.on}</span>
          <Switch on={shortcutsOn.value} onTurn={turnShortcuts} label={k.on} />
        </span>
      }
    >
      <div class="keys-sheet">
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([keys, what]) => (
                <div key={keys}>
                  <dt>
                    {keys.split(" ").map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
