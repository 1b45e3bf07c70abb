import "./settings.css";
import "./office.css";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { returnedCount } from "../../data/settings.ts";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { leaving } from "../../parts/unkept.ts";
import { changes, draft, loadSettings, reloadFresh } from "../../settings/draft.ts";
import { type FormSection, isNumberSection, isSole, pagesOf, type SoleSection } from "../../settings/form-groups.ts";
import { loadGear } from "../../settings/gear.ts";
import { isSection } from "../../settings/section-groups.ts";
import { NumberPages } from "../numbers/number-pages.tsx";
import { ChangeBar } from "./change-bar.tsx";
import { ItemForm } from "./item-form.tsx";
import { ItemList } from "./item-list.tsx";
import { SectionsNav } from "./sections-nav.tsx";
import { SectionsOverview } from "./sections-overview.tsx";
import { SoleForm } from "./sole-form.tsx";
import { useUndoKeys } from "./undo-keys.ts";

/** One document, edited in parts: sections, the entries of a section, the form of an entry. */
export function SettingsPage() {
  const { params } = useRoute();
  const { route } = useLocation();
  const { state, reload } = useLoaded(loadSettings, "settings");
  useEffect(() => void loadGear(), []);
  useUndoKeys();
  useShortcuts({ Escape: () => params.item && leaving(() => route(`/settings/${params.section}`)) });
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (changes.peek().length > 0) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  const returned = returnedCount.value;
  useEffect(() => {
    if (returned > 0) void reloadFresh();
  }, [returned]);
  const chosen = isSection(params.section) ? params.section : undefined;
  // Flows have drafts and versions of their own, prompts their sound; old links still lead there.
  const elsewhere = chosen && pagesOf[chosen];
  const section = elsewhere ? undefined : (chosen as SoleSection | FormSection | undefined);
  const numbers = isNumberSection(params.section) ? params.section : undefined;
  useEffect(() => {
    if (elsewhere) route(`${elsewhere}${params.item ? `/${params.item}` : ""}${location.search}`, true);
  }, [elsewhere]);
  const settings = draft.value;
  const depth = numbers ? "item" : section === undefined ? "root" : isSole(section) || params.item ? "item" : "list";
  return (
    <div class={`settings at-${depth}`}>
      <SectionsNav now={section ?? numbers} />
      {state.value.error && !settings ? (
        <div class="settings-form">
          <FaultNote error={state.value.error} onRetry={reload} />
        </div>
      ) : null}
      {!settings && state.value.loading ? <Loading /> : null}
      {settings && depth === "root" && !elsewhere ? <SectionsOverview /> : null}
      {settings && section && isSole(section) ? <SoleForm key={section} section={section} /> : null}
      {settings && section && !isSole(section) ? <ItemList section={section} chosen={params.item} /> : null}
      {settings && section && !isSole(section) && params.item ? <ItemForm section={section} id={params.item} /> : null}
      {settings && numbers ? <NumberPages section={numbers} item={params.item} /> : null}
      {settings ? <ChangeBar /> : null}
    </div>
  );
}
