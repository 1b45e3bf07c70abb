import "./numbers.css";
import type { NumberSection } from "../../settings/form-groups.ts";
import { CodesPage } from "./codes-page.tsx";
import { FirewallPage } from "./firewall-page.tsx";
import { OutgoingPage } from "./outgoing-page.tsx";
import { RuleForm } from "./rule-form.tsx";
import { SpecialPage } from "./special-page.tsx";

/** The settings' pages about numbers; `item` is a rule's id or a special number. */
export function NumberPages({ section, item }: { section: NumberSection; item: string | undefined }) {
  switch (section) {
    case "firewall":
      return item === undefined ? <FirewallPage /> : <RuleForm key={item} id={item} />;
    case "special-numbers":
      return <SpecialPage open={item} />;
    case "outgoing":
      return <OutgoingPage />;
    case "codes":
      return <CodesPage />;
  }
}
