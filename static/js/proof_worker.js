// Searches the number whose SHA-256 after the salt is the challenge; answers with it, or with null if there is none.

const BATCH = 500;
const encoder = new TextEncoder();
const hex = (digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");

self.onmessage = async ({ data: { challenge, maxNumber, salt } }) => {
  for (let first = 0; first <= maxNumber; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, maxNumber - first + 1) }, (_, index) => first + index);
    const digests = await Promise.all(
      numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(salt + number))),
    );
    const found = digests.findIndex((digest) => hex(digest) === challenge);
    if (found >= 0) return self.postMessage(numbers[found]);
  }
  self.postMessage(null);
};
