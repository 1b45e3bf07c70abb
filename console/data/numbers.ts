import type { RouteQuery, RouteReply } from "../../appliance/contract/routes.ts";
import { address, call } from "./call.ts";

export type CallerTest = RouteReply<"testCaller">;
export type OutgoingTest = RouteReply<"testOutgoing">;
export type CountryNumbers = RouteReply<"countryNumbers">;
export type PinRow = RouteReply<"pins">[number];
export type ReadNumbers = RouteReply<"readSpecialNumbers">;

export const testCaller = (query: RouteQuery<"testCaller">): Promise<CallerTest> => call("testCaller", { query });
export const testOutgoing = (query: RouteQuery<"testOutgoing">): Promise<OutgoingTest> => call("testOutgoing", { query });
export const countryNumbers = (country: string): Promise<CountryNumbers> => call("countryNumbers", { query: { country } });
/** Who has a PIN; never the PIN. */
export const fetchPins = (): Promise<PinRow[]> => call("pins");
export const setPin = (id: string, pin: string) => call("setPin", { params: { id }, body: { pin } });
export const dropPin = (id: string) => call("dropPin", { params: { id } });
export const unlockPin = (id: string) => call("unlockPin", { params: { id } });
/** Reads a table row by row without taking it in. */
export const readNumbers = (csv: string): Promise<ReadNumbers> => call("readSpecialNumbers", { body: { csv } });
export const numbersCsv = (): string => address("exportSpecialNumbers", {});
