import type { CallRecord } from "./records.ts";

/** What stays of a call once its time is over: what figures count, and nothing of who called or what was said and typed. */
export function emptiedCall(record: CallRecord, atMs: number): CallRecord {
  const {
    caller,
    called,
    callerName: _name,
    diverted: _diverted,
    callback: _callback,
    notice: _notice,
    fields: _fields,
    legs: _legs,
    ...rest
  } = record;
  // Who calls in, and who is called outside, is a customer.
  return {
    ...rest,
    caller: record.direction === "in" ? "" : caller,
    called: record.direction === "out" ? "" : called,
    fields: [],
    legs: [],
    emptiedAtMs: atMs,
  };
}
