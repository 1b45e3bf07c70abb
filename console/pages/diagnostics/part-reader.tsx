import { bundlePart } from "../../data/diagnostics.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";

/** A part as it will go, to the letter. */
export function PartReader({ bundle, name, onClose }: { bundle: string; name: string; onClose: () => void }) {
  const { state, reload } = useLoaded(() => bundlePart(bundle, name), `${bundle} ${name}`);
  const { value, error, loading } = state.value;
  return (
    <Dialog title={name} onClose={onClose} wide>
      {error ? <FaultNote error={error} onRetry={reload} /> : null}
      {loading && !value ? <Loading /> : null}
      {value?.cut ? <p class="note">{diagnosticsWords.value.bundles.cut}</p> : null}
      {value ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keys
        <pre class="diag-text" tabIndex={0}>
          {value.text}
        </pre>
      ) : null}
    </Dialog>
  );
}
