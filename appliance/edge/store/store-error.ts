/** Why the store could not be opened. `message` names the file and what happened, `hint` says what to do. */
export class StoreOpenError extends Error {
  override readonly name = "StoreOpenError";
  readonly file: string;
  readonly what: string;
  readonly hint: string;

  constructor(file: string, what: string, hint: string) {
    super(`${file}: ${what}. ${hint}`);
    this.file = file;
    this.what = what;
    this.hint = hint;
  }
}

/** Nothing was written: the disk is full or failing, or too much waits already. Trying again later may help. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
  /** As in the fault catalogue. */
  readonly code = "busy";
}

export type StoreRefusalCode =
  | "revision-changed"
  | "already-there"
  | "not-found"
  | "last-administrator"
  | "draft-changed"
  | "too-many";
/** The store is well, but the change does not fit what it holds. */
export class StoreRefusal extends Error {
  override readonly name = "StoreRefusal";
  readonly code: StoreRefusalCode;

  constructor(code: StoreRefusalCode) {
    super(code);
    this.code = code;
  }
}
