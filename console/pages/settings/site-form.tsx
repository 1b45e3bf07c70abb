import { siteGroups } from "../../settings/sections.ts";
import { words } from "../../words/words.ts";
import { BackTo, FormGroupView } from "./form-group.tsx";

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
    </section>
  );
}
