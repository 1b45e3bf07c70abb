import { callFaults } from "./gsm-call-faults.ts";
import { lifeFaults } from "./gsm-life-faults.ts";

// One file, because they mostly wait, and tests of one file wait together; those that wait longest first.
lifeFaults();
callFaults();
