// Answers and notes, as bytes that can be closed.
export const toBytes = (value) => new TextEncoder().encode(JSON.stringify(value));
export const readText = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
