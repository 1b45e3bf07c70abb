const minLength = 10;
const minDifferent = 5;
/** Long enough to pass by length, and still among the first that anybody tries. */
const wellKnown = [
  "password",
  "passw0rd",
  "qwertyuiop",
  "1q2w3e4r",
  "administrator",
  "changeme",
  "letmein",
  "welcome",
  "iloveyou",
  "linebox",
  "woaini",
];
/** Rows of keys and digits that people slide along. */
const slides = ["01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"];

const isSlide = (text: string): boolean => slides.some((row) => row.includes(text));

/** What is left when the well-known words are taken out must still be a password of some length. */
const withoutWellKnown = (text: string): string => wellKnown.reduce((rest, word) => rest.replaceAll(word, ""), text);

/** Whether a password is too easy for this user: short, few different characters, his own name, a well-known word or a row of keys. */
export function weakPassword(password: string, user: string): boolean {
  const plain = password.toLowerCase();
  const name = user.toLowerCase();
  if ([...password].length < minLength) return true;
  if (new Set(plain).size < minDifferent) return true;
  if (plain === name || plain === [...name].reverse().join("")) return true;
  if (name.length >= 3 && plain.replaceAll(name, "").length < 5) return true;
  return isSlide(plain) || withoutWellKnown(plain).length < 5;
}
