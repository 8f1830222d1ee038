// What the code of another driver says. Ours is a list of names and values; that of another insurer may be anything: what is
// recognised fills the fields, and the words are kept as they are.
const NAMES = {
  insurer: /^(assureur|assurance|compagnie|soci[ée]t[ée]|entreprise d.assurance|insurer)/i,
  contract: /^(n[°o]\.? ?|num[ée]ro )?(de )?(contrat|police|policy)/i,
  plate: /^(immatriculation|immat|plaque|registration)/i,
  name: /^(assur[ée]e?|souscripteur|preneur|titulaire|nom|fn|name)/i,
  address: /^(adresse|adr|address)/i,
  phone: /^(t[ée]l[ée]?(phone)?|portable|mobile|tel)/i,
  vehicle: /^(v[ée]hicule|marque|mod[èe]le|vehicle)/i,
};
const PLATE = /\b[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}\b/;
const OUR_PROOF = /\/v#(\d{60,})$/i;

/** { insurer, contract, plate, name, address, phone, vehicle }: those that are recognised. */
export async function understand(text, ourName) {
  const digits = text.match(OUR_PROOF);
  if (digits) return { insurer: ourName, ...(await proofFacts(digits[1])) };
  const found = {};
  for (const line of text.split(/[\r\n]+/)) {
    const [, label, value] = line.match(/^([^:;]{2,40}?)(?:;[^:]*)?\s*:\s*(.+)$/) ?? [];
    const name = label && Object.keys(NAMES).find((one) => NAMES[one].test(label.trim()) && !found[one]);
    if (name) found[name] = value.replace(/;+/g, " ").trim();
  }
  const plate = text.toUpperCase().match(PLATE);
  if (plate && !found.plate) found.plate = plate[0];
  return found;
}

/** The facts of a signed proof of ours, unchecked: whoever wants to check it scans it on the checking page. */
async function proofFacts(digits) {
  const { told } = await import("../verifier/cose.js");
  try {
    const { contractNumber, plate, holderName, vehicle } = told(digits);
    return { contract: contractNumber, plate, name: holderName, vehicle };
  } catch {
    return {};
  }
}
