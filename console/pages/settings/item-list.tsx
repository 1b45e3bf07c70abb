import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, TextInput } from "../../parts/inputs.tsx";
import { Empty } from "../../parts/notices.tsx";
import { useRowKeys } from "../../parts/row-keys.ts";
import { changes, draft, edit, problems } from "../../settings/draft.ts";
import type { FormSection } from "../../settings/form-groups.ts";
import { isWithin, under } from "../../settings/pointer.ts";
import { aboutItem, entriesOf, fresh, idPattern, itemId, itemName } from "../../settings/sections.ts";
import { words } from "../../words/words.ts";
import { Dot } from "./dot.tsx";
import { BackTo } from "./form-group.tsx";
import { NewAnalogPhone, NewLine } from "./new-line.tsx";

/** The entries of a section. */
export function ItemList({ section, chosen }: { section: FormSection; chosen: string | undefined }) {
  const w = words.value.settings;
  const root = useRef<HTMLUListElement>(null);
  const adding = useSignal(false);
  useRowKeys(root);
  const items = draft.value ? entriesOf(section, draft.value) : [];
  return (
    <section class="item-list" aria-label={w.sections[section]}>
      <BackTo path="/settings" label={w.title} />
      <header class="form-head">
        <h2>{w.sections[section]}</h2>
        <p class="note">{w.about[section]}</p>
      </header>
      {items.length === 0 ? <Empty title={w.empty[section]} /> : null}
      <ul ref={root}>
        {items.map((item, i) => {
          const id = itemId(section, item);
          const off = "enabled" in item && !item.enabled;
          const bad = problems.value.some((p) => p.severity === "error" && isWithin(p.path, under("", section, i)));
          return (
            <li key={id} class={id === chosen ? "is-chosen" : ""}>
              <a
                href={`/settings/${section}/${encodeURIComponent(id)}`}
                data-row
                aria-current={id === chosen ? "true" : undefined}
              >
                <span class={`item-name cut ${off ? "faint" : ""}`}>{itemName(item) || id}</span>
                <span class="item-id num">{id}</span>
                <span class="item-about cut">
                  {[off ? words.value.common.off : "", aboutItem(section, item)].filter(Boolean).join(" · ")}
                </span>
                <Dot changed={changes.value.some((c) => c.path[0] === section && c.path[1] === id)} bad={bad} />
              </a>
            </li>
          );
        })}
      </ul>
      <Button icon="plus" onPress={() => (adding.value = true)}>
        {w.add[section]}
      </Button>
      {adding.value ? <Adding section={section} close={() => (adding.value = false)} /> : null}
    </section>
  );
}

/** Lines and telephones begin with their port. */
function Adding({ section, close }: { section: FormSection; close: () => void }) {
  if (section === "lines") return <NewLine close={close} />;
  if (section === "analogPhones") return <NewAnalogPhone close={close} />;
  return <NewItem section={section} close={close} />;
}

/** A new entry needs only its id; everything else has a sensible beginning. */
function NewItem({ section, close }: { section: FormSection; close: () => void }) {
  const id = useSignal("");
  const { route } = useLocation();
  const w = words.value.settings;
  const settings = draft.value;
  const careful = useCarefulClose(id.value !== "", close);
  if (!settings) return null;
  const taken = entriesOf(section, settings).some((item) => itemId(section, item) === id.value);
  const fits = idPattern(section).test(id.value);
  const add = (event: Event) => {
    event.preventDefault();
    if (!fits || taken) return;
    const made = fresh[section](id.value, settings);
    // A list that the document leaves out begins with its first entry.
    if (settings[section]) edit(under("", section, settings[section].length), made);
    else edit(under("", section), [made]);
    close();
    route(`/settings/${section}/${id.value}`);
  };
  return (
    <Dialog
      form
      title={w.add[section]}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button kind="main" onPress={add} class={fits && !taken ? "" : "is-faint"}>
            {words.value.common.add}
          </Button>
        </>
      }
    >
      <form onSubmit={add}>
        <Field
          label={w.itemId}
          note={section === "phones" ? words.value.fieldNote.phonesId : w.idNote}
          remarks={taken ? [{ severity: "error", text: words.value.flow.taken }] : []}
        >
          {(ids) => (
            <TextInput
              {...ids}
              value={id.value}
              onText={(t) => (id.value = t.toLowerCase())}
              maxLength={40}
              spellcheck={false}
              autoComplete="off"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
