import type { DoctorTest, DoctorValue, DoctorVerdict } from "../../contract/doctor.ts";
import type { Sentence } from "../../contract/words.ts";

export type Judged = { verdict: DoctorVerdict; values?: DoctorValue[]; words: Sentence; hint?: Sentence };
/** A test and what it found; nothing when it wasn't reached. */
export type Judging = { test: DoctorTest; judged: Judged | undefined };
