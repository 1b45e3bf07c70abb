import { signal, useSignal } from "@preact/signals";
import { useCarefulClose } from "../parts/careful-close.ts";
import { Dialog } from "../parts/dialog.tsx";
import { fill } from "../words/fill.ts";
import { ownWords } from "../words/own.ts";
import { PhonePanel } from "./phone-panel.tsx";

type About = { phone: string; name?: string };
const asked = signal<About | undefined>(undefined);
/** Opens the forwards of a phone; with a name, of somebody else's. */
export const askPhone = (phone: string, name?: string): void => {
  asked.value = { phone, ...(name === undefined ? {} : { name }) };
};

export function PhoneDialog() {
  return asked.value ? <OnePhone about={asked.value} /> : null;
}

function OnePhone({ about }: { about: About }) {
  const w = ownWords.value;
  const written = useSignal(false);
  const close = useCarefulClose(written.value, () => (asked.value = undefined));
  const title = about.name === undefined ? w.phoneTitle : fill(w.phoneOf, { name: about.name });
  return (
    <Dialog form title={`${title} · ${fill(w.phone, { phone: about.phone })}`} onClose={close}>
      <PhonePanel phone={about.phone} written={written} />
    </Dialog>
  );
}
