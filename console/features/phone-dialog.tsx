import { signal } from "@preact/signals";
import { Dialog } from "../parts/dialog.tsx";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { PhonePanel } from "./phone-panel.tsx";

const asked = signal<{ phone: string; name?: string } | undefined>(undefined);
/** Opens the forwards of a phone; with a name, of somebody else's. */
export const askPhone = (phone: string, name?: string): void => {
  asked.value = { phone, ...(name === undefined ? {} : { name }) };
};

export function PhoneDialog() {
  const w = ownWords.value;
  const about = asked.value;
  if (!about) return null;
  const title = about.name === undefined ? w.phoneTitle : fill(w.phoneOf, { name: about.name });
  return (
    <Dialog form title={`${title} · ${fill(w.phone, { phone: about.phone })}`} onClose={() => (asked.value = undefined)}>
      <PhonePanel phone={about.phone} />
    </Dialog>
  );
}
