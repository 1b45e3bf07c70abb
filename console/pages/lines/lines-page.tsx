import "./lines.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import type { HardwareLook } from "../../../appliance/contract/found-hardware.ts";
import type { LivePhone } from "../../../appliance/contract/live.ts";
import { hardware, lookForHardware } from "../../data/hardware.ts";
import { live } from "../../data/live.ts";
import { may } from "../../data/session.ts";
import { Icon } from "../../look/icon.tsx";
import { Button } from "../../parts/button.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { LineMark } from "../../parts/marks.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Empty, FaultNote, Loading } from "../../parts/notices.tsx";
import { sayFault } from "../../parts/toasts.tsx";
import { fill } from "../../words/fill.ts";
import { linesWords } from "../../words/lines.ts";
import { pick } from "../../words/words.ts";
import { FoundPart } from "./found-part.tsx";
import { LineRow } from "./line-row.tsx";

/** Every line and telephone with its state, its call and what its port measures; what the profile has and nobody uses. */
export function LinesPage() {
  const w = linesWords.value;
  const { state, reload } = useLoaded(hardware, "hardware");
  const found = useSignal<HardwareLook | undefined>(undefined);
  const busy = useSignal(false);
  const now = live.value;
  if (!now) return <Loading />;
  const box = state.value.value;
  const look = async () => {
    busy.value = true;
    try {
      found.value = await lookForHardware();
      reload();
    } catch (e) {
      sayFault(e);
    } finally {
      busy.value = false;
    }
  };
  const spare = box?.ports.filter((port) => !port.usedBy) ?? [];
  return (
    <div class="page lines-page">
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note grow">{w.about}</p>
        {may("change-settings") ? (
          <Button icon="search" pending={busy.value} onPress={() => void look()}>
            {w.look}
          </Button>
        ) : null}
      </header>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {box ? <FoundPart box={box} look={found.value} /> : null}
      <section aria-label={w.lines}>
        <h2 class="column-head">{w.lines}</h2>
        {now.lines.length === 0 ? <Empty icon="line" title={w.noLines} note={w.noLinesNote} /> : null}
        <ul class="wire-rows">
          {now.lines.map((line) => (
            <LineRow key={line.id} line={line} />
          ))}
        </ul>
      </section>
      <section aria-label={w.phones}>
        <h2 class="column-head">{w.phones}</h2>
        {now.phones.length === 0 ? <Empty icon="phone" title={w.noPhones} /> : null}
        <ul class="wire-rows">
          {now.phones.map((phone) => (
            <PhoneRow
              key={phone.id}
              phone={phone}
              port={box?.ports.find((p) => p.usedBy?.as === "phone" && p.usedBy.id === phone.id)?.id}
            />
          ))}
        </ul>
      </section>
      {spare.length > 0 ? (
        <section aria-label={w.spare}>
          <h2 class="column-head">{w.spare}</h2>
          <ul class="wire-rows">
            {spare.map(({ id, place }) => (
              <li key={id} class="wire-row">
                <span class="wire-name">
                  <LineMark state="off" />
                  <code>{id}</code>
                </span>
                <span class="faint">{place}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {box ? <p class="note">{fill(w.profile, { name: pick(box.name) })}</p> : null}
    </div>
  );
}

function PhoneRow({ phone, port }: { phone: LivePhone; port: string | undefined }) {
  const w = linesWords.value;
  const { route } = useLocation();
  const here = phone.contacts.length > 0;
  const [first] = phone.contacts;
  return (
    <li class="wire-row">
      <span class="wire-name">
        <LineMark state={here ? "up" : "down"} />
        <strong class="num">{phone.id}</strong>
        <span class="cut">{phone.name}</span>
      </span>
      <span class={here ? "" : "is-bad"}>{here ? w.here : w.offline}</span>
      <span class="faint small cut">
        {[port ? fill(w.port, { port }) : "", first?.userAgent, first?.address].filter(Boolean).join(" · ")}
      </span>
      <span class="wire-calls" />
      {may("change-settings") ? (
        <Menu
          class="is-quiet"
          label={fill(w.acts, { name: phone.id })}
          button={<Icon name="more" />}
          items={[{ kind: "act", label: w.examine, run: () => route(`/doctor/phone/${phone.id}`) }]}
        />
      ) : null}
    </li>
  );
}
