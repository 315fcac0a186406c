// The check against robots: the browser solves a challenge of ALTCHA's protocol as soon as the reader begins to write,
// at the latest on sending. Where it cannot (no WebCrypto, as on plain http; no worker; no answer), the question in
// words is shown, which works without this file too.

const FRESH = 50 * 60 * 1000; // a challenge holds for an hour
const PATIENCE = 30 * 1000;

function search(address, challenge) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(address);
    const end = (settle, value) => {
      clearTimeout(timer);
      worker.terminate();
      settle(value);
    };
    const timer = setTimeout(() => end(reject, new Error("too slow")), PATIENCE);
    worker.onmessage = ({ data }) => (data === null ? end(reject, new Error("unsolvable")) : end(resolve, data));
    worker.onerror = () => end(reject, new Error("no worker"));
    worker.postMessage(challenge);
  });
}

async function solve({ challenge: address, worker }) {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  const { algorithm, challenge, maxNumber, salt, signature } = await answer.json();
  const number = await search(worker, { challenge, maxNumber, salt });
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

function setUp(box) {
  const { form } = box.querySelector("[name=proof]");
  const [proof, answer] = [form.elements.proof, form.elements.proof_answer];
  const status = box.querySelector("[role=status]");
  let solvedAt = 0;
  let work = null;
  let waits = false;

  const isFresh = () => proof.value && Date.now() - solvedAt < FRESH;
  const show = (state, words) => {
    box.classList.toggle("proof-works", state === "works");
    box.classList.toggle("proof-asks", state === "asks");
    status.textContent = words;
  };
  const begin = () => {
    work ??= solve(box.dataset)
      .then((payload) => {
        [proof.value, solvedAt] = [payload, Date.now()];
        show("works", box.dataset.done);
      })
      .catch(() => show("asks", box.dataset.failed))
      .finally(() => (work = isFresh() ? null : work));
    return work;
  };

  form.addEventListener("focusin", () => isFresh() || begin());
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction") || isFresh() || answer.value.trim()) return;
    event.preventDefault();
    if (waits) return;
    waits = true;
    if (!box.classList.contains("proof-asks")) status.textContent = box.dataset.working;
    begin().then(() => {
      waits = false;
      if (isFresh()) form.requestSubmit(event.submitter);
      else answer.focus();
    });
  });
  // Back to a page that was kept: its proof has been used.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    [proof.value, work] = ["", null];
    show("works", "");
  });
  if (!box.classList.contains("proof-asks")) show("works", "");
  if (!window.crypto?.subtle || !window.Worker) show("asks", "");
}

document.querySelectorAll("[data-proof]").forEach(setUp);
