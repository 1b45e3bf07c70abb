import { Button } from "../../parts/button.tsx";
import { say } from "../../parts/toasts.tsx";
import { beginningOf } from "../../settings/beginnings.ts";
import { draft, edit, remove, undo } from "../../settings/draft.ts";
import { isWhole, type SoleSection, soleGroups, type wholeParts } from "../../settings/form-groups.ts";
import { fill } from "../../words/fill.ts";
import { gearWords } from "../../words/gear.ts";
import { words } from "../../words/words.ts";
import { BackTo, FormGroupView, FormPart } from "./form-group.tsx";
import { MqttSecrets } from "./gear-secrets.tsx";
import { MailParts } from "./mail-parts.tsx";
import { QueueTargets } from "./queue-targets.tsx";
import { Secret } from "./secret.tsx";

/** A section that is one form. */
export function SoleForm({ section }: { section: SoleSection }) {
  const w = words.value.settings;
  return (
    <section class="settings-form" aria-label={w.sections[section]}>
      <BackTo path="/settings" label={w.title} />
      <header class="form-head">
        <h2>{w.sections[section]}</h2>
        <p class="note">{w.about[section]}</p>
      </header>
      {isWhole(section) ? <Whole section={section} /> : null}
      {isWhole(section) && draft.value?.[section] === undefined
        ? null
        : soleGroups[section].map((group) => <FormGroupView key={group.title} group={group} at={group.at ?? ""} />)}
      {section === "targets" ? <QueueTargets /> : null}
      {section === "mqtt" ? <MqttSecrets /> : null}
      {section === "mail" ? <MailParts /> : null}
      {section === "site" && draft.value?.sip.server.kind === "drachtio" ? (
        <FormPart title={w.groups.secret}>
          <Secret kind="server" id="sip-server" />
        </FormPart>
      ) : null}
    </section>
  );
}

/** Sets a part of the document up as a whole, or takes it out again. */
function Whole({ section }: { section: (typeof wholeParts)[number] }) {
  const w = words.value;
  const g = gearWords.value;
  const name = w.settings.sections[section];
  const drop = () => {
    remove(`/${section}`);
    say(fill(g.stopped, { name }), { label: w.common.undo, run: undo });
  };
  if (draft.value?.[section] !== undefined)
    return (
      <div class="row whole-part">
        <Button kind="quiet" icon="bin" onPress={drop}>
          {g.stopUsing}
        </Button>
      </div>
    );
  return (
    <div class="stack whole-part">
      <p class="note">{g.notSetUp[section]}</p>
      <div>
        <Button icon="plus" onPress={() => edit(`/${section}`, beginningOf(`/${section}`, {}))}>
          {g.setUp}
        </Button>
      </div>
    </div>
  );
}
