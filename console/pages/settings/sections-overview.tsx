import "./sections.css";
import { isNumberSection, pagesOf } from "../../settings/form-groups.ts";
import { sectionGroups } from "../../settings/section-groups.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";

/** What each section is for, while none is chosen; narrow windows show the sections alone. */
export function SectionsOverview() {
  const w = words.value.settings;
  return (
    <div class="sections-overview">
      {sectionGroups.map((group) => (
        <section key={group.name} aria-label={w.sectionGroups[group.name]}>
          <h2>{w.sectionGroups[group.name]}</h2>
          <ul>
            {group.of.map((name) => {
              const [label, about, path] = isNumberSection(name)
                ? [numberWords.value.sections[name], numberWords.value.about[name], undefined]
                : [w.sections[name], w.about[name], pagesOf[name]];
              return (
                <li key={name}>
                  <a href={path ?? `/settings/${name}`}>{label}</a>
                  <span class="note">{about}</span>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
