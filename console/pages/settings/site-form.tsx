import { draft } from "../../settings/draft.ts";
import { siteGroups } from "../../settings/sections.ts";
import { words } from "../../words/words.ts";
import { BackTo, FormGroupView, FormPart } from "./form-group.tsx";
import { Secret } from "./secret.tsx";

export function SiteForm() {
  const w = words.value.settings;
  return (
    <section class="settings-form" aria-label={w.sections.site}>
      <BackTo path="/settings" label={w.title} />
      <header class="form-head">
        <h2>{w.sections.site}</h2>
        <p class="note">{w.about.site}</p>
      </header>
      {siteGroups.map((group) => (
        <FormGroupView key={group.title} group={group} at={group.at ?? ""} />
      ))}
      {draft.value?.sip.server.kind === "drachtio" ? (
        <FormPart title={w.groups.secret}>
          <Secret kind="server" id="sip-server" />
        </FormPart>
      ) : null}
    </section>
  );
}
