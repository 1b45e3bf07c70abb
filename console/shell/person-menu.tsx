import { useLocation } from "preact-iso";
import { chooseLanguage, myself, signOut } from "../data/session.ts";
import { Icon } from "../look/icon.tsx";
import { chooseTheme, type Theme, theme } from "../look/theme.ts";
import { Menu, type MenuItem } from "../parts/menu.tsx";
import { sayFault } from "../parts/toasts.tsx";
import { leaving } from "../parts/unkept.ts";
import { language, words } from "../words/words.ts";
import { openKeys } from "./keys-sheet.tsx";

export function PersonMenu() {
  const me = myself();
  const { route } = useLocation();
  const w = words.value;
  if (!me) return null;
  const themeItem = (to: Theme): MenuItem => ({
    kind: "act",
    label: w.theme[to],
    chosen: theme.value === to,
    run: () => chooseTheme(to),
  });
  const languageItem = (to: "zh" | "en"): MenuItem => ({
    kind: "act",
    label: w.language[to],
    chosen: language.value === to,
    run: () => void chooseLanguage(to).catch(sayFault),
  });
  return (
    <Menu
      label={`${w.nav.account}: ${me.name}`}
      class="person"
      button={
        <>
          <Icon name="account" />
          <span class="person-name cut">{me.name}</span>
        </>
      }
      items={[
        { kind: "title", label: `${me.name} · ${w.users.roles[me.role]}` },
        { kind: "act", label: w.nav.account, icon: "key", run: () => leaving(() => route("/account")) },
        { kind: "act", label: w.keys.title, icon: "keyboard", note: "?", run: openKeys },
        { kind: "rule" },
        { kind: "title", label: w.language.label },
        languageItem("zh"),
        languageItem("en"),
        { kind: "rule" },
        { kind: "title", label: w.theme.label },
        themeItem("system"),
        themeItem("light"),
        themeItem("dark"),
        { kind: "rule" },
        { kind: "act", label: w.account.signOut, icon: "exit", run: () => leaving(() => void signOut().catch(sayFault)) },
      ]}
    />
  );
}
