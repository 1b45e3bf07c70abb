import { computed } from "@preact/signals";
import { type DoctorWords, doctorEn } from "./doctor.en.ts";
import { doctorZh } from "./doctor.zh.ts";
import { language } from "./words.ts";

/** Both languages come with the page of the line doctor. */
export const doctorWords = computed<DoctorWords>(() => (language.value === "zh" ? doctorZh : doctorEn));
