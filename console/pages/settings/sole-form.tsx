import { draft } from "../../settings/draft.ts";
import { type SoleSection, soleGroups } from "../../settings/sections.ts";
import { words } from "../../words/words.ts";
import { BackTo, FormGroupView, FormPart } from "./form-group.tsx";
import { MailParts } from "./mail-parts.tsx";
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
      {soleGroups[section].map((group) => (
        <FormGroupView key={group.title} group={group} at={group.at ?? ""} />
      ))}
      {section === "mail" ? <MailParts /> : null}
      {section === "site" && draft.value?.sip.server.kind === "drachtio" ? (
        <FormPart title={w.groups.secret}>
          <Secret kind="server" id="sip-server" />
        </FormPart>
      ) : null}
    </section>
  );
}
