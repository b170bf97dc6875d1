/** The nearest price that a shop would put on a label: finer steps for cheaper things. */
export function pricePoint(amount: number): number {
  if (amount < 10) return Math.max(1.5, Math.round(amount * 2) / 2);
  if (amount < 40) return Math.round(amount) - (Math.round(amount) % 3 === 0 ? 0.05 : 0);
  if (amount < 200) return Math.round(amount);
  return Math.round(amount / 5) * 5;
}
