import { chooseLanguage } from "../../data/session.ts";
import { flipTheme, theme } from "../../look/theme.ts";
import { Button } from "../../parts/button.tsx";
import { Segments } from "../../parts/inputs.tsx";
import { language, words } from "../../words/words.ts";

/** Language and appearance, before anybody is signed in. */
export function DoorTools() {
  const w = words.value;
  theme.value;
  const dark = document.documentElement.dataset.theme === "dark";
  return (
    <div class="door-tools">
      <Segments
        label={w.language.label}
        value={language.value}
        choices={[
          { value: "zh", label: "中文" },
          { value: "en", label: "English" },
        ]}
        onChoose={(to) => void chooseLanguage(to === "zh" ? "zh" : "en")}
      />
      <Button kind="quiet" icon={dark ? "sun" : "moon"} label={dark ? w.theme.light : w.theme.dark} onPress={flipTheme} />
    </div>
  );
}
