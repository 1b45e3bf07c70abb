import "./settings.css";
import { useEffect } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { returnedCount } from "../../data/settings.ts";
import { Icon, type IconName } from "../../look/icon.tsx";
import { useLoaded } from "../../parts/loaded.ts";
import { FaultNote, Loading } from "../../parts/notices.tsx";
import { useShortcuts } from "../../parts/shortcuts.ts";
import { changes, draft, loadSettings, problems, reloadFresh } from "../../settings/draft.ts";
import { loadGear } from "../../settings/gear.ts";
import { isWithin } from "../../settings/pointer.ts";
import {
  type FormSection,
  isNumberSection,
  isSection,
  isSole,
  type NumberSection,
  numberSections,
  pagesOf,
  partsOf,
  partsOfNumbers,
  type Section,
  type SoleSection,
  sections,
} from "../../settings/sections.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { NumberPages } from "../numbers/number-pages.tsx";
import { ChangeBar } from "./change-bar.tsx";
import { Dot } from "./dot.tsx";
import { ItemForm } from "./item-form.tsx";
import { ItemList } from "./item-list.tsx";
import { SoleForm } from "./sole-form.tsx";
import { useUndoKeys } from "./undo-keys.ts";

/** One document, edited in parts: sections, the entries of a section, the form of an entry. */
export function SettingsPage() {
  const { params } = useRoute();
  const { route } = useLocation();
  const { state, reload } = useLoaded(loadSettings, "settings");
  useEffect(() => void loadGear(), []);
  useUndoKeys();
  useShortcuts({ Escape: () => params.item && route(`/settings/${params.section}`) });
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
      <Sections now={section ?? numbers} />
      {state.value.error && !settings ? (
        <div class="settings-form">
          <FaultNote error={state.value.error} onRetry={reload} />
        </div>
      ) : null}
      {!settings && state.value.loading ? <Loading /> : null}
      {settings && section && isSole(section) ? <SoleForm key={section} section={section} /> : null}
      {settings && section && !isSole(section) ? <ItemList section={section} chosen={params.item} /> : null}
      {settings && section && !isSole(section) && params.item ? <ItemForm section={section} id={params.item} /> : null}
      {settings && numbers ? <NumberPages section={numbers} item={params.item} /> : null}
      {settings ? <ChangeBar /> : null}
    </div>
  );
}

const numberIcons: Record<NumberSection, IconName> = {
  firewall: "shield",
  "special-numbers": "star",
  outgoing: "out",
  codes: "keypad",
};

function Sections({ now }: { now: Section | NumberSection | undefined }) {
  const w = words.value.settings;
  const partsIn = (name: Section): string[] => (isSole(name) ? partsOf[name] : [name]);
  return (
    <nav class="sections" aria-label={w.title}>
      <h1 class="sections-title">{w.title}</h1>
      <ul>
        {sections.map(({ name, icon }) => {
          const changed = changes.value.some((c) => partsIn(name).includes(c.path[0] ?? ""));
          const bad = problems.value.some(
            (p) => p.severity === "error" && partsIn(name).some((part) => isWithin(p.path, `/${part}`)),
          );
          return (
            <li key={name}>
              <a href={pagesOf[name] ?? `/settings/${name}`} aria-current={now === name ? "page" : undefined}>
                <Icon name={icon} />
                <span class="grow">{w.sections[name]}</span>
                <Dot changed={changed} bad={bad} />
              </a>
            </li>
          );
        })}
        {numberSections.map((name) => {
          const parts = partsOfNumbers[name];
          return (
            <li key={name}>
              <a href={`/settings/${name}`} aria-current={now === name ? "page" : undefined}>
                <Icon name={numberIcons[name]} />
                <span class="grow">{numberWords.value.sections[name]}</span>
                <Dot
                  changed={changes.value.some((c) => parts.includes(c.path[0] ?? ""))}
                  bad={problems.value.some((p) => p.severity === "error" && parts.some((part) => isWithin(p.path, `/${part}`)))}
                />
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
