import { fetchBoxes } from "../../data/messages.ts";
import { myself } from "../../data/session.ts";
import { BoxOwn } from "../../features/box-own.tsx";
import { PhonePanel } from "../../features/phone-panel.tsx";
import { me } from "../../hand/my-desk.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { fill } from "../../words/fill.ts";
import { ownWords } from "../../words/own.ts";

/** One's own phone and voicemail; nothing for who is no agent. */
export function OwnParts() {
  if (!myself()?.agent) return null;
  return (
    <div class="own-parts">
      <MyPhone />
      <MyBoxes />
    </div>
  );
}

function MyPhone() {
  const w = ownWords.value;
  const phone = me.value?.phone;
  return (
    <section>
      <h2 class="column-head">
        {w.phoneTitle}
        {phone ? ` · ${fill(w.phone, { phone })}` : ""}
      </h2>
      {phone ? <PhonePanel phone={phone} /> : <p class="note">{w.noPhone}</p>}
    </section>
  );
}

function MyBoxes() {
  const w = ownWords.value;
  const { state, reload } = useLoaded(fetchBoxes, "boxes");
  const { value, error, loading } = state.value;
  const mine = value?.filter((b) => b.mine);
  return (
    <section>
      <h2 class="column-head">{w.boxes}</h2>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {!value && loading ? <Loading /> : null}
      {mine?.length === 0 ? <p class="note">{w.noBoxes}</p> : null}
      {mine?.map((box) => (
        <details key={box.id} class="own-box" open={mine.length === 1}>
          <summary>
            <strong>{box.name}</strong> <a href={`/messages/${encodeURIComponent(box.id)}`}>{w.messages}</a>
          </summary>
          <BoxOwn box={box} changed={reload} />
        </details>
      ))}
    </section>
  );
}
