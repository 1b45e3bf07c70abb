import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export type Loaded<T> = { value?: T; error?: unknown; loading: boolean };

/** Loads when the page opens and whenever `key` changes; an old answer stays visible while a new one is under way. */
export function useLoaded<T>(load: () => Promise<T>, key: string): { state: Signal<Loaded<T>>; reload: () => void } {
  const state = useSignal<Loaded<T>>({ loading: true });
  const turn = useSignal(0);
  const reload = () => {
    turn.value += 1;
    const mine = turn.peek();
    state.value = { ...state.peek(), loading: true };
    load().then(
      (value) => {
        if (mine === turn.peek()) state.value = { value, loading: false };
      },
      (error: unknown) => {
        if (mine === turn.peek()) state.value = { ...state.peek(), error, loading: false };
      },
    );
  };
  useEffect(() => {
    state.value = { loading: true };
    reload();
    return () => {
      turn.value += 1;
    };
  }, [key]);
  return { state, reload };
}
