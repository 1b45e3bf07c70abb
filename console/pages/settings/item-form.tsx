import { useLocation } from "preact-iso";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/notices.tsx";
import { say } from "../../parts/toasts.tsx";
import { draft, problems, remove, undo } from "../../settings/draft.ts";
import { schemaOf } from "../../settings/field-at.tsx";
import { remarksAt } from "../../settings/field-words.ts";
import { type FormSection, groupsOf, type ListSection } from "../../settings/form-groups.ts";
import { under } from "../../settings/pointer.ts";
import { entriesOf, type Item, itemId, itemName } from "../../settings/sections.ts";
import { fill } from "../../words/fill.ts";
import { words } from "../../words/words.ts";
import { BoxPart } from "./box-part.tsx";
import { BackTo, FormGroupView, FormPart } from "./form-group.tsx";
import { GatewayHints } from "./gateway-hints.tsx";
import { GatewayPasswords, SimPin } from "./gear-secrets.tsx";
import { HookParts } from "./hook-parts.tsx";
import { Secret } from "./secret.tsx";
import { SurveyParts } from "./survey-parts.tsx";

/** The form of one entry, group by group. */
export function ItemForm({ section, id }: { section: FormSection; id: string }) {
  const w = words.value.settings;
  const list = draft.value ? entriesOf(section, draft.value) : [];
  const i = list.findIndex((item) => itemId(section, item) === id);
  const item = list[i];
  if (!item) return <Gone section={section} />;
  const at = under("", section, i);
  problems.value;
  const register = section === "trunks" && "kind" in item && item.kind === "register";
  return (
    <section class="settings-form" aria-label={itemName(item)}>
      <BackTo path={`/settings/${section}`} label={w.sections[section]} />
      <FormHead section={section} item={item} at={at} />
      {groupsOf[section]
        .filter((group) => group.fields.some((name) => schemaOf(under(at, name))))
        .map((group) => (
          <FormGroupView key={group.title} group={group} at={at} />
        ))}
      {section === "lines" && "kind" in item && item.kind === "gsm-modem" ? <SimPin id={id} /> : null}
      {section === "gateways" && "vendor" in item ? (
        <GatewayPasswords id={id} calls={!!item.user} texts={item.texts !== undefined} />
      ) : null}
      {section === "gateways" ? <GatewayHints id={id} /> : null}
      {section === "webhooks" ? <HookParts id={id} /> : null}
      {section === "surveys" ? <SurveyParts at={at} survey={id} /> : null}
      {section === "voicemailBoxes" ? (
        <FormPart title={w.groups.boxOwn}>
          <BoxPart id={id} />
        </FormPart>
      ) : null}
      {section === "phones" || register ? (
        <FormPart title={w.groups.secret}>
          <Secret kind={section === "phones" ? "phones" : "trunks"} id={id} />
        </FormPart>
      ) : null}
    </section>
  );
}

function Gone({ section }: { section: ListSection }) {
  return (
    <section class="settings-form">
      <BackTo path={`/settings/${section}`} label={words.value.settings.sections[section]} />
      <Empty icon="search" title={words.value.fault.missing} />
    </section>
  );
}

/** Name, id, and the way to take it out; what the box says of the whole entry. */
function FormHead({ section, item, at }: { section: ListSection; item: Item<ListSection>; at: string }) {
  const { route } = useLocation();
  const w = words.value;
  const id = itemId(section, item);
  const name = itemName(item) || id;
  const drop = () => {
    remove(at);
    route(`/settings/${section}`);
    say(fill(w.settings.removed, { name }), { label: w.common.undo, run: undo });
  };
  return (
    <>
      <header class="form-head row">
        <h2 class="grow">
          {name} <code class="form-id">{id}</code>
        </h2>
        <Button kind="quiet" icon="bin" onPress={drop}>
          {w.common.remove}
        </Button>
      </header>
      {remarksAt(at).map((r) => (
        <p key={r.text} class={`notice ${r.severity === "error" ? "is-bad" : "is-warn"}`}>
          <span>
            {r.text} <span class="note">{r.hint}</span>
          </span>
        </p>
      ))}
    </>
  );
}
