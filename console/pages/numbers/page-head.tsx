import type { ComponentChildren } from "preact";
import { Icon } from "../../look/icon.tsx";
import { differences } from "../../settings/diff.ts";
import { base, draft } from "../../settings/draft.ts";
import { numberWords } from "../../words/numbers.ts";
import { words } from "../../words/words.ts";

export function PageHead({ title, about, children }: { title: string; about: string; children?: ComponentChildren }) {
  return (
    <>
      <a class="back settings-back" href="/settings">
        <Icon name="back" size={14} /> {words.value.settings.title}
      </a>
      <header class="form-head numbers-head">
        <div class="grow">
          <h2>{title}</h2>
          <p class="note">{about}</p>
        </div>
        {children}
      </header>
    </>
  );
}

/** A test asks the box, which judges by what is in force: said where something edited here would matter. */
export function NotApplied({
  parts,
}: {
  parts: readonly ("firewall" | "specialNumbers" | "outgoing" | "trunks" | "calendars")[];
}) {
  const [now, then] = [draft.value, base.value];
  if (!now || !then || parts.every((part) => differences(then[part], now[part]).length === 0)) return null;
  return (
    <p class="notice is-warn">
      <Icon name="info" /> <span>{numberWords.value.notApplied}</span>
    </p>
  );
}
