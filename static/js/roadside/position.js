// Where the phone is. The receiver needs no data; the first fix may take a minute under an open sky.
const OPTIONS = { enableHighAccuracy: true, timeout: 60_000, maximumAge: 60_000 };
const FAULTS = {
  1: "Ce téléphone ne donne pas la position à cette page. Autorisez-la dans ses réglages, ou décrivez le lieu.",
  2: "Le téléphone ne sait pas où il est. Réessayez à l’air libre, ou décrivez le lieu.",
  3: "Le téléphone ne trouve pas encore sa position. Réessayez à l’air libre, ou décrivez le lieu.",
};

/** Where it is: degrees with five decimals (a metre), and how many metres it may be wrong. Throws the words to say. */
export function findPosition() {
  return new Promise((resolve, reject) => {
    const refuse = ({ code }) => reject(new Error(FAULTS[code] ?? FAULTS[2]));
    if (!navigator.geolocation) return refuse({});
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve({
      latitude: Number(coords.latitude.toFixed(5)), longitude: Number(coords.longitude.toFixed(5)),
      accuracy: Math.round(coords.accuracy),
    }), refuse, OPTIONS);
  });
}

/** A position as people copy it. */
export const written = ({ latitude, longitude, accuracy }) => `${latitude}, ${longitude} (à ${accuracy} m près)`;
