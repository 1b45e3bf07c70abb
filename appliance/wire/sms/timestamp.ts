const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** TS 23.040 9.2.3.11: year to second in swapped digits, then the zone in quarters of an hour, its sign in bit 3. Epoch milliseconds; nothing when it is no moment. */
export function readTimestamp(octets: Uint8Array): number | undefined {
  if (octets.length !== 7) return undefined;
  const two = (octet: number): number => ((octet & 15) > 9 || octet >> 4 > 9 ? Number.NaN : (octet & 15) * 10 + (octet >> 4));
  const [year, month, day, hour, minute, second] = [...octets.subarray(0, 6)].map(two) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const zone = octets[6]!;
  const quarters = (zone & 7) * 10 + (zone >> 4);
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && day <= daysIn[month - 1]! && hour <= 23 && minute <= 59 && second <= 59;
  // 56 quarters are UTC+14; nothing lies beyond.
  if (!inRange || !Number.isInteger(year) || zone >> 4 > 9 || quarters > 56) return undefined;
  const offsetMin = (zone & 8 ? -15 : 15) * quarters;
  // Two digits of the year: GSM is younger than 1990.
  const days = daysFromEpoch(year < 90 ? 2000 + year : 1900 + year, month, day);
  return ((days * 24 + hour) * 60 + minute - offsetMin) * 60_000 + second * 1000;
}

/** Days since 1970-01-01 in the Gregorian calendar. */
function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}
