export type Currency = "CNY" | "USD" | "EUR" | "GBP";

/** `en` is [one, several] of the unit and of the hundredth. The yuan alone has a tenth (角) in Chinese. */
export const currencies: Record<
  Currency,
  { zh: { unit: string; tenth?: string; cent: string }; en: { unit: [string, string]; cent: [string, string] } }
> = {
  CNY: { zh: { unit: "元", tenth: "角", cent: "分" }, en: { unit: ["yuan", "yuan"], cent: ["fen", "fen"] } },
  USD: { zh: { unit: "美元", cent: "美分" }, en: { unit: ["dollar", "dollars"], cent: ["cent", "cents"] } },
  EUR: { zh: { unit: "欧元", cent: "欧分" }, en: { unit: ["euro", "euros"], cent: ["cent", "cents"] } },
  GBP: { zh: { unit: "英镑", cent: "便士" }, en: { unit: ["pound", "pounds"], cent: ["penny", "pence"] } },
};
