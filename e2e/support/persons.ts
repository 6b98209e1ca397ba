/** The demo accounts by what they are. */
export const people = {
  system: "system@nightshift.example",
  region: "region@nightshift.example",
  alpineAdmin: "admin@alpine.example",
  borealisAdmin: "admin@borealis.example",
  operator: "operator@alpine.example",
  member: "member@alpine.example",
} as const;

export type Person = keyof typeof people;
