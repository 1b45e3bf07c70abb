/** One answer of the demonstration utility's own systems. */
export type BusinessAnswer = { status: 200 | 404; body: Record<string, string> };

type Account = { phone: string; name: string; balance: string; due: string; reading: string; readOn: string };

/** By meter number, whose last digit is a check digit (Luhn). */
const accounts: Record<string, Account> = {
  "100206": {
    phone: "13800138000",
    name: "张伟",
    balance: "205.30",
    due: "2026-12-20",
    reading: "1287",
    readOn: "2026-11-05",
  },
  "100214": { phone: "13900001234", name: "李娜", balance: "0", due: "2026-12-20", reading: "356", readOn: "2026-11-05" },
  "12345674": { phone: "13700004321", name: "王芳", balance: "86.05", due: "2026-12-15", reading: "2043", readOn: "2026-11-03" },
};
type Case = { state: string; stateEn: string; phone: string };
const cases: Record<string, Case> = {
  "20260001": {
    phone: "13800138000",
    state: "已派工，预计今天十八点前修复",
    stateEn: "A crew is on its way; it should be fixed by six this evening",
  },
  "20260002": {
    phone: "13900001234",
    state: "已办结，等待回访",
    stateEn: "It is closed; we will call you to ask whether you are satisfied",
  },
};
const orders = new Map<string, Record<string, string>>([
  ["8800", { state: "已勘察，等待安装", stateEn: "surveyed, waiting for installation", visit: "2026-12-01" }],
  ["8801", { state: "资料审核中", stateEn: "your papers are being checked" }],
]);
const mostReports = 1000;
const firstReport = 20_260_003;

/** What the demonstration utility's billing, case, installation and fault systems know and answer. Reported faults become cases, while it runs. */
export class DemoBusiness {
  readonly #cases = new Map(Object.entries(cases));
  #reports = 0;

  /** `asked`: what stood in the query or the body. */
  answer(path: string, asked: Readonly<Record<string, string | undefined>>): BusinessAnswer {
    switch (path) {
      case "/billing":
        return this.#bill(asked);
      case "/cases":
        return asked.about === "outage" ? outage : this.#case(asked);
      case "/installation":
        return known(orders.get(asked.order ?? ""));
      case "/reports":
        return this.#report(asked);
      default:
        return nothing;
    }
  }

  /** An account's figures are for whoever calls from the number on file, or knows how it ends. */
  #bill({ meter, caller, proof }: Readonly<Record<string, string | undefined>>): BusinessAnswer {
    const number = meter || Object.keys(accounts).find((m) => accounts[m]!.phone === caller);
    const account = number && Object.hasOwn(accounts, number) ? accounts[number] : undefined;
    if (!number || !account) return nothing;
    const { phone, ...figures } = account;
    const his = caller === phone || proof === phone.slice(-4);
    return { status: 200, body: his ? { meter: number, verified: "yes", ...figures } : { meter: number, verified: "no" } };
  }

  #case({ case: number, caller }: Readonly<Record<string, string | undefined>>): BusinessAnswer {
    const own = [...this.#cases.entries()].filter(([, c]) => caller !== "" && c.phone === caller).at(-1);
    const [found, row] = number ? [number, this.#cases.get(number)] : (own ?? ["", undefined]);
    return row ? { status: 200, body: { number: found, state: row.state, stateEn: row.stateEn } } : nothing;
  }

  #report({ caller = "" }: Readonly<Record<string, string | undefined>>): BusinessAnswer {
    const number = String(firstReport + this.#reports++);
    this.#cases.set(number, { phone: caller, state: "已登记，等待派工", stateEn: "It is noted; a crew will be sent" });
    if (this.#reports > mostReports) this.#cases.delete(String(firstReport + this.#reports - mostReports - 1));
    return { status: 200, body: { number } };
  }
}

const nothing: BusinessAnswer = { status: 404, body: {} };
const known = (row: Record<string, string> | undefined): BusinessAnswer => (row ? { status: 200, body: row } : nothing);
const outage: BusinessAnswer = {
  status: 200,
  body: { outage: "今天没有计划停水。", outageEn: "No outage is planned for today." },
};
