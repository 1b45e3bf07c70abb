import { computed } from "@preact/signals";
import { type PlantWords, plantEn } from "./plant.en.ts";
import { plantZh } from "./plant.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page, so that the first page stays small. */
export const plantWords = computed<PlantWords>(() => (language.value === "zh" ? plantZh : plantEn));
