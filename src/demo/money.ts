/** An amount as the shop writes it on the server, too. */
export function money(amount: number, currency?: string): string {
  const digits = Number.isInteger(amount) ? { minimumFractionDigits: 0 } : {};
  const style: Intl.NumberFormatOptions = currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(document.documentElement.lang, { ...style, ...digits }).format(amount);
}
