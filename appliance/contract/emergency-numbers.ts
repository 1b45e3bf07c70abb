const byCountry: Record<string, readonly string[]> = {
  // Police, fire, ambulance, traffic accidents; 112 leads there from mobiles.
  CN: ["110", "119", "120", "122", "112"],
};
const elsewhere = ["112", "911", "999"];

/** Emergency numbers as dialled, by country (ISO 3166); nobody is ever kept from calling them. */
export const emergencyNumbers = (country: string): readonly string[] => byCountry[country] ?? elsewhere;
