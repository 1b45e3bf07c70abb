import "./sections.css";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../look/icon.tsx";
import { changes, problems } from "../../settings/draft.ts";
import {
  isNumberSection,
  isSole,
  type NumberSection,
  pagesOf,
  partsOf,
  partsOfNumbers,
  type Section,
} from "../../settings/form-groups.ts";
import { isWithin } from "../../settings/pointer.ts";
import { iconOf, sectionGroups } from "../../settings/section-groups.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";
import { Dot } from "./dot.tsx";

/** All sections under their headings. Up and down move within, Home and End to its ends. */
export function SectionsNav({ now }: { now: Section | NumberSection | undefined }) {
  const w = words.value.settings;
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    root.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [now]);
  return (
    <nav class="sections" aria-label={w.title} ref={root} onKeyDown={moveFocus}>
      <h1 class="sections-title">{w.title}</h1>
      {sectionGroups.map((group) => (
        <section key={group.name} aria-labelledby={`sections-${group.name}`}>
          <h2 id={`sections-${group.name}`}>{w.sectionGroups[group.name]}</h2>
          <ul>
            {group.of.map((name) => (
              <li key={name}>
                <SectionLink name={name} now={now === name} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function SectionLink({ name, now }: { name: Section | NumberSection; now: boolean }) {
  const ofNumbers = isNumberSection(name);
  const parts: readonly string[] = ofNumbers ? partsOfNumbers[name] : isSole(name) ? partsOf[name] : [name];
  const label = ofNumbers ? numberWords.value.sections[name] : words.value.settings.sections[name];
  return (
    <a href={(ofNumbers ? undefined : pagesOf[name]) ?? `/settings/${name}`} aria-current={now ? "page" : undefined}>
      <Icon name={iconOf(name)} />
      <span class="grow">{label}</span>
      <Dot
        changed={changes.value.some((c) => parts.includes(c.path[0] ?? ""))}
        bad={problems.value.some((p) => p.severity === "error" && parts.some((part) => isWithin(p.path, `/${part}`)))}
      />
    </a>
  );
}

function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const links = [...event.currentTarget.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || at === -1) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}
