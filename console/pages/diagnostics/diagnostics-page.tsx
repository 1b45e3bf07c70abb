import "./diagnostics.css";
import { useEffect } from "preact/hooks";
import { fetchDiagnostics } from "../../data/diagnostics.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { diagnosticsWords } from "../../words/diagnostics.ts";
import { BundleSide } from "./bundle-side.tsx";
import { CaptureList } from "./capture-list.tsx";
import { EventSide } from "./event-side.tsx";

const lookEveryMs = 2_000;

/** Captures, the trace of events, the bundle for the vendor. */
export function DiagnosticsPage() {
  const w = diagnosticsWords.value;
  const { state, reload } = useLoaded(fetchDiagnostics, "diagnostics");
  const now = state.value.value;
  // Only while something goes on is there something to look for.
  const goesOn =
    now !== undefined &&
    (now.captures.some((c) => c.endedAtMs === undefined) ||
      now.bundles.some((b) => b.state === "gathering" || b.state === "making"));
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [goesOn]);
  return (
    <div class="page diagnostics">
      <header class="page-head">
        <h1>{w.title}</h1>
        <p class="note">{w.about}</p>
      </header>
      {state.value.error ? <FaultNote error={state.value.error} onRetry={reload} /> : null}
      {!now && state.value.loading ? <Loading /> : null}
      {now ? (
        <>
          <CaptureList now={now} changed={reload} />
          <BundleSide now={now} changed={reload} />
          <EventSide now={now} />
        </>
      ) : null}
    </div>
  );
}
