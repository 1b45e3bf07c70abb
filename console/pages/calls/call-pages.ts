import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { CallRecord } from "../../../appliance/contract/records.ts";
import { type CallFilter, callPage } from "../../data/calls.ts";
import { live } from "../../data/live.ts";
import { joinCalls } from "./join-calls.ts";

export type CallPages = { rows: CallRecord[]; more: boolean; loading: boolean; error?: unknown };

/** The list as far as it is loaded; grows by `older`, and keeps its head fresh while calls come and go. */
export function useCallPages(filter: CallFilter): { pages: Signal<CallPages>; older: () => void; again: () => void } {
  const pages = useSignal<CallPages>({ rows: [], more: false, loading: true });
  const key = JSON.stringify(filter);
  const turn = useRef(0);
  const load = async (mode: "first" | "older" | "head") => {
    const mine = mode === "head" ? turn.current : ++turn.current;
    const old = pages.peek();
    const before = mode === "older" ? old.rows.at(-1)?.startedAtMs : undefined;
    if (mode !== "head") pages.value = { ...old, loading: true, rows: mode === "first" ? [] : old.rows };
    try {
      const page = await callPage(filter, before);
      if (mine !== turn.current) return;
      const now = pages.peek();
      pages.value =
        mode === "first"
          ? { rows: page.calls, more: page.more, loading: false }
          : {
              rows: joinCalls(mode === "head" ? page.calls : now.rows, mode === "head" ? now.rows : page.calls),
              more: mode === "head" ? now.more : page.more,
              loading: false,
            };
    } catch (error) {
      if (mine === turn.current && mode !== "head") pages.value = { ...pages.peek(), loading: false, error };
    }
  };
  useEffect(() => {
    void load("first");
  }, [key]);
  // Calls that begin, end or move on change the head of the list.
  const signature = (live.value?.calls ?? []).map((c) => `${c.id}${c.phase}`).join();
  useEffect(() => {
    if (pages.peek().loading) return;
    const timer = setTimeout(() => void load("head"), 1_200);
    return () => clearTimeout(timer);
  }, [signature]);
  return { pages, older: () => void load("older"), again: () => void load("first") };
}
