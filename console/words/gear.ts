import { computed } from "@preact/signals";
import { type GearWords, gearEn } from "./gear.en.ts";
import { gearZh } from "./gear.zh.ts";
import { language } from "./words.ts";

/** Fields of lines, gateways, the machine and who is told: both languages come with the settings. */
export const gearWords = computed<GearWords>(() => (language.value === "zh" ? gearZh : gearEn));
