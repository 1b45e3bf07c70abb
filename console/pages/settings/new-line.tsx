import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import type { LineSettings } from "../../../appliance/contract/line-settings.ts";
import { Button } from "../../parts/button.tsx";
import { useCarefulClose } from "../../parts/careful-close.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, SelectInput, TextInput } from "../../parts/inputs.tsx";
import { draft, edit } from "../../settings/draft.ts";
import { optionWord } from "../../settings/field-words.ts";
import { freshAnalogPhone, freshLine, outsideNames } from "../../settings/fresh-lines.ts";
import { hardwarePorts } from "../../settings/gear.ts";
import { freePorts, type PortUse } from "../../settings/line-ports.ts";
import { under } from "../../settings/pointer.ts";
import { idPattern } from "../../settings/sections.ts";
import { gearWords } from "../../words/gear.ts";
import { words } from "../../words/words.ts";

const kinds: LineSettings["kind"][] = ["gsm-modem", "analog-line", "gateway-port"];

/** A line begins with its port: what it is, and what it is called until somebody gives it a name, follow from there. */
export function NewLine({ close }: { close: () => void }) {
  const { route } = useLocation();
  const settings = draft.value;
  const free = (of: LineSettings["kind"]) => (settings ? freePorts(of, settings, hardwarePorts.value) : []);
  const kind = useSignal<LineSettings["kind"]>(kinds.find((k) => free(k).length > 0) ?? "gsm-modem");
  const port = useSignal(free(kind.peek())[0] ?? "");
  const typedId = useSignal<string | undefined>(undefined);
  if (!settings) return null;
  const w = words.value.settings;
  const g = gearWords.value.newLine;
  const id = typedId.value ?? port.value;
  const taken = outsideNames(settings).has(id);
  const fits = idPattern("lines").test(id) && idPattern("lines").test(port.value);
  const add = (event: Event) => {
    event.preventDefault();
    if (!fits || taken) return;
    const made = freshLine(kind.value, id, port.value, settings);
    if (settings.lines) edit(under("/lines", settings.lines.length), made);
    else edit("/lines", [made]);
    close();
    route(`/settings/lines/${id}`);
  };
  return (
    <NewDialog title={w.add.lines} close={close} add={add} ready={fits && !taken} written={typedId.value !== undefined}>
      <Field label={g.kind} wide>
        {(ids) => (
          <SelectInput
            {...ids}
            value={kind.value}
            choices={kinds.map((value) => ({ value, label: optionWord(value) }))}
            onChoose={(value) => {
              kind.value = value as LineSettings["kind"];
              port.value = free(kind.value)[0] ?? "";
            }}
          />
        )}
      </Field>
      <PortField use={kind.value} free={free(kind.value)} value={port.value} set={(text) => (port.value = text)} />
      <Field label={w.itemId} note={g.idNote} remarks={taken ? [{ severity: "error", text: words.value.flow.taken }] : []}>
        {(ids) => (
          <TextInput
            {...ids}
            value={id}
            onText={(text) => (typedId.value = text.toLowerCase())}
            maxLength={40}
            spellcheck={false}
            autoComplete="off"
          />
        )}
      </Field>
    </NewDialog>
  );
}

/** A telephone in a socket: the socket, and which of the phones it is. */
export function NewAnalogPhone({ close }: { close: () => void }) {
  const { route } = useLocation();
  const settings = draft.value;
  const free = settings ? freePorts("telephone", settings, hardwarePorts.value) : [];
  const used = new Set(settings?.analogPhones?.map((p) => p.phone));
  const phones = settings?.phones.filter((p) => !used.has(p.id)) ?? [];
  const port = useSignal(free[0] ?? "");
  const phone = useSignal(phones[0]?.id ?? "");
  if (!settings) return null;
  const w = words.value;
  const taken = settings.analogPhones?.some((p) => p.port === port.value) ?? false;
  const ready = idPattern("lines").test(port.value) && !taken && phone.value !== "";
  const add = (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    const made = freshAnalogPhone(port.value, phone.value);
    if (settings.analogPhones) edit(under("/analogPhones", settings.analogPhones.length), made);
    else edit("/analogPhones", [made]);
    close();
    route(`/settings/analogPhones/${port.value}`);
  };
  return (
    <NewDialog title={w.settings.add.analogPhones} close={close} add={add} ready={ready}>
      <PortField use="telephone" free={free} value={port.value} set={(text) => (port.value = text)} />
      <Field label={w.field.phone} note={phones.length === 0 ? gearWords.value.newLine.noPhones : undefined}>
        {(ids) => (
          <SelectInput
            {...ids}
            value={phone.value}
            empty={w.settings.choose}
            choices={phones.map((p) => ({ value: p.id, label: p.name === p.id ? p.id : `${p.id} ${p.name}` }))}
            onChoose={(v) => (phone.value = v)}
          />
        )}
      </Field>
    </NewDialog>
  );
}

/** Chosen from what is free in the box; typed where the box names none, or another is wanted. */
function PortField({ use, free, value, set }: { use: PortUse; free: string[]; value: string; set: (port: string) => void }) {
  const typing = useSignal<PortUse | undefined>(undefined);
  const g = gearWords.value.newLine;
  const other = "?";
  const byHand = free.length === 0 || typing.value === use;
  return (
    <Field label={g.port} note={free.length === 0 ? g.noPorts : g.portNote}>
      {(ids) =>
        byHand ? (
          <TextInput
            {...ids}
            value={value}
            onText={(t) => set(t.toLowerCase())}
            maxLength={40}
            spellcheck={false}
            autoComplete="off"
          />
        ) : (
          <SelectInput
            {...ids}
            value={value}
            choices={[...free.map((port) => ({ value: port, label: port })), { value: other, label: g.otherPort }]}
            onChoose={(v) => {
              if (v === other) typing.value = use;
              set(v === other ? "" : v);
            }}
          />
        )
      }
    </Field>
  );
}

function NewDialog({
  title,
  close,
  add,
  ready,
  written = false,
  children,
}: {
  title: string;
  close: () => void;
  add: (event: Event) => void;
  ready: boolean;
  written?: boolean;
  children: ComponentChildren;
}) {
  const careful = useCarefulClose(written, close);
  return (
    <Dialog
      form
      title={title}
      onClose={careful}
      actions={
        <>
          <Button onPress={careful}>{words.value.common.cancel}</Button>
          <Button kind="main" onPress={add} class={ready ? "" : "is-faint"}>
            {words.value.common.add}
          </Button>
        </>
      }
    >
      <form class="stack" onSubmit={add}>
        {children}
      </form>
    </Dialog>
  );
}
