/** Emergency numbers as dialled; nobody is ever kept from calling them. */
const emergency: Record<string, readonly string[]> = {
  // Police, fire, ambulance, traffic accidents; 112 leads there from mobiles.
  CN: ["110", "119", "120", "122", "112"],
};
const emergencyElsewhere = ["112", "911", "999"];
export const emergencyNumbers = (country: string): readonly string[] => emergency[country] ?? emergencyElsewhere;
