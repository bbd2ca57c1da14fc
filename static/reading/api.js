// One way to ask the server for JSON: a refusal is an error of its own, because the book is closed then.
export class Refused extends Error {}

export const ask = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.status === 403 || answer.status === 404) throw new Refused(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
};

// Addresses are sent for the first page shown; every other page has the same with its own identity.
export const forPage = (address, about, page) => address.replace(about.page, page.id);
