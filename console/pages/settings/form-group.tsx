import type { ComponentChildren } from "preact";
import { Icon } from "../../look/icon.tsx";
import { FieldAt } from "../../settings/field-at.tsx";
import type { FormGroup } from "../../settings/form-groups.ts";
import { under } from "../../settings/pointer.ts";
import { WeekAt } from "../../settings/spans-at.tsx";
import { words } from "../../words/words.ts";

/** A heading at the side and its fields. */
export function FormGroupView({ group, at }: { group: FormGroup; at: string }) {
  return (
    <FormPart title={words.value.settings.groups[group.title]}>
      <div class="fields">
        {group.fields.map((name) =>
          name === "weekly" ? (
            <WeekAt key={name} at={under(at, name)} />
          ) : (
            <FieldAt key={name} at={under(at, name)} underTitle={words.value.settings.groups[group.title]} />
          ),
        )}
      </div>
    </FormPart>
  );
}

export function FormPart({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="form-part">
      <h3>{title}</h3>
      <div class="form-part-body">{children}</div>
    </section>
  );
}

/** The way back on narrow windows, where only one column is shown. */
export const BackTo = ({ path, label }: { path: string; label: string }) => (
  <a class="back settings-back" href={path}>
    <Icon name="back" size={14} /> {label}
  </a>
);
