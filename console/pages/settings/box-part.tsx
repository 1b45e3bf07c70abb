import { fetchBoxes } from "../../data/messages.ts";
import { BoxOwn } from "../../features/box-own.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { base } from "../../settings/draft.ts";
import { ownWords } from "../../words/own.ts";
import { words } from "../../words/words.ts";

/** Greeting and PIN of a box, for its owner: no part of the document, they count at once. */
export function BoxPart({ id }: { id: string }) {
  const inForce = base.value?.voicemailBoxes?.some((b) => b.id === id) ?? false;
  const { state, reload } = useLoaded(fetchBoxes, `boxes ${inForce}`);
  if (!inForce) return <p class="note">{words.value.settings.boxApplyFirst}</p>;
  const { value, error, loading } = state.value;
  const box = value?.find((b) => b.id === id);
  if (error) return <FaultNote error={error} onRetry={reload} />;
  if (!box) return loading ? <Loading /> : null;
  return (
    <>
      <p class="note">
        <a href={`/messages/${encodeURIComponent(id)}`}>{ownWords.value.messages}</a>
      </p>
      <BoxOwn box={box} changed={reload} />
    </>
  );
}
