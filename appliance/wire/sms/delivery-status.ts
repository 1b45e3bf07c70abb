/** What a status report says became of a message. */
export type DeliveryOutcome = "delivered" | "trying" | "failed";

/** TS 23.040 9.2.3.15: 0x00…0x1F done, 0x20…0x3F still trying, from 0x40 on failed (0x60 on: the centre has given up although it was temporary). */
export const deliveryOutcome = (status: number): DeliveryOutcome =>
  status < 0x20 ? "delivered" : status < 0x40 ? "trying" : "failed";
