// Apart from the schemas: the driver of the buses need not load what checks them.

export const plantDefaults = { replyMs: 500, pollSec: 5, keepDays: 90 } as const;
